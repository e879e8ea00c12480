import type { HttpResponse } from '../http/response';
import { retryAfter } from '../http/retryAfter';
import { statusCodes } from '../http/statusCodes';
import { jsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';

/** Beginning of every message, which shows the kind of error: some versions of n8n keep only the texts of an error. */
const FOR_NOW = "RSA's token endpoint does not issue an access token at the moment: ";

const RETRY_LATER =
	'The credential may be correct. Try again in a minute. If this continues, check the Issuer URL of the credential, and the network and proxy of the machine that n8n runs on.';

/** There is no access token at the moment, for a transient reason: a run waits, as it does after a 429. */
export class AccessTokenDelayed extends UserFacingError {
	/**
	 * @param reason a sentence about the token endpoint, beginning with "it"
	 * @param retryAt ms since 1970 until which the token endpoint wants clients to wait; undefined if it does not say
	 */
	constructor(
		reason: string,
		readonly retryAt?: number,
	) {
		super(FOR_NOW + reason, RETRY_LATER);
	}

	/** Whether an error is such a delay, even if only its texts are left. */
	static isIn({ message }: UserFacingError): boolean {
		return message.startsWith(FOR_NOW);
	}
}

/** Statuses of a server that may accept the same request later (RFC 9110, 15.5.9; RFC 6585, 4; RFC 8470, 5.2). */
const transientStatuses: Readonly<Record<number, string>> = {
	[statusCodes.requestTimeout]: 'it took too long to accept the request',
	[statusCodes.tooEarly]: 'it does not accept the request yet',
	[statusCodes.tooManyRequests]: 'it receives too many requests',
};

/** Error codes of RFC 6749 (4.1.2.1) and RFC 8628 (3.5) that may not occur again, whatever the status beside them. */
const transientErrors: readonly unknown[] = [
	'temporarily_unavailable',
	'server_error',
	'slow_down',
];

/** ms. A shorter wait counts as none. */
const SHORTEST_WAIT = 1000;

/** The delay in a token endpoint's response, which may be a web page; undefined if the error is permanent. */
export function delayIn(response: HttpResponse, now: Date): AccessTokenDelayed | undefined {
	const { body, status } = response;
	// Every 5xx may be transient (RFC 9110, 15.6).
	const isFailure = status >= 500 || transientErrors.includes(jsonObject(body)?.error);
	const reason = isFailure ? 'it failed' : transientStatuses[status];
	if (reason === undefined) return undefined;
	const wait = retryAfter(response, now) ?? 0;
	const retryAt = wait < SHORTEST_WAIT ? undefined : now.getTime() + wait;
	return new AccessTokenDelayed(`${reason} (HTTP ${status})`, retryAt);
}
