import { createHash, createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';

import { consolePage } from '../errors/permissions';
import { orUndefined } from '../values/orUndefined';
import type { JsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { secureAddress } from './address';
import { checkedRsaKey } from './privateKeyPem';
import { readSecretJson, type SecretField } from './secretJson';
import type { SigningAlgorithm } from './signing';

/** The fields of the credential that make an OAuth client of type Admin API. */
export interface OAuthClientFields {
	readonly issuerUrl: string;
	readonly clientId: string;
	readonly privateKeyJwk: string;
	readonly scope: string;
}

/** An OAuth client that can sign in. */
export interface OAuthClient {
	readonly tokenEndpoint: string;
	readonly clientId: string;
	readonly privateKey: KeyObject;
	readonly algorithm: SigningAlgorithm;
	readonly keyId: string | undefined;
	/** Space-delimited; empty for what the client has by default. */
	readonly scope: string;
}

const COPY_FROM_CONSOLE = `Copy it from ${consolePage.oAuthClients}.`;
const PASTE_THE_JWK = `Paste the whole private key file (JWK) that ${consolePage.oAuthClients} handed out.`;

/** What a private JWK of each type holds (RFC 7518, 6), and how it signs. Node needs all of the RSA ones. */
const keyTypes: ReadonlyMap<
	unknown,
	{ readonly algorithm: SigningAlgorithm; readonly needed: readonly string[] }
> = new Map([
	['RSA', { algorithm: 'RS256', needed: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] }],
	['EC', { algorithm: 'ES256', needed: ['crv', 'x', 'y', 'd'] }],
] as const);

/**
 * The OAuth client that the credential's fields describe.
 *
 * @throws {UserFacingError} where a field is missing or the key cannot sign as RSA wants it
 */
export function readOAuthClient(fields: OAuthClientFields): OAuthClient {
	const clientId = fields.clientId.trim();
	if (clientId === '') throw new UserFacingError('The Client ID is empty', COPY_FROM_CONSOLE);
	return {
		tokenEndpoint: tokenEndpointOf(fields.issuerUrl),
		clientId,
		...readPrivateKeyJwk(fields.privateKeyJwk),
		scope: scopesIn(fields.scope).join(' '),
	};
}

/** Between scopes, as people and clients write them: RSA's PowerShell client joins them by `+`. */
const BETWEEN_SCOPES = /(?:[\s,;+"'\u00A0\u200B\uFEFF]|%20|%2B|%2C|%0A|\\n)+/i;

/** The scopes that a text names, each once. */
export function scopesIn(text: string): string[] {
	return [...new Set(text.split(BETWEEN_SCOPES).filter(Boolean))];
}

/** Names a client and its settings without its secret: a stored access token is for exactly these. */
export function fingerprintOf(fields: OAuthClientFields): string {
	const { issuerUrl, clientId, privateKeyJwk, scope } = fields;
	const settings = JSON.stringify([issuerUrl, clientId, privateKeyJwk, scope]);
	return createHash('sha256').update(settings).digest('base64url');
}

/** RSA's token endpoint is `<issuer>/token` on the tenant's auth host (rsa-idplus-admin-api, PyDPlus). */
function tokenEndpointOf(issuerUrl: string): string {
	const { origin, pathname } = secureAddress(issuerUrl, 'Issuer URL', COPY_FROM_CONSOLE);
	const issuerPath = pathname.replace(/\/+$/, '').replace(/\/token$/, '');
	return `${origin}${issuerPath}/token`;
}

const privateKeyField: SecretField = {
	name: 'Private Key (JWK)',
	nextStep: PASTE_THE_JWK,
	isWanted: (json) => 'kty' in json,
	isMeant: (json) => 'kty' in json && 'd' in json,
	several: 'keys',
};

function readPrivateKeyJwk(
	pasted: string,
): Pick<OAuthClient, 'privateKey' | 'algorithm' | 'keyId'> {
	const jwk = readSecretJson(pasted, privateKeyField);
	const keyType = keyTypes.get(jwk.kty);
	if (keyType === undefined) {
		throw new UserFacingError("The Private Key (JWK) has no 'kty' of RSA or EC", PASTE_THE_JWK);
	}
	const { algorithm, needed } = keyType;
	if (!('d' in jwk)) {
		throw new UserFacingError('The Private Key (JWK) is a public key', PASTE_THE_JWK);
	}
	const missing = needed.filter((name) => typeof jwk[name] !== 'string');
	if (missing.length > 0) {
		throw new UserFacingError(`The Private Key (JWK) lacks ${missing.join(', ')}`, PASTE_THE_JWK);
	}
	if (jwk.alg !== undefined && jwk.alg !== algorithm) {
		throw new UserFacingError(
			`The Private Key (JWK) says another 'alg' than ${algorithm}, which RSA needs`,
			'Make the OAuth client a new key of type RSA or EC P-256.',
		);
	}
	return {
		privateKey: loadKey(jwk, needed),
		algorithm,
		keyId: typeof jwk.kid === 'string' && jwk.kid !== '' ? jwk.kid : undefined,
	};
}

function loadKey(jwk: JsonObject, needed: readonly string[]): KeyObject {
	if (jwk.kty === 'EC' && jwk.crv !== 'P-256') {
		throw new UserFacingError(
			'The Private Key (JWK) is on another curve than P-256, which ES256 wants',
			'Make the OAuth client a new key of type RSA or EC P-256.',
		);
	}
	// Numbers of a key that were wrapped over several lines.
	const parts = Object.fromEntries(
		['kty', ...needed].map((name) => [name, String(jwk[name]).replace(/\s/g, '')]),
	);
	const key: JsonWebKey = parts;
	const privateKey = orUndefined(() => createPrivateKey({ key, format: 'jwk' }));
	if (privateKey === undefined) {
		throw new UserFacingError('The Private Key (JWK) cannot be read', PASTE_THE_JWK);
	}
	return jwk.kty === 'RSA' ? checkedRsaKey(privateKey) : privateKey;
}
