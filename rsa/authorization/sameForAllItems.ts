import { createHash } from 'node:crypto';

import type { CredentialFields } from './credential';

/** The hidden field of the credential that n8n evaluates for each item. */
export const SAME_FOR_ALL_ITEMS = 'sameForAllItems';

/** A field of the credential's form, and the values of other fields with which it is shown: others are not stored. */
export interface FormField {
	readonly name: string;
	readonly displayOptions?: {
		readonly show?: Readonly<Record<string, readonly unknown[] | undefined>>;
	};
}

/**
 * What an item's fields say about those of other items:
 * - `same`: they are the same for all items
 * - `own`: they may differ
 * - `replaced`: they may be those of another item. n8n up to 2.33 stores a resolved credential together with a new access
 *   token of an OAuth client (n8n #34107), so its expressions are gone.
 */
export type FieldsOfItem = 'same' | 'own' | 'replaced';

/** What n8n gives as `$execution.id` if it has none. */
const NO_EXECUTION = '__UNKNOWN__';

const IS_EXPRESSION = 'typeof value === "string" && value.startsWith("=")';

/**
 * Text, and between braces nothing but an external secret, a variable or an environment variable, is the same for all items.
 * Each brace stands by itself: n8n allows no two in a row in an expression.
 */
const CONSTANT =
	'\\s*\\$(secrets|vars|env)[\\w.\\s\\-"\'[\\]]*([.](trim|toString|toLowerCase|toUpperCase)\\(\\))*\\s*';
const IS_CONSTANT = `/^=((?![{][{])[^])*([{][{]${CONSTANT}[}][}]((?![{][{])[^])*)*$/.test(value)`;

/**
 * An expression for the hidden field: its kind, version, execution, item and time in ms. Their order must stay: a credential
 * with an OAuth client whose answer is not understood is not used ({@link fieldsOfItem}). `$rawParameter` with `&` gives the other fields as they are stored (n8n-workflow 1.123,
 * 2.8 and 2.41, nodeParameterGetter), and throws for a field that is not: then they count as an item's own.
 */
export function sameForAllItemsExpression(fields: readonly FormField[]): string {
	const rows = fields.map(({ name, displayOptions }) => [
		name,
		Object.entries(displayOptions?.show ?? {}),
	]);
	const isOwn = [
		`const isExpression = (value) => ${IS_EXPRESSION};`,
		`const mayReadItem = (value) => isExpression(value) && !${IS_CONSTANT};`,
		// If whether a field is shown depends on an expression, n8n takes it as shown (n8n-workflow, displayParameter).
		'const isStored = (row) => row[1].every((shown) => isExpression(stored(shown[0])) || shown[1].includes(stored(shown[0])));',
		`return ${JSON.stringify(rows)}.filter(isStored).some((row) => mayReadItem(stored(row[0])));`,
	].join(' ');
	const kind = `((stored) => { try { ${isOwn} } catch (error) { return true; } })((name) => $rawParameter["&" + name]) ? "own" : "same"`;
	return `={{ (${kind}) + " ${versionOf(isOwn)} " + $execution.id + " " + $itemIndex + " " + Date.now() }}`;
}

function versionOf(answer: string): string {
	return createHash('sha256').update(answer).digest('hex').slice(0, 8);
}

/**
 * Whether the fields of an item are the same for all items, by an answer that may be another item's.
 *
 * @param expression the hidden field's current one
 */
export function saysSame(fields: CredentialFields, expression: string): boolean {
	const [kind, version] = String(fields[SAME_FOR_ALL_ITEMS]).split(' ');
	return kind === 'same' && isVersionOf(version, expression);
}

/** n8n keeps the expression that it stored with a credential. Its answer counts only while it is the current one. */
function isVersionOf(version: string | undefined, expression: string): boolean {
	return version !== undefined && expression.includes(` ${version} `);
}

/** The reading of an item's fields by a node. */
export interface ReadingOfFields {
	/** The hidden field's current expression. */
	readonly expression: string;
	/** n8n's ID of the execution, if it has one. */
	readonly executionId: string | undefined;
	readonly itemIndex: number;
	/** Time when the reading began, in ms. */
	readonly startedAt: number;
}

/**
 * What the fields of an item say about those of other items. An answer that n8n did not give for this reading is an old one:
 * in a loop, item 0 of each batch has the same execution and the same index.
 */
export function fieldsOfItem(fields: CredentialFields, reading: ReadingOfFields): FieldsOfItem {
	const answer = /^(same|own) (\w{8}) (\S+) (\d+) (\d+)$/.exec(String(fields[SAME_FOR_ALL_ITEMS]));
	const [, kind, version, execution, index, time] = answer ?? [];
	const { expression, executionId = NO_EXECUTION, itemIndex, startedAt } = reading;
	const isOfExecution = execution === NO_EXECUTION || execution === executionId;
	const isOfReading = isOfExecution && Number(index) === itemIndex && Number(time) >= startedAt;
	if (!isOfReading) return fields['authentication'] === 'oAuthClient' ? 'replaced' : 'own';
	return kind === 'same' && isVersionOf(version, expression) ? 'same' : 'own';
}
