import { createHash, type KeyObject } from 'node:crypto';

import { consolePage } from '../errors/permissions';
import type { JsonObject } from '../values/jsonObject';
import { UserFacingError } from '../values/userFacingError';
import { LruCache } from './lruCache';
import { readPrivateKeyPem } from './privateKeyPem';
import { readSecretJson, type SecretField } from './secretJson';
import { epochSeconds, signJsonWebToken } from './signing';

/** What the `.key` file of an Administration API key says. */
export interface AdministrationApiKey {
	readonly accessId: string;
	/** Goes into `aud` byte for byte, and is the base URL where none is given. */
	readonly adminRestApiUrl: string;
	readonly privateKey: KeyObject;
}

/** Seconds. RSA takes a token for one hour from `iat` on, with 60 s of clock skew (AUTH page). */
const BACKDATED = 30;
const LIFETIME = 50 * 60;
/** Seconds before its end in which a token is not begun with: a batch's requests and retries fit in. */
const SIGNED_ANEW_BEFORE_END = 5 * 60;

const PASTE_THE_FILE = `Paste the whole content of the .key file that ${consolePage.apiKeys} handed out.`;

interface SignedToken {
	readonly jsonWebToken: string;
	readonly anewAt: number;
}

/** More keys than one n8n has credentials for; the one unused longest goes first. */
const signedTokens = new LruCache<SignedToken>(100);

/**
 * The key in a pasted `.key` file.
 *
 * @throws {UserFacingError} where the text is no such file or its private key cannot be used
 */
export function readAdministrationApiKey(apiKeyFile: string): AdministrationApiKey {
	const file = readKeyFile(apiKeyFile);
	return {
		accessId: property(file, 'accessID'),
		adminRestApiUrl: property(file, 'adminRestApiUrl'),
		privateKey: readPrivateKeyPem(property(file, 'accessKey')),
	};
}

/**
 * The address of the API in a `.key` file, without a look at its key: every request needs it.
 *
 * @throws {UserFacingError} where the text is no such file
 */
export function adminRestApiUrlOf(apiKeyFile: string): string {
	return property(readKeyFile(apiKeyFile), 'adminRestApiUrl');
}

const isKeyFile = (json: JsonObject) =>
	'accessID' in json || 'accessKey' in json || 'adminRestApiUrl' in json;

const keyFileField: SecretField = {
	name: 'API Key File',
	nextStep: PASTE_THE_FILE,
	isWanted: isKeyFile,
	isMeant: isKeyFile,
	several: 'key files',
};

function readKeyFile(apiKeyFile: string): JsonObject {
	return readSecretJson(apiKeyFile, keyFileField);
}

/**
 * A JSON Web Token signed with the key in a `.key` file: the last one while it is good, so that a batch
 * costs one signature. It is kept in memory only, under a hash of the whole file.
 *
 * @throws {UserFacingError} as {@link readAdministrationApiKey} does
 */
export function jsonWebTokenOf(apiKeyFile: string, now: Date): string {
	const known = signedTokens.get(hashOf(apiKeyFile));
	if (known !== undefined && epochSeconds(now) < known.anewAt) return known.jsonWebToken;

	const issuedAt = epochSeconds(now) - BACKDATED;
	const jsonWebToken = signAdministrationToken(readAdministrationApiKey(apiKeyFile), issuedAt);
	const anewAt = issuedAt + LIFETIME - SIGNED_ANEW_BEFORE_END;
	signedTokens.set(hashOf(apiKeyFile), { jsonWebToken, anewAt });
	return jsonWebToken;
}

/** Makes the next request sign a new token, where RSA has refused this one. */
export function forgetJsonWebToken(apiKeyFile: string, refused: string): void {
	const key = hashOf(apiKeyFile);
	if (signedTokens.get(key)?.jsonWebToken === refused) signedTokens.delete(key);
}

function signAdministrationToken(
	{ accessId, adminRestApiUrl, privateKey }: AdministrationApiKey,
	issuedAt: number,
): string {
	// RSA answers 403 to a header with anything else in it, such as kid (AUTH page).
	return signJsonWebToken(
		{ typ: 'JWT', alg: 'RS256' },
		{ sub: accessId, aud: adminRestApiUrl, iat: issuedAt, exp: issuedAt + LIFETIME },
		privateKey,
	);
}

function property(file: JsonObject, name: string): string {
	const value = file[name];
	if (typeof value === 'string' && value.trim() !== '') return value;
	throw new UserFacingError(`The API Key File has no '${name}'`, PASTE_THE_FILE);
}

function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('base64');
}
