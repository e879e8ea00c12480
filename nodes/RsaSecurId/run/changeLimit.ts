import { operationOf } from '../resources';
import type { Result, Task } from '../resources/operation';
import type { ItemParameters } from '../resources/parameters';
import { failedBy } from './problem';

/**
 * Keeps a run that would make more changes than its operator allows from making any.
 *
 * @returns what each item comes to then, or nothing where the run may go on
 */
export function refusedAsTooMany(
	items: readonly ItemParameters[],
	maxChanges: number,
): readonly Result[] | undefined {
	// One item is one change at most, so that a list that is short enough need not be read twice.
	if (items.length <= maxChanges) return undefined;
	const tasks = items.map(taskOf);
	const changes = new Set(tasks.flatMap((task) => ('changes' in task ? task.changes : [])));
	if (changes.size <= maxChanges) return undefined;
	return tasks.map((task) => ('changes' in task ? task.fail({ cause: 'tooManyChanges' }) : task));
}

function taskOf(parameters: ItemParameters): Task | Result {
	try {
		return operationOf(parameters).read(parameters);
	} catch (error) {
		return failedBy(error);
	}
}
