import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clockOf } from '../../../rsa/pace/clock';
import { Pace } from '../../../rsa/pace/pace';
import type { Ending, Result } from '../resources/operation';
import { readRunOptions, type RunOptions } from '../resources/options';
import { parametersOfItems, type ItemParameters } from '../resources/parameters';
import { auditOf } from './auditRecord';
import { markFailed } from './errorOutput';
import { failedBy, failedItem, thrownError } from './problem';
import { logProgress } from './progressLog';
import { Run } from './run';
import { senderFor } from './sender';

/**
 * Runs the chosen operation for every input item and gives each its output item at its place.
 *
 * @returns what came out for each input item, failed ones among it when the node goes on after a failure
 * @throws {NodeApiError | NodeOperationError} the first failure, when the node stops at it: nothing is begun
 * after it, and what is under way comes to its end
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = parametersOfItems(context);
	const [first] = items;
	if (first === undefined) return [];
	const options = optionsOf(first);
	if ('refused' in options) return refusedItems(context, items, options.refused);

	const run = await finishedRun(context, items, options);
	const { endings, progress, stoppedAt } = run;
	if (stoppedAt !== undefined) {
		const { itemIndex, problem } = stoppedAt;
		throw thrownError(context.getNode(), progress.addRemainder(problem), itemIndex);
	}
	if (progress.total > 1) context.addExecutionHints({ message: progress.summary() });
	// A cancelled run has gaps. Its output is not looked at; what counts is that nothing more was sent.
	return endings.flatMap((ofItem, item) => outputItems(context, items, ofItem, item));
}

/** How the run is to go, or why it cannot. */
function optionsOf(first: ItemParameters): RunOptions | { refused: Result } {
	try {
		return readRunOptions(first);
	} catch (error) {
		return { refused: failedBy(error) };
	}
}

async function finishedRun(
	context: IExecuteFunctions,
	items: readonly ItemParameters[],
	options: RunOptions,
): Promise<Run> {
	const sendWithin = await senderFor(context);
	const cancelSignal = context.getExecutionCancelSignal();
	const clock = clockOf(cancelSignal);
	const endsAt = clock.now() + options.runDeadline;
	const { maxConcurrency } = options;
	const pace = new Pace({ clock, cancelSignal, maxConcurrency, endsAt, random: Math.random });
	const run = new Run({ context, items, options, pace, sendWithin });
	void logProgress(run, context.logger, clock);
	await run.finish();
	return run;
}

/** @throws {NodeOperationError} where the node stops at a failure */
function refusedItems(
	context: IExecuteFunctions,
	items: readonly ItemParameters[],
	result: Result,
): INodeExecutionData[] {
	if (!context.continueOnFail() && result.kind === 'failed') {
		throw thrownError(context.getNode(), result.problem, 0);
	}
	return items.map((_, item) => outputItem(context, result, {}, item));
}

function outputItems(
	context: IExecuteFunctions,
	items: readonly ItemParameters[],
	endings: readonly Ending[],
	item: number,
): INodeExecutionData[] {
	return endings.map((ending) => {
		const { result, sharedBy } = ending;
		const shared = sharedBy.length > 1 ? { sharedByItems: [...sharedBy] } : {};
		const audit = auditOf(context, items[item], ending);
		return outputItem(context, result, { ...shared, ...audit }, item);
	});
}

/** Facts of a failed item stand in its details: the engine takes items with anything else for no failure. */
function outputItem(
	context: IExecuteFunctions,
	result: Result,
	facts: IDataObject,
	item: number,
): INodeExecutionData {
	if (result.kind === 'done') {
		return { json: { ...result.json, ...facts }, pairedItem: { item } };
	}
	const { problem } = result;
	const failed = failedItem({ ...problem, details: { ...problem.details, ...facts } }, item);
	markFailed(context, failed);
	return failed;
}
