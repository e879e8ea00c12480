import { causeOf } from '../answerCause';
import type { Reply } from '../reply';
import { retryAfter } from '../retryAfter';
import type { Load } from './requestWindow';

/** "Service Unavailable" (RFC 9110, 15.6.4), the one 5xx that speaks of load. */
const SERVICE_UNAVAILABLE = 503;

/** Whether RSA sends the run away until later, and for how many ms where it says so. */
export function refusalOf(reply: Reply): { retryAfter: number | undefined } | undefined {
	if (reply.kind !== 'answered') return undefined;
	const asked = retryAfter(reply.answer, new Date());
	if (isTooManyRequests(reply)) return { retryAfter: asked };
	const { status } = reply.answer;
	return status === SERVICE_UNAVAILABLE && asked !== undefined ? { retryAfter: asked } : undefined;
}

/** Whether RSA did not take the request up at all, since it gets too many. */
export function isTooManyRequests(reply: Reply): boolean {
	return reply.kind === 'answered' && causeOf(reply.answer) === 'tooManyRequests';
}

/** What a reply says of RSA's load, apart from how long it took. */
export function loadOf(reply: Reply): Load {
	if (reply.kind === 'notDelivered' || isTooManyRequests(reply)) return 'overloaded';
	if (reply.kind !== 'answered') return 'unknown';
	return reply.answer.status === SERVICE_UNAVAILABLE ? 'overloaded' : 'fine';
}
