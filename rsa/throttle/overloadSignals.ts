import { causeOf } from '../errors/classifyResponse';
import type { NotSent, SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { equalJitter } from './backoff';
import type { Load } from './concurrencyLimiter';
import { GROWTH } from './cooldown';

/** "Service Unavailable" (RFC 9110, 15.6.4), the one 5xx that speaks of load. */
const SERVICE_UNAVAILABLE = 503;

/** Whether RSA sends everybody away until later, and for how many ms if it says so. */
export function cooldownIn(result: SendResult): { retryAfter: number | undefined } | undefined {
	if (result.kind !== 'response') return undefined;
	const asked = retryAfter(result.response, new Date());
	if (isTooManyRequests(result)) return { retryAfter: asked };
	const { status } = result.response;
	return status === SERVICE_UNAVAILABLE && asked !== undefined ? { retryAfter: asked } : undefined;
}

/** Whether RSA did not take the request up at all, since it gets too many. */
export function isTooManyRequests(result: SendResult): boolean {
	return result.kind === 'response' && causeOf(result.response) === 'tooManyRequests';
}

/** What a result says of RSA's load, apart from how long it took and from its limit. */
export function loadOf(result: SendResult): Load {
	if (result.kind === 'notDelivered') return 'overloaded';
	if (result.kind !== 'response' || isTooManyRequests(result)) return 'unknown';
	return result.response.status === SERVICE_UNAVAILABLE ? 'overloaded' : 'fine';
}

/**
 * The wait of a request that RSA refuses while it lets others through: as long as RSA asks for, and longer from time to
 * time.
 *
 * @param inARow how many such waits it had before
 * @param random gives numbers from 0 to below 1
 * @returns what it is told if it cannot wait so long
 */
export function waitAlone(
	result: SendResult,
	inARow: number,
	random: () => number,
): NotSent & { readonly retryAfter: number } {
	const asked = cooldownIn(result)?.retryAfter ?? 0;
	const own = equalJitter(GROWTH, inARow, random);
	const isOwnWait = own > asked ? { isOwnWait: true } : {};
	const retryAfter = Math.max(asked, own);
	return { kind: 'notSent', cause: 'tooManyRequests', retryAfter, ...isOwnWait };
}
