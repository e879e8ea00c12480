import { causeOf, isRsasOwn404, isSuccess } from '../answerCause';
import { answerText, isHtml } from '../answerText';
import { failed, type Failed, type Means } from '../delivery/delivery';
import { heldBack } from '../delivery/failures';
import type { Cause } from '../causes';
import { causeInWords, type Failure } from '../failure';
import type { Refusal } from '../refusal';
import type { Answer, Reply } from '../reply';
import { retryAfter } from '../retryAfter';
import { causesOfUsers } from './causesOfUsers';
import { inWords, type UserReference } from './user';
import type { UserChange, UserOutcome, UserState } from './userChange';
import { readUserNamed } from './userRead';

/** How a change of a user ended. */
export type UserDelivery =
	| {
			readonly kind: 'done';
			readonly outcome: UserOutcome;
			readonly state: UserState;
			readonly confirmedBy?: 'readBack';
	  }
	| Failed
	| { readonly kind: 'refused'; readonly refusal: Refusal };

/** The user to change: RSA's ID, and how the item names them, by which they can be looked up again. */
export interface UserToChange {
	readonly userId: string;
	readonly reference: UserReference;
}

/** A try that may follow another. */
interface Try {
	/** The first is 1. */
	readonly number: number;
	/** What the tries before it came to, as it is told where nothing follows. */
	readonly earlier?: Failure;
	/** Whether one before it may have been carried out. */
	readonly mayHaveChanged: boolean;
}

/** After these the change may have been made all the same. */
const mayHaveBeenMade: readonly Cause[] = ['answerLost', 'notConfirmed', 'serviceFailed'];

/** What may pass, so that the change is sent again: it sets a state, which harms nobody twice. */
const mayPass: readonly Cause[] = [...mayHaveBeenMade, 'notDelivered'];

/** What a look at the user settles. */
const settledByLook: readonly Cause[] = [...mayHaveBeenMade, 'userConflict'];

/** Makes one change of a user, and sends it again where it was not made or may not have been. */
export async function deliverUserChange(
	change: UserChange,
	user: UserToChange,
	means: Means,
	attempt: Try = { number: 1, mayHaveChanged: false },
): Promise<UserDelivery> {
	const { earlier, number } = attempt;
	const reply = await means.courier.send(change.request(user.userId));
	if (reply.kind === 'heldBack') return failed(earlier ?? heldBack(reply));
	if (reply.kind === 'refused') {
		return earlier === undefined ? { kind: 'refused', refusal: reply.refusal } : failed(earlier);
	}
	const state = confirmedState(change, user.userId, reply);
	if (state !== undefined) return { kind: 'done', outcome: change.outcome, state };

	const failure: Failure = { ...failureOf(change, user.reference, reply), tries: number };
	const mayHaveChanged = attempt.mayHaveChanged || mayHaveBeenMade.includes(failure.cause);
	const settled = await settle(change, user, failure, attempt, means);
	if (settled !== undefined && settled !== 'asBefore') return settled;
	const told = mayHaveChanged ? inDoubt(failure, settled === 'asBefore') : failure;
	const goesOn =
		mayPass.includes(failure.cause) &&
		number < means.maxTries &&
		(await means.courier.pause(number - 1));
	if (!goesOn) return failed(told);
	const next = { number: number + 1, earlier: told, mayHaveChanged };
	return await deliverUserChange(change, user, means, next);
}

/**
 * RSA shows a user by email address or user name only, so that one named by ID cannot be looked at.
 *
 * @returns nothing where it stays open how the change ended
 */
async function settle(
	change: UserChange,
	{ userId, reference }: UserToChange,
	{ cause }: Failure,
	{ mayHaveChanged }: Try,
	means: Means,
): Promise<UserDelivery | 'asBefore' | undefined> {
	if (cause === 'userNotFound') {
		if (change.isReachedByAbsence !== true) return undefined;
		const outcome = mayHaveChanged ? change.outcome : change.outcomeBefore;
		return { kind: 'done', outcome, state: { id: userId } };
	}
	if (!settledByLook.includes(cause) || reference.by === 'id') return undefined;
	const read = await readUserNamed(reference, means);
	if (read.kind !== 'found') return undefined;
	if (!change.isReached(read.thing)) return 'asBefore';
	const isOurs = mayHaveChanged || cause !== 'userConflict';
	const outcome = isOurs ? change.outcome : change.outcomeBefore;
	return { kind: 'done', outcome, state: read.thing, confirmedBy: 'readBack' };
}

function confirmedState(change: UserChange, userId: string, reply: Reply): UserState | undefined {
	if (reply.kind !== 'answered' || !isSuccess(reply.answer)) return undefined;
	return change.confirmedState(reply.answer.body, userId);
}

function failureOf(
	change: UserChange,
	reference: UserReference,
	reply: Exclude<Reply, { kind: 'refused' }>,
): Failure {
	if (reply.kind !== 'answered') {
		const { kind: cause, ...why } = reply;
		return { cause, ...why };
	}
	const { answer } = reply;
	const { status, body } = answer;
	const cause = userCauseOf(answer);
	return {
		cause,
		status,
		said: answerText(body),
		isPage: isHtml(body),
		reason: cause === 'userConflict' ? change.conflict.why : inWords(reference),
		advice: cause === 'userConflict' ? change.conflict.advice : undefined,
		retryAfter: retryAfter(answer, new Date()),
	};
}

function userCauseOf(answer: Answer): Cause {
	if (isSuccess(answer)) return 'notConfirmed';
	if (isRsasOwn404(answer)) return 'userNotFound';
	if (answer.status === 404) return 'notTheApi';
	return causesOfUsers[answer.status] ?? causeOf(answer);
}

/** @param isAsBefore whether a look at the user after it showed no change */
function inDoubt(failure: Failure, isAsBefore: boolean): Failure {
	if (isAsBefore) return { ...failure, isInDoubt: true };
	const reason = `${causeInWords(failure)}, and a request may have been carried out all the same`;
	return { ...failure, cause: 'userStateUnknown', reason };
}
