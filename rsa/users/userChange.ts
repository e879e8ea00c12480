import type { Change, Occasion, State } from '../delivery/change';
import { isRsasOwn404 } from '../errors/classifyResponse';
import type { Cause } from '../errors/errorTexts';
import { causeInWords, type Failure, type Wording } from '../errors/failure';
import { serverMessageFor } from '../errors/serverMessageFor';
import { userStatusCauses } from '../errors/userStatusCauses';
import type { RsaRequest } from '../http/endpoints';
import type { HttpResponse } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import type { Client } from '../throttle/client';
import { isSameUser } from '../values/sameText';
import { lookUpChangedUser, type UserTarget } from './lookUpChangedUser';
import { inWords, parseUser, type User, type UserReference } from './user';
import type { UserCache } from './userCache';

/** A kind of change that RSA's API can make of users. Each sets a state. */
export interface UserChange extends Pick<
	Change,
	'outcome' | 'noopOutcome' | 'dryRunOutcome' | 'expectedState'
> {
	/** What is done to the user, and the requested state, for texts, such as "marked as deleted". */
	readonly done: string;
	/** The permission that the credential needs: a row of `permissions`. */
	readonly permission: string;
	/** Why RSA refuses it with a 409, as part of a sentence, and what to do about that. */
	readonly conflict: { readonly why: string; readonly advice: string };
	/** Whether a user whom RSA does not know is in the requested state. */
	readonly isDoneByAbsence?: boolean;
	request(userId: string): RsaRequest;
	/** @returns the user's state if RSA's response shows that it is the requested one; undefined otherwise */
	confirmedState(response: HttpResponse, userId: string): State | undefined;
	/**
	 * Whether a user who was looked up is in the requested state; undefined if RSA does not say. Left out if no look-up can
	 * show it.
	 */
	isDone?(user: User): boolean | undefined;
	/** Whether the state of a user who was looked up explains RSA's 409. */
	isRefusedFor(user: User): boolean;
}

/**
 * A change of one user.
 *
 * @param users finds the email address of a user who is named by ID
 */
export function changeOfUser(change: UserChange, target: UserTarget, users: UserCache): Change {
	const { outcome, noopOutcome, dryRunOutcome, expectedState, isDoneByAbsence = false } = change;
	const { userId, reference } = target;
	const lookUp = async (client: Client, occasion: Occasion) => {
		// No look-up can show whether a user was synchronized: whatever it finds counts as done.
		const { isDone = () => occasion.stage !== 'before' } = change;
		return await lookUpChangedUser({ ...change, isDone }, target, users, client, occasion);
	};
	return {
		outcome,
		noopOutcome,
		dryRunOutcome,
		expectedState,
		request: change.request(userId),
		wording: userWording(change, reference),
		isIdempotent: true,
		isLookUpCostly: reference.by === 'id' && !isDoneByAbsence,
		confirm(response) {
			// For a deletion, a user whom RSA does not know is in the requested state.
			if (isDoneByAbsence && isRsasOwn404(response)) return { state: { id: userId }, isNoop: true };
			const state = change.confirmedState(response, userId);
			return state && { state };
		},
		causeOf: userCauseOf,
		detailsOf: (cause) =>
			cause === 'userConflict'
				? { reason: change.conflict.why, advice: change.conflict.advice }
				: { reason: inWords(reference) },
		serverMessageOf: (response) => serverMessageFor(response, userId),
		...(change.isDone === undefined ? { inspect: lookUp } : { lookUp }),
		unsettled(failure, why, mayHaveBeenApplied) {
			if (mayHaveBeenApplied) return stateUnknown(failure, why);
			const open = `Could not determine whether the user is already ${change.done}: ${why ?? ''}`;
			return { ...failure, reason: `${failure.reason}. ${open}` };
		},
	};
}

/** The texts for a change of one user that failed. */
export function userWording(
	{ done, permission }: Pick<UserChange, 'done' | 'permission'>,
	reference: UserReference,
): Wording {
	const user = `the user with ${inWords(reference)} was`;
	return {
		notDone: `T${user.slice(1)} not ${done}`,
		unknown: `It is not known whether ${user} ${done}`,
		subject: 'user',
		permission,
	};
}

/** The user in RSA's response to a change of them; undefined if it is no 200, or is about another user. */
export function parseChangedUser({ status, body }: HttpResponse, userId: string): User | undefined {
	const user = status === statusCodes.ok ? parseUser(body) : undefined;
	return user !== undefined && isSameUser(user.id, userId) ? user : undefined;
}

function userCauseOf(response: HttpResponse): Cause | undefined {
	const { status } = response;
	if (status === statusCodes.notFound) return isRsasOwn404(response) ? 'userNotFound' : 'notTheApi';
	return userStatusCauses[status];
}

function stateUnknown(failure: Failure, why: string | undefined): Failure {
	const open = `${causeInWords(failure)}, and a request may have been applied`;
	const reason = why === undefined ? open : `${open}. The user could not be looked up: ${why}`;
	return { ...failure, cause: 'userStateUnknown', reason };
}
