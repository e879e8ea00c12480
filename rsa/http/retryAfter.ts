import type { HttpResponse } from './response';

/** ms. A year: no run waits longer, and the time to come back stays a date that can be written down. */
export const LONGEST_WAIT = 365 * 24 * 3_600_000;

const SECONDS = /^\d+$/;
/** A date without a time of day is none; JavaScript would take a single number for one. */
const DATE = /\d:\d\d/;
/** HTTP's dates are all in GMT (RFC 9110, 5.6.7). JavaScript takes one that does not say so for the machine's own time. */
const ZONE = /(?:[a-z]|[+-]\d\d:?\d\d)$/i;

/**
 * How long a 429 or 503 asks to wait, in ms up to {@link LONGEST_WAIT}, or nothing where it does not say. Both
 * forms of RFC 9110 (10.2.3) are read: seconds and HTTP date. RSA documents neither.
 */
export function retryAfter({ headers }: HttpResponse, now: Date): number | undefined {
	const header = headers['retry-after'];
	const value = typeof header === 'string' ? header.trim() : '';
	const wait = SECONDS.test(value) ? Number(value) * 1000 : timeUntil(value, now);
	return wait === undefined ? undefined : Math.min(Math.max(0, wait), LONGEST_WAIT);
}

function timeUntil(value: string, now: Date): number | undefined {
	const inZone = ZONE.test(value) ? value : `${value} GMT`;
	const date = DATE.test(value) ? Date.parse(inZone) : Number.NaN;
	return Number.isNaN(date) ? undefined : date - now.getTime();
}
