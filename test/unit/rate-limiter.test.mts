import { describe, expect, test } from '@jest/globals';

import { AcceptedRequests } from '../../rsa/throttle/acceptedRequests.ts';
import { RateLimiter } from '../../rsa/throttle/rateLimiter.ts';

/** Sends whatever the rate allows. @returns how many requests went out in each second from then on */
function sentIn(seconds: number, rate: RateLimiter, from: number): number[] {
	const counts = Array.from({ length: seconds }, () => 0);
	let now = from;
	while (now < from + seconds * 1000) {
		const wait = rate.waitFor(now);
		if (wait > 0) {
			now += Math.max(1, wait);
			continue;
		}
		rate.take(now);
		const second = Math.floor((now - from) / 1000);
		counts[second] = (counts[second] ?? 0) + 1;
	}
	return counts;
}

/** Two seconds in which so many requests a second were let through, and then one was refused. */
function refusedAt(perSecond: number, resumesAt: number): RateLimiter {
	const rate = new RateLimiter();
	for (let now = 0; now < 2000; now += 1000 / perSecond) rate.take(now);
	rate.take(2000);
	rate.refused(2000);
	rate.slowDown(2000, resumesAt);
	return rate;
}

describe('the rate of requests', () => {
	test('is not held back before the first refusal', () => {
		const rate = new RateLimiter();
		for (let count = 0; count < 10_000; count += 1) rate.take(0);
		expect(rate.waitFor(0)).toBe(0);
	});

	test('is lower after a refusal, soon comes near the last one, and passes it', () => {
		const perSecond = sentIn(8, refusedAt(50, 2000), 2000);
		expect(perSecond[0]).toBeGreaterThan(35);
		expect(perSecond[0]).toBeLessThan(45);
		expect(perSecond[3]).toBeGreaterThanOrEqual(49);
		expect(perSecond[3]).toBeLessThanOrEqual(51);
		expect(perSecond[4]).toBeLessThanOrEqual(52);
		expect(perSecond[7]).toBeGreaterThan(70);
		expect(perSecond).toEqual(perSecond.toSorted((one, other) => one - other));
	});

	test('does not begin with a burst where nothing was waited for', () => {
		const rate = refusedAt(50, 2000);
		expect(rate.waitFor(2000)).toBeGreaterThan(0);
	});

	test.each([
		['a second', 3000],
		['an hour', 3_602_000],
	])('lets out at once what a hold of %s has gained, a second of the rate at most', (_, until) => {
		const rate = refusedAt(50, until);
		let burst = 0;
		for (; rate.waitFor(until) === 0; burst += 1) rate.take(until);
		expect(burst).toBe(35);
		expect(sentIn(1, rate, until)[0]).toBeGreaterThan(35);
		expect(sentIn(1, rate, until + 1000)[0]).toBeLessThan(50);
	});

	test('is that of the requests that were let through', () => {
		const rate = new RateLimiter();
		for (let now = 0; now < 2000; now += 10) {
			rate.take(now);
			if (now % 50 !== 0) rate.refused(now);
		}
		rate.slowDown(2000, 2000);
		const perSecond = sentIn(6, rate, 2000);
		expect(perSecond[2]).toBeGreaterThanOrEqual(19);
		expect(perSecond[2]).toBeLessThanOrEqual(21);
	});

	test('lets something out where nothing was let through yet', () => {
		const rate = new RateLimiter();
		rate.take(0);
		rate.refused(0);
		rate.slowDown(100, 100);
		expect(sentIn(4, rate, 100).reduce((sum, count) => sum + count)).toBeGreaterThan(0);
	});
});

describe('the count of accepted requests', () => {
	const countOf = (...times: number[]) => {
		const count = new AcceptedRequests();
		times.forEach((at) => {
			count.sent(at);
		});
		return count;
	};
	const each = (interval: number, from: number, until: number) =>
		Array.from({ length: (until - from) / interval }, (_, index) => from + index * interval);

	test.each<[string, AcceptedRequests, now: number, perSecond: number]>([
		['is that of the last two seconds', countOf(...each(100, 0, 10_000)), 10_000, 10],
		['forgets what is longer ago', countOf(...each(100, 0, 2000)), 60_000, 0.5],
		['of a young run is that since it began', countOf(...each(20, 0, 1500)), 1500, 50],
		['takes no burst for a rate', countOf(...each(1, 0, 50)), 50, 48],
		['is never nothing', countOf(), 0, 0.5],
	])('%s', (_, count, now, perSecond) => {
		expect(count.perSecond(now)).toBeCloseTo(perSecond, 0);
	});

	test('leaves out those that were refused', () => {
		const count = countOf(...each(10, 0, 2000));
		each(10, 500, 1000).forEach((at) => {
			count.refused(at);
		});
		expect(count.perSecond(2000)).toBeCloseTo(67, 0);
	});

	test('does not mind a refusal that comes late', () => {
		const count = countOf(0, ...each(10, 4000, 5000));
		count.refused(0);
		expect(count.perSecond(5000)).toBeCloseTo(67, 0);
	});
});
