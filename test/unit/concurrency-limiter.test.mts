import { describe, expect, test } from '@jest/globals';

import {
	ConcurrencyLimiter,
	type InFlight,
	type Load,
} from '../../rsa/throttle/concurrencyLimiter.ts';

/** ms. */
const QUICK = 50;

/** A limiter, and the time at which its requests come and go together. */
class Exchange {
	now = 0;
	readonly limiter = new ConcurrencyLimiter();
	readonly #inFlight: InFlight[] = [];

	constructor(private readonly largest: number) {}

	/** Does not wait any longer for what is left of the last burst. */
	giveUp(): void {
		const last = this.#inFlight.at(-1);
		if (last !== undefined) this.limiter.giveUp(last, this.largest);
	}

	/** Sends as many requests as there is room for. */
	fill(atMost = Number.POSITIVE_INFINITY): number {
		let count = 0;
		for (; count < atMost && this.limiter.hasRoom(this.largest, this.now, false); count += 1) {
			this.#inFlight.push(this.limiter.enter(this.now));
		}
		return count;
	}

	/** So many requests end, the oldest first. */
	answer(count: number, load: Load = 'fine', took = QUICK): void {
		this.now += took;
		this.#inFlight.splice(0, count).forEach((request) => {
			this.limiter.leave(request, this.now, load, this.largest);
		});
	}

	/** Sends all there is room for, and has all of it answered. */
	round(load?: Load, took?: number): number {
		const count = this.fill();
		this.answer(count, load, took);
		return count;
	}

	rounds(count: number, load?: Load): number[] {
		return Array.from({ length: count }, () => this.round(load));
	}
}

describe('a tenant is met with few requests', () => {
	test.each([
		[64, [2, 4, 8, 16, 32, 64, 64]],
		[20, [2, 4, 8, 16, 20, 20]],
		[3, [2, 3, 3]],
		[2, [2, 2]],
		[1, [1, 1]],
	])('and with twice as many from burst to burst: at most %d', (largest, sizes) => {
		expect(new Exchange(largest).rounds(sizes.length)).toEqual(sizes);
	});

	test('waits for a whole burst before the next', () => {
		const exchange = new Exchange(64);
		exchange.rounds(2);
		exchange.fill();
		exchange.answer(7);
		expect(exchange.fill()).toBe(0);
		exchange.answer(1);
		expect(exchange.fill()).toBe(16);
	});

	test('sends no more after a burst that was not full', () => {
		const exchange = new Exchange(64);
		exchange.round();
		exchange.answer(exchange.fill(3));
		expect(exchange.fill()).toBe(4);
	});

	test('sends more if a burst ended without an answer', () => {
		expect(new Exchange(64).rounds(2, 'unknown')).toEqual([2, 4]);
	});

	test('and is not held up by answers that stay away, once they are given up: they still count', () => {
		const exchange = new Exchange(64);
		const sizes = Array.from({ length: 7 }, () => {
			const count = exchange.fill();
			exchange.giveUp();
			return count;
		});
		expect(sizes).toEqual([2, 2, 4, 8, 16, 32, 0]);
	});

	test('and does not give up the burst that comes after the one', () => {
		const exchange = new Exchange(64);
		const first = exchange.limiter.enter(0);
		exchange.limiter.leave(first, 50, 'fine', 64);
		exchange.fill();
		exchange.limiter.giveUp(first, 64);
		expect(exchange.fill()).toBe(0);
	});

	test('and does not send more after a burst that was given up before it was full', () => {
		const exchange = new Exchange(64);
		exchange.fill(1);
		exchange.giveUp();
		expect(exchange.fill()).toBe(1);
	});

	test('and does not wait for a request of a burst that was not sent after all', () => {
		const { limiter } = new Exchange(64);
		const [sent, notSent] = [limiter.enter(0), limiter.enter(0)];
		limiter.withdraw(notSent);
		limiter.leave(sent, QUICK, 'fine', 64);
		limiter.enter(QUICK);
		expect(limiter.hasRoom(64, QUICK, false)).toBe(true);
	});

	test('and makes room for another request for each one that was not sent after all', () => {
		const { limiter } = new Exchange(2);
		const [, notSent] = [limiter.enter(0), limiter.enter(0)];
		expect(limiter.hasRoom(64, 0, false)).toBe(false);
		limiter.withdraw(notSent);
		expect(limiter.hasRoom(64, 0, false)).toBe(true);
	});

	test('and does not end a burst by the last response to the one before, which was given up', () => {
		const exchange = new Exchange(64);
		exchange.fill();
		exchange.giveUp();
		exchange.answer(1);
		const { limiter } = exchange;
		const next = [limiter.enter(0), limiter.enter(0), limiter.enter(0)];
		expect(limiter.hasRoom(64, 0, false)).toBe(false);
		exchange.answer(1);
		expect(next.map((request) => limiter.isFirst(request))).toEqual([false, false, false]);
	});

	test('only the first request of a burst begins it, and only while it is not over', () => {
		const { limiter } = new Exchange(64);
		const first = limiter.enter(0);
		expect(limiter.isFirst(first)).toBe(true);
		limiter.leave(first, QUICK, 'fine', 64);
		expect(limiter.isFirst(first)).toBe(false);
		const [next, afterNext] = [limiter.enter(QUICK), limiter.enter(QUICK)];
		expect(limiter.isFirst(next)).toBe(false);
		expect(limiter.isFirst(afterNext)).toBe(false);
	});

	test('a request after the bursts begins none', () => {
		const { limiter } = new Exchange(64);
		limiter.refused({ sentAt: 0, burst: undefined, others: 0 }, 0);
		expect(limiter.isFirst(limiter.enter(0))).toBe(false);
	});

	test('a run that may have more does not begin anew', () => {
		const limiter = new ConcurrencyLimiter();
		const only = limiter.enter(0);
		limiter.leave(only, 50, 'fine', 1);
		expect(limiter.hasRoom(64, 50, false)).toBe(true);
	});
});

test('a sixteenth more may be in flight for runs that have none in flight', () => {
	const exchange = new Exchange(64);
	exchange.rounds(7);
	expect(exchange.fill()).toBe(64);
	let reserved = 0;
	for (; exchange.limiter.hasRoom(64, exchange.now, true); reserved += 1) {
		exchange.limiter.enter(exchange.now);
	}
	expect(reserved).toBe(4);
});

describe('after the bursts', () => {
	const afterBursts = (largest: number) => {
		const exchange = new Exchange(largest);
		exchange.limiter.refused({ sentAt: 0, burst: undefined, others: 0 }, 0);
		return exchange;
	};

	test('each good answer makes room for one more while there is no room left', () => {
		const exchange = afterBursts(5);
		expect(exchange.rounds(4)).toEqual([2, 3, 4, 5]);
	});

	test('an answer that was lost makes no room for more, nor does one of few', () => {
		const exchange = afterBursts(20);
		expect(exchange.rounds(3, 'unknown')).toEqual([2, 2, 2]);
		exchange.answer(exchange.fill(1));
		expect(exchange.fill()).toBe(2);
	});
});

describe("an answer that speaks of RSA's load", () => {
	/** An exchange that has grown to so many requests. */
	const grownTo = (size: number) => {
		const exchange = new Exchange(size);
		expect(exchange.rounds(20).at(-1)).toBe(size);
		return exchange;
	};

	test('leaves half, once for those that were in flight together', () => {
		const exchange = grownTo(8);
		exchange.round('overloaded');
		expect(exchange.fill()).toBe(4);
	});

	test('leaves half again if requests went out after that', () => {
		expect(grownTo(64).rounds(4, 'overloaded')).toEqual([64, 32, 16, 8]);
	});

	test('leaves one at least', () => {
		const exchange = grownTo(8);
		expect(exchange.rounds(6, 'overloaded')).toEqual([8, 4, 2, 1, 1, 1]);
		expect(exchange.fill()).toBe(1);
	});

	test('is got over: one more for each window of good answers', () => {
		const exchange = grownTo(8);
		exchange.round('overloaded');
		exchange.round('overloaded');
		const sizes = exchange.rounds(30);
		expect(sizes.slice(0, 4)).toEqual([2, 2, 2, 3]);
		expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
		expect(sizes.at(-1)).toBe(8);
	});
});

describe('RSA limits the requests in flight', () => {
	const refusedWith = (passedWith: readonly number[], refusedTooWith: readonly number[] = []) => {
		const limiter = new ConcurrencyLimiter();
		const inFlight = (others: number) => ({ sentAt: 0, burst: undefined, others });
		return [0, 1000].map((now) => {
			passedWith.forEach((others) => {
				limiter.passed(inFlight(others));
			});
			const isTooMany = limiter.refused(inFlight(4), now);
			refusedTooWith.forEach((others) => {
				limiter.refusedToo(inFlight(others));
			});
			return isTooMany;
		});
	};

	test('if it refuses twice with as many', () => {
		expect(refusedWith([0, 1, 2, 3])).toEqual([false, true]);
	});

	test.each([
		['it accepts as many', [0, 1, 2, 3, 4], []],
		['it refuses fewer together with these', [0, 1, 2, 3], [3]],
	])('not if %s', (_, passedWith, refusedTooWith) => {
		expect(refusedWith(passedWith, refusedTooWith)).toEqual([false, false]);
	});
});

test('one more than RSA is known to accept at the same time does not follow the last request at once', () => {
	const exchange = new Exchange(64);
	exchange.rounds(5);
	const { limiter } = exchange;
	for (const now of [1000, 2000]) limiter.refused({ sentAt: 0, burst: undefined, others: 4 }, now);
	exchange.now = 20_000;
	expect(exchange.fill(4)).toBe(4);
	expect(limiter.hasRoom(64, exchange.now, false)).toBe(true);
	// The four would be sent every 50 / 4 ms, one after the other.
	expect(limiter.waitFor(exchange.now)).toBeCloseTo((0.9 * QUICK) / 4, 6);
	expect(limiter.waitFor(exchange.now + QUICK / 4)).toBe(0);
	exchange.answer(1);
	expect(limiter.waitFor(exchange.now - QUICK)).toBe(0);
});

test('one more is not delayed as long as no response has shown how long one takes', () => {
	const limiter = new ConcurrencyLimiter();
	for (const now of [1000, 2000]) limiter.refused({ sentAt: 0, burst: undefined, others: 1 }, now);
	limiter.enter(20_000);
	expect(limiter.hasRoom(64, 20_000, false)).toBe(true);
	expect(limiter.waitFor(20_000)).toBe(0);
});

test('no room is reserved beyond the number that RSA accepts at the same time', () => {
	const exchange = new Exchange(64);
	exchange.rounds(5);
	const limiter = exchange.limiter;
	for (const now of [1000, 2000]) limiter.refused({ sentAt: 0, burst: undefined, others: 4 }, now);
	expect(exchange.fill()).toBe(4);
	expect(limiter.hasRoom(64, exchange.now, true)).toBe(false);
});

describe('requests are spread over the time of an answer', () => {
	/** One of 64 requests that has just come to its maximum size, and whose requests take this long. */
	const full = (took: number) => {
		const exchange = new Exchange(64);
		for (let size = 2; size < 64; size *= 2) expect(exchange.round('fine', took)).toBe(size);
		return exchange;
	};

	test('once as many are in flight as may be, with some ms for n8n', () => {
		const exchange = new Exchange(20);
		expect(exchange.limiter.interval(20)).toBe(0);
		exchange.rounds(6);
		expect(exchange.limiter.interval(20)).toBe((50 + 5) / 20);
	});

	test('the first of these windows over three times as long: RSA may refuse some of it', () => {
		const exchange = full(QUICK);
		const { limiter } = exchange;
		const intervals = Array.from({ length: 65 }, () => {
			const interval = limiter.interval(64);
			limiter.enter(exchange.now);
			return interval;
		});
		const usual = (QUICK + 5) / 64;
		expect(new Set(intervals.slice(0, 64))).toEqual(new Set([3 * usual]));
		expect(intervals.at(-1)).toBe(usual);
	});

	test.each([
		['three times as long, also for quick responses', 10, 33],
		['over a quarter of a second at most', 200, 250],
		['as usual if a response takes longer', 1200, 1205],
	])('and that one %s', (_, took, over) => {
		expect(full(took).limiter.interval(64)).toBeCloseTo(over / 64, 9);
	});

	test('and not that one if it is no more than the bursts before it', () => {
		const exchange = new Exchange(32);
		exchange.rounds(4);
		expect(exchange.limiter.interval(32)).toBe((QUICK + 5) / 32);
	});

	test('not during a burst, which is sent together', () => {
		const exchange = new Exchange(64);
		exchange.rounds(3);
		expect(exchange.limiter.interval(10)).toBe(0);
	});

	test('not while more may be in flight than there is room for', () => {
		const exchange = new Exchange(20);
		exchange.limiter.refused({ sentAt: 0, burst: undefined, others: 0 }, 0);
		exchange.rounds(2);
		expect(exchange.limiter.interval(20)).toBe(0);
	});

	test('but not if they are a handful', () => {
		const exchange = new Exchange(8);
		exchange.rounds(6);
		expect(exchange.limiter.interval(8)).toBe(0);
	});
});
