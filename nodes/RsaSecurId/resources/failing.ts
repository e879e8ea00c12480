import type { IDataObject } from 'n8n-workflow';

import {
	explain,
	isNothingDone,
	stateInWords,
	type Failure,
	type Undertaking,
} from '../../../rsa/failure';
import { notBegun, type Unread } from '../../../rsa/delivery/read';
import type { Refusal } from '../../../rsa/refusal';
import type { Problem } from '../run/problem';
import { inWords, type UserReference } from '../../../rsa/users/user';
import type { Ending, Result } from './operation';

/** What failed, and which token or user it was about, as a workflow can branch on it. */
interface Failed<T> {
	readonly undertaking: Undertaking<T>;
	readonly target: T;
	/** The same by the names that a workflow branches on. */
	readonly named: IDataObject;
	/** How many requests of it were sent, where the failure does not say. */
	readonly tries?: number;
}

/** The result of something that failed. */
export function failedWith<T extends object>(
	{ undertaking, target, named, tries: sent }: Failed<T>,
	failure: Failure,
): Result {
	const { cause, status, said, networkCode, retryAfter } = failure;
	const tries = sent ?? failure.tries;
	const nothingDone = isNothingDone(undertaking, cause);
	const problem: Problem = {
		...explain(undertaking, target, { ...failure, tries }),
		httpCode: status,
		isNotAttempted: nothingDone,
		details: {
			cause,
			...named,
			...(nothingDone && { attempted: false }),
			...(status !== undefined && { httpCode: status }),
			...(said !== undefined && { rsaMessage: said }),
			...(networkCode !== undefined && { networkCode }),
			...triesOf(tries),
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
 * @param isInDoubt whether an earlier try may be carried out yet
 */
export function refusedFor<T>(
	{ undertaking, target, named, tries }: Failed<T>,
	refusal: Refusal,
	isInDoubt = false,
): Result {
	const { message, nextStep } = refusal;
	const problem: Problem = {
		message: `${undertaking.notDone(target)}. ${message}`,
		nextStep: `${stateInWords(undertaking, isInDoubt)}${nextStep}`,
		details: { cause: 'credentialRefused', ...named, ...triesOf(tries) },
	};
	return { kind: 'failed', problem };
}

/** The result of a read that brought nothing. */
export function unreadWith<T extends object>(failed: Failed<T>, unread: Unread): Result {
	return unread.refusal === undefined
		? failedWith(failed, unread.failure)
		: refusedFor(failed, unread.refusal);
}

/** The result of a change that was not begun, since its user, or what they have, could not be looked up. */
export function notBegunWith<T extends object>(
	failed: Failed<T>,
	cause: 'lookUpFailed' | 'userLookUpFailed',
	unread: Unread,
): Result {
	return unread.refusal === undefined
		? failedWith(failed, notBegun(cause, unread))
		: refusedFor(failed, unread.refusal);
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
export function inWordsOf(reference: UserReference, ending: Ending): Ending {
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
