import type { JsonObject } from './jsonObject';
import { isSameText } from './sameText';

/** The values that RSA's property tables list, in their spelling. */
const documentedValues: ReadonlyMap<string, readonly string[]> = new Map([
	['tokenState', ['Unassigned', 'Activation Pending', 'Activated']],
	['tokenStatus', ['Enabled', 'Disabled']],
	['userStatus', ['Enabled', 'Disabled']],
]);

/**
 * JSON of RSA's whose enumerations are in the spelling of its tables, whatever their case. RSA's examples differ from
 * its tables in such things. A value that no table lists stays as it is.
 */
export function inDocumentedSpelling(json: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(json).map(([name, value]) => [name, spelled(name, value)]),
	);
}

function spelled(name: string, value: JsonObject[string]): JsonObject[string] {
	if (typeof value !== 'string') return value;
	return documentedValues.get(name)?.find((documented) => isSameText(documented, value)) ?? value;
}

/** Whether a value is one that RSA's table of a property lists. */
export function isDocumented(name: 'tokenStatus' | 'userStatus', value: unknown): boolean {
	return typeof value === 'string' && documentedValues.get(name)?.includes(value) === true;
}

const booleansInWords: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['false', false],
]);

/** A boolean of RSA's, which its examples show as text too; undefined for everything else. */
export function booleanFrom(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	return typeof value === 'string' ? booleansInWords.get(value.toLowerCase()) : undefined;
}
