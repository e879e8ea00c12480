import { causeOf } from './answerCause';
import type { Change, Outcome, Standing, Target } from './change';
import {
	conflict,
	failure,
	lostAnswer,
	notDelivered,
	serviceFailure,
	unconfirmedAnswer,
	unquoted,
	type Doubt,
} from './doubt';
import type { Failure } from './failure';
import type { HardwareToken, TokenState } from './hardwareToken';
import type { Refusal } from './refusal';
import type { Answer, Send } from './reply';
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

const PIN_NOT_TOLD = "RSA's answer does not tell whether a PIN is set";

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
	if (answer.status >= 200 && answer.status < 300) {
		const state = change.confirmedState(answer.body, target);
		if (state !== undefined) return { kind: 'done', outcome: change.outcome, state };
		return await readBack(change, target, send, unconfirmedAnswer(change, answer));
	}
	const cause = causeOf(answer);
	switch (cause) {
		case 'serviceFailed':
			return await readBack(change, target, send, serviceFailure(change, answer));
		case 'conflict':
			return await readBack(change, target, send, conflict(change, answer));
		case 'userOrHardwareTokenUnknown':
			return await explainNotFound(change, target, send, answer);
		default:
			return failed(failure(cause, change, answer));
	}
}

async function readBack(
	change: Change,
	target: Target,
	send: Send,
	{ mayHaveChanged, unchanged, unread }: Doubt,
): Promise<Delivery> {
	const read = await readToken(target, send);
	if (read.kind === 'unread') return failed(unread(read.reason));
	if (read.kind === 'absent') {
		return failed(mayHaveChanged ? unread('RSA knows no such hardware token') : absent(unchanged));
	}

	const standing = change.standing(read.token);
	if (standing === undefined) return failed(unread(PIN_NOT_TOLD));
	if (standing !== 'reached' && standing !== 'reachedBefore') {
		return failed(notReached(standing, unchanged));
	}
	const before = standing === 'reachedBefore' || !mayHaveChanged;
	return doneByRead(change, before ? change.outcomeBefore : change.outcome, read.token);
}

function doneByRead(change: Change, outcome: Outcome, token: HardwareToken): Delivery {
	return { kind: 'done', outcome, state: change.stateReadBack(token), confirmedBy: 'readBack' };
}

function absent(unchanged: Failure): Failure {
	return { ...unquoted(unchanged), cause: 'hardwareTokenUnknown' };
}

function notReached(standing: Exclude<Standing, `reached${string}`>, unchanged: Failure): Failure {
	switch (standing) {
		case 'unchanged':
			return unchanged;
		case 'unassignedWithPin':
			return { ...unchanged, cause: 'unassignedWithPin' };
		case 'somebodyElses':
			return { ...unquoted(unchanged), cause: 'assignedToSomebodyElse' };
	}
}

/**
 * A 404 is for the user or for the token (both pages), and the token can be looked up alone. A token in the
 * asked state is a success here too: a leaver's record may be gone when the same list runs again.
 */
async function explainNotFound(
	change: Change,
	target: Target,
	send: Send,
	answer: Answer,
): Promise<Delivery> {
	const read = await readToken(target, send);
	if (read.kind === 'absent') return failed(failure('hardwareTokenUnknown', change, answer));
	if (read.kind === 'unread') {
		return failed(failure('userOrHardwareTokenUnknown', change, answer, read.reason));
	}
	if (read.token.ownership === 'somebodyElses') {
		return failed(unquoted(failure('userUnknown', change, answer)));
	}
	const standing = change.standing(read.token);
	if (standing === 'reached' || standing === 'reachedBefore') {
		return doneByRead(change, change.outcomeBefore, read.token);
	}
	if (read.token.ownership === 'theirs') {
		const reason = 'it shows the user as its owner';
		return failed(failure('userOrHardwareTokenUnknown', change, answer, reason));
	}
	return failed(failure('userUnknown', change, answer));
}

function failed(failure: Failure): Delivery {
	return { kind: 'failed', failure };
}
