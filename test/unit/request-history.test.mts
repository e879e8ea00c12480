import { describe, expect, test } from '@jest/globals';

import { RequestHistory, type Sent } from '../../rsa/throttle/requestHistory.ts';

/** One that sent requests at these times, in ms, each a second of idle time later than it counts. */
function historyOf(times: readonly number[]) {
	const history = new RequestHistory();
	const requests = times.map((at): Sent => ({ at, busyAt: at - 1000 }));
	requests.forEach((sent) => {
		history.add(sent);
	});
	const nth = (index: number) => requests[index] ?? { at: 0, busyAt: 0 };
	return { history, nth };
}
const everyTenth = (count: number) => Array.from({ length: count }, (_, index) => 10 * index);

describe('the requests sent since the last refusal', () => {
	test('are none at first, and after a refusal', () => {
		const { history, nth } = historyOf([0, 10]);
		expect(new RequestHistory().last).toBeUndefined();
		expect(history.last).toBe(nth(1));
		expect(history.has(nth(0))).toBe(true);
		history.clear();
		expect(history.last).toBeUndefined();
		expect(history.has(nth(0))).toBe(false);
	});

	test.each([0, 1, 2])('no longer contain one that was not sent after all: %d', (index) => {
		const { history, nth } = historyOf([0, 10, 20]);
		expect(history.remove(nth(index))).toBe(true);
		expect([0, 1, 2].map((each) => history.has(nth(each)))).toEqual(
			[0, 1, 2].map((each) => each !== index),
		);
		expect(history.remove(nth(index))).toBe(false);
		expect([0, 1, 2].filter((each) => history.has(nth(each)))).toHaveLength(2);
	});

	test('are counted up to one of them', () => {
		const { history, nth } = historyOf([0, 10, 20]);
		expect([0, 1, 2].map((index) => history.countBefore(nth(index)))).toEqual([0, 1, 2]);
	});

	test('are known that were sent before one of them within a time, which ends before the ms that is as long ago', () => {
		const { history, nth } = historyOf([0, 10, 20, 30]);
		const sent = [5, 10, 11, 100].map((within) => history.within(within, nth(2)));
		expect(sent).toEqual([[], [], [nth(1)], [nth(0), nth(1)]]);
	});

	test('have times up to one of them, without idle time', () => {
		const { history, nth } = historyOf([1000, 1010, 1020]);
		expect(history.busyTimesUntil(nth(1))).toEqual([0, 10]);
	});

	test('are all counted, but the times of the last thousand only are kept', () => {
		const { history, nth } = historyOf(everyTenth(1000));
		expect(history.busyTimesUntil(nth(999))).toHaveLength(1000);
		const longer = historyOf(everyTenth(1002));
		expect(longer.history.busyTimesUntil(longer.nth(1001))).toHaveLength(1000);
		expect(longer.history.has(longer.nth(1))).toBe(false);
		expect(longer.history.has(longer.nth(2))).toBe(true);
		expect(longer.history.countBefore(longer.nth(1001))).toBe(1001);
		longer.history.clear();
		longer.history.add(longer.nth(1001));
		expect(longer.history.countBefore(longer.nth(1001))).toBe(0);
	});
});
