import type { IDataObject } from 'n8n-workflow';

import type { ChangeResult } from '../../../rsa/delivery/changeResult';
import { notStarted, type LookUpFailed } from '../../../rsa/delivery/lookUp';
import type { Names } from '../../../rsa/errors/errorTexts';
import {
	errorText,
	isWithoutEffect,
	stateInWords,
	type Failure,
	type Wording,
} from '../../../rsa/errors/failure';
import type { UserFacingError } from '../../../rsa/values/userFacingError';
import type { Result, SentRequests } from './result';

/** The parts of a failed item that do not depend on the failure. */
export interface FailureContext {
	readonly wording: Wording;
	/** The token and the user, by the property names of an item. */
	readonly named: IDataObject;
	/** How the item names its user, for the texts of some causes. */
	readonly names?: Names;
	/** The requests of a change. */
	readonly sent?: SentRequests;
}

/** The result of a failure. */
export function failureResult(failureContext: FailureContext, failure: Failure): Result {
	const { wording, named, names, sent } = failureContext;
	const { cause, status, serverMessage, networkCode, retryAfter } = failure;
	const { attempts } = sent ?? {};
	const isNotAttempted = isWithoutEffect(wording, cause);
	const error = {
		...errorText(wording, { ...failure, attempts }, names),
		httpCode: status,
		isNotAttempted,
		details: {
			cause,
			...named,
			...(isNotAttempted && { attempted: false }),
			...(status !== undefined && { httpCode: status }),
			...(serverMessage !== undefined && { rsaMessage: serverMessage }),
			...(networkCode !== undefined && { networkCode }),
			...triesOf(attempts),
			...(retryAfter !== undefined && comeBack(retryAfter)),
		},
	};
	return { kind: 'failed', error, ...(sent && { sent }) };
}

/** The result of a request that was not sent, because of the credential or a rule of n8n. */
function blockedResult(
	{ wording, named, sent }: FailureContext,
	{ message, nextStep }: UserFacingError,
	mayHaveBeenApplied = false,
): Result {
	const error = {
		message: `${wording.notDone}. ${message}`,
		nextStep: `${stateInWords(wording, mayHaveBeenApplied)}${nextStep}`,
		details: { cause: 'credentialRefused', ...named, ...triesOf(sent?.attempts) },
	};
	return { kind: 'failed', error, ...(sent && { sent }) };
}

/** The result of a change that failed. */
export function failedChangeResult(
	failureContext: FailureContext,
	result: Exclude<ChangeResult, { kind: 'done' }>,
): Result {
	return result.kind === 'failed'
		? failureResult(failureContext, result.failure)
		: blockedResult(failureContext, result.error, result.mayHaveBeenApplied);
}

/** The result of a look-up that failed. */
export function failedLookUpResult(
	failureContext: FailureContext,
	{ error, failure }: LookUpFailed,
): Result {
	return error === undefined
		? failureResult(failureContext, failure)
		: blockedResult(failureContext, error);
}

/** The result of a change that was not sent, because its user, or the user's tokens, could not be looked up. */
export function notStartedResult(
	failureContext: FailureContext,
	cause: 'lookUpFailed' | 'userLookUpFailed',
	lookUp: LookUpFailed,
): Result {
	return failedLookUpResult(failureContext, { ...lookUp, failure: notStarted(cause, lookUp) });
}

function triesOf(attempts = 0) {
	return attempts > 1 ? { tries: attempts } : {};
}

/** When to run the item again, in both forms that a workflow can wait by. @param retryAfter ms */
function comeBack(retryAfter: number) {
	return {
		retryAfterSeconds: Math.ceil(retryAfter / 1000),
		retryAt: new Date(Date.now() + retryAfter).toISOString(),
	};
}
