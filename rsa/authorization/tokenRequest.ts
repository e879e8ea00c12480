import { randomUUID } from 'node:crypto';

import { jsonObject } from '../hardwareToken';
import { Refusal } from '../refusal';
import type { Answer, Reply } from '../reply';
import { receivedAccessToken, type AccessToken } from './accessToken';
import {
	fingerprintOf,
	readOAuthClient,
	type OAuthClient,
	type OAuthClientFields,
} from './oAuthClient';
import { epochSeconds, signJsonWebToken } from './signing';
import { tokenEndpointRefusal, tokenEndpointUnreachable } from './tokenEndpointRefusal';

/** Seconds. What RSA's public clients give an assertion (PyDPlus, RSA-CAS-API-App). */
const ASSERTION_LIFETIME = 300;

/** Sends a form to a token endpoint, once. Whatever happens on the wire is a reply. */
export type SendForm = (url: string, form: Readonly<Record<string, string>>) => Promise<Reply>;

/**
 * Asks RSA's token endpoint for an access token: grant `client_credentials`, the client authenticated by a
 * signed assertion (`private_key_jwt`, RFC 7523).
 *
 * @throws {Refusal} where the client's fields cannot be right or the endpoint gives no token. Nothing of the
 * answer is repeated but its error code: it could hold the assertion.
 */
export async function requestAccessToken(
	fields: OAuthClientFields,
	sendForm: SendForm,
	now: () => Date,
): Promise<AccessToken> {
	const client = readOAuthClient(fields);
	const reply = await sendForm(client.tokenEndpoint, tokenForm(client, now()));
	const { access_token: value, expires_in: expiresIn } = grantedBy(reply);
	if (typeof value === 'string' && value !== '') {
		return receivedAccessToken(value, expiresIn, fingerprintOf(fields), now());
	}
	throw new Refusal(
		"RSA's token endpoint answered without an access token",
		'Check the Issuer URL of the credential: it is shown beside the OAuth client in the Cloud Administration Console.',
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

function grantedBy(reply: Reply): Readonly<Record<string, unknown>> {
	switch (reply.kind) {
		case 'refused':
			throw reply.refusal;
		case 'notDelivered':
		case 'answerLost':
			throw tokenEndpointUnreachable(reply.reason);
		case 'answered':
			return grant(reply.answer);
	}
}

function grant(answer: Answer): Readonly<Record<string, unknown>> {
	const body = jsonObject(answer.body);
	if (answer.status === 200 && body !== undefined) return body;
	throw tokenEndpointRefusal(answer);
}
