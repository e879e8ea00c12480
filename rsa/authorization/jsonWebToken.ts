import { consolePage } from '../errors/permissions';
import { UserFacingError } from '../values/userFacingError';
import { JSON_WEB_TOKEN, kindOfText } from './pastedKind';

const WHERE_TO_GET_ONE = `RSA accepts a JSON Web Token for one hour at most. Make a new one with your Administration API key (${consolePage.apiKeys}) and paste it into the credential.`;

/** Signed with a private key. A token signed with a password (HS256), or not at all (none), is none of RSA's. */
const SIGNED_WITH_A_KEY = /^(RS|ES|PS)\d{3}$/;

/**
 * Checks a pasted JSON Web Token as far as that is possible without the key, and cleans it of what
 * copying adds (white space, `Bearer`, quotes).
 *
 * @param pasted the field's text
 * @param now the time to hold `exp` against
 * @returns the token as it goes into the `Authorization` header
 * @throws {UserFacingError} where it is no signed JSON Web Token or its `exp` has passed. RSA refuses both with
 * a 403, which says less ("Authentication for the Cloud Administration APIs").
 */
export function readJsonWebToken(pasted: string, now: Date): string {
	const jsonWebToken = cleaned(pasted);
	if (jsonWebToken === '')
		throw new UserFacingError('The JSON Web Token is empty', WHERE_TO_GET_ONE);

	const expiry = expiryOf(claimsOf(jsonWebToken));
	if (expiry.getTime() <= now.getTime()) {
		throw new UserFacingError(
			`The JSON Web Token expired at ${expiry.toISOString()} (${elapsed(expiry, now)} ago)`,
			WHERE_TO_GET_ONE,
		);
	}
	return jsonWebToken;
}

/** Without what copying adds: a header's name, `Bearer`, quotes, line breaks, and what nobody sees. */
function cleaned(pasted: string): string {
	return pasted
		.replace(/[\r\n\t\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
		.trim()
		.replace(/^(authorization:\s*)?(bearer\b\s*)?["'“”„]?|["'“”]$/gi, '')
		.trim();
}

function claimsOf(jsonWebToken: string): object {
	const [header, claims, signature, ...more] = jsonWebToken.split('.');
	const decodedHeader = decodePart(header);
	const decodedClaims = decodePart(claims);
	if (!decodedHeader || !decodedClaims || !isBase64Url(signature) || more.length > 0) {
		throw otherThanToken(jsonWebToken);
	}
	if (!('alg' in decodedHeader) || !SIGNED_WITH_A_KEY.test(String(decodedHeader.alg))) {
		throw new UserFacingError(
			'The JSON Web Token is not signed with a private key, as RSA demands',
			WHERE_TO_GET_ONE,
		);
	}
	return decodedClaims;
}

function otherThanToken(text: string): UserFacingError {
	const kind = kindOfText(text);
	if (kind === undefined || kind === JSON_WEB_TOKEN) {
		return new UserFacingError(
			"This is not a JSON Web Token: it must be three parts of letters, digits, '-' and '_', joined by dots",
			WHERE_TO_GET_ONE,
		);
	}
	const advice = kind.advice === undefined ? '' : `${kind.advice} `;
	return new UserFacingError(`The JSON Web Token ${kind.is}`, `${advice}${WHERE_TO_GET_ONE}`);
}

function isBase64Url(part: string | undefined): part is string {
	return part !== undefined && /^[\w-]+$/.test(part);
}

function decodePart(part: string | undefined): object | undefined {
	if (!isBase64Url(part)) return undefined;
	try {
		const decoded: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
		return typeof decoded === 'object' && decoded !== null ? decoded : undefined;
	} catch {
		return undefined;
	}
}

function expiryOf(claims: object): Date {
	// RSA's sample shows exp as a quoted string, its clients send a number.
	const expiry = new Date(Number(('exp' in claims && claims.exp) || undefined) * 1000);
	if (Number.isNaN(expiry.getTime())) {
		throw new UserFacingError(
			"The JSON Web Token does not say when it expires: it has no 'exp', which RSA demands",
			WHERE_TO_GET_ONE,
		);
	}
	return expiry;
}

/** `3 minutes`, `2 hours`, `5 days`: the largest unit that gives at least one. */
function elapsed(from: Date, to: Date): string {
	const seconds = Math.floor((to.getTime() - from.getTime()) / 1000);
	const units: Array<[name: string, seconds: number]> = [
		['day', 86_400],
		['hour', 3_600],
		['minute', 60],
		['second', 1],
	];
	const [name, length] = units.find(([, length]) => seconds >= length) ?? ['second', 1];
	const count = Math.floor(seconds / length);
	return `${count} ${name}${count === 1 ? '' : 's'}`;
}
