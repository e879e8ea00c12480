import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { equalJitter, fullJitter, type Growth } from '../../rsa/throttle/backoff.ts';

const growth: Growth = { first: 500, cap: 8000 };
const longest = () => 1;
const shortest = () => 0;

const growths = fc.record({
	first: fc.integer({ min: 1, max: 10_000 }),
	cap: fc.integer({ min: 1, max: 100_000 }),
	factor: fc.integer({ min: 1, max: 5 }),
});
const numbersInARow = fc.nat({ max: 20 });

describe('waits before another attempt', () => {
	test('double with each wait in a row, up to the cap', () => {
		const waits = [0, 1, 2, 3, 4, 5].map((inARow) => fullJitter(growth, inARow, longest));
		expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
	});

	test('grow by another factor where one is given', () => {
		const waits = [0, 1, 2].map((inARow) => fullJitter({ ...growth, factor: 3 }, inARow, longest));
		expect(waits).toEqual([500, 1500, 4500]);
	});

	test('with full jitter are anything from nothing', () => {
		expect(fullJitter(growth, 2, shortest)).toBe(0);
		expect(fullJitter(growth, 2, () => 0.25)).toBe(500);
	});

	test('with equal jitter are at least half of the longest that is due', () => {
		expect(equalJitter(growth, 2, shortest)).toBe(1000);
		expect(equalJitter(growth, 2, () => 0.5)).toBe(1500);
		expect(equalJitter(growth, 2, longest)).toBe(2000);
	});

	test('are never longer than the cap, nor negative', () => {
		fc.assert(
			fc.property(
				growths,
				numbersInARow,
				fc.double({ min: 0, max: 1, noNaN: true }),
				(...given) => {
					const [anyGrowth, inARow, number] = given;
					for (const jitter of [fullJitter, equalJitter]) {
						const wait = jitter(anyGrowth, inARow, () => number);
						expect(wait).toBeGreaterThanOrEqual(0);
						expect(wait).toBeLessThanOrEqual(anyGrowth.cap);
					}
				},
			),
		);
	});
});
