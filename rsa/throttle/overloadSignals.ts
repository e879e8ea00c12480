import { causeOf } from '../errors/classifyResponse';
import type { SendResult } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import type { Load } from './concurrencyLimiter';

/** "Service Unavailable" (RFC 9110, 15.6.4), the one 5xx that speaks of load. */
const SERVICE_UNAVAILABLE = 503;

/** Whether RSA sends the run away until later, and for how many ms where it says so. */
export function cooldownIn(reply: SendResult): { retryAfter: number | undefined } | undefined {
	if (reply.kind !== 'response') return undefined;
	const asked = retryAfter(reply.response, new Date());
	if (isTooManyRequests(reply)) return { retryAfter: asked };
	const { status } = reply.response;
	return status === SERVICE_UNAVAILABLE && asked !== undefined ? { retryAfter: asked } : undefined;
}

/** Whether RSA did not take the request up at all, since it gets too many. */
export function isTooManyRequests(reply: SendResult): boolean {
	return reply.kind === 'response' && causeOf(reply.response) === 'tooManyRequests';
}

/** What a reply says of RSA's load, apart from how long it took. */
export function loadOf(reply: SendResult): Load {
	if (reply.kind === 'notDelivered' || isTooManyRequests(reply)) return 'overloaded';
	if (reply.kind !== 'response') return 'unknown';
	return reply.response.status === SERVICE_UNAVAILABLE ? 'overloaded' : 'fine';
}
