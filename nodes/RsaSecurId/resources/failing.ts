import type { IDataObject } from 'n8n-workflow';

import {
	explain,
	isNotAttempted,
	stateInWords,
	type Failure,
	type Undertaking,
} from '../../../rsa/failure';
import type { Unread } from '../../../rsa/delivery/read';
import type { Refusal } from '../../../rsa/refusal';
import type { Problem } from '../run/problem';
import type { Result } from './operation';

/** What failed, and which token or user it was about, as a workflow can branch on it. */
interface Failed<T> {
	readonly undertaking: Undertaking<T>;
	readonly target: T;
	/** The same by the names that a workflow branches on. */
	readonly named: IDataObject;
}

/** The result of something that failed. */
export function failedWith<T extends object>(
	{ undertaking, target, named }: Failed<T>,
	failure: Failure,
): Result {
	const { cause, status, said, networkCode, retryAfter, tries } = failure;
	const problem: Problem = {
		...explain(undertaking, target, failure),
		httpCode: status,
		isNotAttempted: isNotAttempted(cause),
		details: {
			cause,
			...named,
			...(isNotAttempted(cause) && { attempted: false }),
			...(status !== undefined && { httpCode: status }),
			...(said !== undefined && { rsaMessage: said }),
			...(networkCode !== undefined && { networkCode }),
			...(tries !== undefined && tries > 1 && { tries }),
			...(retryAfter !== undefined && comeBack(retryAfter)),
		},
	};
	return { kind: 'failed', problem };
}

/**
 * The result where the credential would not sign the request: told apart from a value of the item that is
 * refused.
 *
 * @param isInDoubt whether an earlier try may be carried out yet
 */
export function refusedFor<T>(
	{ undertaking, target, named }: Failed<T>,
	refusal: Refusal,
	isInDoubt = false,
): Result {
	const { message, nextStep } = refusal;
	const problem: Problem = {
		message: `${undertaking.notDone(target)}. ${message}`,
		nextStep: `${stateInWords(undertaking, isInDoubt)}${nextStep}`,
		details: { cause: 'credentialRefused', ...named },
	};
	return { kind: 'failed', problem };
}

/** The result of a read that brought nothing. */
export function unreadWith<T extends object>(failed: Failed<T>, unread: Unread): Result {
	return unread.refusal === undefined
		? failedWith(failed, unread.failure)
		: refusedFor(failed, unread.refusal);
}

/** When to come back, in both forms that a workflow can wait by. */
function comeBack(retryAfter: number) {
	return {
		retryAfterSeconds: Math.ceil(retryAfter / 1000),
		retryAt: new Date(Date.now() + retryAfter).toISOString(),
	};
}
