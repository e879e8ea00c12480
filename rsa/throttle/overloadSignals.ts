import { causeOf } from '../errors/classifyResponse';
import type { SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import type { Load } from './concurrencyLimiter';

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
