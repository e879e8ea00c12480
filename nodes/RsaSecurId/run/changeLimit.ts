import type { ItemMeans, Result, Task } from '../resources/operation';

/** An item of the run, its parameters read; or what it came to where they cannot be right. */
export type ReadItem =
	{ readonly task: Task; readonly means: ItemMeans } | { readonly result: Result };

/**
 * Whether a run would make more changes than its operator allows. Nothing has been changed by then: the hardware
 * tokens of users are listed for it, which the changes go by afterwards.
 */
export async function isOverLimit(
	items: readonly ReadItem[],
	maxChanges: number,
): Promise<boolean> {
	const names = await Promise.all(
		items.map(async (item) => ('task' in item ? await item.task.changes(item.means) : [])),
	);
	return new Set(names.flat()).size > maxChanges;
}
