import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedItem, problemOf, thrownError } from './problem';
import { operationOf } from './resources';
import { readTimeout } from './resources/options';
import type { ItemResult } from './resources/operation';
import { senderFor, type SendWithin } from './sender';

/**
 * Runs the chosen operation for every input item, in order, and gives each its output item at its place.
 *
 * @returns one item for each input item, failed ones among them when the node goes on after a failure
 * @throws {NodeApiError | NodeOperationError} the first failure, when the node stops at it: nothing is sent after it
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const sendWithin = await senderFor(context);
	const cancelSignal = context.getExecutionCancelSignal();
	const output: INodeExecutionData[] = [];

	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const result = await runItem(context, sendWithin, itemIndex);
		// A cancelled execution's output is not looked at; what counts is that nothing more is sent.
		if (cancelSignal?.aborted) break;
		output.push(outputItem(context, result, itemIndex));
	}
	return output;
}

async function runItem(
	context: IExecuteFunctions,
	sendWithin: SendWithin,
	itemIndex: number,
): Promise<ItemResult> {
	try {
		const send = sendWithin(readTimeout(context, itemIndex));
		return await operationOf(context, itemIndex).execute({ context, index: itemIndex, send });
	} catch (error) {
		return { kind: 'failed', problem: problemOf(error) };
	}
}

function outputItem(
	context: IExecuteFunctions,
	result: ItemResult,
	itemIndex: number,
): INodeExecutionData {
	if (result.kind === 'done') return { json: result.json, pairedItem: { item: itemIndex } };
	if (context.continueOnFail()) return failedItem(result.problem, itemIndex);
	throw thrownError(context.getNode(), result.problem, itemIndex);
}
