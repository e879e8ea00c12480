import { causeOf, isRsasOwn404, isSuccess } from '../errors/classifyResponse';
import { isHtml } from '../errors/serverMessage';
import { failed, type Failed } from '../delivery/changeResult';
import { answererOf, heldBack, wordsOf } from '../delivery/changeFailure';
import { afterFailedLookUp } from '../delivery/lookUp';
import { REPEATS, REPEATS_BEFORE_RETRY } from '../delivery/repeatLookUp';
import type { Cause } from '../errors/causes';
import { causeInWords, type Failure } from '../errors/failure';
import type { UserFacingError } from '../values/userFacingError';
import type { HttpResponse, SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { authenticationFacts } from '../errors/authenticationFacts';
import { userCauses } from './userCauses';
import { inWords, type UserReference } from './user';
import type { UserChange, UserOutcome, UserState } from './userChange';
import { lookAtUser, type Sight, type UserMeans, type UserToChange } from './userSight';

/** How a change of a user ended. */
export type UserDelivery =
	| {
			readonly kind: 'done';
			readonly outcome: UserOutcome;
			readonly state: UserState;
			readonly confirmedBy?: 'readBack';
	  }
	| Failed
	| { readonly kind: 'blocked'; readonly error: UserFacingError };

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
const mayHaveBeenMade: readonly Cause[] = [
	'answerLost',
	'notConfirmed',
	'serviceFailed',
	'unexpectedStatus',
];

/** What may pass, so that the change is sent again: it sets a state, which harms nobody twice. */
const mayPass: readonly Cause[] = ['answerLost', 'serviceFailed', 'notDelivered'];

/** Makes one change of a user, and sends it again where it was not made or may not have been. */
export async function deliverUserChange(
	change: UserChange,
	user: UserToChange,
	means: UserMeans,
	attempt: Try = { number: 1, mayHaveChanged: false },
): Promise<UserDelivery> {
	const { earlier, number } = attempt;
	const reply = await means.courier.send(change.request(user.userId));
	if (reply.kind === 'notSent') return failed(earlier ?? heldBack(reply));
	if (reply.kind === 'blocked') {
		return earlier === undefined ? { kind: 'blocked', error: reply.error } : failed(earlier);
	}
	const state = confirmedState(change, user.userId, reply);
	if (state !== undefined) return { kind: 'done', outcome: change.outcome, state };

	const failure: Failure = { ...failureOf(change, user, reply), attempts: number };
	if (failure.cause === 'userNotFound') return withoutUser(change, user, failure, attempt);
	const mayHaveChanged = attempt.mayHaveChanged || mayHaveBeenMade.includes(failure.cause);
	const isSentAgain = mayPass.includes(failure.cause) && number < means.maxTries;
	const doubt: Doubt = { change, user, failure, mayHaveChanged, isSentAgain };
	const sight = isLookedAt(doubt) ? await look(doubt, means) : undefined;
	if (sight?.kind === 'reached') return doneBySight(doubt, sight.state);

	const told = whatIsKnown(doubt, sight);
	if (!isSentAgain || !(await means.courier.waitBeforeRetry(number - 1))) return failed(told);
	const next = { number: number + 1, earlier: told, mayHaveChanged };
	return await deliverUserChange(change, user, means, next);
}

/** A change whose answer leaves open what became of it. */
interface Doubt {
	readonly change: UserChange;
	readonly user: UserToChange;
	readonly failure: Failure;
	/** Whether this try or one before it may have been carried out. */
	readonly mayHaveChanged: boolean;
	readonly isSentAgain: boolean;
}

/**
 * Whether the user is looked at. Where the change is sent again, only if that takes one request: the state that it
 * sets does not become another by that, and to search for the user may take hundreds.
 */
function isLookedAt({ change, user, failure, mayHaveChanged, isSentAgain }: Doubt): boolean {
	if (change.isReached === undefined) return false;
	if (!isSentAgain) return mayHaveChanged || failure.cause === 'userConflict';
	const isSearchedFor = user.reference.by === 'id' && change.isReachedByAbsence !== true;
	return mayHaveBeenMade.includes(failure.cause) && !isSearchedFor;
}

async function look({ change, user, failure, isSentAgain }: Doubt, means: UserMeans) {
	const isConflict = failure.cause === 'userConflict';
	const laterReads = isSentAgain ? REPEATS_BEFORE_RETRY : REPEATS;
	return await lookAtUser(change, user, { isConflict, laterReads }, means);
}

/** A user whom RSA does not know is deleted; nothing else can be done to them. */
function withoutUser(
	change: UserChange,
	{ userId }: UserToChange,
	failure: Failure,
	{ mayHaveChanged }: Try,
): UserDelivery {
	if (change.isReachedByAbsence !== true) {
		return failed(mayHaveChanged ? stateUnknown(failure, undefined) : failure);
	}
	const outcome = mayHaveChanged ? change.outcome : change.noopOutcome;
	return { kind: 'done', outcome, state: { id: userId } };
}

function doneBySight({ change, mayHaveChanged }: Doubt, state: UserState): UserDelivery {
	const outcome = mayHaveChanged ? change.outcome : change.noopOutcome;
	return { kind: 'done', outcome, state, confirmedBy: 'readBack' };
}

/** What is known of the user where the change did not come out as made, and what has to be mended to know more. */
function whatIsKnown(doubt: Doubt, sight: Sight | undefined): Failure {
	const { failure, mayHaveChanged } = doubt;
	if (sight?.kind === 'asBefore') return { ...failure, mayHaveBeenApplied: mayHaveChanged };
	const known = knownUnseen(doubt, sight?.kind === 'unread' ? sight.reason : undefined);
	return sight?.kind === 'unread' && sight.read !== undefined
		? afterFailedLookUp(sight.read, known)
		: known;
}

/** @param why the user could not be seen */
function knownUnseen({ change, failure, mayHaveChanged }: Doubt, why: string | undefined): Failure {
	if (mayHaveChanged) return stateUnknown(failure, why);
	if (why === undefined) return failure;
	const open = `Whether the user is ${change.requestedState} already could not be determined: ${why}`;
	return { ...failure, reason: `${failure.reason}. ${open}` };
}

function stateUnknown(failure: Failure, why: string | undefined): Failure {
	const doubt = `${causeInWords(failure)}, and a request may have been carried out all the same`;
	const reason = why === undefined ? doubt : `${doubt}. The user could not be looked up: ${why}`;
	return { ...failure, cause: 'userStateUnknown', reason };
}

function confirmedState(
	change: UserChange,
	userId: string,
	reply: SendResult,
): UserState | undefined {
	if (reply.kind !== 'response' || !isSuccess(reply.response)) return undefined;
	return change.confirmedState(reply.response, userId);
}

function failureOf(
	change: UserChange,
	{ userId, reference }: UserToChange,
	reply: Exclude<SendResult, { kind: 'blocked' }>,
): Failure {
	if (reply.kind !== 'response') {
		const { kind: cause, ...why } = reply;
		return { cause, ...why };
	}
	const { response } = reply;
	const { status, body } = response;
	const cause = userCauseOf(response);
	return {
		cause,
		status,
		serverMessage: wordsOf(response, userId),
		isPage: isHtml(body),
		reason: reasonOf(change, reference, response, cause),
		...authenticationFacts(response, new Date()),
		...(cause === 'userConflict' && { advice: change.conflict.advice }),
		retryAfter: retryAfter(response, new Date()),
	};
}

/** What the words of a cause speak of beside the answer's status. */
function reasonOf(
	change: UserChange,
	reference: UserReference,
	answer: HttpResponse,
	cause: Cause,
): string | undefined {
	if (cause === 'notConfirmed') return answererOf(answer);
	return cause === 'userConflict' ? change.conflict.why : inWords(reference);
}

function userCauseOf(answer: HttpResponse): Cause {
	if (isSuccess(answer)) return 'notConfirmed';
	if (isRsasOwn404(answer)) return 'userNotFound';
	if (answer.status === 404) return 'notTheApi';
	if (answer.status === 409) return 'userConflict';
	return userCauses[answer.status] ?? causeOf(answer);
}
