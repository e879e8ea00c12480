import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { UserFacingError } from '../../../rsa/values/userFacingError';
import type { ItemParameters } from '../resources/parameters';
import { inWords, namesIn, type Entered } from './enteredNames';

/** Why an item failed, in an operator's words and for a workflow to branch on. */
export interface ItemError {
	/** What happened, and to which token. */
	readonly message: string;
	/** What it means for the token, and what to do next. */
	readonly nextStep: string;
	/** Whether nothing was done for the item, so that another run may do it. */
	readonly isNotAttempted?: boolean;
	/** HTTP status of RSA's answer, where one came. */
	readonly httpCode?: number | undefined;
	/** What a workflow can branch on: the cause, and which token and user it is about. */
	readonly details: IDataObject;
	/** What was thrown, where it was no refusal of ours: its stack helps. */
	readonly error?: Error;
}

/** The problem of an item whose value was refused before any request, or that n8n itself could not go on with. */
function problemOf(thrown: unknown, entered: Entered): ItemError {
	const about = inWords(entered);
	if (thrown instanceof UserFacingError) {
		const { message, nextStep } = thrown;
		return {
			message,
			nextStep: about === '' ? nextStep : `Nothing was done for ${about}. ${nextStep}`,
			details: { cause: 'refusedBeforeRequest', ...entered },
		};
	}
	const error = thrown instanceof Error ? thrown : new Error(String(thrown));
	const item = about === '' ? 'this item' : `this item, which is for ${about}`;
	const nextStep = `Check the parameters of the node for ${item}. Running this item again is safe.`;
	return { message: error.message, nextStep, details: { cause: 'unexpected', ...entered }, error };
}

/**
 * What an item comes to where something was thrown.
 *
 * @param item names the user and the token, as far as its parameters can be read
 */
export function failureOfThrown(
	thrown: unknown,
	item?: ItemParameters,
): { kind: 'failed'; problem: ItemError } {
	return { kind: 'failed', problem: problemOf(thrown, item === undefined ? {} : namesIn(item)) };
}

/**
 * The item that comes out for a problem when the node goes on. The engine sends exactly this form to the
 * error output, and merges the input item into it (n8n-core 2.41.1, handleNodeErrorOutput).
 */
export function failedItem(problem: ItemError, itemIndex: number): INodeExecutionData {
	return {
		json: {
			error: `${problem.message} [item ${itemIndex}]`,
			message: problem.nextStep,
			details: problem.details,
		},
		pairedItem: { item: itemIndex },
	};
}

/** The error that ends the node for a problem when it does not go on. */
export function thrownError(node: INode, problem: ItemError, itemIndex: number): Error {
	const { message, nextStep: description, httpCode } = problem;
	const error =
		httpCode === undefined
			? new NodeOperationError(node, problem.error ?? message, { description, itemIndex })
			: new NodeApiError(
					node,
					{ message },
					{ message, description, itemIndex, httpCode: String(httpCode) },
				);
	// The constructors replace any text that holds a code such as EPERM, also inside a longer word.
	error.message = message;
	return error;
}
