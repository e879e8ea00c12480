import { consolePage, defaultScope, missingScopesInWords } from '../errors/permissions';
import { adviceFor } from '../errors/failure';
import { jsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import type { HttpResponse, SendResult, NoResponse } from '../http/response';
import { clockInWords, clockOffBy } from '../errors/authenticationFacts';
import { AccessTokenDelayed } from './accessTokenDelayed';
import { delayIn } from './tokenEndpointDelay';

const TOKEN_ENDPOINT = "RSA's token endpoint";

/** A host that does not exist, or does not speak TLS or HTTP, is one that was entered wrongly. */
const LASTS = /^(ENOTFOUND|EPROTO|ERR_TLS_|ERR_SSL_|ERR_ANSWER_TOO_LONG|HPE_)/;

/** Why the token endpoint could not be asked at all. */
export function tokenEndpointUnreachable({
	kind,
	reason,
	advice,
	networkCode = '',
}: Extract<SendResult, NoResponse>): UserFacingError {
	if (kind !== 'certificateRefused' && !LASTS.test(networkCode)) {
		return new AccessTokenDelayed(`it could not be asked: ${reason}`);
	}
	return refusal(
		`could not be asked: ${reason}`,
		advice ??
			'Check the Issuer URL of the credential, and the network and proxy of the machine that n8n runs on.',
	);
}

/**
 * Why the token endpoint gave no access token: that it will later, or which field of the credential to look at, as
 * far as its answer tells. Of the answer itself, nothing is passed on: it could hold the assertion.
 */
export function tokenEndpointError(answer: HttpResponse, now: Date): UserFacingError {
	const { status } = answer;
	const body = jsonObject(answer.body);
	const delay = delayIn(answer, now);
	if (delay !== undefined) return delay;
	const { what, nextStep } =
		clockHint(answer, now) ??
		hintIn(body) ??
		errors.get(body?.error) ??
		statuses.find(({ holds }) => holds(status)) ??
		notAnEndpoint;
	const isScopes = body?.error === 'invalid_scope' || (status === 403 && body?.error === undefined);
	const Kind = isScopes ? ScopeError : UserFacingError;
	return new Kind(`${TOKEN_ENDPOINT} ${what} (HTTP ${status})`, nextStep);
}

/** That the token endpoint refuses a scope, or perhaps a scope: which one, it need not say. */
export class ScopeError extends UserFacingError {}

/**
 * Which scopes an OAuth client did not get, and what cannot be done without them.
 *
 * @param missing of those that the credential asks for
 */
export function scopeNotGranted(missing: readonly string[]): UserFacingError {
	const it = missing.length === 1 ? 'it' : 'them';
	return refusal(
		`did not grant the Scope ${missing.join(' ')}`,
		`${missingScopesInWords(missing)} Allow ${it} for the OAuth client in ${consolePage.oAuthClients}, or take ${it} out of the Scope of the credential. Check the spelling too.`.trim(),
	);
}

function refusal(what: string, nextStep: string): UserFacingError {
	return new UserFacingError(`${TOKEN_ENDPOINT} ${what}`, nextStep);
}

interface Row {
	readonly what: string;
	readonly nextStep: string;
}

/** The assertion is made by the clock of this machine. */
function clockHint(answer: HttpResponse, now: Date): Row | undefined {
	if (jsonObject(answer.body)?.error !== 'invalid_client') return undefined;
	const offBy = clockOffBy(answer, now);
	if (offBy === undefined) return undefined;
	return {
		what: `does not recognize the OAuth client, and ${clockInWords(offBy)}`,
		nextStep: 'Set the clock of the machine that n8n runs on, then test the credential again.',
	};
}

/** Servers may say in words what exactly is wrong. Only what was recognized is passed on, never the words. */
function hintIn(body: Readonly<Record<string, unknown>> | undefined): Row | undefined {
	const isAboutClient = body?.error === 'invalid_client' || body?.error === 'invalid_grant';
	const words = isAboutClient ? String(body.error_description) : '';
	return hints.find(({ in: pattern }) => pattern.test(words));
}

const hints: ReadonlyArray<Row & { in: RegExp }> = [
	{
		in: /\bkid\b|key id/i,
		what: "does not know the 'kid' of the OAuth client's key",
		nextStep:
			'Paste the private key that belongs to the OAuth client, whole. Changes in the Cloud Administration Console count only once they are published.',
	},
	{
		in: /signature/i,
		what: 'does not accept the signature: the private key is not the one of the OAuth client',
		nextStep: 'Paste the private key that belongs to the OAuth client.',
	},
	{
		in: /expired|not active yet|\b(exp|iat|nbf)\b|clock/i,
		what: 'says that the signed assertion is out of time: the clock of this machine is off',
		nextStep: 'Set the clock of the machine that n8n runs on.',
	},
	{
		in: /\baud(ience)?\b/i,
		what: 'says that the signed assertion is for somebody else: the Issuer URL is not quite right',
		nextStep: 'Copy the Issuer URL from the Cloud Administration Console to the letter.',
	},
	{
		in: /client (id )?(is )?(not found|unknown)|(unknown|no such) client/i,
		what: 'does not know the Client ID',
		nextStep:
			'Compare the Client ID with the Cloud Administration Console. Changes there count only once they are published.',
	},
];

/** The error codes of RFC 6749 (5.2): which of the credential's fields to look at. */
const errors: ReadonlyMap<unknown, Row> = new Map(
	Object.entries({
		invalid_client: {
			what: 'does not recognize the OAuth client: its Client ID, its key, the kid in it or the Issuer URL is wrong, or the clock of this machine is off',
			nextStep: `Compare the Client ID with ${consolePage.oAuthClients} and paste the private key that belongs to it. Changes there count only once they are published. If both are right, set this machine's clock.`,
		},
		invalid_scope: {
			what: 'does not give the OAuth client the Scope that the credential asks for',
			nextStep: `Allow the scope for the OAuth client in ${consolePage.oAuthClients}, or take it out of the Scope of the credential. ${missingScopesInWords(defaultScope.split(' '))}`,
		},
		unauthorized_client: {
			what: 'does not let the OAuth client sign in this way',
			nextStep:
				'In the Cloud Administration Console, the OAuth client must be of type Admin API and sign in with a private key.',
		},
		invalid_grant: {
			what: 'does not accept the signed assertion: the Issuer URL or the clock of this machine is off',
			nextStep:
				"Compare the Issuer URL with the Cloud Administration Console, and set this machine's clock.",
		},
		invalid_request: {
			what: 'does not understand the request: the Issuer URL may be of something else',
			nextStep: 'Compare the Issuer URL with the Cloud Administration Console.',
		},
		unsupported_grant_type: {
			what: 'does not know client credentials: the Issuer URL may be of something else',
			nextStep: 'Compare the Issuer URL with the Cloud Administration Console.',
		},
	}),
);

const statuses: ReadonlyArray<Row & { holds: (status: number) => boolean }> = [
	{
		holds: (status) => status === 407,
		what: 'is behind a proxy that asks for a user name and a password',
		nextStep: adviceFor('proxyRefused'),
	},
	{
		// PyDPlus: a scope that is wrong or not enabled gives 403 here.
		holds: (status) => status === 401 || status === 403,
		what: 'refuses the OAuth client: its Client ID, key, kid or Scope is wrong',
		nextStep:
			'Compare Client ID and Scope with the Cloud Administration Console, and paste the private key that belongs to the client. Changes there count only once they are published.',
	},
];

const notAnEndpoint: Row = {
	what: 'is not what the Issuer URL leads to',
	nextStep: `Copy the Issuer URL from ${consolePage.oAuthClients}, such as https://mycompany.auth.securid.com/oauth.`,
};
