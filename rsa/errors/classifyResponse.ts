import type { HttpResponse } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import { jsonObject } from '../values/jsonObject';
import type { Cause } from './errorTexts';
import { serverMessageOf } from './serverMessage';

/**
 * Causes of a 403 by RSA's message: only the message distinguishes a rejected token from a missing permission. The first
 * row that matches counts. The messages were recorded by Splunk_TA_rsa_securid_cas and PyDPlus.
 */
const forbiddenCauses: ReadonlyArray<[message: RegExp, cause: Cause]> = [
	// Spring Security and RFC 6750 name the access token in their messages for a missing scope too.
	[/insufficient|privilege|permission|required scope/i, 'notAllowed'],
	// The Unassign page: "not authorized … (lack of administrator rights or invalid JSON web token)".
	[/not authori[sz]ed/i, 'notAllowed'],
	[/access id/i, 'accessIdUnknown'],
	[/invalid audience/i, 'audienceInvalid'],
	[/expired access token/i, 'accessTokenExpired'],
	[/access token|json web token|\bjwt\b/i, 'accessTokenRefused'],
];

/**
 * Causes by status: those that RSA documents beside 200 and 500; 401, which public clients of its OAuth tokens expect;
 * and those of servers between n8n and RSA.
 */
const causes: Readonly<Record<number, Cause>> = {
	[statusCodes.badRequest]: 'invalidParameters',
	[statusCodes.unauthorized]: 'accessTokenRefused',
	[statusCodes.forbidden]: 'notAllowed',
	[statusCodes.notFound]: 'userOrHardwareTokenUnknown',
	// Only a proxy sends it (RFC 9110, 15.5.8). A proxy that rejects a tunnel looks like the response to the request
	// (measured: n8n 2.41.1, https-proxy-agent).
	[statusCodes.proxyAuthenticationRequired]: 'proxyRefused',
	[statusCodes.requestTimeout]: 'serviceFailed',
	[statusCodes.conflict]: 'conflict',
	[statusCodes.tooManyRequests]: 'tooManyRequests',
	// Load balancers (AWS: 460; nginx: 499) that gave up on a request which they may have passed on.
	[statusCodes.clientClosedConnection]: 'serviceFailed',
	[statusCodes.clientClosedRequest]: 'serviceFailed',
};

/** Whether the status is a success, whatever the body says. */
export function isSuccess({ status }: HttpResponse): boolean {
	return status >= 200 && status < 300;
}

/**
 * The cause of a response outside of 2xx. The status decides: servers in front of RSA's application (Tomcat, nginx,
 * Spring) send 401, 408 and 429 as pages or without a body. Only a 404 needs RSA's own JSON, since any other host
 * sends 404 too.
 */
export function causeOf(response: HttpResponse): Cause {
	const { status } = response;
	// A status below 200 ends no response (RFC 9110, 15.2): its server may have done anything.
	if (status >= 500 || status < 200) return 'serviceFailed';
	if (status >= 300 && status < 400) return 'redirected';
	if (status === statusCodes.notFound && !isRsasOwn404(response)) return 'notTheApi';
	if (status === statusCodes.tooManyRequests && response.hasOwnLimit === true)
		return 'reportLimitReached';
	const cause = causes[status] ?? 'unexpectedStatus';
	return status === statusCodes.forbidden ? (forbiddenCauseOf(response) ?? cause) : cause;
}

/** Whether RSA rejected the access token itself: it may accept another one. */
export function isAccessTokenRefused(response: HttpResponse): boolean {
	const rejections: Cause[] = ['accessTokenRefused', 'accessTokenExpired'];
	return response.status >= 400 && rejections.includes(causeOf(response));
}

/**
 * Whether a 404 is RSA's own and means that RSA does not know the user, token or other target: it has a `description`,
 * and a `code` that begins with the status (recorded by PyDPlus). The 404 of a gateway or another host has neither.
 */
export function isRsasOwn404({ status, body }: HttpResponse): boolean {
	const error = jsonObject(body);
	if (status !== statusCodes.notFound || typeof error?.code !== 'string') return false;
	return (
		error.code.startsWith(String(statusCodes.notFound)) && typeof error.description === 'string'
	);
}

function forbiddenCauseOf({ body }: HttpResponse): Cause | undefined {
	if (jsonObject(body)?.error === 'insufficient_scope') return 'notAllowed';
	const message = serverMessageOf(body) ?? '';
	return forbiddenCauses.find(([pattern]) => pattern.test(message))?.[1];
}
