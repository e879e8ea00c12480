import { UserFacingError } from '../values/userFacingError';
import type { AccessToken } from './accessToken';
import { AccessTokenDelayed } from './accessTokenDelayed';
import { LruCache } from './lruCache';
import { fingerprintOf, type OAuthClientFields } from './oAuthClient';
import { requestAccessToken, type FormTransport } from './tokenRequest';

/** ms. A refusal of the token endpoint is final for so long: else every item of a run would wait for its own. */
const REFUSAL_LASTS = 10_000;

/** ms. A refusal that passes lasts for those who ask at once with it. A run waits on its own. */
const DELAY_LASTS = 250;

/** By client: the last token that this process asked for, its last refusal, and the request under way. */
const lastTokens = new LruCache<AccessToken>(100);
const lastRefusals = new LruCache<{ refusal: UserFacingError; until: number }>(100);
const underWay = new Map<string, Promise<AccessToken>>();

/** By client: the value of the last token that n8n was given, which it stores with the credential. */
const givenToN8n = new LruCache<string>(100);

/** The last access token that this process got for a client, if it need not be renewed yet. */
export function lastAccessToken(fingerprint: string, now: Date): AccessToken | undefined {
	const last = lastTokens.get(fingerprint);
	return last !== undefined && now.getTime() < last.renewAt ? last : undefined;
}

/** Notes that n8n stores a token. */
export function handedToN8n(fingerprint: string, { value }: AccessToken): void {
	givenToN8n.set(fingerprint, value);
}

/** The last access token of a client, if n8n has stored it: another one is for n8n to put into a request. */
export function lastStoredAccessToken(fingerprint: string, now: Date): AccessToken | undefined {
	const last = lastAccessToken(fingerprint, now);
	return last?.value === givenToN8n.get(fingerprint) ? last : undefined;
}

/**
 * Forgets the last access token of a client, where RSA has refused a token of it.
 *
 * @param sentAt when the refused request was sent. A token that was remembered by then may have been taken back
 * with the refused one; one that came since is the answer to this very refusal, got by another request.
 */
export function forgetLastAccessToken(fingerprint: string, refused: string, sentAt: Date): void {
	const last = lastTokens.get(fingerprint);
	const isNews =
		last !== undefined && last.value !== refused && last.receivedAt >= sentAt.getTime();
	if (!isNews) lastTokens.delete(fingerprint);
}

/** @throws {UserFacingError} the last one of the token endpoint, while it lasts */
export function assertNotJustFailed(fingerprint: string, now: Date): void {
	const last = lastRefusals.get(fingerprint);
	if (last !== undefined && now.getTime() < last.until) throw last.refusal;
}

/** The time until which a client is to wait, in ms since 1970, where its last refusal says one. */
export function lastRetryAt(fingerprint: string): number | undefined {
	const last = lastRefusals.get(fingerprint)?.refusal;
	return last instanceof AccessTokenDelayed ? last.retryAt : undefined;
}

/**
 * An access token asked for now, or with the request for one that is under way.
 *
 * @throws {UserFacingError} as {@link requestAccessToken} does
 */
export async function sharedTokenRequest(
	client: OAuthClientFields,
	sendForm: FormTransport,
	now: Date,
): Promise<AccessToken> {
	const fingerprint = fingerprintOf(client);
	const request = underWay.get(fingerprint) ?? remembered(fingerprint, client, sendForm, now);
	underWay.set(fingerprint, request);
	return await request;
}

async function remembered(
	fingerprint: string,
	client: OAuthClientFields,
	sendForm: FormTransport,
	now: Date,
): Promise<AccessToken> {
	return await requestAccessToken(client, sendForm, now)
		.then((token) => {
			lastTokens.set(fingerprint, token);
			return token;
		})
		.catch((error: unknown) => {
			if (error instanceof UserFacingError) rememberRefusal(fingerprint, error);
			throw error;
		})
		.finally(() => underWay.delete(fingerprint));
}

function rememberRefusal(fingerprint: string, refusal: UserFacingError): void {
	const lasts = refusal instanceof AccessTokenDelayed ? DELAY_LASTS : REFUSAL_LASTS;
	lastRefusals.set(fingerprint, { refusal, until: Date.now() + lasts });
}
