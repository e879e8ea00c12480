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
			throw refusal(
				`could not be asked: ${reply.reason}`,
				'Check the Issuer URL of the credential, and the network, proxy and certificates of the machine that n8n runs on.',
			);
		case 'answered':
			return grant(reply.answer);
	}
}

function grant(answer: Answer): Readonly<Record<string, unknown>> {
	const body = jsonObject(answer.body);
	if (answer.status === 200 && body !== undefined) return body;
	const row = errors.get(body?.error) ?? statuses.find(({ holds }) => holds(answer.status));
	const { what, nextStep } = row ?? notAnEndpoint;
	throw refusal(`${what} (HTTP ${answer.status})`, nextStep);
}

function refusal(what: string, nextStep: string): Refusal {
	return new Refusal(`RSA's token endpoint ${what}`, nextStep);
}

interface Row {
	readonly what: string;
	readonly nextStep: string;
}

/** The error codes of RFC 6749 (5.2): which of the credential's fields to look at. */
const errors: ReadonlyMap<unknown, Row> = new Map(
	Object.entries({
		invalid_client: {
			what: 'does not recognize the OAuth client: its Client ID, its key or the kid in it is wrong, or the clock of this machine is off',
			nextStep:
				"Compare the Client ID with the Cloud Administration Console (Platform > API Access Management > OAuth Clients) and paste the private key that belongs to it. Changes there count only once they are published. If both are right, set this machine's clock.",
		},
		invalid_scope: {
			what: 'does not give the OAuth client the Scope that the credential asks for',
			nextStep:
				'Allow the scope for the OAuth client in the Cloud Administration Console, or take it out of the credential. Scopes are separated by spaces.',
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
		holds: (status) => status === 429,
		what: 'receives too many requests',
		nextStep: 'The credential may well be right. Try again in a minute.',
	},
	{
		holds: (status) => status >= 500,
		what: 'is out of order',
		nextStep:
			"The credential may well be right. Try again in a minute; if it goes on, ask RSA's support.",
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
	what: 'is not where the Issuer URL leads',
	nextStep:
		'Copy the Issuer URL from the Cloud Administration Console (Platform > API Access Management > OAuth Clients), such as https://mycompany.auth.securid.com/oauth.',
};
