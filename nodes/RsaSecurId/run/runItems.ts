import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clockOf } from '../../../rsa/throttle/clock';
import { RunThrottle } from '../../../rsa/throttle/runThrottle';
import { inFieldOrder } from '../resources/fieldOrder';
import { parametersOfItems, type ItemParameters } from '../resources/parameters';
import type { Result } from '../resources/result';
import { auditOf } from './auditRecord';
import { markFailed } from './errorOutput';
import { EventLoopBreaks, MADE_IN_A_ROW } from './eventLoopBreaks';
import { failedItem, resultOfThrown, thrownError } from './itemError';
import type { ItemResult } from './processStep';
import { logProgress } from './progressLog';
import { auditRequestOf, type AuditRequest } from './readItem';
import { Run } from './run';
import { readRunOptions, type RunOptions } from './runOptions';
import { Tenants } from './tenants';

/**
 * Runs the chosen operation for every input item and gives each its output item at its place.
 *
 * @returns what came out for each input item, failed ones too if the node goes on after a failure
 * @throws {NodeApiError | NodeOperationError} the first failure, if the node stops at it: nothing is started after
 * it, and what is under way comes to its end
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = parametersOfItems(context);
	if (items.length === 0) return [];
	const options = await readRunOptions(items).catch((error: unknown) => ({ error }));
	if ('error' in options) return await failedItems(context, items, options.error);

	const run = createRun(context, items, options);
	await run.checkChangeLimit();
	await Promise.all(run.start());
	const { progress, results, stoppedAt } = run;
	if (stoppedAt !== undefined) {
		const { error, itemIndex } = stoppedAt;
		throw thrownError(context.getNode(), progress.addRemainder(error), itemIndex);
	}
	if (progress.total > 1) context.addExecutionHints({ message: progress.summary() });
	// A cancelled run has gaps. Nobody looks at its output; what counts is that nothing more was sent.
	const output: INodeExecutionData[] = [];
	const breaks = new EventLoopBreaks(MADE_IN_A_ROW);
	for (const [itemIndex, ofItem] of results.entries()) {
		await breaks.next();
		const audit = run.item(itemIndex)?.audit;
		if (ofItem !== undefined) output.push(...outputItems(context, audit, ofItem, itemIndex));
	}
	return output;
}

function createRun(
	context: IExecuteFunctions,
	items: readonly ItemParameters[],
	options: RunOptions,
): Run {
	const cancelSignal = context.getExecutionCancelSignal();
	const clock = clockOf(cancelSignal);
	const endsAt = clock.now() + options.runDeadline;
	const { maxConcurrency } = options;
	const settings = { clock, cancelSignal, maxConcurrency, endsAt, random: Math.random };
	const tenants = new Tenants(context, (tenant) => new RunThrottle(tenant, settings));
	const run = new Run({ context, items, options, tenants, breaks: new EventLoopBreaks() });
	void logProgress(run, tenants, context.logger, clock);
	return run;
}

/** @throws {NodeOperationError} if the node stops at a failure */
async function failedItems(
	context: IExecuteFunctions,
	items: readonly ItemParameters[],
	thrown: unknown,
): Promise<INodeExecutionData[]> {
	if (!context.continueOnFail()) {
		throw thrownError(context.getNode(), resultOfThrown(thrown, items[0]).error, 0);
	}
	const breaks = new EventLoopBreaks();
	const failed = items.map(async (item, itemIndex) => {
		await breaks.next();
		const result = resultOfThrown(thrown, item);
		const audit = auditOf(context, auditRequestOf(item), { result, endedAt: new Date() });
		return outputItem(context, result, audit, itemIndex);
	});
	return await Promise.all(failed);
}

function outputItems(
	context: IExecuteFunctions,
	audit: AuditRequest | undefined,
	results: readonly ItemResult[],
	item: number,
): INodeExecutionData[] {
	return results.map((itemResult) => {
		const { result, sharedBy } = itemResult;
		const facts = { ...sharing(sharedBy), ...auditOf(context, audit, itemResult) };
		return outputItem(context, result, facts, item);
	});
}

/** Items named in an item. All that share a change would make the output grow with the square of their number. */
const MOST_NAMED = 50;

function sharing(sharedBy: readonly number[]): IDataObject {
	if (sharedBy.length <= 1) return {};
	const sharedByItems = sharedBy.slice(0, MOST_NAMED);
	return sharedBy.length <= MOST_NAMED
		? { sharedByItems }
		: { sharedByItems, sharedByItemCount: sharedBy.length };
}

/** Facts of a failed item stand in its details: the engine takes items with anything else for no failure. */
function outputItem(
	context: IExecuteFunctions,
	result: Result,
	facts: IDataObject,
	item: number,
): INodeExecutionData {
	if (result.kind === 'done') {
		const { binary } = result;
		const json = inFieldOrder({ ...result.json, ...facts });
		return { json, ...(binary && { binary }), pairedItem: { item } };
	}
	const { error } = result;
	const failed = failedItem({ ...error, details: { ...error.details, ...facts } }, item);
	markFailed(context, failed);
	return failed;
}
