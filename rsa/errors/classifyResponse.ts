import { serverMessageOf } from './serverMessage';
import type { Cause } from './causes';
import { jsonObject } from '../values/jsonObject';
import type { HttpResponse } from '../http/response';

/**
 * RSA answers 403 both to a token that it does not accept and to one without the right; only the words
 * tell them apart. Rows in order, from RSA's texts as recorded by Splunk_TA_rsa_securid_cas and PyDPlus.
 */
const forbidden: ReadonlyArray<[said: RegExp, cause: Cause]> = [
	// Spring Security's and RFC 6750's words for a missing scope speak of the access token too.
	[/insufficient|privilege|permission|required scope/i, 'notAllowed'],
	// The Unassign page: "not authorized … (lack of administrator rights or invalid JSON web token)".
	[/not authori[sz]ed/i, 'notAllowed'],
	[/access id/i, 'accessIdUnknown'],
	[/invalid audience/i, 'audienceInvalid'],
	[/expired access token/i, 'accessTokenExpired'],
	[/access token|json web token|\bjwt\b/i, 'accessTokenRefused'],
];

/** The codes that RSA documents beside 200 and 500, and 401, which public clients of its OAuth tokens expect. */
const causes: Readonly<Record<number, Cause>> = {
	400: 'invalidParameters',
	401: 'accessTokenRefused',
	403: 'notAllowed',
	404: 'userOrHardwareTokenUnknown',
	408: 'serviceFailed',
	// A load balancer's (AWS: 460; nginx: 499), which gave up a request that it may have passed on.
	460: 'serviceFailed',
	499: 'serviceFailed',
	409: 'conflict',
	429: 'tooManyRequests',
};

/**
 * Only a proxy answers with it (RFC 9110, 15.5.8): its refusal of a tunnel reaches the node as if it were the
 * answer to the request (measured: n8n 2.41.1, https-proxy-agent).
 */
const PROXY_AUTHENTICATION_REQUIRED = 407;

/** Whether an answer says that all went well, whatever its body says. */
export function isSuccess({ status }: HttpResponse): boolean {
	return status >= 200 && status < 300;
}

/**
 * Why an answer outside of 2xx was given, as far as the answer itself tells. The status decides: servers in front
 * of RSA's application (Tomcat, nginx, Spring) give their 401, 408 and 429 as pages or without a body. Only a 404
 * needs RSA's own words, since any other host has one too.
 */
export function causeOf(answer: HttpResponse): Cause {
	const { status } = answer;
	// Below 200 no answer ends (RFC 9110, 15.2): what sends such a one may have done anything.
	if (status >= 500 || status < 200) return 'serviceFailed';
	if (status >= 300 && status < 400) return 'redirected';
	if (status === PROXY_AUTHENTICATION_REQUIRED) return 'proxyRefused';
	if (status === 404 && !isRsasOwn404(answer)) return 'notTheApi';
	const cause = causes[status] ?? 'unexpectedStatus';
	return status === 403 ? (forbiddenCause(answer) ?? cause) : cause;
}

/** Whether RSA refused the access token itself, so that another one may do. */
export function isAccessTokenRefused(answer: HttpResponse): boolean {
	const refused: Cause[] = ['accessTokenRefused', 'accessTokenExpired'];
	return answer.status >= 400 && refused.includes(causeOf(answer));
}

/**
 * Whether a 404 says that RSA looked and found nothing: its application answers with `code` and
 * `description`, the code beginning with the status (recorded by PyDPlus). A gateway's 404, or another host's, says nothing of the sort.
 */
export function isRsasOwn404({ status, body }: HttpResponse): boolean {
	const told = jsonObject(body);
	if (status !== 404 || typeof told?.code !== 'string') return false;
	return told.code.startsWith('404') && typeof told.description === 'string';
}

function forbiddenCause({ body }: HttpResponse): Cause | undefined {
	if (jsonObject(body)?.error === 'insufficient_scope') return 'notAllowed';
	const said = serverMessageOf(body) ?? '';
	return forbidden.find(([pattern]) => pattern.test(said))?.[1];
}
