import { jsonObject } from '../values/jsonObject';
import type { HttpResponse } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { AccessTokenDelayed } from './accessTokenDelayed';

/** Answers of a server that may take the same request later (RFC 9110, 15.5.9 and 15.6; RFC 6585, 4; RFC 8470, 5.2). */
const passingStatuses: Readonly<Record<number, string>> = {
	408: 'it took too long to take the request',
	425: 'it does not take the request yet',
	429: 'it receives too many requests',
};

/** Codes of RFC 6749 (4.1.2.1) and RFC 8628 (3.5), whatever the status beside them. */
const passingErrors: readonly unknown[] = ['temporarily_unavailable', 'server_error', 'slow_down'];

function passingReason(status: number, error: unknown): string | undefined {
	if (status >= 500 || passingErrors.includes(error)) return 'it failed';
	return passingStatuses[status];
}

/** ms. To come back sooner than this makes no sense: such a time counts as none. */
const SOONEST = 1000;

function retryAt(answer: HttpResponse, now: Date): number | undefined {
	const asked = retryAfter(answer, now) ?? 0;
	return asked < SOONEST ? undefined : now.getTime() + asked;
}

/** That a token endpoint gives no access token for now, where its answer says so, whatever page is in it. */
export function delayIn(answer: HttpResponse, now: Date): AccessTokenDelayed | undefined {
	const { body, status } = answer;
	const reason = passingReason(status, jsonObject(body)?.error);
	if (reason === undefined) return undefined;
	return new AccessTokenDelayed(`${reason} (HTTP ${status})`, retryAt(answer, now));
}
