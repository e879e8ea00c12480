import {
	NO_ACCESS_TOKEN,
	storeAccessToken,
	usableAccessToken,
	type AccessToken,
} from './accessToken';
import { forgetJsonWebToken } from './administrationApiKey';
import { BoundedCache } from './boundedCache';
import { accessTokenOf, readCredential, type CredentialFields } from './credential';
import { fingerprintOf, type OAuthClientFields } from './oAuthClient';
import { attempt } from './privateKeyPem';
import { requestAccessToken, type SendForm } from './tokenRequest';

/** The last token of each client that this process has asked for, and the requests under way for one. */
const lastTokens = new BoundedCache<AccessToken>(100);
const underWay = new Map<string, Promise<AccessToken>>();

/** What the credential's hidden field is to hold from now on; nothing for the ways in that need no request. */
export interface RenewedFields {
	readonly [field: string]: string;
}

/**
 * Another access token for an OAuth client, where the stored one is used up or refused. n8n asks for one for
 * each request that meets such a token, so that many ask at once: they share one token request, and who
 * comes late with the old token gets the new one.
 *
 * @param fields the credential's fields; the token stored in them is the one that did not do
 * @throws {Refusal} where the token endpoint gives none
 */
export async function renewAccessToken(
	fields: CredentialFields,
	sendForm: SendForm,
	now: () => Date,
): Promise<RenewedFields> {
	const credential = readCredential(fields);
	if (credential.authentication !== 'oAuthClient') return {};

	const last = lastTokens.get(fingerprintOf(credential));
	const isNews = last !== undefined && storeAccessToken(last) !== credential.accessToken;
	if (isNews && now().getTime() < last.renewAt) return { accessToken: storeAccessToken(last) };
	return await newAccessToken(fields, sendForm, now);
}

/**
 * An access token asked for now, whatever is stored or remembered.
 *
 * @throws {Refusal} where the token endpoint gives none
 */
export async function newAccessToken(
	fields: CredentialFields,
	sendForm: SendForm,
	now: () => Date,
): Promise<RenewedFields> {
	const credential = readCredential(fields);
	if (credential.authentication !== 'oAuthClient') return {};
	const token = await sharedRequest(fingerprintOf(credential), credential, sendForm, now);
	return { accessToken: storeAccessToken(token) };
}

async function sharedRequest(
	fingerprint: string,
	client: OAuthClientFields,
	sendForm: SendForm,
	now: () => Date,
): Promise<AccessToken> {
	const request = underWay.get(fingerprint) ?? requestAccessToken(client, sendForm, now);
	underWay.set(fingerprint, request);
	try {
		const token = await request;
		lastTokens.set(fingerprint, token);
		return token;
	} finally {
		underWay.delete(fingerprint);
	}
}

/**
 * Makes the next request use another access token, where RSA has refused this one.
 *
 * @param fields the credential's fields as this run holds them. The hidden field is emptied in place, so that
 * `authenticate` finds no token and n8n has a new one made and stored.
 * @returns whether another token can be had at all: a pasted one is all there is
 */
export function forgetAccessToken(fields: Record<string, unknown>, refused: string): boolean {
	const credential = readCredential(fields);
	switch (credential.authentication) {
		case 'jwt':
			return false;
		case 'apiKey':
			forgetJsonWebToken(credential.apiKeyFile, refused);
			return true;
		case 'oAuthClient': {
			const fingerprint = fingerprintOf(credential);
			if (lastTokens.get(fingerprint)?.value === refused) lastTokens.delete(fingerprint);
			const stored = usableAccessToken(credential.accessToken, fingerprint, new Date(0));
			if (stored?.value === refused) fields.accessToken = NO_ACCESS_TOKEN;
			return true;
		}
	}
}

/** The access token that a request beginning now goes out with, as far as it is there already. */
export function accessTokenInUse(fields: CredentialFields): string | undefined {
	return attempt(() => accessTokenOf(readCredential(fields), new Date()));
}
