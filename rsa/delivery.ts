import { causeOf } from './answerCause';
import { answerText } from './answerText';
import type { Change, Outcome, Standing, Target } from './change';
import type { Cause, Failure } from './failure';
import type { TokenState } from './hardwareToken';
import type { Refusal } from './refusal';
import type { Answer, Send, WithoutAnswer } from './reply';
import { retryAfter } from './retryAfter';
import { readToken } from './tokenRead';

/** How a change ended. */
export type Delivery =
	/** The token is in the asked state; `confirmedBy` where not the answer said so but a read after it. */
	| {
			readonly kind: 'done';
			readonly outcome: Outcome;
			readonly state: TokenState;
			readonly confirmedBy?: 'readBack';
	  }
	| { readonly kind: 'failed'; readonly failure: Failure }
	| { readonly kind: 'refused'; readonly refusal: Refusal };

/** What a read of the token is to settle. */
interface Doubt {
	/** Whether the request can have made the change: one that was answered with 409 cannot. */
	readonly mayHaveChanged: boolean;
	/** What it was where the token turns out to be as before. */
	readonly unchanged: Failure;
	/** What it was where the read gives no answer either. */
	readonly unread: (reason: string) => Failure;
}

/**
 * Makes one change of one hardware token: sends it once and, where the answer does not settle it, reads
 * the token back and decides by its state.
 */
export async function deliver(change: Change, target: Target, send: Send): Promise<Delivery> {
	const reply = await send(change.request(target));
	switch (reply.kind) {
		case 'refused':
			return reply;
		case 'notDelivered':
			return failed(notDelivered(reply));
		case 'answerLost':
			return await readBack(change, target, send, lostAnswer(reply));
		case 'answered':
			return await settle(change, target, send, reply.answer);
	}
}

async function settle(
	change: Change,
	target: Target,
	send: Send,
	answer: Answer,
): Promise<Delivery> {
	if (answer.status === 200) {
		const state = change.confirmedState(answer.body, target);
		if (state !== undefined) return { kind: 'done', outcome: change.outcome, state };
		return await readBack(change, target, send, unconfirmedAnswer(answer));
	}
	const cause = causeOf(answer);
	switch (cause) {
		case 'serviceFailed':
			return await readBack(change, target, send, serviceFailure(answer));
		case 'conflict':
			return await readBack(change, target, send, conflict(answer));
		case 'userOrHardwareTokenUnknown':
			return await explainNotFound(target, send, answer);
		default:
			return failed(failure(cause, answer));
	}
}

function notDelivered({ reason, networkCode }: WithoutAnswer): Failure {
	return { cause: 'notDelivered', reason, networkCode };
}

function lostAnswer({ reason, networkCode }: WithoutAnswer): Doubt {
	return {
		mayHaveChanged: true,
		unchanged: { cause: 'answerLost', reason, networkCode },
		unread: (why) => ({
			cause: 'stateUnknown',
			reason: `${reason}, and the token could not be read back: ${why}`,
			networkCode,
		}),
	};
}

function serviceFailure(answer: Answer): Doubt {
	const what = `RSA's service answered with HTTP ${answer.status}`;
	return {
		mayHaveChanged: true,
		unchanged: failure('serviceFailed', answer),
		unread: (why) =>
			failure('stateUnknown', answer, `${what}, and the token could not be read back: ${why}`),
	};
}

function unconfirmedAnswer(answer: Answer): Doubt {
	const what = 'RSA answered with HTTP 200, but not that the token is in the asked state';
	return {
		mayHaveChanged: true,
		unchanged: failure('notConfirmed', answer),
		unread: (why) =>
			failure('stateUnknown', answer, `${what}, and it could not be read back: ${why}`),
	};
}

function conflict(answer: Answer): Doubt {
	return {
		mayHaveChanged: false,
		unchanged: failure('conflict', answer),
		unread: (why) => failure('conflictUnexplained', answer, why),
	};
}

async function readBack(
	change: Change,
	target: Target,
	send: Send,
	{ mayHaveChanged, unchanged, unread }: Doubt,
): Promise<Delivery> {
	const read = await readToken(target, send);
	if (read.kind === 'unread') return failed(unread(read.reason));
	if (read.kind === 'absent') return failed({ ...unchanged, cause: 'hardwareTokenUnknown' });

	const standing = change.standing(read.token);
	if (standing !== 'reached' && standing !== 'reachedBefore') {
		return failed(notReached(standing, unchanged));
	}
	const before = standing === 'reachedBefore' || !mayHaveChanged;
	return {
		kind: 'done',
		outcome: before ? change.outcomeBefore : change.outcome,
		state: change.stateReadBack(read.token),
		confirmedBy: 'readBack',
	};
}

function notReached(standing: Exclude<Standing, `reached${string}`>, unchanged: Failure): Failure {
	switch (standing) {
		case 'unchanged':
			return unchanged;
		case 'unassignedWithPin':
			return { ...unchanged, cause: 'unassignedWithPin' };
		case 'somebodyElses':
			// RSA's words may name the other person, who is none of this item's business.
			return { ...unchanged, cause: 'assignedToSomebodyElse', said: undefined };
	}
}

/** A 404 is for the user or for the token (both pages), and the token can be looked up alone. */
async function explainNotFound(target: Target, send: Send, answer: Answer): Promise<Delivery> {
	const read = await readToken(target, send);
	switch (read.kind) {
		case 'token':
			return failed(failure('userUnknown', answer));
		case 'absent':
			return failed(failure('hardwareTokenUnknown', answer));
		case 'unread':
			return failed(failure('userOrHardwareTokenUnknown', answer, read.reason));
	}
}

function failed(failure: Failure): Delivery {
	return { kind: 'failed', failure };
}

function failure(cause: Cause, answer: Answer, reason?: string): Failure {
	return {
		cause,
		status: answer.status,
		said: answerText(answer.body),
		reason,
		retryAfter: retryAfter(answer, new Date()),
	};
}
