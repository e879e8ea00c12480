import type { ICredentialsDecrypted, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Send } from '../../rsa/reply';
import { sendThrough } from '../../rsa/sending';
import { failedItem, problemOf, thrownError } from './problem';
import { operationOf } from './resources';
import { readTimeout } from './resources/options';
import type { ItemResult } from './resources/operation';

const CREDENTIAL_TYPE = 'rsaCloudAdministrationApi';

/**
 * Runs the chosen operation for every input item, in order, and gives each its output item at its place.
 *
 * @returns one item for each input item, failed ones among them when the node goes on after a failure
 * @throws {NodeApiError | NodeOperationError} the first failure, when the node stops at it: nothing is sent after it
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const credentialsDecrypted = await readCredentialOnce(context);
	const cancelSignal = context.getExecutionCancelSignal();
	const output: INodeExecutionData[] = [];

	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const result = await runItem(context, credentialsDecrypted, itemIndex);
		// A cancelled execution's output is not looked at; what counts is that nothing more is sent.
		if (cancelSignal?.aborted) break;
		output.push(outputItem(context, result, itemIndex));
	}
	return output;
}

/** Without it, n8n reads and decrypts the credential from its database for every request. */
async function readCredentialOnce(context: IExecuteFunctions): Promise<ICredentialsDecrypted> {
	const data = await context.getCredentials(CREDENTIAL_TYPE);
	const { id, name } = context.getNode().credentials?.[CREDENTIAL_TYPE] ?? {};
	return { id: id ?? '', name: name ?? '', type: CREDENTIAL_TYPE, data };
}

function senderFor(
	context: IExecuteFunctions,
	credentialsDecrypted: ICredentialsDecrypted,
	itemIndex: number,
): Send {
	return sendThrough(
		async (request) =>
			await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL_TYPE, request, {
				credentialsDecrypted,
			}),
		{ timeout: readTimeout(context, itemIndex) },
	);
}

async function runItem(
	context: IExecuteFunctions,
	credentialsDecrypted: ICredentialsDecrypted,
	itemIndex: number,
): Promise<ItemResult> {
	try {
		const send = senderFor(context, credentialsDecrypted, itemIndex);
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
