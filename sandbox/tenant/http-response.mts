import { STATUS_CODES } from 'node:http';
import type { components } from '../../contract/rsa-cloud-administration.types.ts';

type ApplicationError = components['schemas']['ApplicationError'];
type GatewayError = components['schemas']['GatewayError'];

/** An HTTP response. A body other than a string, bytes or a stream of bytes is sent as JSON. */
export interface HttpResponse {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Left out: no Content-Type header. */
	readonly contentType?: string;
	readonly body: unknown;
}

const json = 'application/json';

/**
 * A successful response of RSA's service.
 *
 * @param body as the contract declares it for code 200
 * @returns the response
 */
export function success(body: object): HttpResponse {
	return { status: 200, contentType: json, body };
}

/**
 * An error response of RSA's service itself, in the shape of recorded responses:
 * `{"code":"404 NOT_FOUND","description":"User … not found"}`.
 *
 * @param status HTTP status code
 * @param description RSA's text for people
 * @returns the response
 */
export function applicationError(status: number, description: string): HttpResponse {
	const body: ApplicationError = { code: `${status} ${springName(status)}`, description };
	return { status, contentType: json, body };
}

/**
 * An error response from in front of RSA's service (Spring's default error body), as for rejected tokens.
 *
 * @param status HTTP status code
 * @param message the cause
 * @param path path of the request
 * @param at when, by the tenant's clock
 * @returns the response
 */
export function gatewayError(
	status: number,
	message: string,
	path: string,
	at: Date,
): HttpResponse {
	const error = STATUS_CODES[status] ?? 'None';
	const body: GatewayError = { timestamp: at.getTime(), status, error, message, path };
	return { status, contentType: json, body };
}

/**
 * The response to a request above the rate limit.
 *
 * @param retryAfter as in `retryAfterHeader`
 * @returns the response
 */
export function tooManyRequests(retryAfter?: number | Date): HttpResponse {
	return {
		...applicationError(429, 'Too many requests.'),
		headers: retryAfterHeader(retryAfter),
	};
}

/**
 * @param retryAfter seconds, or a Date to send as an HTTP date; undefined: no such header
 * @returns the header Retry-After, or nothing
 */
export function retryAfterHeader(retryAfter: number | Date | undefined): Record<string, string> {
	if (retryAfter === undefined) return {};
	return {
		'retry-after': retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter),
	};
}

/** Spring's HttpStatus constants: NOT_FOUND for "Not Found". */
function springName(status: number): string {
	return (STATUS_CODES[status] ?? 'UNKNOWN').toUpperCase().replace(/[^A-Z]+/g, '_');
}
