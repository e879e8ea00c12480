import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clockOf } from '../../../rsa/pace/clock';
import { Pace } from '../../../rsa/pace/pace';
import type { Ending, Result } from '../resources/operation';
import { readRunOptions, type RunOptions } from '../resources/options';
import { parametersOfItems, type ItemParameters } from '../resources/parameters';
import { refusedAsTooMany } from './changeLimit';
import { failedBy, failedItem, thrownError, type Problem } from './problem';
import { logProgress } from './progressLog';
import { Run } from './run';
import { senderFor } from './sender';

/**
 * Runs the chosen operation for every input item and gives each its output item at its place.
 *
 * @returns one item for each input item, failed ones among them when the node goes on after a failure
 * @throws {NodeApiError | NodeOperationError} the first failure, when the node stops at it: nothing is begun
 * after it, and what is under way comes to its end
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = parametersOfItems(context);
	const options = optionsOf(items);
	if ('refused' in options) return refusedItems(context, options.refused);

	const run = await finishedRun(context, items, options);
	const { endings, progress, stoppedAt } = run;
	if (stoppedAt !== undefined) {
		const { itemIndex, problem } = stoppedAt;
		throw thrownError(context.getNode(), progress.addRemainder(problem), itemIndex);
	}
	if (progress.total > 1) context.addExecutionHints({ message: progress.summary() });
	// A cancelled run has gaps. Its output is not looked at; what counts is that nothing more was sent.
	return endings.flatMap(outputItems);
}

/** How the run is to go, or what its items come to where it must not begin. */
function optionsOf(items: readonly ItemParameters[]): RunOptions | { refused: readonly Result[] } {
	const [first] = items;
	if (first === undefined) return { refused: [] };
	try {
		const options = readRunOptions(first);
		const refused = refusedAsTooMany(items, options.maxChanges);
		return refused === undefined ? options : { refused };
	} catch (error) {
		return { refused: items.map(() => failedBy(error)) };
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
	results: readonly Result[],
): INodeExecutionData[] {
	const [first] = results;
	if (!context.continueOnFail() && first?.kind === 'failed') {
		throw thrownError(context.getNode(), first.problem, 0);
	}
	return results.flatMap((result, item) => outputItems([{ result, sharedBy: [item] }], item));
}

function outputItems(endings: readonly Ending[], item: number): INodeExecutionData[] {
	return endings.map((ending) => outputItem(ending, item));
}

function outputItem({ result, sharedBy }: Ending, item: number): INodeExecutionData {
	const shared = sharedBy.length > 1 ? { sharedByItems: [...sharedBy] } : {};
	return result.kind === 'done'
		? { json: { ...result.json, ...shared }, pairedItem: { item } }
		: failedItem(withDetails(result.problem, shared), item);
}

function withDetails(problem: Problem, details: object): Problem {
	return { ...problem, details: { ...problem.details, ...details } };
}
