import { createHash, type KeyObject } from 'node:crypto';

import { consolePage } from '../errors/permissions';
import type { JsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { LruCache } from './lruCache';
import { parsePrivateKeyPem } from './privateKeyPem';
import { parseSecretJson, type SecretField } from './secretJson';
import { epochSeconds, signJsonWebToken } from './signing';

/** The `.key` file of an Administration API key. */
export interface AdministrationApiKey {
	readonly accessId: string;
	/** The `aud` of a token, byte for byte; also the base URL if no other is entered. */
	readonly adminRestApiUrl: string;
	readonly privateKey: KeyObject;
}

/** s by which `iat` is set back. RSA accepts a token for one hour from `iat` on, with 60 s of clock skew (AUTH page). */
const BACKDATED = 30;
const LIFETIME = 50 * 60;
/** s before its end at which a token is replaced: leaves time for the requests and retries of a run. */
const REPLACED_BEFORE_END = 5 * 60;

const PASTE_THE_FILE = `Paste the whole content of the .key file from ${consolePage.apiKeys}.`;

/** Signed tokens, in memory only, by a hash of the whole key file. The capacity is more than one n8n has credentials. */
const signedTokens = new LruCache<{ jsonWebToken: string; replaceAt: number }>(100);

const isKeyFile = (json: JsonObject) =>
	'accessID' in json || 'accessKey' in json || 'adminRestApiUrl' in json;

const keyFileField: SecretField = {
	name: 'API Key File',
	nextStep: PASTE_THE_FILE,
	isWanted: isKeyFile,
	isComplete: isKeyFile,
	plural: 'key files',
};

/**
 * The key in a pasted `.key` file.
 *
 * @throws {UserFacingError} if the text is no such file or its private key cannot be used
 */
export function parseAdministrationApiKey(apiKeyFile: string): AdministrationApiKey {
	const file = parseSecretJson(apiKeyFile, keyFileField);
	return {
		accessId: property(file, 'accessID'),
		adminRestApiUrl: property(file, 'adminRestApiUrl'),
		privateKey: parsePrivateKeyPem(property(file, 'accessKey')),
	};
}

/**
 * The address of the API in a `.key` file. Every request needs it, so the key is not parsed.
 *
 * @throws {UserFacingError} if the text is no such file
 */
export function adminRestApiUrlOf(apiKeyFile: string): string {
	return property(parseSecretJson(apiKeyFile, keyFileField), 'adminRestApiUrl');
}

/**
 * A JSON Web Token signed with the key in a `.key` file: the last one, until it is due to be replaced.
 *
 * @throws {UserFacingError} as {@link parseAdministrationApiKey} does
 */
export function jsonWebTokenOf(apiKeyFile: string, now: Date): string {
	const hash = hashOf(apiKeyFile);
	const last = signedTokens.get(hash);
	if (last !== undefined && epochSeconds(now) < last.replaceAt) return last.jsonWebToken;

	const { accessId, adminRestApiUrl, privateKey } = parseAdministrationApiKey(apiKeyFile);
	const issuedAt = epochSeconds(now) - BACKDATED;
	const expiresAt = issuedAt + LIFETIME;
	const jsonWebToken = signJsonWebToken(
		// RSA rejects a header with any other property, such as kid, with a 403 (AUTH page).
		{ alg: 'RS256' },
		{ sub: accessId, aud: adminRestApiUrl, iat: issuedAt, exp: expiresAt },
		privateKey,
	);
	signedTokens.set(hash, { jsonWebToken, replaceAt: expiresAt - REPLACED_BEFORE_END });
	return jsonWebToken;
}

/** Makes the next request sign a new token, because RSA rejected this one. */
export function forgetJsonWebToken(apiKeyFile: string, rejected: string): void {
	const hash = hashOf(apiKeyFile);
	if (signedTokens.get(hash)?.jsonWebToken === rejected) signedTokens.delete(hash);
}

function property(file: JsonObject, name: string): string {
	const value = file[name];
	if (typeof value === 'string' && value.trim() !== '') return value;
	throw new UserFacingError(`The API Key File has no '${name}'`, PASTE_THE_FILE);
}

function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('base64');
}
