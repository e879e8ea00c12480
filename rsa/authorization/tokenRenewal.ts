import { orUndefined } from '../values/orUndefined';
import { UserFacingError } from '../values/userFacingError';
import {
	NO_ACCESS_TOKEN,
	storeAccessToken,
	storedAccessToken,
	usableAccessToken,
	type AccessToken,
} from './accessToken';
import { AccessTokenDelayed } from './accessTokenDelayed';
import { forgetJsonWebToken } from './administrationApiKey';
import { accessTokenOf, readCredential, type CredentialFields } from './credential';
import { fingerprintOf } from './oAuthClient';
import {
	assertNotJustFailed,
	forgetLastAccessToken,
	handedToN8n,
	lastAccessToken,
	lastRetryAt,
	lastStoredAccessToken,
	sharedTokenRequest,
} from './tokenCache';
import type { FormTransport } from './tokenRequest';
import { waitWithin } from './tokenWaitLimits';

/** ms between two tries to renew a token that has some life left. */
const RENEWED_AGAIN_AFTER = 5_000;

/** What the credential's hidden field is to hold from now on; nothing where it stays as it is. */
export interface RenewedFields {
	readonly accessToken?: string;
}

/**
 * Another access token for an OAuth client, where the stored one is used up or was forgotten.
 *
 * n8n asks for one for each request that meets such a token, so that many ask at once: they share one token
 * request, and who comes late with the old token gets the new one. n8n's HTTP Request node asks after every
 * failed request, whatever failed, and sends it again if it gets a token: a token whose time is not over
 * stays, so that nothing is sent twice.
 *
 * @param fields the credential's fields
 * @throws {UserFacingError} where the token endpoint gives none and the stored one has no life left
 */
export async function renewAccessToken(
	fields: CredentialFields,
	sendForm: FormTransport,
	now: Date,
): Promise<RenewedFields> {
	const credential = readCredential(fields);
	if (credential.authentication !== 'oAuthClient') return {};

	const fingerprint = fingerprintOf(credential);
	const stored = storedAccessToken(credential.accessToken, fingerprint);
	if (stored !== undefined && now.getTime() < stored.renewAt) return {};
	const renewing = async () => {
		const last = lastAccessToken(fingerprint, now);
		if (last !== undefined) return last;
		assertNotJustFailed(fingerprint, now);
		return await waitWithin(fields, sharedTokenRequest(credential, sendForm, now));
	};
	const token = await renewing().catch((error: unknown) => {
		if (!(error instanceof UserFacingError) || stored === undefined) throw error;
		if (now.getTime() >= stored.endsAt) throw error;
		return usedFurther(stored, now);
	});
	handedToN8n(fingerprint, token);
	renewedFor.set(fields, token.value);
	return renewed(token);
}

/** By the fields of one request, the token that was got for it. */
const renewedFor = new WeakMap<object, string>();

/**
 * The access token that was got for the request with these very fields, which goes out with it even if the token's
 * time is over by now: n8n stores a token before it sends the request, which may take longer than a short one lives.
 */
export function accessTokenGotFor(fields: CredentialFields): string | undefined {
	const held = accessTokenHeld(fields);
	return held !== undefined && renewedFor.get(fields) === held ? held : undefined;
}

/**
 * An access token asked for now, whatever is stored or remembered.
 *
 * @throws {UserFacingError} where the token endpoint gives none
 */
export async function newAccessToken(
	fields: CredentialFields,
	sendForm: FormTransport,
	now: Date,
): Promise<RenewedFields> {
	const credential = readCredential(fields);
	if (credential.authentication !== 'oAuthClient') return {};
	return renewed(await waitWithin(fields, sharedTokenRequest(credential, sendForm, now)));
}

function renewed(token: AccessToken): RenewedFields {
	return { accessToken: storeAccessToken(token) };
}

/** The token endpoint has a hiccup: the token does until its end, and renewing it is tried again. */
function usedFurther(token: AccessToken, now: Date): AccessToken {
	return { ...token, renewAt: Math.min(token.endsAt, now.getTime() + RENEWED_AGAIN_AFTER) };
}

/**
 * Makes the next request use another access token, where RSA has refused this one.
 *
 * @param fields the credential's fields as this run holds them. The hidden field is emptied in place, so that
 * `authenticate` finds no token and n8n has a new one made and stored.
 * @param sentAt when the refused request was sent
 * @returns whether another token can be had at all: a pasted one is all there is
 */
export function forgetAccessToken(
	fields: Record<string, unknown>,
	refused: string,
	sentAt: Date,
): boolean {
	const credential = readCredential(fields);
	switch (credential.authentication) {
		case 'jwt':
			return false;
		case 'apiKey':
			forgetJsonWebToken(credential.apiKeyFile, refused);
			return true;
		case 'oAuthClient': {
			const fingerprint = fingerprintOf(credential);
			forgetLastAccessToken(fingerprint, refused, sentAt);
			const stored = storedAccessToken(fields.accessToken, fingerprint);
			if (stored?.value === refused) fields.accessToken = NO_ACCESS_TOKEN;
			return true;
		}
	}
}

/** The access token that a request beginning now goes out with, as far as it is there already. */
export function accessTokenInUse(fields: CredentialFields): string | undefined {
	return orUndefined(() => accessTokenOf(readCredential(fields), new Date()));
}

/** The access token that the hidden field holds, whether its time is over or not. */
export function accessTokenHeld(fields: CredentialFields): string | undefined {
	const client = oAuthClientIn(fields);
	return client && storedAccessToken(fields.accessToken, client.fingerprint)?.value;
}

/**
 * A copy of the fields for one request, with the newest access token that there is. n8n puts another one into it
 * where it has one made for the request: so the copy tells afterwards which token was sent.
 *
 * @param fields the credential's fields as this run holds them
 */
export function fieldsForRequest<Fields extends CredentialFields>(
	fields: Fields,
): Fields & RenewedFields {
	const client = oAuthClientIn(fields);
	const now = new Date();
	const isUsable =
		client === undefined ||
		usableAccessToken(fields.accessToken, client.fingerprint, now) !== undefined;
	const last = isUsable ? undefined : lastStoredAccessToken(client.fingerprint, now);
	return { ...fields, ...(last && renewed(last)) };
}

/** Whether a token endpoint issues the tokens, which the API may know a moment later only. */
export function isIssued(fields: CredentialFields): boolean {
	return oAuthClientIn(fields) !== undefined;
}

/**
 * ms until the token endpoint takes requests again, as it says itself; undefined if it does not say.
 *
 * @param refusal what n8n left of it: the time is in the remembered one only where n8n loses causes
 */
export function retryAfterOf(
	fields: CredentialFields,
	refusal: UserFacingError,
): number | undefined {
	const client = oAuthClientIn(fields);
	const retryAt =
		refusal instanceof AccessTokenDelayed
			? refusal.retryAt
			: client && lastRetryAt(client.fingerprint);
	return retryAt === undefined ? undefined : Math.max(0, retryAt - Date.now());
}

function oAuthClientIn(fields: CredentialFields): { readonly fingerprint: string } | undefined {
	const credential = orUndefined(() => readCredential(fields));
	return credential?.authentication === 'oAuthClient'
		? { fingerprint: fingerprintOf(credential) }
		: undefined;
}
