import type { IExecuteFunctions } from 'n8n-workflow';

import { operationOf } from '../resources';
import type { ItemResult, Task } from '../resources/operation';
import { failedBy } from './problem';

/**
 * Keeps a run that would make more changes than its operator allows from making any.
 *
 * @returns what each item comes to then, or nothing where the run may go on
 */
export function refusedAsTooMany(
	context: IExecuteFunctions,
	maxChanges: number,
): readonly ItemResult[] | undefined {
	const itemCount = context.getInputData().length;
	// One item is one change at most, so that a list that is short enough need not be read twice.
	if (itemCount <= maxChanges) return undefined;
	const tasks = Array.from({ length: itemCount }, (_, itemIndex) => taskOf(context, itemIndex));
	const changes = new Set(tasks.flatMap((task) => ('change' in task ? [task.change] : [])));
	if (changes.size <= maxChanges) return undefined;
	return tasks.map((task) => ('change' in task ? task.fail({ cause: 'tooManyChanges' }) : task));
}

function taskOf(context: IExecuteFunctions, itemIndex: number): Task | ItemResult {
	try {
		return operationOf(context, itemIndex).read(context, itemIndex);
	} catch (error) {
		return failedBy(error);
	}
}
