import { attempt } from '../attempt';
import { Refusal } from '../refusal';
import {
	NO_ACCESS_TOKEN,
	storeAccessToken,
	storedAccessToken,
	type AccessToken,
} from './accessToken';
import { forgetJsonWebToken } from './administrationApiKey';
import { BoundedCache } from './boundedCache';
import { accessTokenOf, readCredential, type CredentialFields } from './credential';
import { fingerprintOf, type OAuthClientFields } from './oAuthClient';
import { requestAccessToken, type SendForm } from './tokenRequest';

/** ms. A refusal of the token endpoint is final for so long: else every item of a run would wait for its own. */
const REFUSAL_LASTS = 10_000;

/** ms between two tries to renew a token that has some life left. */
const RENEWED_AGAIN_AFTER = 5_000;

/** By client: the last token that this process asked for, its last refusal, and the request under way. */
const lastTokens = new BoundedCache<AccessToken>(100);
const lastRefusals = new BoundedCache<{ refusal: Refusal; until: number }>(100);
const underWay = new Map<string, Promise<AccessToken>>();

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
 * @throws {Refusal} where the token endpoint gives none and the stored one has no life left
 */
export async function renewAccessToken(
	fields: CredentialFields,
	sendForm: SendForm,
	now: Date,
): Promise<RenewedFields> {
	const credential = readCredential(fields);
	if (credential.authentication !== 'oAuthClient') return {};

	const fingerprint = fingerprintOf(credential);
	const stored = storedAccessToken(credential.accessToken, fingerprint);
	if (stored !== undefined && now.getTime() < stored.renewAt) return {};
	const last = lastTokens.get(fingerprint);
	if (last !== undefined && now.getTime() < last.renewAt) return renewed(last);
	const renewing = async () => {
		assertNotJustRefused(fingerprint, now);
		return await newAccessToken(fields, sendForm, now);
	};
	return await renewing().catch((error: unknown) => {
		if (!(error instanceof Refusal) || stored === undefined) throw error;
		if (now.getTime() >= stored.endsAt) throw error;
		return renewed(usedFurther(stored, now));
	});
}

/**
 * An access token asked for now, whatever is stored or remembered.
 *
 * @throws {Refusal} where the token endpoint gives none
 */
export async function newAccessToken(
	fields: CredentialFields,
	sendForm: SendForm,
	now: Date,
): Promise<RenewedFields> {
	const credential = readCredential(fields);
	if (credential.authentication !== 'oAuthClient') return {};
	return renewed(await sharedRequest(fingerprintOf(credential), credential, sendForm, now));
}

function assertNotJustRefused(fingerprint: string, now: Date): void {
	const last = lastRefusals.get(fingerprint);
	if (last !== undefined && now.getTime() < last.until) throw last.refusal;
}

function renewed(token: AccessToken): RenewedFields {
	return { accessToken: storeAccessToken(token) };
}

/** The token endpoint has a hiccup: the token does until its end, and renewing it is tried again. */
function usedFurther(token: AccessToken, now: Date): AccessToken {
	return { ...token, renewAt: Math.min(token.endsAt, now.getTime() + RENEWED_AGAIN_AFTER) };
}

async function sharedRequest(
	fingerprint: string,
	client: OAuthClientFields,
	sendForm: SendForm,
	now: Date,
): Promise<AccessToken> {
	const request = underWay.get(fingerprint) ?? requestAccessToken(client, sendForm, now);
	underWay.set(fingerprint, request);
	return await request
		.then((token) => {
			lastTokens.set(fingerprint, token);
			return token;
		})
		.catch((error: unknown) => {
			const until = Date.now() + REFUSAL_LASTS;
			if (error instanceof Refusal) lastRefusals.set(fingerprint, { refusal: error, until });
			throw error;
		})
		.finally(() => underWay.delete(fingerprint));
}

/**
 * Makes the next request use another access token, where RSA has refused this one.
 *
 * @param fields the credential's fields as this run holds them. The hidden field is emptied in place, so that
 * `authenticate` finds no token and n8n has a new one made and stored.
 * @param sentAt when the refused request was sent. A token that was remembered by then may have been taken back
 * with the refused one; one that came since is the answer to this very refusal, got by another request.
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
		case 'oAuthClient':
			forgetOAuthToken(fields, fingerprintOf(credential), refused, sentAt);
			return true;
	}
}

function forgetOAuthToken(
	fields: Record<string, unknown>,
	fingerprint: string,
	refused: string,
	sentAt: Date,
): void {
	const last = lastTokens.get(fingerprint);
	const isNews =
		last !== undefined && last.value !== refused && last.receivedAt >= sentAt.getTime();
	if (!isNews) lastTokens.delete(fingerprint);
	const stored = storedAccessToken(fields.accessToken, fingerprint);
	if (stored?.value === refused) fields.accessToken = NO_ACCESS_TOKEN;
}

/** The access token that a request beginning now goes out with, as far as it is there already. */
export function accessTokenInUse(fields: CredentialFields): string | undefined {
	return attempt(() => accessTokenOf(readCredential(fields), new Date()));
}
