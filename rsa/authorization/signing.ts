import { sign, type KeyObject } from 'node:crypto';

/** Algorithms of RSA and EC keys for JSON Web Tokens (RFC 7518, 3.1). */
export type SigningAlgorithm = 'RS256' | 'ES256';

/** A JSON Web Token's header beside its `typ`. RSA accepts no other property. */
interface Header {
	readonly alg: SigningAlgorithm;
	readonly kid?: string;
}

/**
 * A signed JSON Web Token (RFC 7519).
 *
 * @param key an RSA key for RS256, a P-256 key for ES256
 */
export function signJsonWebToken(
	header: Header,
	claims: Readonly<Record<string, string | number>>,
	key: KeyObject,
): string {
	const content = `${base64Url({ typ: 'JWT', ...header })}.${base64Url(claims)}`;
	// JOSE needs the two numbers of an EC signature side by side (RFC 7518, 3.4), not Node's DER form.
	const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
	return `${content}.${signature.toString('base64url')}`;
}

/** Whole seconds since 1970, the unit of JSON Web Tokens (RFC 7519, NumericDate). */
export function epochSeconds(time: Date): number {
	return Math.floor(time.getTime() / 1000);
}

function base64Url(json: object): string {
	return Buffer.from(JSON.stringify(json)).toString('base64url');
}
