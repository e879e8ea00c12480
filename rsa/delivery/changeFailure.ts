import { causeOf, isSuccess } from '../errors/classifyResponse';
import { serverMessageOf, isHtml } from '../errors/serverMessage';
import type { Change, TokenTarget } from '../hardwareTokens/tokenChange';
import type { Cause } from '../errors/causes';
import { causeInWords, type Failure } from '../errors/failure';
import { isSameUser } from '../hardwareTokens/hardwareToken';
import type { HttpResponse, NotSent, SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { authenticationFacts } from '../errors/authenticationFacts';

/** RSA's IDs of users, as its answers may hold them. */
const USER_IDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** What it was where a reply is no confirmation: a request that got no answer, or another answer. */
export function failureOf<T extends TokenTarget>(
	change: Change<T>,
	target: T,
	reply: Exclude<SendResult, { kind: 'blocked' }>,
): Failure {
	if (reply.kind === 'response') return unconfirmed(change, target, reply.response);
	const { kind: cause, ...why } = reply;
	return { cause, ...why };
}

/** What it was where the run kept the request back. */
export function heldBack({ cause, reason, retryAfter, isOwnWait }: NotSent): Failure {
	return { cause: cause, reason, retryAfter, isOwnWait };
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
	return { ...failure, serverMessage: undefined };
}

/**
 * What an answer says in words, without the IDs of users whom the item does not name: who has a conflict with it is
 * none of its business.
 *
 * @param userId whom it names, where that is known
 */
export function wordsOf({ body }: HttpResponse, userId = ''): string | undefined {
	return serverMessageOf(body)?.replace(USER_IDS, (id) => (isSameUser(id, userId) ? id : '…'));
}

/** Who answered, where a success says nothing of the change: nothing where it is RSA for all that is known. */
export function answererOf(answer: HttpResponse): string | undefined {
	return isHtml(answer.body) ? "a web page answered in RSA's place" : undefined;
}

/** RSA's words with it, but for those that are a misprint of RSA's. */
function unconfirmed<T extends TokenTarget>(
	change: Change<T>,
	{ userId }: T,
	answer: HttpResponse,
): Failure {
	const { status, body } = answer;
	const said = wordsOf(answer, userId);
	const misleads = said !== undefined && change.misleadingText?.test(said);
	return {
		cause: isSuccess(answer) ? 'notConfirmed' : causeOf(answer),
		status,
		serverMessage: misleads ? undefined : said,
		...authenticationFacts(answer, new Date()),
		isPage: isHtml(body),
		reason: isSuccess(answer) ? answererOf(answer) : undefined,
		retryAfter: retryAfter(answer, new Date()),
	};
}
