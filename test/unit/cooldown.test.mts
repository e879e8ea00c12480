import { describe, expect, test } from '@jest/globals';

import { Cooldown } from '../../rsa/throttle/cooldown.ts';

const half = () => 0.5;
const HOUR = 3_600_000;

/** Refuses one request after another, each sent when the cooldown before it was over. */
function waitsOf(cooldown: Cooldown, retryAfters: Array<number | undefined>): number[] {
	let now = 0;
	return retryAfters.map((retryAfter) => {
		cooldown.refused(now, now, retryAfter);
		const wait = cooldown.until - now;
		now = cooldown.until + 1;
		return wait;
	});
}

/** Refuses a request. @returns whether a cooldown began with that */
function refuse(cooldown: Cooldown, ...refusal: Parameters<Cooldown['refused']>): boolean {
	const begins = cooldown.beginsIfRefused(refusal[0]);
	cooldown.refused(...refusal);
	return begins;
}

describe('a refusal that does not say how long to wait', () => {
	test('makes waits grow from cooldown to cooldown, up to half a minute', () => {
		const waits = waitsOf(
			new Cooldown(half),
			Array.from({ length: 6 }, () => undefined),
		);
		expect(waits).toEqual([750, 2250, 6750, 20_250, 22_500, 22_500]);
	});

	test.each([
		[0, 500],
		[0.998, 999],
	])('waits half of the time at least, with jitter (%d)', (random, wait) => {
		expect(waitsOf(new Cooldown(() => random), [undefined])).toEqual([wait]);
	});
});

describe('a refusal that does not say how long to wait, at a measured rate', () => {
	/** ms. */
	const REFILL = 80;

	/** A cooldown in which the early request was sent. */
	function probed(): Cooldown {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 0, undefined, REFILL);
		cooldown.sent(60);
		return cooldown;
	}

	test('is followed by one request as soon as RSA should accept some again, with jitter', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 0, undefined, REFILL);
		expect(cooldown.waitFor(10)).toBe(50);
		expect(cooldown.until).toBe(750);
		cooldown.sent(60);
		expect(cooldown.waitFor(60)).toBe(690);
	});

	test('ends the wait once RSA accepts that request', () => {
		const cooldown = probed();
		cooldown.passed(60, 110);
		expect(cooldown.waitFor(110)).toBe(0);
		cooldown.refused(120, 200, undefined, REFILL);
		expect(cooldown.waitFor(200)).toBe(60);
	});

	test('is waited for as usual if RSA refuses that request, or does not respond', () => {
		const cooldown = probed();
		expect(refuse(cooldown, 60, 700, undefined, REFILL)).toBe(false);
		expect([cooldown.waitFor(700), cooldown.isProbing]).toEqual([50, false]);
		expect(waitsOf(cooldown, [undefined])).toEqual([2250]);
	});

	test('is followed by early requests in fewer and fewer waits while RSA refuses them: it may count refusals', () => {
		const cooldown = new Cooldown(half);
		const [early, usual] = [60, 750];
		const waits = Array.from({ length: 14 }, (_, index) => {
			const now = 10_000 * index;
			cooldown.refused(now, now, undefined, REFILL);
			const wait = cooldown.waitFor(now);
			cooldown.sent(now + wait);
			if (wait === early) cooldown.refused(now + wait, now + wait + 50, undefined, REFILL);
			cooldown.passed(now + 5000, now + 5050);
			return wait;
		});
		const none = (count: number) => Array.from({ length: count }, () => usual);
		expect(waits).toEqual([early, ...none(1), early, ...none(3), early, ...none(7)]);
	});

	test('is not followed by an early request sooner because RSA requested the wait in between', () => {
		const cooldown = probed();
		cooldown.refused(60, 110, undefined, REFILL);
		cooldown.passed(5000, 5050);
		cooldown.refused(10_000, 10_000, 1000, REFILL);
		cooldown.passed(15_000, 15_050);
		cooldown.refused(20_000, 20_000, undefined, REFILL);
		expect(cooldown.waitFor(20_000)).toBe(750);
	});

	test('is followed by an early request in each wait again once RSA accepts one', () => {
		const cooldown = new Cooldown(half);
		const results = ['refused', 'none', 'accepted', 'refused', 'none', 'accepted'];
		const waits = results.map((result, index) => {
			const now = 10_000 * index;
			cooldown.refused(now, now, undefined, REFILL);
			const wait = cooldown.waitFor(now);
			cooldown.sent(now + wait);
			if (result === 'refused') cooldown.refused(now + wait, now + wait + 50, undefined, REFILL);
			if (result === 'accepted') cooldown.passed(now + wait, now + wait + 50);
			cooldown.passed(now + 5000, now + 5050);
			return wait;
		});
		expect(waits).toEqual([60, 750, 60, 60, 750, 60]);
	});

	test('is waited for as usual if only requests that were sent before are accepted', () => {
		const cooldown = probed();
		cooldown.passed(-10, 70);
		expect(cooldown.waitFor(70)).toBe(680);
	});

	test('and the next one: that RSA accepts the early request late does not end the next wait', () => {
		const cooldown = probed();
		cooldown.refused(760, 800, undefined, REFILL);
		expect(cooldown.waitFor(800)).toBe(2250);
		cooldown.passed(60, 900);
		expect(cooldown.waitFor(900)).toBe(1000);
	});

	test('is followed by a usual wait if that is shorter', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 0, undefined, 4000);
		expect(cooldown.waitFor(0)).toBe(750);
	});

	test('never ends a wait that RSA requests', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 0, 1000, REFILL);
		expect(cooldown.waitFor(0)).toBe(1000);
		const other = new Cooldown(half);
		other.refused(0, 0, undefined, REFILL);
		other.refused(-5, 10, 5000, REFILL);
		expect(other.waitFor(10)).toBe(5000);
	});

	test('is not followed by an early request if it is the second in a row', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 0, undefined);
		cooldown.refused(800, 800, undefined, REFILL);
		expect(cooldown.waitFor(800)).toBe(2250);
	});
});

describe('a refusal that says how long to wait', () => {
	test('is waited for just as long', () => {
		expect(waitsOf(new Cooldown(half), [7000, 7000, 7000, HOUR])).toEqual([7000, 7000, 7000, HOUR]);
	});

	test('is waited for longer if that did not help: no server switches the growing waits off', () => {
		expect(waitsOf(new Cooldown(half), [100, 100, 100, undefined, 100])).toEqual([
			100, 2250, 6750, 20_250, 22_500,
		]);
	});

	test.each([
		['a day', 24 * HOUR, 24 * HOUR],
		['longer than any item may take: RSA is tried again after an hour', 25 * HOUR, HOUR],
	])('is waited for %s', (_, retryAfter, wait) => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 0, retryAfter);
		expect(cooldown.until).toBe(wait);
		expect(cooldown.timeLeft(1000)).toBe(retryAfter - 1000);
		expect(cooldown.timeLeft(wait)).toBe(0);
		cooldown.refused(wait, wait, 1000);
		expect(cooldown.timeLeft(wait)).toBe(2250);
	});

	test('no longer counts when that wait is over and RSA refuses the next request without a time', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 0, 25 * HOUR);
		cooldown.refused(HOUR, HOUR, undefined);
		expect(cooldown.timeLeft(HOUR)).toBe(2250);
	});

	test('begins a cooldown each time, even if RSA requests no wait and the next request leaves in that ms', () => {
		const cooldown = new Cooldown(half);
		expect(refuse(cooldown, 0, 100, 0)).toBe(true);
		expect(refuse(cooldown, 100, 200, 0)).toBe(true);
		expect(cooldown.until).toBe(200 + 2250);
	});
});

test('shows whether RSA requested so long a wait', () => {
	const cooldown = new Cooldown(half);
	expect(cooldown.isOwn).toBe(false);
	cooldown.refused(0, 0, undefined);
	expect(cooldown.isOwn).toBe(true);
	cooldown.refused(0, 0, 9000);
	expect(cooldown.isOwn).toBe(false);
});

test('the time spent in cooldowns is counted, without the time between them', () => {
	const cooldown = new Cooldown(half);
	expect(cooldown.waited(500)).toBe(0);
	cooldown.refused(1000, 1000, 2000);
	cooldown.refused(1000, 1500, 3000);
	expect([1000, 2000, 4500, 9000].map((now) => cooldown.waited(now))).toEqual([
		0, 1000, 3500, 3500,
	]);
	cooldown.passed(9000, 9000);
	cooldown.refused(10_000, 10_000, 2000);
	expect([11_000, 20_000].map((now) => cooldown.waited(now))).toEqual([4500, 5500]);
});

test('the time spent in cooldowns is counted once, whether RSA says how long or not', () => {
	const cooldown = new Cooldown(half);
	cooldown.refused(1000, 1000, undefined);
	cooldown.refused(2000, 2000, undefined);
	cooldown.refused(1900, 2500, undefined);
	expect([3000, 9000].map((now) => cooldown.waited(now))).toEqual([750 + 1000, 750 + 2250]);
});

test('requests are sent one by one once waiting did not help, until one is let through', () => {
	const cooldown = new Cooldown(half);
	cooldown.refused(0, 100, undefined);
	expect(cooldown.isProbing).toBe(false);
	cooldown.refused(1000, 1100, undefined);
	expect(cooldown.isProbing).toBe(true);
	cooldown.passed(5000, 5100);
	expect(cooldown.isProbing).toBe(false);
});

describe('requests that were in flight together', () => {
	test('begin one cooldown', () => {
		const cooldown = new Cooldown(half);
		const began = [10, 20, 30].map((sentAt) => refuse(cooldown, sentAt, 100 + sentAt, undefined));
		expect(began).toEqual([true, false, false]);
		expect(cooldown.until).toBe(110 + 750);
	});

	test.each([
		['longer', 9000, 9120],
		['shorter', 100, 5110],
		['no time', undefined, 5110],
	])('are waited for as long as any of them requests: %s', (_, retryAfter, until) => {
		const cooldown = new Cooldown(half);
		cooldown.refused(10, 110, 5000);
		cooldown.refused(20, 120, retryAfter);
		expect(cooldown.until).toBe(until);
	});

	test('begin the next cooldown when they went out after the one before began', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 100, undefined);
		expect(refuse(cooldown, 700, 800, undefined)).toBe(true);
		expect(cooldown.until).toBe(800 + 2250);
	});
});

describe('a wait that is shortened for a last attempt', () => {
	/** A cooldown, the third in a row, whose wait of 6750 ms is shortened. */
	function shortened(): Cooldown {
		const cooldown = new Cooldown(half);
		waitsOf(cooldown, [undefined, undefined, undefined]);
		cooldown.endOwnWaitBy(cooldown.until - 4000);
		return cooldown;
	}

	test('is followed by one of the same length if RSA refuses that attempt, and then they grow again', () => {
		const cooldown = shortened();
		const now = cooldown.until;
		cooldown.refused(now, now, undefined);
		expect(cooldown.until - now).toBe(6750);
		cooldown.refused(now + 6750, now + 6750, undefined);
		expect(cooldown.until - now).toBe(6750 + 20_250);
	});

	test('is the only one that is shortened: the next refusal after an accepted request is the first again', () => {
		const cooldown = shortened();
		const now = cooldown.until;
		cooldown.passed(now, now + 50);
		cooldown.refused(now + 60, now + 60, undefined);
		expect([cooldown.until - now, cooldown.isProbing]).toEqual([60 + 750, false]);
	});

	test.each([
		['the first: the next is longer, and requests are sent one by one', 1, 2250],
		['the second: the next is as long as it was to be', 2, 2250],
	])('%s', (_, waits, next) => {
		const cooldown = new Cooldown(half);
		waitsOf(
			cooldown,
			Array.from({ length: waits }, () => undefined),
		);
		const now = cooldown.until - 100;
		cooldown.endOwnWaitBy(now);
		cooldown.refused(now, now, undefined);
		expect([cooldown.until - now, cooldown.isProbing]).toEqual([next, true]);
	});

	test('stays as it is if it would end sooner anyway', () => {
		const cooldown = new Cooldown(half);
		waitsOf(cooldown, [undefined, undefined]);
		const { until } = cooldown;
		cooldown.endOwnWaitBy(until + 1);
		cooldown.refused(until, until, undefined);
		expect(cooldown.until - until).toBe(6750);
	});
});

describe('a request that was let through', () => {
	test('lets the waits begin anew', () => {
		const cooldown = new Cooldown(half);
		waitsOf(cooldown, [undefined, undefined, undefined]);
		cooldown.passed(cooldown.until + 1, cooldown.until + 100);
		const now = cooldown.until + 200;
		cooldown.refused(now, now, undefined);
		expect(cooldown.until).toBe(now + 750);
	});

	test('lets the waits begin anew even if RSA requested no wait and it left in that ms', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 100, 0);
		cooldown.passed(100, 150);
		cooldown.refused(200, 250, undefined);
		expect(cooldown.until).toBe(250 + 750);
	});

	test('makes the last cooldown the first in a row if it left in the ms in which the one before began', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 100, 0);
		cooldown.refused(700, 800, undefined);
		cooldown.passed(100, 900);
		cooldown.refused(3900, 4000, undefined);
		expect(cooldown.until).toBe(4000 + 2250);
	});

	test('beside the one that was refused leaves the cooldown the first in a row', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 100, undefined);
		cooldown.passed(0, 110);
		cooldown.refused(900, 1000, undefined);
		expect(cooldown.until).toBe(1000 + 2250);
	});

	test('lets the waits begin anew even if one that was sent before is accepted after it', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 100, undefined);
		cooldown.passed(900, 1000);
		cooldown.passed(50, 1100);
		cooldown.refused(2000, 2100, undefined);
		expect(cooldown.until).toBe(2100 + 750);
	});

	test('does not where it went out before the last cooldown but one', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 100, undefined);
		cooldown.refused(700, 800, undefined);
		cooldown.passed(50, 900);
		cooldown.refused(3900, 4000, undefined);
		expect(cooldown.until).toBe(4000 + 6750);
	});

	test('shortens a cooldown that was guessed', () => {
		const cooldown = new Cooldown(half);
		waitsOf(cooldown, [undefined, undefined, undefined, undefined, undefined]);
		const now = cooldown.until - 7000;
		cooldown.passed(now - 1500, now);
		expect(cooldown.until).toBe(now + 1000);
	});

	test.each<[string, Array<number | undefined>]>([
		['the first refusal says how long', [60_000, undefined]],
		['a later one says so', [undefined, 60_000]],
	])('never shortens a cooldown that RSA requested: %s', (_, retryAfters) => {
		const cooldown = new Cooldown(half);
		for (const [index, retryAfter] of retryAfters.entries()) {
			cooldown.refused(index, 100, retryAfter);
		}
		cooldown.passed(50, 200);
		expect(cooldown.until).toBe(60_100);
	});

	test('never shortens a cooldown that RSA requested when the next one is guessed', () => {
		const cooldown = new Cooldown(half);
		cooldown.refused(0, 100, 60_000);
		cooldown.refused(100, 200, undefined);
		cooldown.passed(100, 300);
		expect(cooldown.until).toBe(60_100);
	});
});
