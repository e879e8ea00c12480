import { createHash, createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';

import { consolePage } from '../errors/permissions';
import type { JsonObject } from '../values/jsonObject';
import { orUndefined } from '../values/orUndefined';
import { UserFacingError } from '../values/userFacingError';
import { secureAddress } from './address';
import { checkedRsaKey } from './privateKeyPem';
import { parseSecretJson, type SecretField } from './secretJson';
import type { SigningAlgorithm } from './signing';

/** The fields of the credential that make an OAuth client of type Admin API. */
export interface OAuthClientFields {
	readonly issuerUrl: string;
	readonly clientId: string;
	readonly privateKeyJwk: string;
	readonly scope: string;
}

/** An OAuth client that can authenticate. */
export interface OAuthClient {
	readonly tokenEndpoint: string;
	readonly clientId: string;
	readonly privateKey: KeyObject;
	readonly algorithm: SigningAlgorithm;
	readonly keyId: string | undefined;
	/** Space-delimited; empty for the client's default scopes. */
	readonly scope: string;
}

const COPY_FROM_CONSOLE = `Copy it from ${consolePage.oAuthClients}.`;
const PASTE_THE_JWK = `Paste the whole private key file (JWK) from ${consolePage.oAuthClients}.`;
const MAKE_A_NEW_KEY = 'Create a new key of type RSA or EC P-256 for the OAuth client.';

/** Algorithm and properties of a private JWK by its type (RFC 7518, 6). Node needs all of the RSA ones. */
const keyTypes: ReadonlyMap<
	unknown,
	{ readonly algorithm: SigningAlgorithm; readonly needed: readonly string[] }
> = new Map([
	['RSA', { algorithm: 'RS256', needed: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] }],
	['EC', { algorithm: 'ES256', needed: ['crv', 'x', 'y', 'd'] }],
] as const);

/**
 * The OAuth client in the credential's fields.
 *
 * @throws {UserFacingError} if a field is missing, or the key cannot sign as RSA requires
 */
export function parseOAuthClient(fields: OAuthClientFields): OAuthClient {
	const clientId = fields.clientId.trim();
	if (clientId === '') throw new UserFacingError('The Client ID is empty', COPY_FROM_CONSOLE);
	return {
		tokenEndpoint: tokenEndpointOf(fields.issuerUrl),
		clientId,
		...parsePrivateKeyJwk(fields.privateKeyJwk),
		scope: scopesIn(fields.scope).join(' '),
	};
}

/** Separators of scopes, as users and clients write them: RSA's PowerShell client joins scopes by `+`. */
const BETWEEN_SCOPES = /(?:[\s,;+"'\u00A0\u200B\uFEFF]|%20|%2B|%2C|%0A|\\n)+/i;

/** The scopes in a text, without duplicates. */
export function scopesIn(text: string): string[] {
	return [...new Set(text.split(BETWEEN_SCOPES).filter(Boolean))];
}

/** A hash of a client and its settings: an access token is used only with those that it was issued to. */
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
	isComplete: (json) => 'kty' in json && 'd' in json,
	plural: 'keys',
};

function invalidKey(what: string, nextStep = PASTE_THE_JWK): UserFacingError {
	return new UserFacingError(`The Private Key (JWK) ${what}`, nextStep);
}

function parsePrivateKeyJwk(
	pasted: string,
): Pick<OAuthClient, 'privateKey' | 'algorithm' | 'keyId'> {
	const jwk = parseSecretJson(pasted, privateKeyField);
	const keyType = keyTypes.get(jwk.kty);
	if (keyType === undefined) throw invalidKey("has no 'kty' of RSA or EC");
	const { algorithm, needed } = keyType;
	if (!('d' in jwk)) throw invalidKey('is a public key');
	const missing = needed.filter((name) => typeof jwk[name] !== 'string');
	if (missing.length > 0) throw invalidKey(`lacks ${missing.join(', ')}`);
	if (jwk.alg !== undefined && jwk.alg !== algorithm) {
		throw invalidKey(`has an 'alg' other than ${algorithm}, which RSA requires`, MAKE_A_NEW_KEY);
	}
	return {
		privateKey: loadKey(jwk, needed),
		algorithm,
		keyId: typeof jwk.kid === 'string' && jwk.kid !== '' ? jwk.kid : undefined,
	};
}

function loadKey(jwk: JsonObject, needed: readonly string[]): KeyObject {
	if (jwk.kty === 'EC' && jwk.crv !== 'P-256') {
		throw invalidKey('uses a curve other than P-256, which ES256 requires', MAKE_A_NEW_KEY);
	}
	// The numbers of a key may be wrapped over several lines.
	const key: JsonWebKey = Object.fromEntries(
		['kty', ...needed].map((name) => [name, String(jwk[name]).replace(/\s/g, '')]),
	);
	const privateKey = orUndefined(() => createPrivateKey({ key, format: 'jwk' }));
	if (privateKey === undefined) throw invalidKey('cannot be read');
	return jwk.kty === 'RSA' ? checkedRsaKey(privateKey) : privateKey;
}
