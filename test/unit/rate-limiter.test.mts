import { describe, expect, test } from '@jest/globals';

import { rateBetweenRefusals } from '../../rsa/throttle/rateBetweenRefusals.ts';
import { RateLimiter, type Sent } from '../../rsa/throttle/rateLimiter.ts';

/** A server's token bucket, and a rate limiter that is told at once what it says. */
class Trial {
	now = 0;
	readonly limiter = new RateLimiter();
	refused = 0;
	accepted = 0;
	#level: number;

	/** @param hold ms without a request after a refusal */
	constructor(
		public perSecond: number,
		private readonly burst = perSecond,
		private readonly hold = 0,
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
		const sent = this.limiter.take(this.now);
		if (this.#level >= 1) {
			this.#level -= 1;
			this.accepted += 1;
			this.limiter.passed(sent);
		} else {
			this.refused += 1;
			this.limiter.refused(sent, this.now);
			this.pass(this.hold);
		}
		return sent;
	}

	pass(milliseconds: number): void {
		this.now += milliseconds;
		this.#level = Math.min(this.burst, this.#level + (this.perSecond * milliseconds) / 1000);
	}
}

describe('the rate of requests', () => {
	test('is not held back before the first refusal', () => {
		const limiter = new RateLimiter();
		for (let count = 0; count < 10_000; count += 1) limiter.take(0);
		expect(limiter.waitFor(0)).toBe(0);
	});

	test.each<[string, perSecond: number, burst: number, hold: number]>([
		['of a second’s worth', 50, 50, 1000],
		['without a burst', 50, 1, 1000],
		['of few requests', 5, 5, 1000],
		['of more than a second’s worth', 5, 30, 1000],
		['of one a second', 1, 1, 1000],
		['of ten a minute', 1 / 6, 1, 1000],
		['of ten a minute, all together', 1 / 6, 10, 1000],
		['of one in ten seconds', 0.1, 1, 3000],
	])('is found, and then kept with few refusals: a limiter %s', (_, perSecond, burst, hold) => {
		const trial = new Trial(perSecond, burst, hold);
		const second = 1000 / Math.min(1, perSecond);
		trial.sendFor(60 * second);
		trial.accepted = 0;
		trial.refused = 0;
		trial.sendFor(120 * second);
		const most = 120 * Math.max(1, perSecond);
		expect(trial.accepted).toBeGreaterThan(0.88 * most);
		expect(trial.refused).toBeLessThanOrEqual(0.05 * most);
	});

	test('is lower at once when RSA takes less, and soon higher when it takes more', () => {
		const trial = new Trial(100, 100, 1000);
		const countsOf = (milliseconds: number) => {
			[trial.accepted, trial.refused] = [0, 0];
			trial.sendFor(milliseconds);
			return [trial.accepted, trial.refused] as const;
		};
		trial.sendFor(30_000);
		trial.perSecond = 10;
		expect(countsOf(10_000)[1]).toBeLessThan(10);
		trial.sendFor(20_000);
		trial.perSecond = 100;
		trial.sendFor(15_000);
		expect(countsOf(10_000)[0]).toBeGreaterThan(850);
	});

	test('does not rise by requests that do not need it', () => {
		const trial = new Trial(20, 20, 1000);
		trial.sendFor(30_000);
		const { refused: before } = trial;
		for (let count = 0; count < 500; count += 1) {
			trial.pass(1000);
			trial.send();
		}
		expect(trial.refused).toBe(before);
		trial.sendFor(3000);
		expect(trial.refused).toBeLessThanOrEqual(before + 1);
	});

	test('lets requests that are due after a pause out one by one, at half as fast again', () => {
		const trial = new Trial(20, 20, 1000);
		trial.sendFor(30_000);
		trial.pass(60_000);
		const { accepted: before } = trial;
		trial.sendFor(1000);
		expect(trial.accepted - before).toBeGreaterThan(25);
		expect(trial.accepted - before).toBeLessThan(33);
	});

	test('is not forgotten while RSA takes nothing at all', () => {
		const trial = new Trial(20, 20, 1000);
		trial.sendFor(30_000);
		trial.perSecond = 0;
		trial.sendFor(60_000);
		trial.perSecond = 20;
		trial.pass(1000);
		const { accepted: before } = trial;
		trial.sendFor(10_000);
		expect(trial.accepted - before).toBeGreaterThan(120);
	});

	test('is not changed by a request that was not sent after all, nor by a refusal of long ago', () => {
		const trial = new Trial(20, 20, 1000);
		const old = trial.send();
		trial.sendFor(30_000);
		const wait = trial.limiter.waitFor(trial.now);
		trial.limiter.withdraw(trial.limiter.take(trial.now));
		trial.limiter.refused(old, trial.now);
		trial.limiter.withdraw(old);
		expect(trial.limiter.waitFor(trial.now)).toBe(wait);
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

	test('cannot be told from one request', () => {
		expect(rateBetweenRefusals([0, 10], 1, -5000, 1).steepest).toBe(0);
	});
});
