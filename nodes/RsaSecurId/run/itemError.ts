import {
	NodeApiError,
	NodeOperationError,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { UserFacingError } from '../../../rsa/values/userFacingError';
import type { ItemParameters } from '../resources/parameters';
import type { ItemError, Result } from '../resources/result';
import { enteredNames, inWords } from './enteredNames';

/**
 * The result of an item for which an error was thrown: a value was rejected before any request, or n8n itself failed.
 *
 * @param item parameters of the item, which name its user and token
 */
export function resultOfThrown(
	thrown: unknown,
	item?: ItemParameters,
): Extract<Result, { kind: 'failed' }> {
	const names = item === undefined ? {} : enteredNames(item);
	const about = inWords(names);
	if (thrown instanceof UserFacingError) {
		const { message } = thrown;
		const nextStep = about === '' ? '' : `Nothing was done for ${about}. `;
		const details = { cause: 'refusedBeforeRequest', ...names };
		return { kind: 'failed', error: { message, nextStep: nextStep + thrown.nextStep, details } };
	}
	const error = thrown instanceof Error ? thrown : new Error(String(thrown));
	const named = about === '' ? 'this item' : `this item, which is for ${about}`;
	const nextStep = `Check the parameters of the node for ${named}. Running this item again is safe.`;
	const details = { cause: 'unexpected', ...names };
	return { kind: 'failed', error: { message: error.message, nextStep, details, error } };
}

/**
 * The output item of an error, if the node continues on errors. The engine sends exactly this form to the error output,
 * and merges the input item into it (n8n-core 2.41.1, handleNodeErrorOutput).
 */
export function failedItem(error: ItemError, itemIndex: number): INodeExecutionData {
	return {
		json: {
			error: `${error.message} [item ${itemIndex}]`,
			message: error.nextStep,
			details: error.details,
		},
		pairedItem: { item: itemIndex },
	};
}

/** The error to throw if the node stops on errors. */
export function thrownError(node: INode, itemError: ItemError, itemIndex: number): Error {
	const { message, nextStep: description, httpCode } = itemError;
	const error =
		httpCode === undefined
			? new NodeOperationError(node, itemError.error ?? message, { description, itemIndex })
			: new NodeApiError(
					node,
					{ message },
					{ message, description, itemIndex, httpCode: String(httpCode) },
				);
	// The constructors replace a text that contains a code such as EPERM, even within a word.
	error.message = message;
	return error;
}
