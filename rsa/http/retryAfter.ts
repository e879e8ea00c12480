import type { HttpResponse } from './response';

/** ms. A year: no run waits longer, and the time of the next attempt remains a valid date. */
export const LONGEST_WAIT = 365 * 24 * 3_600_000;

/** RFC 9110 (10.2.3) has whole seconds; some servers send fractions. */
const SECONDS = /^\d+(\.\d*)?$/;
/** HTTP dates have a time of day. Without this check, JavaScript would parse a single number as a date. */
const DATE = /\d:\d\d/;
/** HTTP dates are in GMT (RFC 9110, 5.6.7). JavaScript parses a date without a zone in the machine's own zone. */
const ZONE = /(?:[a-z]|[+-]\d\d:?\d\d)$/i;

/**
 * The wait that a response requests in `Retry-After`, in ms, at most {@link LONGEST_WAIT}. Undefined if it requests none:
 * no such header, one that cannot be parsed, no wait, or a time that has passed. Both forms of RFC 9110 (10.2.3) are
 * parsed: seconds and HTTP date. RSA documents neither.
 *
 * @param now compared with an HTTP date if the response has no `Date` header; that one is better, as clocks may differ
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
