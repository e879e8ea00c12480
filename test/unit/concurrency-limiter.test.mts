import { describe, expect, test } from '@jest/globals';

import {
	ConcurrencyLimiter,
	type Load,
	type Burst,
} from '../../rsa/throttle/concurrencyLimiter.ts';

/** ms. */
const QUICK = 50;
const SLOW = 3000;

/** A window, and the time at which its requests come and go together. */
class Exchange {
	now = 0;
	readonly #window: ConcurrencyLimiter;
	#salvo: Readonly<Burst> | undefined;

	constructor(largest: number) {
		this.#window = new ConcurrencyLimiter(largest);
	}

	/** Does not wait any longer for what is left of the last salvo. */
	giveUp(): void {
		if (this.#salvo !== undefined) this.#window.giveUp(this.#salvo);
	}

	/** Sends as many requests as there is room for. */
	fill(atMost = Number.POSITIVE_INFINITY): number {
		let count = 0;
		for (; count < atMost && this.#window.hasRoom(); count += 1) {
			this.#salvo = this.#window.enter() ?? this.#salvo;
		}
		return count;
	}

	/** So many requests end that were sent together. */
	answer(count: number, load: Load = 'fine', took = QUICK): void {
		const sentAt = this.now;
		this.now += took;
		for (let answered = 0; answered < count; answered += 1) {
			this.#window.leave(sentAt, this.now, load);
		}
	}

	/** Sends all there is room for, and has all of it answered. */
	round(load?: Load, took?: number): number {
		const count = this.fill();
		this.answer(count, load, took);
		return count;
	}

	rounds(count: number, load?: Load, took?: number): number[] {
		return Array.from({ length: count }, () => this.round(load, took));
	}
}

describe('a run begins with few requests', () => {
	test.each([
		[64, [8, 20, 20, 24, 36, 64, 64]],
		[20, [8, 20, 20, 20]],
		[8, [8, 8]],
		[3, [3, 3]],
		[1, [1, 1]],
	])('and with more from salvo to salvo: at most %d', (largest, sizes) => {
		expect(new Exchange(largest).rounds(sizes.length)).toEqual(sizes);
	});

	test('waits for a whole salvo before the next', () => {
		const exchange = new Exchange(64);
		exchange.fill();
		exchange.answer(7);
		expect(exchange.fill()).toBe(0);
		exchange.answer(1);
		expect(exchange.fill()).toBe(20);
	});

	test('sends no more after a salvo that was not full', () => {
		const exchange = new Exchange(64);
		exchange.answer(exchange.fill(7));
		expect(exchange.fill()).toBe(8);
	});

	test.each<[string, Load]>([
		['was answered well', 'fine'],
		['ended without an answer', 'unknown'],
	])('sends more whether a salvo %s', (_, load) => {
		expect(new Exchange(64).rounds(2, load)).toEqual([8, 20]);
	});

	test('at the largest size fills up with each answer', () => {
		const exchange = new Exchange(8);
		exchange.round();
		exchange.fill();
		exchange.answer(3);
		expect(exchange.fill()).toBe(3);
	});

	test('and is not held up by one answer that stays away, once it is given up', () => {
		const exchange = new Exchange(64);
		exchange.fill();
		exchange.answer(7);
		exchange.giveUp();
		expect(exchange.fill()).toBe(7);
	});

	test('and does not give up the salvo that comes after the one', () => {
		const exchange = new Exchange(64);
		exchange.round();
		exchange.giveUp();
		exchange.fill();
		exchange.answer(15);
		expect(exchange.fill()).toBe(0);
	});
});

describe('after the salvos', () => {
	/** All but one request of the first salvo were answered well, and nobody waits for that one. */
	const afterSalvos = (largest: number) => {
		const exchange = new Exchange(largest);
		exchange.fill();
		exchange.giveUp();
		exchange.answer(1, 'unknown');
		return exchange;
	};

	test('each good answer makes room for one more, up to the largest size', () => {
		const exchange = afterSalvos(20);
		exchange.answer(3);
		expect(exchange.fill()).toBe(7);
		exchange.answer(11);
		expect(exchange.fill()).toBe(20);
	});

	test('an answer that was lost makes no room for more', () => {
		const exchange = afterSalvos(20);
		exchange.answer(7, 'unknown');
		expect(exchange.rounds(2, 'unknown')).toEqual([8, 8]);
	});
});

describe("an answer that speaks of RSA's load", () => {
	/** An exchange that has grown to so many requests. */
	const grownTo = (size: number) => {
		const exchange = new Exchange(size);
		expect(exchange.rounds(20).at(-1)).toBe(size);
		return exchange;
	};
	const bad: Array<[string, Load, number]> = [
		['overload', 'overloaded', QUICK],
		['a slow one', 'fine', SLOW],
		['a slow one that was lost', 'unknown', SLOW],
	];

	test.each(bad)('leaves half, once for those that were on their way together: %s', (...row) => {
		const [, load, took] = row;
		const exchange = grownTo(8);
		exchange.round(load, took);
		expect(exchange.fill()).toBe(4);
	});

	test('leaves half again where requests went out after that', () => {
		const exchange = grownTo(64);
		expect(exchange.rounds(4, 'overloaded')).toEqual([64, 32, 16, 8]);
	});

	test('leaves one at least', () => {
		const exchange = grownTo(8);
		expect(exchange.rounds(6, 'overloaded')).toEqual([8, 4, 2, 1, 1, 1]);
		expect(exchange.fill()).toBe(1);
	});

	test('ends the salvos', () => {
		const exchange = new Exchange(64);
		exchange.round();
		exchange.fill();
		exchange.answer(1, 'overloaded');
		exchange.answer(12);
		expect(exchange.fill()).toBeGreaterThan(0);
	});

	test('is got over: one more for each window of good answers', () => {
		const exchange = grownTo(8);
		exchange.round('overloaded');
		exchange.round('overloaded');
		const sizes = exchange.rounds(12);
		expect(sizes.slice(0, 3)).toEqual([2, 2, 3]);
		expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
		expect(sizes.at(-1)).toBe(8);
	});
});

describe('an answer is slow', () => {
	const fillAfter = (quickest: number, took: number) => {
		const exchange = new Exchange(4);
		exchange.round('fine', quickest);
		exchange.round('unknown', took);
		return exchange.fill();
	};

	test.each([
		['a second, the quickest a tenth of one', 100, 1000, 4],
		['more than a second, the quickest a tenth of one', 100, 1001, 2],
		['four times the quickest', 500, 2000, 4],
		['more than four times the quickest', 500, 2001, 2],
	])('compared with the quickest: %s', (_, quickest, took, size) => {
		expect(fillAfter(quickest, took)).toBe(size);
	});

	test('only after a quicker one', () => {
		expect(new Exchange(64).rounds(3, 'fine', 10_000)).toEqual([8, 20, 20]);
	});

	test('until it is clear that RSA has become slower for good', () => {
		const exchange = new Exchange(8);
		exchange.rounds(3, 'fine', 300);
		expect(exchange.rounds(20, 'fine', 1400).at(-1)).toBe(8);
	});
});
