import type { JsonObject } from './jsonObject';
import { isSameText } from './sameText';

/** The values that RSA's property tables list, in their spelling. */
const documentedValues: ReadonlyMap<string, readonly string[]> = new Map([
	['tokenState', ['Unassigned', 'Activation Pending', 'Activated']],
	['tokenStatus', ['Enabled', 'Disabled']],
	['userStatus', ['Enabled', 'Disabled']],
	['status', ['Enabled', 'Disabled']],
]);

/**
 * RSA's JSON with its enumerations in the spelling of RSA's tables, from which RSA's examples differ in case. A value
 * that no table lists stays as it is.
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

/** Whether RSA's table of a property lists a value. */
export function isDocumented(
	name: 'status' | 'tokenStatus' | 'userStatus',
	value: unknown,
): boolean {
	return typeof value === 'string' && documentedValues.get(name)?.includes(value) === true;
}

/** A boolean, also as text in any case, as RSA's examples show it too; undefined for everything else. */
export function booleanFrom(value: unknown): boolean | undefined {
	const text = typeof value === 'string' ? value.toLowerCase() : value;
	if (text === true || text === 'true') return true;
	return text === false || text === 'false' ? false : undefined;
}
