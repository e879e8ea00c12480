import { describe, expect, test } from '@jest/globals';

import { RateProbe } from '../../rsa/throttle/rateProbe.ts';

/** The probe after so many requests that had to wait for the rate. */
function afterRequests(probe: RateProbe, count: number): RateProbe {
	for (let request = 0; request < count; request += 1) probe.count();
	return probe;
}

/** Requests until the rate that was found is reached. */
function lengthOf(probe: RateProbe): number {
	probe.begin();
	let length = 0;
	for (; probe.factor < 1; length += 1) probe.count();
	return length;
}

describe('a rate that was found', () => {
	test('is kept a twentieth below at first, reached after a while, and then exceeded more and more', () => {
		const probe = new RateProbe();
		expect(probe.factor).toBe(0.95);
		expect(afterRequests(probe, 2).factor).toBeCloseTo(0.95625, 10);
		expect(afterRequests(probe, 2).factor).toBe(1);
		expect(afterRequests(probe, 4).factor).toBeCloseTo(1.35, 10);
	});

	test('is kept further below if it was found by one request', () => {
		const probe = new RateProbe();
		probe.found(1);
		expect(probe.factor).toBe(0.92);
		probe.found(2);
		expect(probe.factor).toBe(0.95);
	});

	test('is to blame for a refusal that comes in the first half', () => {
		const probe = new RateProbe();
		expect(afterRequests(probe, 1).isEarly).toBe(true);
		expect(afterRequests(probe, 1).isEarly).toBe(false);
	});

	test('has been raised once it was exceeded for twice the time', () => {
		const probe = new RateProbe();
		expect(afterRequests(probe, 7).isPassed).toBe(false);
		expect(afterRequests(probe, 1).isPassed).toBe(true);
		probe.begin();
		expect(probe.isPassed).toBe(false);
		expect(probe.factor).toBe(0.95);
	});
});

describe('the next try comes', () => {
	const planned = (found: number, rate: number, lost: number) => {
		const probe = new RateProbe();
		probe.found(found);
		probe.plan(rate, lost);
		return lengthOf(probe);
	};

	test('after two seconds at the earliest', () => {
		expect(planned(2, 50, 0)).toBe(100);
	});

	test('the later, the more the last refusal cost', () => {
		expect(planned(2, 50, 30)).toBe(300);
	});

	test('after five minutes at the latest', () => {
		expect(planned(2, 1, 1000)).toBe(300);
	});

	test('the later, the more requests the rate was found by', () => {
		expect([1, 4, 10, 100].map((found) => planned(found, 1, 0))).toEqual([4, 8, 20, 32]);
	});

	test('after some three minutes at the latest where a low rate was found by many', () => {
		expect(planned(100, 0.1, 0)).toBe(20);
		expect(planned(100, 0.001, 0)).toBe(4);
	});
});
