import type { HttpResponse } from '../http/response';

/** s. Beyond this difference of clocks, a signed token counts as expired or not valid yet: RSA allows 60 (AUTH page). */
const CLOCK_SKEW = 60;

/**
 * s that this machine's clock is ahead of the server's, negative if it is behind; undefined within {@link CLOCK_SKEW}, or
 * if the response has no `Date` header (RFC 9110).
 */
export function clockOffBy({ headers }: HttpResponse, now: Date): number | undefined {
	const offBy = Math.round((now.getTime() - Date.parse(String(headers.date))) / 1000);
	return Math.abs(offBy) > CLOCK_SKEW ? offBy : undefined;
}

/**
 * The difference of the clocks as part of a sentence.
 *
 * @param offBy s that this machine's clock is ahead
 */
export function clockInWords(offBy: number): string {
	const direction = offBy > 0 ? 'ahead' : 'behind';
	return `the clock of the machine that n8n runs on is ${Math.abs(offBy)} s ${direction}`;
}
