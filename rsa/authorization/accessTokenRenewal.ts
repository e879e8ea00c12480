import type { Authentication, FormTransport } from '../http/response';
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
import { accessTokenOf, parseCredential, type CredentialFields } from './credential';
import { fingerprintOf } from './oAuthClient';
import { accessTokensOf } from './accessTokenCache';
import { waitWithin } from './accessTokenWaitLimits';

/** ms between two attempts to renew a token that has not expired yet. */
const NEXT_ATTEMPT_AFTER = 5_000;

/** The new value of the credential's hidden field; undefined if it stays as it is. */
export interface RenewedFields {
	readonly accessToken?: string;
}

/**
 * Renews the access token of an OAuth client, if the stored one is due or was forgotten.
 *
 * n8n calls this for each request whose token is due: concurrent calls share one token request, and a later call with the
 * old token gets the new one. n8n's HTTP Request node calls it after every failed request, whatever the error, and sends
 * the request again if it gets a token: so a token that is not due is not renewed, and no request is sent twice.
 *
 * @returns empty if the hidden field stays as it is
 * @throws {UserFacingError} if the token endpoint returns no token and the stored one has expired
 */
export async function renewAccessToken(
	fields: CredentialFields,
	sendForm: FormTransport,
	now: Date,
): Promise<RenewedFields> {
	const credential = parseCredential(fields);
	if (credential.authentication !== 'oAuthClient') return {};

	const fingerprint = fingerprintOf(credential);
	const stored = storedAccessToken(credential.accessToken, fingerprint);
	if (stored !== undefined && now.getTime() < stored.renewAt) return {};
	const tokens = accessTokensOf(fingerprint);
	if (stored !== undefined) tokens.recordIssued();
	const renewing = async () => {
		const last = tokens.last(now);
		if (last !== undefined) return last;
		tokens.assertNotJustFailed(now);
		return await waitWithin(fields, tokens.request(credential, sendForm, now));
	};
	const token = await renewing().catch((error: unknown) => {
		if (!(error instanceof UserFacingError) || stored === undefined) throw error;
		if (now.getTime() >= stored.endsAt) throw error;
		// The old token is used until its end, with further attempts to renew it.
		const renewAt = Math.min(stored.endsAt, now.getTime() + NEXT_ATTEMPT_AFTER);
		return { ...stored, renewAt };
	});
	tokens.recordStored(token);
	renewedFor.set(fields, token.value);
	return renewed(token);
}

/** Tokens by the fields of the request that they were requested for. */
const renewedFor = new WeakMap<object, string>();

/**
 * The access token that was requested for the request with this object of fields. The request uses it even if it has
 * expired by now: n8n stores a token before it sends the request, which may take longer than a short lifetime.
 */
export function accessTokenGotFor(fields: CredentialFields): string | undefined {
	const token = renewedFor.get(fields);
	return token === accessTokenHeld(fields) ? token : undefined;
}

/**
 * A new access token, whatever is stored or cached.
 *
 * @throws {UserFacingError} if the token endpoint returns none
 */
export async function newAccessToken(
	fields: CredentialFields,
	sendForm: FormTransport,
	now: Date,
): Promise<RenewedFields> {
	const credential = parseCredential(fields);
	if (credential.authentication !== 'oAuthClient') return {};
	const tokens = accessTokensOf(fingerprintOf(credential));
	return renewed(await waitWithin(fields, tokens.request(credential, sendForm, now)));
}

function renewed(token: AccessToken): RenewedFields {
	return { accessToken: storeAccessToken(token) };
}

/**
 * Forgets an access token that RSA rejected, so that the next request uses another one. A pasted token cannot be replaced.
 *
 * @param fields the credential's fields of this run. The hidden field is emptied in place: `authenticate` then finds no
 * token, and n8n renews and stores it
 * @param sentAt when the rejected request was sent
 * @returns how the credential authenticates
 */
export function forgetAccessToken(
	fields: Record<string, unknown>,
	rejected: string,
	sentAt: Date,
): Authentication {
	const credential = parseCredential(fields);
	if (credential.authentication === 'apiKey') forgetJsonWebToken(credential.apiKeyFile, rejected);
	if (credential.authentication === 'oAuthClient') {
		accessTokensOf(fingerprintOf(credential)).forgetLast(rejected, sentAt);
		if (accessTokenHeld(fields) === rejected) fields.accessToken = NO_ACCESS_TOKEN;
	}
	return credential.authentication;
}

/** The access token for a request that starts now; undefined if it has to be requested first. */
export function accessTokenInUse(fields: CredentialFields): string | undefined {
	return orUndefined(() => accessTokenOf(parseCredential(fields), new Date()));
}

/** The access token in the hidden field, expired or not. */
export function accessTokenHeld(fields: CredentialFields): string | undefined {
	const fingerprint = clientFingerprint(fields);
	return fingerprint && storedAccessToken(fields.accessToken, fingerprint)?.value;
}

/**
 * A copy of the fields for one request, with the newest access token. If n8n renews the token for the request, it puts
 * the new one into this copy, which then shows which token was sent.
 *
 * @param fields the credential's fields of this run
 */
export function fieldsForRequest<Fields extends CredentialFields>(
	fields: Fields,
): Fields & RenewedFields {
	const fingerprint = clientFingerprint(fields);
	const now = new Date();
	const needsToken =
		fingerprint !== undefined && !usableAccessToken(fields.accessToken, fingerprint, now);
	const last = needsToken ? accessTokensOf(fingerprint).lastStored(now) : undefined;
	return { ...fields, ...(last && renewed(last)) };
}

/**
 * ms until the token endpoint accepts requests again; undefined if it does not say.
 *
 * @param error of a token request, as n8n passes it on. If that n8n keeps only the texts, the time comes from the cache
 */
export function retryAfterOf(fields: CredentialFields, error: UserFacingError): number | undefined {
	const fingerprint = clientFingerprint(fields);
	const lastRetryAt = fingerprint === undefined ? undefined : accessTokensOf(fingerprint).retryAt;
	const retryAt = error instanceof AccessTokenDelayed ? error.retryAt : lastRetryAt;
	return retryAt === undefined ? undefined : Math.max(0, retryAt - Date.now());
}

/** Fingerprint of the OAuth client in the fields; undefined for another authentication or invalid fields. */
function clientFingerprint(fields: CredentialFields): string | undefined {
	const credential = orUndefined(() => parseCredential(fields));
	return credential?.authentication === 'oAuthClient' ? fingerprintOf(credential) : undefined;
}
