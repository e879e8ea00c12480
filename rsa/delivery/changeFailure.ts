import { authenticationFacts } from '../errors/authenticationFacts';
import { causeOf, isSuccess } from '../errors/classifyResponse';
import type { Failure } from '../errors/failure';
import { isHtml } from '../errors/serverMessage';
import type { HttpResponse, SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import type { Change } from './change';

/** The failure of an attempt that RSA's response did not confirm, or that got no response. */
export function failureOf(
	change: Change,
	result: Exclude<SendResult, { kind: 'blocked' }>,
): Failure {
	if (result.kind === 'response') return unconfirmed(change, result.response);
	const { kind: cause, ...why } = result;
	return { cause, ...why };
}

function unconfirmed(change: Change, response: HttpResponse): Failure {
	const now = new Date();
	const common = {
		status: response.status,
		serverMessage: change.serverMessageOf(response),
		isPage: isHtml(response.body),
		...authenticationFacts(response, now),
		retryAfter: retryAfter(response, now),
	};
	const own = change.causeOf?.(response);
	if (own === undefined && isSuccess(response)) {
		const reason = isHtml(response.body) ? "a web page answered in RSA's place" : undefined;
		return { ...common, cause: 'notConfirmed', reason };
	}
	const cause = own ?? causeOf(response);
	return { ...common, cause, ...change.detailsOf?.(cause, common.retryAfter) };
}
