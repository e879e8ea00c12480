import { randomUUID } from 'node:crypto';

import { consolePage } from '../errors/permissions';
import type { FormTransport, SendResult } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import { jsonObject, type JsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { receivedAccessToken, type AccessToken } from './accessToken';
import { AccessTokenDelayed } from './accessTokenDelayed';
import {
	fingerprintOf,
	parseOAuthClient,
	scopesIn,
	type OAuthClient,
	type OAuthClientFields,
} from './oAuthClient';
import { epochSeconds, signJsonWebToken } from './signing';
import {
	scopeNotGranted,
	tokenEndpointError,
	tokenEndpointUnreachable,
} from './tokenEndpointErrors';

/** Seconds. The lifetime of an assertion in RSA's public clients (PyDPlus, RSA-CAS-API-App). */
const ASSERTION_LIFETIME = 300;

/**
 * Requests an access token from RSA's token endpoint: grant `client_credentials`, the client authenticated by a
 * signed assertion (`private_key_jwt`, RFC 7523).
 *
 * @param isProven whether the endpoint has issued a token to this client before; asked when the result is there
 * @throws {AccessTokenDelayed} if the endpoint returns none at the moment
 * @throws {UserFacingError} if the client's fields are invalid or the endpoint returns no token. Nothing of the response
 * is repeated: it could contain the assertion
 */
export async function requestAccessToken(
	fields: OAuthClientFields,
	sendForm: FormTransport,
	now: Date,
	isProven = () => false,
): Promise<AccessToken> {
	const client = parseOAuthClient(fields);
	const sentAt = performance.now();
	const result = await sendForm(client.tokenEndpoint, tokenForm(client, now));
	const took = performance.now() - sentAt;
	const { access_token: value, expires_in: expiresIn, scope } = grantIn(result, now, isProven());
	const token = sendable(value, isProven());
	checkScope(client.scope, scope);
	return receivedAccessToken(token, expiresIn, fingerprintOf(fields), now, took);
}

/** The characters of an access token in an `Authorization` header (RFC 6750, 2.1: b64token). */
const SENDABLE = /^[\w.~+/-]+=*$/;

/**
 * The access token in a response, without white space around it. Other characters than those of {@link SENDABLE} would be
 * changed or refused on the way (axios removes some): what RSA gets would not be the token that is stored and redacted.
 */
function sendable(value: unknown, isProven: boolean): string {
	const token = typeof value === 'string' ? value.trim() : '';
	if (SENDABLE.test(token)) return token;
	if (isProven) throw new AccessTokenDelayed('it returned no token that can be sent');
	throw new UserFacingError(
		token === ''
			? "RSA's token endpoint answered without an access token"
			: "RSA's token endpoint answered with an access token that cannot be sent: it has characters that no access token can have",
		`Check the Issuer URL of the credential: it is shown in ${consolePage.oAuthClients}. If it is right, check whether a proxy answers in place of RSA.`,
	);
}

function tokenForm(client: OAuthClient, now: Date): Record<string, string> {
	return {
		grant_type: 'client_credentials',
		client_id: client.clientId,
		client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
		client_assertion: signAssertion(client, now),
		...(client.scope !== '' && { scope: client.scope }),
	};
}

function signAssertion(client: OAuthClient, now: Date): string {
	const { algorithm, keyId, clientId, tokenEndpoint, privateKey } = client;
	const issuedAt = epochSeconds(now);
	return signJsonWebToken(
		{ alg: algorithm, ...(keyId !== undefined && { kid: keyId }) },
		{
			iss: clientId,
			sub: clientId,
			aud: tokenEndpoint,
			jti: randomUUID(),
			iat: issuedAt,
			exp: issuedAt + ASSERTION_LIFETIME,
		},
		privateKey,
	);
}

/** A server names the scopes if it grants less than was requested (RFC 6749, 5.1). */
function checkScope(requested: string, granted: unknown): void {
	if (typeof granted !== 'string' || requested === '') return;
	const missing = scopesIn(requested).filter((scope) => !scopesIn(granted).includes(scope));
	if (missing.length > 0) throw scopeNotGranted(missing);
}

function grantIn(result: SendResult, now: Date, isProven: boolean): JsonObject {
	if (result.kind === 'blocked') throw result.error;
	if (result.kind !== 'response') throw tokenEndpointUnreachable(result, isProven);
	const { response } = result;
	const body = jsonObject(response.body);
	// Some servers send errors with 200.
	const hasError = typeof body?.error === 'string' && (body.access_token ?? '') === '';
	if (response.status === statusCodes.ok && body !== undefined && !hasError) return body;
	throw tokenEndpointError(response, now, isProven);
}
