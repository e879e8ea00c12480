import type { Answer } from './reply';

/**
 * How long a 429 or 503 asks to wait, in ms, or nothing where it does not say. Both forms of RFC 9110
 * (10.2.3) are read: seconds and HTTP date. RSA documents neither.
 */
export function retryAfter({ headers }: Answer, now: Date): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
