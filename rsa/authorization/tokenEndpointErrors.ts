import { adviceFor } from '../errors/failure';
import { clockInWords, clockOffBy } from '../errors/machineClock';
import { isHtml } from '../errors/serverMessage';
import { consolePage, defaultScope, missingScopesInWords } from '../errors/permissions';
import type { HttpResponse, NoResponse, SendResult } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import { jsonObject, type JsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { AccessTokenDelayed, delayIn } from './accessTokenDelayed';

/** Error codes of a host that does not exist, or does not use TLS or HTTP: the address is wrong. */
const PERMANENT = /^(ENOTFOUND|EPROTO|ERR_TLS_|ERR_SSL_|ERR_ANSWER_TOO_LONG|HPE_)/;

/**
 * The error of a token request without a response.
 *
 * @param isProven whether the token endpoint has issued a token before: its address is right
 */
export function tokenEndpointUnreachable(
	{ kind, reason, advice, networkCode = '' }: Extract<SendResult, NoResponse>,
	isProven: boolean,
): UserFacingError {
	if (kind !== 'certificateRefused' && (isProven || !PERMANENT.test(networkCode))) {
		return new AccessTokenDelayed(`it could not be reached: ${reason}`);
	}
	return tokenEndpoint(
		`could not be reached: ${reason}`,
		advice ??
			'Check the Issuer URL of the credential, and the network and proxy of the machine that n8n runs on.',
	);
}

/**
 * The error in a token endpoint's response: an {@link AccessTokenDelayed} if it is transient, otherwise one that names the
 * field of the credential to check. Nothing of the response is repeated: it could contain the assertion.
 *
 * @param isProven whether the token endpoint has issued a token before: then a response that is not one of a token
 * endpoint comes from something in between, and is transient
 */
export function tokenEndpointError(
	response: HttpResponse,
	now: Date,
	isProven: boolean,
): UserFacingError {
	const { status } = response;
	const body = jsonObject(response.body);
	const delay = delayIn(response, now);
	if (delay !== undefined) return delay;
	const row =
		clockHint(response, now) ??
		hintIn(body) ??
		errors.get(body?.error) ??
		statuses.find(({ matches }) => matches(status));
	if (isProven && (row === undefined || isForeign(response))) {
		const what = isHtml(response.body) ? 'a web page' : 'no token';
		return new AccessTokenDelayed(`it returned ${what} (HTTP ${status})`);
	}
	const { what, nextStep } = row ?? notAnEndpoint;
	const isScopes =
		body?.error === 'invalid_scope' ||
		(status === statusCodes.forbidden && body?.error === undefined);
	const Kind = isScopes ? ScopeError : UserFacingError;
	return tokenEndpoint(`${what} (HTTP ${status})`, nextStep, Kind);
}

/** Whether something in between has responded: RSA's errors are JSON objects, or empty. A proxy's own error is a page too. */
function isForeign({ body, status }: HttpResponse): boolean {
	const isEmpty = (body ?? '') === '';
	return status !== statusCodes.proxyAuthenticationRequired && !isEmpty && !jsonObject(body);
}

/** The token endpoint rejects a scope, or may do so; it does not always say which one. */
export class ScopeError extends UserFacingError {}

/**
 * The error for scopes that an OAuth client did not get, with the operations that need them.
 *
 * @param missing those of the requested scopes that were not granted
 */
export function scopeNotGranted(missing: readonly string[]): UserFacingError {
	const it = missing.length === 1 ? 'it' : 'them';
	return tokenEndpoint(
		`did not grant the Scope ${missing.join(' ')}`,
		`${missingScopesInWords(missing)} Allow ${it} for the OAuth client in ${consolePage.oAuthClients}, or remove ${it} from the scopes that the credential requests. Check the spelling too.`.trim(),
	);
}

function tokenEndpoint(what: string, nextStep: string, Kind = UserFacingError): UserFacingError {
	return new Kind(`RSA's token endpoint ${what}`, nextStep);
}

interface Row {
	/** After "RSA's token endpoint". */
	readonly what: string;
	readonly nextStep: string;
}

/** The hint for a wrong clock of this machine, which dates the assertion; undefined if the clock is right. */
function clockHint(response: HttpResponse, now: Date): Row | undefined {
	if (jsonObject(response.body)?.error !== 'invalid_client') return undefined;
	const offBy = clockOffBy(response, now);
	if (offBy === undefined) return undefined;
	return {
		what: `does not recognize the OAuth client, and ${clockInWords(offBy)}`,
		nextStep: 'Set the clock of the machine that n8n runs on, then test the credential again.',
	};
}

/** The hint for a server's description of the error; undefined if no hint matches. */
function hintIn(body: JsonObject | undefined): Row | undefined {
	const isAboutClient = body?.error === 'invalid_client' || body?.error === 'invalid_grant';
	const description = isAboutClient ? String(body.error_description) : '';
	return hints.find(({ pattern }) => pattern.test(description));
}

const hints: ReadonlyArray<Row & { pattern: RegExp }> = [
	{
		pattern: /\bkid\b|key id/i,
		what: "does not know the 'kid' of the OAuth client's key",
		nextStep:
			'Paste the private key that belongs to the OAuth client, whole. Changes in the Cloud Administration Console take effect only after they are published.',
	},
	{
		pattern: /signature/i,
		what: 'does not accept the signature: the private key is not the one of the OAuth client',
		nextStep: 'Paste the private key that belongs to the OAuth client.',
	},
	{
		pattern: /expired|not active yet|\b(exp|iat|nbf)\b|clock/i,
		what: 'says that the signed assertion has expired or is not valid yet: the clock of the machine that n8n runs on is wrong',
		nextStep: 'Set the clock of the machine that n8n runs on.',
	},
	{
		pattern: /\baud(ience)?\b/i,
		what: 'says that the signed assertion is for a different server: the Issuer URL is not exactly right',
		nextStep: 'Copy the Issuer URL exactly as the Cloud Administration Console shows it.',
	},
	{
		pattern: /client (id )?(is )?(not found|unknown)|(unknown|no such) client/i,
		what: 'does not know the Client ID',
		nextStep:
			'Compare the Client ID with the Cloud Administration Console. Changes there take effect only after they are published.',
	},
];

/** By the error codes of RFC 6749 (5.2). */
const errors: ReadonlyMap<unknown, Row> = new Map(
	Object.entries({
		invalid_client: {
			what: 'does not recognize the OAuth client: its Client ID, its key, the kid in it or the Issuer URL is wrong, or the clock of the machine that n8n runs on is wrong',
			nextStep: `Compare the Client ID with ${consolePage.oAuthClients} and paste the private key that belongs to it. Changes there take effect only after they are published. If both are right, set the clock of the machine that n8n runs on.`,
		},
		invalid_scope: {
			what: 'does not grant the OAuth client the Scope that the credential requests',
			nextStep: `Allow the scope for the OAuth client in ${consolePage.oAuthClients}, or remove it from the scopes that the credential requests. ${missingScopesInWords(defaultScope.split(' '))}`,
		},
		unauthorized_client: {
			what: 'does not allow the OAuth client to authenticate this way',
			nextStep:
				'In the Cloud Administration Console, the OAuth client must be of type Admin API and sign in with a private key.',
		},
		invalid_grant: {
			what: 'does not accept the signed assertion: the Issuer URL or the clock of the machine that n8n runs on is wrong',
			nextStep:
				'Compare the Issuer URL with the Cloud Administration Console, and set the clock of the machine that n8n runs on.',
		},
		invalid_request: {
			what: 'does not understand the request: the Issuer URL may belong to a different service',
			nextStep: 'Compare the Issuer URL with the Cloud Administration Console.',
		},
		unsupported_grant_type: {
			what: 'does not support client credentials: the Issuer URL may belong to a different service',
			nextStep: 'Compare the Issuer URL with the Cloud Administration Console.',
		},
	}),
);

const statuses: ReadonlyArray<Row & { matches: (status: number) => boolean }> = [
	{
		matches: (status) => status === statusCodes.proxyAuthenticationRequired,
		what: 'is behind a proxy that requires a username and a password',
		nextStep: adviceFor('proxyRefused'),
	},
	{
		// PyDPlus: a scope that is wrong or not enabled gives 403 here.
		matches: (status) => status === statusCodes.unauthorized || status === statusCodes.forbidden,
		what: 'refuses the OAuth client: its Client ID, key, kid or Scope is wrong',
		nextStep:
			'Compare Client ID and Scope with the Cloud Administration Console, and paste the private key that belongs to the client. Changes there take effect only after they are published.',
	},
];

const notAnEndpoint: Row = {
	what: 'was not found at the Issuer URL',
	nextStep: `Copy the Issuer URL from ${consolePage.oAuthClients}, such as https://mycompany.auth.securid.com/oauth.`,
};
