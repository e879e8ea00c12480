import { describe, expect, test } from '@jest/globals';

import { leastRateAfter, rateBetweenRefusals } from '../../rsa/throttle/rateBetweenRefusals.ts';
import { RateLimiter } from '../../rsa/throttle/rateLimiter.ts';
import type { Sent } from '../../rsa/throttle/requestHistory.ts';

/** A server's token bucket, and a rate limiter that learns immediately what it answers. */
class Simulation {
	now = 0;
	readonly limiter = new RateLimiter();
	refused = 0;
	accepted = 0;
	#level: number;

	/** @param pause ms without a request after a refusal */
	constructor(
		public perSecond: number,
		private readonly burst = perSecond,
		private readonly pause = 0,
	) {
		this.#level = burst;
	}

	/** Sends whatever the limiter lets out. */
	sendFor(milliseconds: number): void {
		const until = this.now + milliseconds;
		while (this.now < until) {
			const wait = this.limiter.waitFor(this.now);
			if (wait > 0) this.pass(Math.max(0.01, Math.min(wait, until - this.now)));
			else this.send();
		}
	}

	/** Sends one request. */
	send(): Sent {
		const sent = this.limiter.take(this.now, 0);
		if (this.#level >= 1) {
			this.#level -= 1;
			this.accepted += 1;
			this.limiter.passed(sent, this.now);
		} else {
			this.refused += 1;
			this.limiter.refused(sent, this.now);
			this.pass(this.pause);
		}
		return sent;
	}

	pass(milliseconds: number): void {
		this.now += milliseconds;
		this.#level = Math.min(this.burst, this.#level + (this.perSecond * milliseconds) / 1000);
	}
}

describe('the rate of requests', () => {
	test('does not limit anything before the first refusal', () => {
		const limiter = new RateLimiter();
		for (let count = 0; count < 10_000; count += 1) limiter.take(0, 0);
		expect(limiter.waitFor(0)).toBe(0);
	});

	test.each<[string, perSecond: number, burst: number, pause: number]>([
		['of a second’s worth', 50, 50, 1000],
		['without a burst', 50, 1, 1000],
		['of few requests', 5, 5, 1000],
		['of more than a second’s worth', 5, 30, 1000],
		['of one a second', 1, 1, 1000],
		['of ten a minute', 1 / 6, 1, 1000],
		['of ten a minute, all together', 1 / 6, 10, 1000],
		['of one in ten seconds', 0.1, 1, 3000],
	])('is found, and then kept with few refusals: a limiter %s', (_, perSecond, burst, pause) => {
		const simulation = new Simulation(perSecond, burst, pause);
		const second = 1000 / Math.min(1, perSecond);
		simulation.sendFor(60 * second);
		simulation.accepted = 0;
		simulation.refused = 0;
		simulation.sendFor(120 * second);
		const most = 120 * Math.max(1, perSecond);
		expect(simulation.accepted).toBeGreaterThan(0.88 * most);
		expect(simulation.refused).toBeLessThanOrEqual(0.05 * most);
	});

	test('is lower immediately when RSA accepts less, and soon higher when it accepts more', () => {
		const simulation = new Simulation(100, 100, 1000);
		const countsOf = (milliseconds: number) => {
			[simulation.accepted, simulation.refused] = [0, 0];
			simulation.sendFor(milliseconds);
			return [simulation.accepted, simulation.refused] as const;
		};
		simulation.sendFor(30_000);
		simulation.perSecond = 10;
		expect(countsOf(10_000)[1]).toBeLessThan(10);
		simulation.sendFor(20_000);
		simulation.perSecond = 100;
		simulation.sendFor(15_000);
		expect(countsOf(10_000)[0]).toBeGreaterThan(850);
	});

	test.each([20, 2, 1])(
		'does not rise by requests that do not need it, with a burst of %d',
		(burst) => {
			const simulation = new Simulation(20, burst, 1000);
			simulation.sendFor(30_000);
			const { refused: before } = simulation;
			for (let count = 0; count < 500; count += 1) {
				simulation.pass(1000);
				simulation.send();
			}
			expect(simulation.refused).toBe(before);
			simulation.sendFor(3000);
			expect(simulation.refused).toBeLessThanOrEqual(before + 1);
		},
	);

	test('lets requests that are due after a pause out one by one, at half as fast again', () => {
		const simulation = new Simulation(20, 20, 1000);
		simulation.sendFor(30_000);
		simulation.pass(60_000);
		const { accepted: before } = simulation;
		simulation.sendFor(1000);
		expect(simulation.accepted - before).toBeGreaterThan(25);
		expect(simulation.accepted - before).toBeLessThan(33);
	});

	test('is not forgotten while RSA takes nothing at all', () => {
		const simulation = new Simulation(20, 20, 1000);
		simulation.sendFor(30_000);
		simulation.perSecond = 0;
		simulation.sendFor(60_000);
		simulation.perSecond = 20;
		simulation.pass(1000);
		const { accepted: before } = simulation;
		simulation.sendFor(10_000);
		expect(simulation.accepted - before).toBeGreaterThan(120);
	});

	test('is not changed by a request that was not sent after all, nor by a refusal of long ago', () => {
		const simulation = new Simulation(20, 20, 1000);
		const old = simulation.send();
		simulation.sendFor(30_000);
		const wait = simulation.limiter.waitFor(simulation.now);
		simulation.limiter.withdraw(simulation.limiter.take(simulation.now, 0));
		simulation.limiter.refused(old, simulation.now);
		simulation.limiter.withdraw(old);
		expect(simulation.limiter.waitFor(simulation.now)).toBe(wait);
	});
});

describe('the rate with which a bucket ran dry', () => {
	const every = (interval: number, count: number, from = 0) =>
		Array.from({ length: count }, (_, index) => from + index * interval);

	test('is what was let through since it was empty', () => {
		const { whole } = rateBetweenRefusals(every(100, 51, 1000), 50, 0, 10);
		expect(whole).toBeCloseTo(50.5 / 6, 5);
	});

	test('is that of the last requests if the bucket holds one, however slow those before were', () => {
		const times = [...every(1000, 10), ...every(20, 10, 10_000)];
		expect(rateBetweenRefusals(times, 19, 0, 1).steepest).toBeCloseTo(50, 0);
	});

	test('leaves out what the bucket held', () => {
		const times = every(10, 101);
		expect(rateBetweenRefusals(times, 100, 0, 50).steepest).toBeCloseTo(51, 0);
	});

	test.each([
		['after 3 requests by a ninth', 3, 8 / 9],
		['after 31 requests by a thousandth', 31, 1 - 1 / 31 ** 2],
		['not at all after 32 requests', 32, 1],
	])('is lower, the fewer requests were accepted: %s', (_, accepted, rate) => {
		const { steepest } = rateBetweenRefusals(every(1000, accepted + 1), accepted, 0, 1);
		expect(steepest).toBeCloseTo(rate, 10);
	});

	test('is not known after one request', () => {
		expect(rateBetweenRefusals([0, 10], 1, -5000, 1).steepest).toBe(0);
	});
});

describe('a refusal lowers a measured rate', () => {
	test.each([
		['to 70 % at least if RSA accepted fewer than 32 requests before it', 31, 70],
		['to 85 % at least if RSA accepted 32', 32, 85],
	])('%s', (_, accepted, least) => {
		expect(leastRateAfter(100, accepted)).toBeCloseTo(least, 10);
	});

	test('not below one request in two minutes', () => {
		expect(leastRateAfter(1 / 120, 1)).toBe(1 / 120);
		expect(leastRateAfter(0, 100)).toBe(1 / 120);
	});
});
