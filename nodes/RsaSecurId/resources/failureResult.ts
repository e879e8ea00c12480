import type { IDataObject } from 'n8n-workflow';

import type { ChangeResult } from '../../../rsa/delivery/changeResult';
import { notStarted, type LookUpFailed } from '../../../rsa/delivery/lookUp';
import type { Names } from '../../../rsa/errors/causeTexts';
import {
	errorText,
	isWithoutEffect,
	stateInWords,
	type Failure,
	type Wording,
} from '../../../rsa/errors/failure';
import type { UserFacingError } from '../../../rsa/values/userFacingError';
import type { Result, Sent } from './result';

/** What failed, and the token or user that it was about. */
export interface Failing {
	readonly wording: Wording;
	/** The token and the user by the names that a workflow branches on. */
	readonly named: IDataObject;
	/** How the item names its user, for the words of some causes. */
	readonly names?: Names;
	/** The requests of a change. */
	readonly sent?: Sent;
}

/** The result of something that failed. */
export function failureResult(failing: Failing, failure: Failure): Result {
	const { wording, named, names, sent } = failing;
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

/** The result of a request that the credential would not sign: told apart from a value of the item that is rejected. */
function blockedResult(
	{ wording, named, sent }: Failing,
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
	failing: Failing,
	result: Exclude<ChangeResult, { kind: 'done' }>,
): Result {
	return result.kind === 'failed'
		? failureResult(failing, result.failure)
		: blockedResult(failing, result.error, result.mayHaveBeenApplied);
}

/** The result of a look-up that failed. */
export function failedLookUpResult(failing: Failing, { error, failure }: LookUpFailed): Result {
	return error === undefined ? failureResult(failing, failure) : blockedResult(failing, error);
}

/** The result of a change that was not started, since its user, or what they have, could not be looked up. */
export function notStartedResult(
	failing: Failing,
	cause: 'lookUpFailed' | 'userLookUpFailed',
	lookUp: LookUpFailed,
): Result {
	return failedLookUpResult(failing, { ...lookUp, failure: notStarted(cause, lookUp) });
}

function triesOf(attempts = 0) {
	return attempts > 1 ? { tries: attempts } : {};
}

/** When to come back, in both forms that a workflow can wait by. */
function comeBack(retryAfter: number) {
	return {
		retryAfterSeconds: Math.ceil(retryAfter / 1000),
		retryAt: new Date(Date.now() + retryAfter).toISOString(),
	};
}
