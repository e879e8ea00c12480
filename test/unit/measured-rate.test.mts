import { describe, expect, test } from '@jest/globals';

import { RateLimiter } from '../../rsa/throttle/rateLimiter.ts';
import type { Sent } from '../../rsa/throttle/requestHistory.ts';

/** Requests that are accepted or refused at given times, in ms. Responses take 50 ms. */
class Requests {
	readonly limiter = new RateLimiter();

	accepted(...times: readonly number[]): Sent[] {
		return times.map((at) => {
			const sent = this.limiter.take(at, 0);
			this.limiter.passed(sent, at);
			return sent;
		});
	}

	/** @returns the rate that is known from then on, in requests a second */
	refused(at: number): number {
		const sent = this.limiter.take(at, 0);
		this.limiter.refused(sent, at + 50);
		return 1000 / this.limiter.waitFor(at + 50);
	}

	/** Requests that the bucket holds after a long pause. */
	burst(now: number): number {
		const wait = () => this.limiter.waitFor(now);
		for (let count = 0; count < 100; count += 1) this.limiter.take(now, 0);
		const full = wait();
		this.limiter.take(now, 0);
		const interval = wait() - full;
		return 101 - full / interval;
	}
}
const every = (interval: number, count: number, from: number) =>
	Array.from({ length: count }, (_, index) => from + index * interval);

/** Requests of which the eleventh was refused, all at once: the rate is guessed to be 10 a second, the burst 10. */
function guessed(): Requests {
	const requests = new Requests();
	requests.accepted(...every(0, 10, 900));
	expect(requests.refused(900)).toBeCloseTo(10, 10);
	return requests;
}

/** The same after a second refusal: the rate is measured. */
function measured(): Requests {
	const requests = guessed();
	requests.accepted(...every(100, 40, 1050));
	requests.refused(5050);
	return requests;
}

test.each([
	['at once', 0, 10],
	['within 0.9 s', 90, 10],
	['within two seconds: those of the last second', 200, 4],
])('a burst is guessed from the requests before the first refusal, %s', (_, apart, burst) => {
	const requests = new Requests();
	requests.accepted(...every(apart, 10, 0));
	requests.refused(apart * 10);
	expect(requests.burst(60_000)).toBeCloseTo(burst, 6);
});

test('a burst is guessed without the requests whose refusals arrive after that of a later one', () => {
	const requests = new Requests();
	const sent = requests.accepted(...every(0, 10, 0));
	requests.refused(0);
	sent.slice(7).forEach((refusedToo) => {
		requests.limiter.withdraw(refusedToo);
	});
	expect(requests.burst(60_000)).toBeCloseTo(7, 6);
});

test('a rate that was measured stays if such a refusal arrives later', () => {
	const requests = new Requests();
	const sent = requests.accepted(...every(0, 10, 900));
	requests.refused(900);
	requests.accepted(...every(100, 40, 1050));
	const rate = requests.refused(5050);
	sent.forEach((refusedToo) => {
		requests.limiter.withdraw(refusedToo);
	});
	expect(1000 / requests.limiter.waitFor(5100)).toBeCloseTo(rate, 6);
});

describe('the rate that RSA accepts is measured from one refusal to the next', () => {
	test('without the time in which no request waited or was in flight', () => {
		const [busy, idle] = [guessed(), guessed()];
		busy.accepted(...every(200, 20, 1150));
		idle.accepted(...every(200, 10, 1150));
		idle.limiter.wasIdle(60_000);
		idle.accepted(...every(200, 10, 63_150));
		const rate = busy.refused(5150);
		expect(rate).toBeLessThan(6);
		expect(idle.refused(65_150)).toBeCloseTo(rate, 6);
	});

	test.each([
		['over several refusals if fewer than eight requests were accepted between two', 7, 19.5, 900],
		['from the last refusal if eight were accepted before it', 8, 12.5, 1800],
	])('%s', (_, accepted, count, from) => {
		const requests = guessed();
		requests.accepted(...every(100, accepted, 1000));
		const refusedAt = 1000 + 100 * accepted;
		requests.refused(refusedAt);
		requests.accepted(...every(140, 12, refusedAt + 140));
		const until = refusedAt + 13 * 140;
		const rate = (1000 * count) / (until - from);
		expect(requests.refused(until)).toBeCloseTo(0.95 * rate, 6);
	});

	test.each([
		['twice as large as what was used of it if RSA refuses long before the rate is exceeded', 3, 8],
		['one request if RSA refuses the first of a full bucket', 0, 1],
	])('and the burst is %s', (_, used, burst) => {
		const requests = measured();
		requests.accepted(...every(200, 40, 5200), ...every(0, used, 14_000));
		requests.refused(14_000);
		expect(requests.burst(60_000)).toBeCloseTo(burst, 6);
	});

	test('and the burst is what the bucket held less what was left of it', () => {
		const requests = guessed();
		requests.accepted(...every(0, 8, 1950));
		requests.refused(1950);
		expect(requests.burst(20_000)).toBeCloseTo(9, 6);
	});
});

describe('while the rate is searched', () => {
	test('each request that had to wait for it raises it: half a second of them nearly doubles it', () => {
		const { limiter } = guessed();
		limiter.passed(limiter.take(1050, 0), 1050);
		let now = 1050;
		let wait = limiter.waitFor(now);
		for (let count = 0; count < 5; count += 1) {
			now += wait;
			limiter.take(now, 0);
			wait = limiter.waitFor(now);
		}
		expect(1000 / wait).toBeGreaterThan(16);
		expect(1000 / wait).toBeLessThan(20);
	});

	test('it doubles with as many requests as are in flight at least: the refusal of one may be on its way', () => {
		const limiter = new RateLimiter();
		limiter.refused(limiter.take(0, 0), 50);
		limiter.passed(limiter.take(1050, 0), 1050);
		expect(limiter.waitFor(1050)).toBeGreaterThan(0);
		const rates = Array.from({ length: 6 }, (_, index) => {
			const now = 2000 + 1000 * index;
			// One request, which had to wait, empties the bucket; it is full again a second later.
			limiter.take(now, 6);
			return 1000 / limiter.waitFor(now);
		});
		expect(rates[0]).toBeCloseTo(4 * 2 ** (1 / 6), 6);
		expect(rates[5]).toBeCloseTo(8, 6);
	});

	test('a request that did not have to wait does not raise it', () => {
		const { limiter } = guessed();
		limiter.passed(limiter.take(1150, 0), 1150);
		limiter.take(1250, 0);
		expect(limiter.waitFor(1320)).toBe(0);
		limiter.take(1320, 0);
		const apart = 100 / 1.5;
		expect(limiter.waitFor(1320)).toBeCloseTo(apart, 6);
		limiter.take(1400, 0);
		expect(limiter.waitFor(1400)).toBeCloseTo(apart / 2 ** (1 / 5), 6);
	});

	test.each<[string, (limiter: RateLimiter) => void]>([
		['before RSA accepts one again', () => undefined],
		[
			'by a response to one that was sent before the refusal',
			(limiter: RateLimiter) => {
				limiter.passed({ at: 940, busyAt: 940 }, 1000);
			},
		],
	])('nothing raises it %s', (_, between) => {
		const { limiter } = guessed();
		between(limiter);
		limiter.take(1050, 0);
		limiter.take(1150, 0);
		expect(limiter.waitFor(1150)).toBeCloseTo(100, 6);
	});
});

test('a measured rate that was exceeded for long without a refusal is searched anew', () => {
	const { limiter } = measured();
	const rates: number[] = [];
	let now = 5100;
	for (let count = 0; count < 100; count += 1) {
		const wait = limiter.waitFor(now);
		now += wait;
		rates.push(1000 / wait);
		limiter.passed(limiter.take(now, 0), now);
	}
	// Exceeded as a probe it would be some 25 a second by then; searched, it doubles with half a second's worth of requests.
	expect(rates.at(-1)).toBeGreaterThan(50);
	expect(rates.at(-1)).toBeLessThan(70);
});

test('a request that is due within a ms after a pause is due now: timers fire at whole ms', () => {
	const { limiter } = guessed();
	limiter.take(5000, 0);
	expect(limiter.waitFor(5065)).toBeCloseTo(100 / 1.5 - 65, 6);
	expect(limiter.waitFor(5066)).toBe(0);
});

describe('a request that RSA has not counted', () => {
	test('leaves the bucket as it would be without it', () => {
		const { limiter } = guessed();
		const before = limiter.waitFor(5000);
		const sent = limiter.take(5000, 0);
		limiter.withdraw(sent);
		for (let count = 0; count < 10; count += 1) limiter.take(5000, 0);
		expect(before).toBe(0);
		expect(limiter.waitFor(5000)).toBeCloseTo(100, 6);
	});

	test('leaves no more than a full bucket if it was full meanwhile', () => {
		const { limiter } = guessed();
		const sent = limiter.take(5000, 0);
		expect(limiter.waitFor(6000)).toBe(0);
		for (let count = 0; count < 10; count += 1) limiter.take(6000, 0);
		limiter.withdraw(sent);
		expect(limiter.waitFor(6000)).toBeCloseTo(100, 6);
	});
});

test('a request that was sent after a refused one, and before its refusal, counts if RSA accepts it', () => {
	const requests = guessed();
	const { limiter } = requests;
	const refused = limiter.take(10_000, 0);
	const accepted = limiter.take(10_100, 1);
	limiter.refused(refused, 10_300);
	limiter.passed(accepted, 10_300);
	// One and a half in 12 s, less the margin of a rate that one request has measured.
	expect(requests.refused(12_900)).toBeCloseTo((0.92 * 1.5) / 12, 10);
});

describe('a request that leaves n8n late', () => {
	/** A limiter after a request that took 2 ms to leave n8n. */
	const afterOne = () => {
		const { limiter } = guessed();
		limiter.leftN8n(limiter.take(1050, 0), 1052);
		return limiter;
	};
	/** The same with a bucket that was full before a request got its permit at 5000 ms. */
	const full = () => {
		const limiter = afterOne();
		return { limiter, sent: limiter.take(5000, 0) };
	};
	/** ms between two requests after a pause. */
	const APART = 100 / 1.5;

	test.each([
		['is late if it takes a ms longer than the quickest', 5003.1, APART - 2.01],
		['is not late if it takes less', 5003, APART - 3],
	])('%s', (_, now, wait) => {
		const { limiter, sent } = full();
		limiter.leftN8n(sent, now);
		expect(limiter.waitFor(now)).toBeCloseTo(wait, 6);
	});

	test('leaves what the bucket held but for itself', () => {
		const { limiter, sent } = full();
		limiter.leftN8n(sent, 5100);
		for (let count = 0; count < 8; count += 1) limiter.take(5100, 0);
		expect(limiter.waitFor(5100)).toBeCloseTo(APART, 6);
		limiter.take(5100, 0);
		expect(limiter.waitFor(5100)).toBeCloseTo(100 - 2.01, 6);
	});

	test('leaves the bucket as it would be without it if RSA has not counted it', () => {
		const { limiter, sent } = full();
		limiter.leftN8n(sent, 5100);
		limiter.withdraw(sent);
		for (let count = 0; count < 10; count += 1) limiter.take(5100, 0);
		expect(limiter.waitFor(5100)).toBeCloseTo(100, 6);
	});

	test('counts for the rate from the time at which it left', () => {
		const rateWithPermitAt = (permitAt: number) => {
			const limiter = afterOne();
			limiter.wasIdle(60_000);
			for (const at of every(200, 20, 61_150)) limiter.passed(limiter.take(at, 0), at);
			const sent = limiter.take(permitAt, 0);
			limiter.leftN8n(sent, 65_252);
			limiter.refused(sent, 65_300);
			return 1000 / limiter.waitFor(65_300);
		};
		expect(rateWithPermitAt(65_150)).toBeCloseTo(rateWithPermitAt(65_252 - 2.01), 6);
	});

	test('is late by all that goes beyond 8 ms if nothing is known of other requests', () => {
		const { limiter } = guessed();
		limiter.leftN8n(limiter.take(5000, 0), 5100);
		expect(limiter.waitFor(5100)).toBeCloseTo(APART - 8, 6);
	});

	test('is no longer late once all of them take that long: n8n has become slower', () => {
		const { limiter } = guessed();
		const waits = every(1000, 700, 5000).map((at) => {
			limiter.leftN8n(limiter.take(at, 0), at + (at < 200_000 ? 1 : 5));
			return limiter.waitFor(at + 5);
		});
		expect(waits[0]).toBeCloseTo(APART - 5, 6);
		expect(waits[300]).toBeGreaterThan(APART - 5 + 2);
		expect(waits[699]).toBeCloseTo(APART - 5, 6);
	});

	test('is not late before the first refusal, when nothing limits the rate', () => {
		const rateAfter = (left: (limiter: RateLimiter, sent: Sent) => void) => {
			const limiter = new RateLimiter();
			for (const at of every(100, 12, 0)) left(limiter, limiter.take(at, 0));
			limiter.refused(limiter.take(1200, 0), 1250);
			return 1000 / limiter.waitFor(1250);
		};
		const late = rateAfter((limiter, sent) => {
			limiter.leftN8n(sent, sent.at + 500);
		});
		expect(late).toBeCloseTo(
			rateAfter(() => undefined),
			6,
		);
	});

	test('does not count if it was not sent after all', () => {
		const { limiter, sent } = full();
		limiter.withdraw(sent);
		limiter.leftN8n(sent, 5100);
		for (let count = 0; count < 10; count += 1) limiter.take(5100, 0);
		expect(limiter.waitFor(5100)).toBeCloseTo(100, 6);
	});
});
