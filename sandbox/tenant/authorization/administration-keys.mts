import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { RsaKeyPairs } from './key-pairs.mts';

/** The role of a key's owner: RSA's two roles for keys, and none for a key without permissions. */
export type Role = 'helpDesk' | 'superAdmin' | 'none';

/** An Administration API key, as in the JSON of RSA's `.key` file. */
export interface AdministrationKey {
	readonly customerName: string;
	readonly accessID: string;
	readonly description: string;
	/** RSA private key, 2048 bit, PEM in PKCS#1. */
	readonly accessKey: string;
	readonly adminRestApiUrl: string;
}

/** A key as the tenant remembers it. */
export interface IssuedKey {
	readonly role: Role;
	readonly adminRestApiUrl: string;
	readonly publicKey: KeyObject;
}

/** Deviations of a JWT from a valid one. */
export interface JwtOverrides {
	/** Laid over `{typ: 'JWT', alg: 'RS256'}`; undefined removes. */
	readonly header?: Readonly<Record<string, unknown>>;
	/** Laid over sub, aud, iat and exp; undefined removes. */
	readonly claims?: Readonly<Record<string, unknown>>;
	/** From iat to exp. 900 by default. */
	readonly lifetimeSeconds?: number;
	/** Signs with this key's private half instead. */
	readonly signedWith?: AdministrationKey;
}

const keyPairs = new RsaKeyPairs();

/** The Administration API keys that a tenant has issued. */
export class AdministrationKeys {
	readonly #issued = new Map<string, IssuedKey>();

	/**
	 * @param role the role of the key's owner
	 * @param adminRestApiUrl the URL to write into the key, and to expect as audience
	 */
	issue(role: Role, adminRestApiUrl: string): AdministrationKey {
		const { publicKey, privateKey } = keyPairs.numbered(this.#issued.size);
		const accessID = randomUUID();
		this.#issued.set(accessID, { role, adminRestApiUrl, publicKey });
		return {
			customerName: 'Sandbox',
			accessID,
			description: `Sandbox key, role ${role}`,
			accessKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
			adminRestApiUrl,
		};
	}

	/** @returns the key with this access ID, undefined when none was issued */
	find(accessID: string): IssuedKey | undefined {
		return this.#issued.get(accessID);
	}
}

/**
 * Signs a JWT for a key by the rules of RSA's page "Authentication for the Cloud Administration
 * APIs", or with the requested deviations.
 *
 * @param key the key file's content
 * @param now when the JWT is issued
 * @param overrides deviations
 * @returns the JWT in compact form
 */
export async function signJwt(
	key: AdministrationKey,
	now: Date,
	overrides: JwtOverrides = {},
): Promise<string> {
	const { header, claims, lifetimeSeconds = 900, signedWith = key } = overrides;
	const iat = Math.floor(now.getTime() / 1000);
	const privateKey = createPrivateKey(signedWith.accessKey);
	return await new SignJWT({
		sub: key.accessID,
		aud: key.adminRestApiUrl,
		iat,
		exp: iat + lifetimeSeconds,
		...claims,
	})
		.setProtectedHeader({ typ: 'JWT', alg: 'RS256', ...header })
		.sign(privateKey);
}
