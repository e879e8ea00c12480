import { randomUUID } from 'node:crypto';

import { consolePage } from '../errors/permissions';
import { jsonObject, type JsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import type { HttpResponse, SendResult } from '../http/response';
import { receivedAccessToken, type AccessToken } from './accessToken';
import {
	fingerprintOf,
	readOAuthClient,
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

/** Seconds. What RSA's public clients give an assertion (PyDPlus, RSA-CAS-API-App). */
const ASSERTION_LIFETIME = 300;

/** Sends a form to a token endpoint, once. Whatever happens on the wire is a reply. */
export type FormTransport = (
	url: string,
	form: Readonly<Record<string, string>>,
) => Promise<SendResult>;

/**
 * Asks RSA's token endpoint for an access token: grant `client_credentials`, the client authenticated by a
 * signed assertion (`private_key_jwt`, RFC 7523).
 *
 * @throws {AccessTokenDelayed} where the endpoint gives none for now
 * @throws {UserFacingError} where the client's fields cannot be right or the endpoint gives no token. Nothing of the
 * answer is repeated but its error code: it could hold the assertion.
 */
export async function requestAccessToken(
	fields: OAuthClientFields,
	sendForm: FormTransport,
	now: Date,
): Promise<AccessToken> {
	const client = readOAuthClient(fields);
	const askedAt = performance.now();
	const reply = await sendForm(client.tokenEndpoint, tokenForm(client, now));
	const took = performance.now() - askedAt;
	const { access_token: value, expires_in: expiresIn, scope } = grantedBy(reply, now);
	checkScope(client.scope, scope);
	if (typeof value === 'string' && value !== '') {
		return receivedAccessToken(value, expiresIn, fingerprintOf(fields), now, took);
	}
	throw new UserFacingError(
		"RSA's token endpoint answered without an access token",
		`Check the Issuer URL of the credential: it is shown in ${consolePage.oAuthClients}.`,
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
		{ typ: 'JWT', alg: algorithm, ...(keyId !== undefined && { kid: keyId }) },
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

/** A server says so when it grants less than was asked for (RFC 6749, 5.1). */
function checkScope(asked: string, granted: unknown): void {
	if (typeof granted !== 'string' || asked === '') return;
	const missing = scopesIn(asked).filter((scope) => !scopesIn(granted).includes(scope));
	if (missing.length > 0) throw scopeNotGranted(missing);
}

function grantedBy(reply: SendResult, now: Date): Readonly<Record<string, unknown>> {
	switch (reply.kind) {
		case 'blocked':
			throw reply.error;
		case 'notDelivered':
		case 'certificateRefused':
		case 'answerLost':
			throw tokenEndpointUnreachable(reply);
		case 'response':
			return grant(reply.response, now);
	}
}

function hasError({ error, access_token: accessToken }: JsonObject): boolean {
	return typeof error === 'string' && accessToken === undefined;
}

function grant(answer: HttpResponse, now: Date): Readonly<Record<string, unknown>> {
	const body = jsonObject(answer.body);
	// Some servers say 200 beside an error too: the error decides whether it passes.
	if (answer.status === 200 && body !== undefined && !hasError(body)) return body;
	throw tokenEndpointError(answer, now);
}
