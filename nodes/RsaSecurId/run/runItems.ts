import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clockOf } from '../../../rsa/throttle/clock';
import { Throttle } from '../../../rsa/throttle/throttle';
import type { ItemResult, Result } from '../resources/operation';
import { parametersOfItems, type ItemParameters } from '../resources/parameters';
import { auditOf } from './auditRecord';
import { markFailed } from './errorOutput';
import { failureOfThrown, failedItem, thrownError } from './itemError';
import { logProgress } from './progressLog';
import { auditOrderOf, type AuditOrder } from './readItem';
import { Run } from './run';
import { readRunOptions, type RunOptions } from './runOptions';
import { TenantsOfRun } from './tenantsOfRun';
import { Turns } from './turns';

/**
 * Runs the chosen operation for every input item and gives each its output item at its place.
 *
 * @returns what came out for each input item, failed ones among it when the node goes on after a failure
 * @throws {NodeApiError | NodeOperationError} the first failure, when the node stops at it: nothing is begun
 * after it, and what is under way comes to its end
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = parametersOfItems(context);
	if (items.length === 0) return [];
	const options = await readRunOptions(items).catch((refusal: unknown) => ({ refusal }));
	if ('refusal' in options) return await refusedItems(context, items, options.refusal);

	const run = await finishedRun(context, items, options);
	const { endings, progress, stoppedAt } = run;
	if (stoppedAt !== undefined) {
		const { itemIndex, problem } = stoppedAt;
		throw thrownError(context.getNode(), progress.addRemainder(problem), itemIndex);
	}
	if (progress.total > 1) context.addExecutionHints({ message: progress.summary() });
	// A cancelled run has gaps. Its output is not looked at; what counts is that nothing more was sent.
	return endings.flatMap((ofItem, itemIndex) =>
		outputItems(context, run.item(itemIndex)?.audit, ofItem, itemIndex),
	);
}

async function finishedRun(
	context: IExecuteFunctions,
	items: readonly ItemParameters[],
	options: RunOptions,
): Promise<Run> {
	const cancelSignal = context.getExecutionCancelSignal();
	const clock = clockOf(cancelSignal);
	const endsAt = clock.now() + options.runDeadline;
	const { maxConcurrency } = options;
	const tenants = new TenantsOfRun(
		context,
		(tenant) =>
			new Throttle(tenant, { clock, cancelSignal, maxConcurrency, endsAt, random: Math.random }),
	);
	const run = new Run({ context, items, options, tenants, turns: new Turns() });
	void logProgress(run, context.logger, clock);
	await run.finish();
	return run;
}

/** @throws {NodeOperationError} where the node stops at a failure */
async function refusedItems(
	context: IExecuteFunctions,
	items: readonly ItemParameters[],
	refusal: unknown,
): Promise<INodeExecutionData[]> {
	if (!context.continueOnFail()) {
		throw thrownError(context.getNode(), failureOfThrown(refusal, items[0]).problem, 0);
	}
	const turns = new Turns();
	const refused = items.map(async (item, itemIndex) => {
		await turns.next();
		const result = failureOfThrown(refusal, item);
		const audit = auditOf(context, auditOrderOf(item), { result, endedAt: new Date() });
		return outputItem(context, result, audit, itemIndex);
	});
	return await Promise.all(refused);
}

function outputItems(
	context: IExecuteFunctions,
	order: AuditOrder | undefined,
	endings: readonly ItemResult[],
	item: number,
): INodeExecutionData[] {
	return endings.map((ending) => {
		const { result, sharedBy } = ending;
		const facts = { ...sharing(sharedBy), ...auditOf(context, order, ending) };
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
		return { json: { ...result.json, ...facts }, pairedItem: { item } };
	}
	const { problem } = result;
	const failed = failedItem({ ...problem, details: { ...problem.details, ...facts } }, item);
	markFailed(context, failed);
	return failed;
}
