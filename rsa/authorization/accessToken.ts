import { jsonObject } from '../values/jsonObject';

/** An OAuth access token, as the credential's hidden field stores it between executions and workers. */
export interface AccessToken {
	readonly value: string;
	/** ms since 1970. */
	readonly receivedAt: number;
	/** ms since 1970. */
	readonly endsAt: number;
	/** ms since 1970 from which on it is renewed: somewhat before its end. */
	readonly renewAt: number;
	/** The client and settings that it was given to: {@link fingerprintOf}. */
	readonly issuedTo: string;
}

/** What the hidden field holds while there is no token. Not empty: n8n would renew before every request. */
export const NO_ACCESS_TOKEN = 'none';

/**
 * ms before its end from which on a token is renewed: requests under way fit in, and servers that count in
 * whole seconds, by whose clock it ends up to a second earlier. Never more than half of a short life.
 */
function marginOf(lifetime: number): number {
	return Math.min(60_000, Math.max(1500, lifetime / 10), lifetime / 2);
}

/** s. Used where the server does not say; RFC 6749 (5.1) only recommends that it does. */
const DEFAULT_LIFETIME = 300;

/** s. A longer one is no lifetime of an access token, and no date may come of it. */
const LONGEST_LIFETIME = 24 * 3600;

/** ms for which a token is used in any case, or the request that it was asked for could not go out with it. */
const USED_AT_LEAST = 500;

/**
 * The token of a token endpoint's answer.
 *
 * @param expiresIn seconds, as the answer says
 * @param askedAt its life counts from here, by no clock but ours: the answer itself may have taken long
 * @param took ms that the answer took
 */
export function receivedAccessToken(
	value: string,
	expiresIn: unknown,
	issuedTo: string,
	askedAt: Date,
	took = 0,
): AccessToken {
	const lifetime = lifetimeFrom(expiresIn) * 1000;
	const receivedAt = askedAt.getTime();
	const renewAt = Math.max(
		receivedAt + lifetime - marginOf(lifetime),
		receivedAt + took + USED_AT_LEAST,
	);
	return { value, issuedTo, receivedAt, endsAt: Math.max(receivedAt + lifetime, renewAt), renewAt };
}

function lifetimeFrom(expiresIn: unknown): number {
	const said = Number(expiresIn);
	return Number.isFinite(said) && said > 0 ? Math.min(said, LONGEST_LIFETIME) : DEFAULT_LIFETIME;
}

/** The hidden field's text for a token. */
export function storeAccessToken(token: AccessToken): string {
	return JSON.stringify(token);
}

/** The token that the hidden field holds, if it is for these settings, whether its time is over or not. */
export function storedAccessToken(stored: unknown, issuedTo: string): AccessToken | undefined {
	const token = typeof stored === 'string' ? parse(stored) : undefined;
	return token?.issuedTo === issuedTo ? token : undefined;
}

/** The token that the hidden field holds, if it is for these settings and need not be renewed yet. */
export function usableAccessToken(
	stored: unknown,
	issuedTo: string,
	now: Date,
): AccessToken | undefined {
	const token = storedAccessToken(stored, issuedTo);
	return token !== undefined && now.getTime() < token.renewAt ? token : undefined;
}

function parse(stored: string): AccessToken | undefined {
	try {
		const token: unknown = JSON.parse(stored);
		return isAccessToken(token) ? token : undefined;
	} catch {
		return undefined;
	}
}

function isAccessToken(token: unknown): token is AccessToken {
	const fields = jsonObject(token);
	return (
		typeof fields?.value === 'string' &&
		typeof fields.issuedTo === 'string' &&
		[fields.receivedAt, fields.endsAt, fields.renewAt].every((time) => typeof time === 'number')
	);
}
