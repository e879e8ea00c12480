import type { IDataObject } from 'n8n-workflow';

import {
	errorText,
	isWithoutEffect,
	stateInWords,
	type Failure,
	type Wording,
} from '../../../rsa/errors/failure';
import { notStarted, type LookUpFailed } from '../../../rsa/delivery/lookUp';
import type { UserFacingError } from '../../../rsa/values/userFacingError';
import type { ItemError } from '../run/itemError';
import { inWords, type UserReference } from '../../../rsa/users/user';
import type { ItemResult, Result } from './operation';

/** What failed, and which token or user it was about, as a workflow can branch on it. */
interface Failed<T> {
	readonly undertaking: Wording<T>;
	readonly target: T;
	/** The same by the names that a workflow branches on. */
	readonly named: IDataObject;
	/** How many requests of it were sent, where the failure does not say. */
	readonly tries?: number;
}

/** The result of something that failed. */
export function failureResult<T extends object>(
	{ undertaking, target, named, tries: sent }: Failed<T>,
	failure: Failure,
): Result {
	const { cause, status, serverMessage, networkCode, retryAfter } = failure;
	const attempts = sent ?? failure.attempts;
	const nothingDone = isWithoutEffect(undertaking, cause);
	const problem: ItemError = {
		...errorText(undertaking, target, { ...failure, attempts }),
		httpCode: status,
		isNotAttempted: nothingDone,
		details: {
			cause,
			...named,
			...(nothingDone && { attempted: false }),
			...(status !== undefined && { httpCode: status }),
			...(serverMessage !== undefined && { rsaMessage: serverMessage }),
			...(networkCode !== undefined && { networkCode }),
			...triesOf(attempts),
			...(retryAfter !== undefined && comeBack(retryAfter)),
		},
	};
	return { kind: 'failed', problem };
}

function triesOf(tries = 0) {
	return tries > 1 ? { tries } : {};
}

/**
 * The result where the credential would not sign the request: told apart from a value of the item that is
 * refused.
 *
 * @param mayHaveBeenApplied whether an earlier try may be carried out yet
 */
export function refusedFor<T>(
	{ undertaking, target, named, tries }: Failed<T>,
	refusal: UserFacingError,
	mayHaveBeenApplied = false,
): Result {
	const { message, nextStep } = refusal;
	const problem: ItemError = {
		message: `${undertaking.notDone(target)}. ${message}`,
		nextStep: `${stateInWords(undertaking, mayHaveBeenApplied)}${nextStep}`,
		details: { cause: 'credentialRefused', ...named, ...triesOf(tries) },
	};
	return { kind: 'failed', problem };
}

/** The result of a read that brought nothing. */
export function unreadWith<T extends object>(failed: Failed<T>, unread: LookUpFailed): Result {
	return unread.error === undefined
		? failureResult(failed, unread.failure)
		: refusedFor(failed, unread.error);
}

/** The result of a change that was not begun, since its user, or what they have, could not be looked up. */
export function notBegunWith<T extends object>(
	failed: Failed<T>,
	cause: 'lookUpFailed' | 'userLookUpFailed',
	unread: LookUpFailed,
): Result {
	return unread.error === undefined
		? failureResult(failed, notStarted(cause, unread))
		: refusedFor(failed, unread.error);
}

/** A result with the means to tell it to another item that shares it and names the user in another way. */
export function sharedResult(
	tell: (reference: UserReference) => Result,
	reference: UserReference,
): Result {
	const isNamedAlike = (other: UserReference) => inWords(other) === inWords(reference);
	return {
		...tell(reference),
		retold: (other) => (isNamedAlike(other) ? undefined : tell(other)),
	};
}

/** What a change came to that another item may have made, in the words of this one. */
export function inWordsOf(reference: UserReference, ending: ItemResult): ItemResult {
	const result = ending.result.retold?.(reference);
	return result === undefined ? ending : { ...ending, result };
}

/** When to come back, in both forms that a workflow can wait by. */
function comeBack(retryAfter: number) {
	return {
		retryAfterSeconds: Math.ceil(retryAfter / 1000),
		retryAt: new Date(Date.now() + retryAfter).toISOString(),
	};
}
