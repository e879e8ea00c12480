import type { HttpResponse } from './response';

/** ms. A year: no run waits longer, and the time to come back stays a date that can be written down. */
export const LONGEST_WAIT = 365 * 24 * 3_600_000;

/** RFC 9110 (10.2.3) has whole seconds; some servers send fractions. */
const SECONDS = /^\d+(\.\d*)?$/;
/** A date without a time of day is none; JavaScript would take a single number for one. */
const DATE = /\d:\d\d/;
/** HTTP's dates are all in GMT (RFC 9110, 5.6.7). JavaScript takes one that does not say so for the machine's own time. */
const ZONE = /(?:[a-z]|[+-]\d\d:?\d\d)$/i;

/**
 * How long a response asks to wait, in ms up to {@link LONGEST_WAIT}; undefined if it does not say, or says a time that
 * is no wait: none, or one that has passed. Both forms of RFC 9110 (10.2.3) are read: seconds and HTTP date. RSA
 * documents neither.
 *
 * @param now for a date, if the response has no date of its own to hold it against: the two clocks may differ
 */
export function retryAfter({ headers }: HttpResponse, now: Date): number | undefined {
	const value = textIn(headers['retry-after']);
	const wait = SECONDS.test(value)
		? Number(value) * 1000
		: dateIn(value) - (dateIn(textIn(headers.date)) || now.getTime());
	return wait > 0 ? Math.min(wait, LONGEST_WAIT) : undefined;
}

function textIn(header: unknown): string {
	return typeof header === 'string' ? header.trim() : '';
}

/** @returns ms since 1970; NaN if it is no date */
function dateIn(text: string): number {
	return DATE.test(text) ? Date.parse(ZONE.test(text) ? text : `${text} GMT`) : Number.NaN;
}
