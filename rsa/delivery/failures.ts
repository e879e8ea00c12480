import { causeOf, isSuccess } from '../answerCause';
import { answerText, isHtml } from '../answerText';
import type { Change, TokenTarget } from '../change';
import type { Cause } from '../causes';
import { causeInWords, type Failure } from '../failure';
import { isSameUser } from '../hardwareToken';
import type { Answer, HeldBack, Reply } from '../reply';
import { retryAfter } from '../retryAfter';
import { signInFacts } from '../signInFacts';

/** RSA's IDs of users, as its answers may hold them. */
const USER_IDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** What it was where a reply is no confirmation: a request that got no answer, or another answer. */
export function failureOf<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	reply: Exclude<Reply, { kind: 'refused' }>,
): Failure {
	if (reply.kind === 'answered') return unconfirmed(change, target, reply.answer);
	const { kind: cause, ...why } = reply;
	return { cause, ...why };
}

/** What it was where the run kept the request back. */
export function heldBack({ because, reason, retryAfter, isOwnWait }: HeldBack): Failure {
	return { cause: because, reason, retryAfter, isOwnWait };
}

/** What it is where the change may have been made, and no read tells. */
export function stateUnknown(failure: Failure, why: string): Failure {
	const reason = `${causeInWords(failure)}, and it could not be read back: ${why}`;
	return { ...failure, cause: 'stateUnknown', reason };
}

/** The same under another cause, which a read has brought to light. */
export function under(cause: Cause, failure: Failure, reason?: string): Failure {
	return { ...failure, cause, reason };
}

/** RSA's words may name another person, who is none of this item's business. */
export function unquoted(failure: Failure): Failure {
	return { ...failure, said: undefined };
}

/**
 * What an answer says in words, without the IDs of users whom the item does not name: who has a conflict with it is
 * none of its business.
 *
 * @param userId whom it names, where that is known
 */
export function wordsOf({ body }: Answer, userId = ''): string | undefined {
	return answerText(body)?.replace(USER_IDS, (id) => (isSameUser(id, userId) ? id : '…'));
}

/** Who answered, where a success says nothing of the change: nothing where it is RSA for all that is known. */
export function answererOf(answer: Answer): string | undefined {
	return isHtml(answer.body) ? "a web page answered in RSA's place" : undefined;
}

/** RSA's words with it, but for those that are a misprint of RSA's. */
function unconfirmed<T extends TokenTarget>(
	change: Change<T>,
	{ userId }: T,
	answer: Answer,
): Failure {
	const { status, body } = answer;
	const said = wordsOf(answer, userId);
	const misleads = said !== undefined && change.misleadingText?.test(said);
	return {
		cause: isSuccess(answer) ? 'notConfirmed' : causeOf(answer),
		status,
		said: misleads ? undefined : said,
		...signInFacts(answer, new Date()),
		isPage: isHtml(body),
		reason: isSuccess(answer) ? answererOf(answer) : undefined,
		retryAfter: retryAfter(answer, new Date()),
	};
}
