import { answerText, isHtml } from './answerText';
import type { Change } from './change';
import type { Cause, Failure } from './failure';
import type { Answer, WithoutAnswer } from './reply';
import { retryAfter } from './retryAfter';

/** What a read of the token is to settle. */
export interface Doubt {
	/** Whether the request can have made the change: one that was answered with 409 cannot. */
	readonly mayHaveChanged: boolean;
	/** What it was where the token turns out to be as before. */
	readonly unchanged: Failure;
	/** What it was where the read gives no answer either. */
	readonly unread: (reason: string) => Failure;
}

/** What it was where the request surely never reached RSA. */
export function notDelivered({ reason, networkCode }: WithoutAnswer): Failure {
	return { cause: 'notDelivered', reason, networkCode };
}

/** No answer came, and the request may have been carried out. */
export function lostAnswer({ reason, networkCode }: WithoutAnswer): Doubt {
	return {
		mayHaveChanged: true,
		unchanged: { cause: 'answerLost', reason, networkCode },
		unread: (why) => ({
			cause: 'stateUnknown',
			reason: `${reason}, and it could not be read back: ${why}`,
			networkCode,
		}),
	};
}

/** 5xx and 408: RSA may have carried the request out before it failed. */
export function serviceFailure(change: Change, answer: Answer): Doubt {
	const what = `RSA's service answered with HTTP ${answer.status}`;
	return {
		mayHaveChanged: true,
		unchanged: failure('serviceFailed', change, answer),
		unread: (why) =>
			failure('stateUnknown', change, answer, `${what}, and it could not be read back: ${why}`),
	};
}

/** 2xx whose body does not say that the token is in the asked state. */
export function unconfirmedAnswer(change: Change, answer: Answer): Doubt {
	const what = isHtml(answer.body)
		? `a web page answered with HTTP ${answer.status} in RSA's place`
		: `RSA answered with HTTP ${answer.status}, but did not confirm the change`;
	return {
		mayHaveChanged: true,
		unchanged: failure('notConfirmed', change, answer),
		unread: (why) =>
			failure('stateUnknown', change, answer, `${what}, and it could not be read back: ${why}`),
	};
}

/** 409: the token is nobody's, or somebody else's, or RSA has another reason. */
export function conflict(change: Change, answer: Answer): Doubt {
	return {
		mayHaveChanged: false,
		unchanged: failure('conflict', change, answer),
		unread: (why) => unquoted(failure('conflictUnexplained', change, answer, why)),
	};
}

/** RSA's words may name the other person, who is none of this item's business. */
export function unquoted(failure: Failure): Failure {
	return { ...failure, said: undefined };
}

/** What is known where RSA's answer says why: its words with it, but for those that are a misprint of RSA's. */
export function failure(cause: Cause, change: Change, answer: Answer, reason?: string): Failure {
	const said = answerText(answer.body);
	const misleads = said !== undefined && change.misleadingText?.test(said);
	return {
		cause,
		status: answer.status,
		said: misleads ? undefined : said,
		reason,
		retryAfter: retryAfter(answer, new Date()),
	};
}
