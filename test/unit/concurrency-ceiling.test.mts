import { describe, expect, test } from '@jest/globals';

import { ConcurrencyCeiling } from '../../rsa/throttle/concurrencyCeiling.ts';

const none = Number.POSITIVE_INFINITY;

/** One that was refused twice with so many others in flight, after requests that were let through with fewer. */
function ceilingOf(others: number): ConcurrencyCeiling {
	const ceiling = new ConcurrencyCeiling();
	const meet = () => {
		for (let less = 0; less < others; less += 1) ceiling.passed(less);
		ceiling.refused(others, 0);
	};
	meet();
	meet();
	return ceiling;
}

describe('RSA takes so many requests at the same time', () => {
	test('if two refusals in a row came with just as many in flight, and none with fewer', () => {
		const ceiling = new ConcurrencyCeiling();
		[0, 1, 2, 3].forEach((others) => {
			ceiling.passed(others);
		});
		expect(ceiling.refused(6, 0)).toBe(false);
		ceiling.refusedToo(4);
		ceiling.refusedToo(5);
		expect(ceiling.at(0)).toBe(none);
		expect(ceiling.refused(4, 1000)).toBe(true);
		expect(ceiling.at(1000)).toBe(4);
	});

	test.each<[string, passed: number[], refused: number[]]>([
		['nothing else was in flight', [], [0, 0]],
		['they came with different numbers', [], [4, 5]],
		['as many were let through', [5, 5, 5], [4, 4]],
	])('but not if %s', (_, passed, refused) => {
		const ceiling = new ConcurrencyCeiling();
		const areConcurrency = refused.map((others) => {
			passed.forEach((count) => {
				ceiling.passed(count);
			});
			return ceiling.refused(others, 0);
		});
		expect(areConcurrency).toEqual([false, false]);
		expect(ceiling.at(0)).toBe(none);
	});

	test.each([
		['one in eleven accepted requests', 10, true],
		['one in ten', 9, false],
	])('if as many were accepted with %s', (_, fewer, isConcurrency) => {
		const ceiling = new ConcurrencyCeiling();
		const refused = [0, 1000].map((now) => {
			for (let count = 0; count < fewer; count += 1) ceiling.passed(3);
			ceiling.passed(4);
			return ceiling.refused(4, now);
		});
		expect(refused).toEqual([false, isConcurrency]);
	});

	test('not after a refusal between them that came without any other in flight', () => {
		const ceiling = new ConcurrencyCeiling();
		expect([4, 0, 4].map((others) => ceiling.refused(others, 0))).toEqual([false, false, false]);
	});

	test('no more, once one is refused with fewer in flight', () => {
		const ceiling = ceilingOf(4);
		expect(ceiling.refused(2, 1000)).toBe(false);
		expect(ceiling.at(1000)).toBe(none);
	});
});

describe('a ceiling is tried out', () => {
	test('after ten seconds, more boldly and sooner as long as nothing is refused', () => {
		const ceiling = ceilingOf(4);
		const at = [9999, 10_000, 14_999, 15_000, 17_500, 18_750, 19_750].map((now) => ceiling.at(now));
		expect(at).toEqual([4, 5, 5, 7, 11, 19, 35]);
	});

	test('later each time that it holds', () => {
		const ceiling = ceilingOf(4);
		expect(ceiling.at(10_000)).toBe(5);
		expect(ceiling.refused(4, 10_050)).toBe(true);
		expect([10_050, 30_049, 30_050].map((now) => ceiling.at(now))).toEqual([4, 4, 5]);
	});

	test('what was known before the last probe counts until RSA has accepted more', () => {
		const ceiling = ceilingOf(4);
		const known = () => ceiling.withoutProbe;
		expect(known()).toBe(none);
		ceiling.at(10_000);
		expect(known()).toBe(4);
		for (let accepted = 0; accepted < 18; accepted += 1) ceiling.passed(3);
		ceiling.passed(4);
		expect(known()).toBe(4);
		// A tenth of them.
		ceiling.passed(4);
		expect(known()).toBe(none);
		ceiling.at(15_000);
		expect(known()).toBe(5);
		ceiling.at(17_500);
		expect(known()).toBe(7);
		ceiling.refused(7, 17_550);
		expect(known()).toBe(none);
	});

	test('for days, without ever becoming a number that cannot be compared', () => {
		const ceiling = ceilingOf(4);
		for (let now = 0; now < 3_000_000; now += 1000) ceiling.at(now);
		expect(ceiling.at(3_000_000)).toBe(none);
		expect(ceiling.withoutProbe).toBeGreaterThan(1e300);
	});
});
