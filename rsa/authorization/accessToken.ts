import { jsonObject } from '../values/jsonObject';
import { orUndefined } from '../values/orUndefined';

/**
 * An OAuth access token, as the credential's hidden field stores it between executions and workers. Times in ms since
 * 1970.
 */
export interface AccessToken {
	readonly value: string;
	readonly receivedAt: number;
	readonly endsAt: number;
	/** From this time on it is renewed: some time before its end. */
	readonly renewAt: number;
	/** The client and settings that it was issued to: {@link fingerprintOf}. */
	readonly issuedTo: string;
}

/** Value of the hidden field without a token. Not empty, because n8n would then renew before every request. */
export const NO_ACCESS_TOKEN = 'none';

/**
 * ms before its end at which a token is renewed. Leaves time for requests in flight, and for servers that count in whole
 * seconds, whose tokens end up to a second earlier. At most half of the lifetime.
 */
function marginOf(lifetime: number): number {
	return Math.min(60_000, Math.max(1500, lifetime / 10), lifetime / 2);
}

/** s. Used if the server does not say; RFC 6749 (5.1) only recommends that it does. */
const DEFAULT_LIFETIME = 300;

/** s. A longer lifetime counts as this one: it cannot be right, and may be too long for a date. */
const LONGEST_LIFETIME = 24 * 3600;

/** ms for which every token is used, however short its lifetime: the request that it was requested for needs it. */
const USED_AT_LEAST = 500;

/**
 * The token in a token endpoint's response.
 *
 * @param expiresIn s, as the response says
 * @param requestedAt its lifetime counts from here, by this machine's clock: the response itself may have taken long
 * @param took ms until the response came
 */
export function receivedAccessToken(
	value: string,
	expiresIn: unknown,
	issuedTo: string,
	requestedAt: Date,
	took = 0,
): AccessToken {
	const lifetime = lifetimeFrom(expiresIn) * 1000;
	const receivedAt = requestedAt.getTime();
	const renewAt = receivedAt + Math.max(lifetime - marginOf(lifetime), took + USED_AT_LEAST);
	return { value, issuedTo, receivedAt, endsAt: Math.max(receivedAt + lifetime, renewAt), renewAt };
}

function lifetimeFrom(expiresIn: unknown): number {
	const seconds = Number(expiresIn);
	const isLifetime = Number.isFinite(seconds) && seconds > 0;
	return isLifetime ? Math.min(seconds, LONGEST_LIFETIME) : DEFAULT_LIFETIME;
}

/** The hidden field's text for a token. */
export function storeAccessToken(token: AccessToken): string {
	return JSON.stringify(token);
}

/** The token in the hidden field, expired or not; undefined if it was not issued to these settings. */
export function storedAccessToken(stored: unknown, issuedTo: string): AccessToken | undefined {
	if (typeof stored !== 'string') return undefined;
	const token = orUndefined(() => JSON.parse(stored) as unknown);
	return isAccessToken(token) && token.issuedTo === issuedTo ? token : undefined;
}

/** The same, unless the token has to be renewed. */
export function usableAccessToken(
	stored: unknown,
	issuedTo: string,
	now: Date,
): AccessToken | undefined {
	const token = storedAccessToken(stored, issuedTo);
	return token !== undefined && now.getTime() < token.renewAt ? token : undefined;
}

function isAccessToken(token: unknown): token is AccessToken {
	const fields = jsonObject(token);
	return (
		typeof fields?.value === 'string' &&
		typeof fields.issuedTo === 'string' &&
		[fields.receivedAt, fields.endsAt, fields.renewAt].every((time) => typeof time === 'number')
	);
}
