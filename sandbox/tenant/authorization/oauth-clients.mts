import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { JWK } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import { RsaKeyPairs, type KeyPair } from './key-pairs.mts';

/** RSA's scopes: "OAuth 2.0-Based Permissions for the Cloud Administration APIs", and its clients. */
export const allScopes = [
	'rsa.authenticator.sidtoken.read',
	'rsa.authenticator.sidtoken.manage',
	'rsa.authenticator.sidtoken.delete',
	'rsa.authenticator.mobile.read',
	'rsa.authenticator.mobile.manage',
	'rsa.authenticator.mobile.delete',
	'rsa.authenticator.fido.read',
	'rsa.authenticator.fido.manage',
	'rsa.authenticator.fido.delete',
	'rsa.authenticator.ds100.read',
	'rsa.authenticator.ds100.manage',
	'rsa.authenticator.ds100.delete',
	'rsa.authenticator.emergency.manage',
	'rsa.user.read',
	'rsa.user.sync',
	'rsa.user.manage',
	'rsa.user.delete.soft',
	'rsa.user.delete',
	'rsa.user.factor.manage',
	'rsa.user.risky.read',
	'rsa.user.risky.manage',
	'rsa.user.local.manage',
	'rsa.user.verify',
	'rsa.group.read',
	'rsa.group.manage',
	'rsa.group.users.read',
	'rsa.group.users.manage',
	'rsa.audit.admin',
	'rsa.audit.user',
	'rsa.audit.system',
	'rsa.report.read',
	'rsa.report.health',
	'rsa.report.license.usage',
	'rsa.report.user.risky',
	'rsa.fido.configuration.read',
	'rsa.fido.configuration.manage',
	'rsa.agent.read',
	'rsa.agent.cert',
] as const;

/** One of RSA's scopes. */
export type Scope = (typeof allScopes)[number];

/** The types of client keys that RSA's console offers. */
type KeyType = 'RSA' | 'EC';

/** The OAuth client to issue. */
export interface OAuthClientOrder {
	readonly keyType: KeyType;
	/** The scopes that the client may request, at least one. sidtoken.read and sidtoken.manage by default. */
	readonly scopes?: readonly Scope[];
	/** A made-up one by default. */
	readonly kid?: string;
}

/** The data that the owner of an OAuth client receives from RSA's console. */
export interface OAuthClient {
	/** The token endpoint is `<issuerUrl>/token`. */
	readonly issuerUrl: string;
	readonly clientId: string;
	/** The whole private key with kid, alg and use. */
	readonly privateKeyJwk: JWK & { readonly kid: string };
	readonly scopes: readonly Scope[];
}

const rsaKeyPairs = new RsaKeyPairs();

const keys: Readonly<Record<KeyType, { alg: string; pair: (index: number) => KeyPair }>> = {
	RSA: { alg: 'RS256', pair: (index) => rsaKeyPairs.numbered(index) },
	EC: { alg: 'ES256', pair: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
};

/**
 * Makes an OAuth client.
 *
 * @param order key type, scopes, kid
 * @param issuerUrl the OAuth server's
 * @param index how many clients the tenant has already
 * @returns what its owner receives, and what the OAuth server has to know of it
 * @throws when there is no scope: oidc-provider would take that for no restriction
 */
export function makeOAuthClient(
	order: OAuthClientOrder,
	issuerUrl: string,
	index: number,
): { client: OAuthClient; metadata: ClientMetadata } {
	const { keyType, kid = randomUUID() } = order;
	const { scopes = ['rsa.authenticator.sidtoken.read', 'rsa.authenticator.sidtoken.manage'] } =
		order;
	if (scopes.length === 0) throw new Error('An OAuth client needs a scope');
	const { alg, pair } = keys[keyType];
	const { privateKey, publicKey } = pair(index);
	const purpose = { kid, alg, use: 'sig' };
	const client = {
		issuerUrl,
		clientId: randomUUID(),
		privateKeyJwk: { ...privateKey.export({ format: 'jwk' }), kty: keyType, ...purpose },
		scopes,
	};
	const publicKeyJwk = { ...publicKey.export({ format: 'jwk' }), ...purpose };
	return { client, metadata: metadataOf(client, publicKeyJwk) };
}

function metadataOf({ clientId, scopes }: OAuthClient, publicKeyJwk: object): ClientMetadata {
	return {
		client_id: clientId,
		grant_types: ['client_credentials'],
		response_types: [],
		redirect_uris: [],
		token_endpoint_auth_method: 'private_key_jwt',
		// No ID token is ever issued, but oidc-provider requires an algorithm it has a key for.
		id_token_signed_response_alg: 'ES256',
		scope: scopes.join(' '),
		jwks: { keys: [publicKeyJwk] },
	};
}
