import { consolePage } from '../errors/permissions';
import { jsonObject, type JsonObject } from '../values/jsonObject';
import { orUndefined } from '../values/orUndefined';
import { UserFacingError } from '../values/userFacingError';
import { JSON_WEB_TOKEN, kindOfText } from './pastedKind';

const WHERE_TO_GET_ONE = `RSA accepts a JSON Web Token for one hour at most. Make a new one with your Administration API key (${consolePage.apiKeys}) and paste it into the credential.`;

/** Algorithms with a private key. RSA accepts no token signed with a password (HS256), or not signed (none). */
const SIGNED_WITH_A_KEY = /^(RS|ES|PS)\d{3}$/;

/**
 * A pasted JSON Web Token for the `Authorization` header, without what copying adds (white space, `Bearer`, quotes). It is
 * checked as far as possible without the key.
 *
 * @param pasted the field's text
 * @param now the time to compare `exp` with
 * @throws {UserFacingError} if it is no signed JSON Web Token or its `exp` has passed. RSA would reject both with a 403,
 * which says less ("Authentication for the Cloud Administration APIs")
 */
export function parseJsonWebToken(pasted: string, now: Date): string {
	const jsonWebToken = cleaned(pasted);
	if (jsonWebToken === '') throw invalid('The JSON Web Token is empty');
	const expiry = expiryOf(claimsOf(jsonWebToken));
	if (expiry.getTime() > now.getTime()) return jsonWebToken;
	throw invalid(
		`The JSON Web Token expired at ${expiry.toISOString()} (${elapsed(expiry, now)} ago)`,
	);
}

function invalid(message: string, advice = ''): UserFacingError {
	return new UserFacingError(message, advice + WHERE_TO_GET_ONE);
}

/** The text without what copying adds: a header's name, `Bearer`, quotes, line breaks, and invisible characters. */
function cleaned(pasted: string): string {
	return pasted
		.replace(/[\r\n\t\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
		.trim()
		.replace(/^(authorization:\s*)?(bearer\b\s*)?["'“”„]?|["'“”]$/gi, '')
		.trim();
}

function claimsOf(jsonWebToken: string): JsonObject {
	const [header, claims, signature = '', ...more] = jsonWebToken.split('.');
	const [decodedHeader, decodedClaims] = [decoded(header), decoded(claims)];
	if (!decodedHeader || !decodedClaims || !BASE64_URL.test(signature) || more.length > 0) {
		throw notAToken(jsonWebToken);
	}
	if (SIGNED_WITH_A_KEY.test(String(decodedHeader.alg))) return decodedClaims;
	throw invalid('The JSON Web Token is not signed with a private key, which RSA requires');
}

const BASE64_URL = /^[\w-]+$/;

function decoded(part = ''): JsonObject | undefined {
	if (!BASE64_URL.test(part)) return undefined;
	const json = Buffer.from(part, 'base64url').toString();
	return jsonObject(orUndefined(() => JSON.parse(json) as unknown));
}

function notAToken(text: string): UserFacingError {
	const kind = kindOfText(text);
	if (kind !== undefined && kind !== JSON_WEB_TOKEN) {
		return invalid(`The JSON Web Token ${kind.is}`, kind.advice && `${kind.advice} `);
	}
	return invalid(
		"This is not a JSON Web Token: it must be three parts of letters, digits, '-' and '_', joined by dots",
	);
}

function expiryOf({ exp }: JsonObject): Date {
	// RSA's sample shows exp as a quoted string, its clients send a number.
	const expiry = new Date(Number(exp || undefined) * 1000);
	if (!Number.isNaN(expiry.getTime())) return expiry;
	throw invalid(
		"The JSON Web Token does not say when it expires: it has no 'exp', which RSA requires",
	);
}

const units: ReadonlyArray<[name: string, seconds: number]> = [
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
];

/** `3 minutes`, `2 hours`, `5 days`: the largest unit that gives at least one. */
function elapsed(from: Date, to: Date): string {
	const seconds = Math.floor((to.getTime() - from.getTime()) / 1000);
	const [name, length] = units.find(([, length]) => seconds >= length) ?? ['second', 1];
	const count = Math.floor(seconds / length);
	return `${count} ${name}${count === 1 ? '' : 's'}`;
}
