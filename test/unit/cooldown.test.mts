import { describe, expect, test } from '@jest/globals';

import { Cooldown } from '../../rsa/throttle/cooldown.ts';

const half = () => 0.5;

/** Refuses one request after another, each sent when the hold before it was over. */
function waitsOf(hold: Cooldown, retryAfters: Array<number | undefined>): number[] {
	let now = 0;
	return retryAfters.map((retryAfter) => {
		hold.refused(now, now, retryAfter);
		const wait = hold.until - now;
		now = hold.until + 1;
		return wait;
	});
}

describe('a refusal that does not say how long to wait', () => {
	test('makes waits grow from hold to hold, up to half a minute', () => {
		const waits = waitsOf(
			new Cooldown(half),
			Array.from({ length: 8 }, () => undefined),
		);
		expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
	});

	test.each([
		[0, 0],
		[0.999, 999],
	])('waits with full jitter (%d)', (random, wait) => {
		expect(waitsOf(new Cooldown(() => random), [undefined])).toEqual([wait]);
	});
});

describe('a refusal that says how long to wait', () => {
	test('is waited for just as long, every time', () => {
		expect(waitsOf(new Cooldown(half), [7000, 7000, 0, 3_600_000])).toEqual([
			7000, 7000, 0, 3_600_000,
		]);
	});

	test('makes the waits longer that have to be guessed after it', () => {
		expect(waitsOf(new Cooldown(half), [7000, undefined])).toEqual([7000, 1000]);
	});
});

test('whether RSA asked for so long a wait is told', () => {
	const hold = new Cooldown(half);
	hold.refused(0, 0, undefined);
	expect(hold.isOwn).toBe(true);
	hold.refused(0, 0, 9000);
	expect(hold.isOwn).toBe(false);
});

describe('requests that were on their way together', () => {
	test('begin one hold', () => {
		const hold = new Cooldown(half);
		const begun = [10, 20, 30].map((sentAt) => hold.refused(sentAt, 100 + sentAt, undefined));
		expect(begun).toEqual([true, false, false]);
		expect(hold.until).toBe(110 + 500);
	});

	test.each([
		['longer', 9000, 9120],
		['shorter', 100, 5110],
		['no time', undefined, 5110],
	])('are waited for as long as any of them is asked to: %s', (_, retryAfter, until) => {
		const hold = new Cooldown(half);
		hold.refused(10, 110, 5000);
		hold.refused(20, 120, retryAfter);
		expect(hold.until).toBe(until);
	});

	test('begin the next hold when they went out after the one before began', () => {
		const hold = new Cooldown(half);
		hold.refused(0, 100, undefined);
		expect(hold.refused(700, 800, undefined)).toBe(true);
		expect(hold.until).toBe(800 + 1000);
	});
});

describe('a request that was let through', () => {
	test('lets the waits begin anew', () => {
		const hold = new Cooldown(half);
		waitsOf(hold, [undefined, undefined, undefined]);
		hold.passed(hold.until + 1, hold.until + 100);
		const now = hold.until + 200;
		hold.refused(now, now, undefined);
		expect(hold.until).toBe(now + 500);
	});

	test('does not where it went out before the last hold but one', () => {
		const hold = new Cooldown(half);
		hold.refused(0, 100, undefined);
		hold.refused(700, 800, undefined);
		hold.passed(50, 900);
		hold.refused(1900, 2000, undefined);
		expect(hold.until).toBe(2000 + 2000);
	});

	test('shortens a hold that was guessed', () => {
		const hold = new Cooldown(half);
		waitsOf(hold, [undefined, undefined, undefined, undefined, undefined]);
		const now = hold.until - 7000;
		hold.passed(now - 1500, now);
		expect(hold.until).toBe(now + 1000);
	});

	test.each<[string, Array<number | undefined>]>([
		['the first refusal says how long', [60_000, undefined]],
		['a later one says so', [undefined, 60_000]],
	])('never shortens a hold that RSA asked for: %s', (_, retryAfters) => {
		const hold = new Cooldown(half);
		retryAfters.forEach((retryAfter, index) => hold.refused(index, 100, retryAfter));
		hold.passed(50, 200);
		expect(hold.until).toBe(60_100);
	});

	test('never shortens a hold that RSA asked for when the next one is guessed', () => {
		const hold = new Cooldown(half);
		hold.refused(0, 100, 60_000);
		hold.refused(100, 200, undefined);
		hold.passed(100, 300);
		expect(hold.until).toBe(60_100);
	});
});
