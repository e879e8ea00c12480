import { isAccessTokenRefused } from '../errors/classifyResponse';
import type { AccessTokenPending, SendResult } from '../http/response';
import { statusCodes } from '../http/statusCodes';

/** Sent by proxies, gateways and rate limits, before any server checks the token. */
const sentUnchecked: readonly number[] = [
	statusCodes.proxyAuthenticationRequired,
	statusCodes.requestTimeout,
	statusCodes.tooManyRequests,
];

/** Whether RSA rejected the access token of a request. */
export function isRejected(result: SendResult | AccessTokenPending): boolean {
	return result.kind === 'response' && isAccessTokenRefused(result.response);
}

/** Whether RSA accepted the token: a response below 500 that is neither a redirect nor sent unchecked. */
export function isAccepted(result: SendResult | AccessTokenPending): boolean {
	if (result.kind !== 'response' || isRejected(result)) return false;
	const { status } = result.response;
	const isChecked = status >= 400 && status < 500 && !sentUnchecked.includes(status);
	return status < 300 || isChecked;
}
