import { describe, expect, test } from '@jest/globals';

import { LONGEST_WAIT, retryAfter } from '../../rsa/http/retryAfter.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
/** Ten minutes behind. */
const DATE = 'Sun, 01 Mar 2026 11:50:00 GMT';

/** The wait that a response with these headers requests, in ms. */
const waitOf = (value: unknown, date?: string) =>
	retryAfter({ status: 429, headers: { 'retry-after': value, date }, body: '' }, NOW);

describe('a response asks to wait', () => {
	test.each([
		['seconds', '7', 7000],
		['with blanks around them', ' 7 ', 7000],
		['with a fraction', '1.5', 1500],
		['with two digits of it', '12.25', 12_250],
		['with a bare point', '3.', 3000],
		['a date', 'Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
		['a date of the obsolete form of RFC 850', 'Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
		['a date of C, which is in GMT too', 'Sun Mar  1 12:00:30 2026', 30_000],
		['a date with a zone', 'Sun, 01 Mar 2026 13:00:30 +0100', 30_000],
		['a year and more', '9000000000000', LONGEST_WAIT],
		['more than a number can be', '9'.repeat(400), LONGEST_WAIT],
		['until a time in the far future', 'Fri, 31 Dec 9999 23:59:59 GMT', LONGEST_WAIT],
	])('%s: %s', (_, value, wait) => {
		expect(waitOf(value)).toBe(wait);
	});

	test.each([
		['no time', '0'],
		['no time, with a fraction', '0.0'],
		['a time that has passed', 'Sun, 01 Mar 2026 11:59:59 GMT'],
		['less than no time', '-1'],
		['an exponent', '1e400'],
		['a word', 'soon'],
		['a day', '2026-03-02'],
		['nothing', ''],
		['no text', 7],
		['nothing at all', undefined],
	])('for no time of its own: %s (%s)', (_, value) => {
		expect(waitOf(value)).toBeUndefined();
	});

	test.each([
		['held against the date of the response', DATE, 640_000],
		['held against the clock of n8n if that is no date', 'yesterday', 40_000],
	])('until a date, %s', (_, date, wait) => {
		expect(waitOf('Sun, 01 Mar 2026 12:00:40 GMT', date)).toBe(wait);
	});

	test('a date that has passed on the clock of n8n, and not on the clock of the server', () => {
		expect(waitOf('Sun, 01 Mar 2026 11:50:20 GMT', DATE)).toBe(20_000);
	});
});
