/** What an item is about and what became of it: the columns that people look for first. */
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

/** Objects, which take up most of the screen. */
const LAST = ['before', 'after', 'audit'];

/** The fields of an item in the order in which n8n's table shows them as columns; all others keep theirs. */
export function inFieldOrder<Value>(item: Readonly<Record<string, Value>>): Record<string, Value> {
	const entries = Object.entries(item);
	const named = (names: readonly string[]) =>
		names.flatMap((name) => entries.filter(([key]) => key === name));
	const others = entries.filter(([key]) => !FIRST.includes(key) && !LAST.includes(key));
	return Object.fromEntries([...named(FIRST), ...others, ...named(LAST)]);
}
