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

/** A stored field that is an expression, unless it reads external secrets or variables only. `..` stands for braces. */
const MAY_READ_ITEM =
	'typeof value === "string" && value.startsWith("=") && !/^=..\\s*\\$(secrets|vars)\\.[\\w.\\s-]*..$/.test(value)';

/**
 * An expression that names its item if none of the fields is an expression that could read the item. Otherwise, or if it
 * cannot tell, it is empty. `$rawParameter` with `&` gives the other fields as they are stored (n8n-workflow 1.123, 2.8 and
 * 2.41, nodeParameterGetter), and throws for a field that is not. n8n allows no two braces in a row.
 */
export function sameForAllItemsExpression(fields: readonly FormField[]): string {
	const rows = fields.map(({ name, displayOptions }) => [
		name,
		Object.entries(displayOptions?.show ?? {}),
	]);
	return [
		'={{ ((stored) => { try { return',
		`${JSON.stringify(rows)}.filter((row) => row[1].every((shown) => shown[1].includes(stored(shown[0]))))`,
		`.map((row) => stored(row[0])).some((value) => ${MAY_READ_ITEM})`,
		'? "" : "item " + $itemIndex; } catch (error) { return ""; } })((name) => $rawParameter["&" + name]) }}',
	].join(' ');
}

/**
 * Whether the fields are the same for all items, by the fields of several items. n8n up to 2.33 stores a resolved credential
 * together with a new access token: a stored text names one item only, so it says nothing about others.
 */
export function isSameForAllItems(
	...ofItems: ReadonlyArray<readonly [itemIndex: number, fields: CredentialFields]>
): boolean {
	return ofItems.every(([itemIndex, fields]) => fields[SAME_FOR_ALL_ITEMS] === `item ${itemIndex}`);
}
