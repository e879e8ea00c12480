import type { FormTransport } from '../http/response';
import { UserFacingError } from '../values/userFacingError';
import type { AccessToken } from './accessToken';
import { AccessTokenDelayed } from './accessTokenDelayed';
import { LruCache } from './lruCache';
import { fingerprintOf, type OAuthClientFields } from './oAuthClient';
import { requestAccessToken } from './tokenRequest';

/** ms. An error of the token endpoint is final for so long: otherwise every item of a run would wait for its own. */
const ERROR_LASTS = 10_000;

/** ms. An error that passes is shared by concurrent requests only. A run waits on its own. */
const DELAY_LASTS = 250;

/** The access tokens of one OAuth client in this process. */
interface ClientTokens {
	/** The last token that was issued. */
	last?: AccessToken;
	/** The last error of the token endpoint, and its end in ms since 1970. */
	error?: { readonly error: UserFacingError; readonly until: number };
	/** The token request in flight. */
	request?: Promise<AccessToken>;
	/** Value of the last token that n8n got to store with the credential. */
	storedValue?: string;
}

const clients = new LruCache<ClientTokens>(100);

function tokensOf(fingerprint: string): ClientTokens {
	const tokens = clients.get(fingerprint) ?? {};
	clients.set(fingerprint, tokens);
	return tokens;
}

/** The last access token that was issued to a client in this process; undefined if it has to be renewed. */
export function lastAccessToken(fingerprint: string, now: Date): AccessToken | undefined {
	const { last } = tokensOf(fingerprint);
	return last !== undefined && now.getTime() < last.renewAt ? last : undefined;
}

/** Records that n8n stores a token. */
export function recordStored(fingerprint: string, { value }: AccessToken): void {
	tokensOf(fingerprint).storedValue = value;
}

/** The last access token of a client, if n8n has stored it: n8n itself puts another one into a request. */
export function lastStoredAccessToken(fingerprint: string, now: Date): AccessToken | undefined {
	const last = lastAccessToken(fingerprint, now);
	return last?.value === tokensOf(fingerprint).storedValue ? last : undefined;
}

/**
 * Forgets the last access token of a client, because RSA rejected a token of the client.
 *
 * @param sentAt when the rejected request was sent. A token from before then may have been revoked with the rejected
 * one; a later one was requested by another request for the same reason, and stays.
 */
export function forgetLastAccessToken(fingerprint: string, rejected: string, sentAt: Date): void {
	const tokens = tokensOf(fingerprint);
	const { last } = tokens;
	const isNewer =
		last !== undefined && last.value !== rejected && last.receivedAt >= sentAt.getTime();
	if (!isNewer) delete tokens.last;
}

/** @throws {UserFacingError} the last one of the token endpoint, while it lasts */
export function assertNotJustFailed(fingerprint: string, now: Date): void {
	const { error: last } = tokensOf(fingerprint);
	if (last !== undefined && now.getTime() < last.until) throw last.error;
}

/** ms since 1970 until which a client has to wait; undefined if the last error of the token endpoint does not say. */
export function lastRetryAt(fingerprint: string): number | undefined {
	const last = tokensOf(fingerprint).error?.error;
	return last instanceof AccessTokenDelayed ? last.retryAt : undefined;
}

/**
 * A new access token, from the token request in flight if there is one.
 *
 * @throws {UserFacingError} as {@link requestAccessToken} does
 */
export async function sharedTokenRequest(
	client: OAuthClientFields,
	sendForm: FormTransport,
	now: Date,
): Promise<AccessToken> {
	const tokens = tokensOf(fingerprintOf(client));
	tokens.request ??= requestAccessToken(client, sendForm, now)
		.then((token) => {
			tokens.last = token;
			return token;
		})
		.catch((error: unknown) => {
			if (error instanceof UserFacingError) {
				const lasts = error instanceof AccessTokenDelayed ? DELAY_LASTS : ERROR_LASTS;
				tokens.error = { error, until: Date.now() + lasts };
			}
			throw error;
		})
		.finally(() => delete tokens.request);
	return await tokens.request;
}
