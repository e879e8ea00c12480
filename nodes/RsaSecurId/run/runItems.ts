import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clockOf } from '../../../rsa/throttle/clock';
import { RunThrottle } from '../../../rsa/throttle/runThrottle';
import { properties } from '../resources';
import { inFieldOrder } from '../resources/fieldOrder';
import { parametersOfItems, type ItemParameters } from '../resources/parameters';
import type { Result } from '../resources/result';
import { auditOf } from './auditRecord';
import { markFailed } from './errorOutput';
import { EventLoopBreaks } from './eventLoopBreaks';
import { failedItem, resultOfThrown, thrownError } from './itemError';
import type { ItemResult } from './processStep';
import { logProgress } from './progressLog';
import { auditRequestOf, type AuditRequest } from './readItem';
import { Run } from './run';
import { readRunOptions, type RunOptions } from './runOptions';
import { Tenants } from './tenants';

/**
 * Runs the chosen operation for every input item.
 *
 * @returns the output items in the order of the input, those of failed items too if the node continues on errors
 * @throws {NodeApiError | NodeOperationError} the first failure, if the node stops on errors. No item is started after it;
 * items that have started are finished
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = parametersOfItems(context, properties);
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
	// A cancelled run has gaps, and nobody sees its output.
	const output: INodeExecutionData[] = [];
	const breaks = new EventLoopBreaks();
	for (const [itemIndex, ofItem] of results.entries()) {
		const audit = run.item(itemIndex)?.audit;
		// An item may have thousands of results, such as all users.
		for (const result of ofItem ?? []) {
			await breaks.next();
			output.push(outputItemOf(context, audit, result, itemIndex));
		}
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

/**
 * The output items if the run failed before its first item.
 *
 * @throws {NodeOperationError} if the node stops on errors
 */
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

function outputItemOf(
	context: IExecuteFunctions,
	audit: AuditRequest | undefined,
	itemResult: ItemResult,
	item: number,
): INodeExecutionData {
	const { result, sharedBy } = itemResult;
	const facts = { ...sharing(sharedBy), ...auditOf(context, audit, itemResult) };
	return outputItem(context, result, facts, item);
}

/** Maximum items that an item names. To name all that share a change would make the output grow with their square. */
const MOST_NAMED = 50;

function sharing(sharedBy: readonly number[]): IDataObject {
	if (sharedBy.length <= 1) return {};
	const sharedByItems = sharedBy.slice(0, MOST_NAMED);
	return sharedBy.length <= MOST_NAMED
		? { sharedByItems }
		: { sharedByItems, sharedByItemCount: sharedBy.length };
}

/** The output item of a result. Facts of a failed item are in its `details`: in `json`, n8n would not see it as failed. */
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
