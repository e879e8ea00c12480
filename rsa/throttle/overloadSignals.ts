import { causeOf } from '../errors/classifyResponse';
import type { NotSent, SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { equalJitter } from './backoff';
import type { Load } from './concurrencyLimiter';
import { GROWTH } from './cooldown';

/** "Service Unavailable" (RFC 9110, 15.6.4), the only 5xx that indicates overload. */
const SERVICE_UNAVAILABLE = 503;

/**
 * The wait that a 429, or a 503 with `Retry-After`, requests of all requests to the tenant; undefined for any other
 * result. `retryAfter` is in ms, and undefined if RSA does not say how long.
 */
export function cooldownIn(result: SendResult): { retryAfter: number | undefined } | undefined {
	if (result.kind !== 'response') return undefined;
	const requested = retryAfter(result.response, new Date());
	if (isTooManyRequests(result)) return { retryAfter: requested };
	const { status } = result.response;
	return status === SERVICE_UNAVAILABLE && requested !== undefined
		? { retryAfter: requested }
		: undefined;
}

/** Whether RSA refused the request because of too many requests (429): it was not processed. */
export function isTooManyRequests(result: SendResult): boolean {
	return result.kind === 'response' && causeOf(result.response) === 'tooManyRequests';
}

/** What a result indicates about RSA's load, apart from its time and from RSA's rate limit. */
export function loadOf(result: SendResult): Load {
	if (result.kind === 'notDelivered') return 'overloaded';
	if (result.kind !== 'response' || isTooManyRequests(result)) return 'unknown';
	return result.response.status === SERVICE_UNAVAILABLE ? 'overloaded' : 'fine';
}

/**
 * The wait of a request that RSA refuses while it accepts others: at least as long as RSA requests; each wait in a row is
 * longer.
 *
 * @param inARow number of such waits before this one
 * @param random gives numbers from 0 to below 1
 * @returns the result of the request if it cannot wait so long
 */
export function loneWait(
	result: SendResult,
	inARow: number,
	random: () => number,
): NotSent & { readonly retryAfter: number } {
	const requested = cooldownIn(result)?.retryAfter ?? 0;
	const own = equalJitter(GROWTH, inARow, random);
	const isOwnWait = own > requested ? { isOwnWait: true } : {};
	const retryAfter = Math.max(requested, own);
	return { kind: 'notSent', cause: 'tooManyRequests', retryAfter, ...isOwnWait };
}
