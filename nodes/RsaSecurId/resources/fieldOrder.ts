/** The first columns: what an item is about, and its result. */
const FIRST = [
	'tokenSerialNumber',
	'authenticatorId',
	'deviceSerialNumber',
	'userId',
	'outcome',
	'pinOutcome',
	'dryRun',
	'verified',
];

/** The last columns: objects, which take up most of the screen. */
const LAST = ['before', 'after', 'audit'];

/** The fields of an item in the order of the columns in n8n's table. Fields without a place keep their order. */
export function inFieldOrder<Value>(item: Readonly<Record<string, Value>>): Record<string, Value> {
	const entries = Object.entries(item);
	const named = (names: readonly string[]) =>
		names.flatMap((name) => entries.filter(([key]) => key === name));
	const others = entries.filter(([key]) => !FIRST.includes(key) && !LAST.includes(key));
	return Object.fromEntries([...named(FIRST), ...others, ...named(LAST)]);
}
