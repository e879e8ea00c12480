import { describe, expect, test } from '@jest/globals';

import type { SendResult } from '../../rsa/http/response.ts';
import {
	cooldownIn,
	isTooManyRequests,
	loadOf,
	loneWait,
} from '../../rsa/throttle/overloadSignals.ts';
import { answered, lost, notDelivered } from '../support/responses.mts';

const wait = { 'retry-after': '2' };

describe('RSA sends all away until later', () => {
	test.each<[string, SendResult, ReturnType<typeof cooldownIn>]>([
		['with a 429 that says how long', answered(429, '', wait), { retryAfter: 2000 }],
		['with a 429 that does not', answered(429), { retryAfter: undefined }],
		['with a 503 that says how long', answered(503, '', wait), { retryAfter: 2000 }],
		['not with a 503 that does not', answered(503), undefined],
		['not with another error', answered(500, '', wait), undefined],
		['not with a success', answered(200, '', wait), undefined],
		['not by a lost answer', lost, undefined],
	])('%s', (_, result, cooldown) => {
		expect(cooldownIn(result)).toEqual(cooldown);
	});
});

test.each<[string, SendResult, boolean]>([
	['a 429', answered(429), true],
	['a 503', answered(503), false],
	['a lost answer', lost, false],
])('RSA has not processed the request after %s: %#', (_, result, isRefused) => {
	expect(isTooManyRequests(result)).toBe(isRefused);
});

describe("RSA's load", () => {
	test.each<[string, SendResult, ReturnType<typeof loadOf>]>([
		['is too much where no request reaches it', notDelivered, 'overloaded'],
		['is too much after a 503', answered(503), 'overloaded'],
		['is fine after an answer', answered(200), 'fine'],
		['is fine after an error', answered(500), 'fine'],
		['is open after a 429, which speaks of a limit', answered(429), 'unknown'],
		['is open after a lost answer', lost, 'unknown'],
	])('%s', (_, result, load) => {
		expect(loadOf(result)).toBe(load);
	});
});

describe('a request that RSA refuses while it lets others through waits', () => {
	test('as long as RSA requests', () => {
		const result = answered(429, '', { 'retry-after': '60' });
		expect(loneWait(result, 0, () => 0)).toEqual({
			kind: 'notSent',
			cause: 'tooManyRequests',
			retryAfter: 60_000,
		});
	});

	test('as long as RSA requests, if its own choice would be as long', () => {
		expect(loneWait(answered(429, '', { 'retry-after': '1' }), 0, () => 1)).toEqual({
			kind: 'notSent',
			cause: 'tooManyRequests',
			retryAfter: 1000,
		});
	});

	test('longer from time to time, by its own choice, if RSA does not say how long', () => {
		const waits = [0, 1, 2].map((inARow) => loneWait(answered(429), inARow, () => 1));
		expect(waits.map(({ retryAfter }) => retryAfter)).toEqual([1000, 3000, 9000]);
		expect(waits.map(({ isOwnWait }) => isOwnWait)).toEqual([true, true, true]);
	});
});
