import { describe, expect, test } from '@jest/globals';

import type {
	AccessTokenPending,
	AuthorizedTransport,
	NotSent,
	SendResult,
} from '../../rsa/http/response.ts';
import { aRequest, causesOf, ThrottledRun } from '../support/throttled-run.mts';
import { answered, notDelivered } from '../support/responses.mts';
import { seededRandom } from '../support/seeded-random.mts';

const seeds = Array.from({ length: 10 }, (_, index) => index + 1);
const between = (times: readonly number[], from: number, until: number) =>
	times.filter((at) => at > from && at < until).length;
/** The first time of them; tests that use it check elsewhere that there is one. */
const first = (times: readonly number[]) => times[0] ?? Number.NaN;

/** Gives the result after so many ms. */
function respondingAfter(
	run: ThrottledRun,
	milliseconds: number,
	result: SendResult | AccessTokenPending = answered(200),
): AuthorizedTransport {
	return async () => {
		await run.clock.sleep(milliseconds);
		return result;
	};
}

describe('a run without limits', () => {
	test('begins with few requests, and sends more from burst to burst', async () => {
		const run = new ThrottledRun();
		run.tenant.latency = () => 100;
		await run.clock.run(run.sendAll(500));
		const bursts = Array.from({ length: 6 }, (_, index) =>
			between(run.tenant.sentAt, 100 * index - 1, 100 * index + 1),
		);
		expect(bursts[0]).toBeLessThan(10);
		expect(bursts.slice(0, 5)).toEqual(bursts.slice(0, 5).toSorted((one, other) => one - other));
	});

	test('sends no more than the first two before both are answered, even if the process is slow at first', async () => {
		const run = new ThrottledRun({ perSecond: 1 / 6, burst: 1 });
		run.tenant.latency = () => (run.tenant.sentAt.length === 1 ? 390 : 430);
		await run.clock.run(run.sendAll(10));
		expect(between(run.tenant.sentAt, -1, 430)).toBe(2);
	});

	test('spreads requests over the time of an answer once it knows how many it may send', async () => {
		const run = new ThrottledRun();
		run.tenant.latency = () => 100;
		await run.clock.run(run.sendAll(1000));
		const { sentAt } = run.tenant;
		const everyTenMs = Array.from({ length: 50 }, (_, index) =>
			between(sentAt, 1000 + 10 * index, 1010 + 10 * index),
		);
		expect(Math.max(...everyTenMs)).toBeLessThan(10);
		expect(between(sentAt, 1000, 1500)).toBeGreaterThan(0.85 * 64 * 5);
	});

	test.each([
		['the first', 0],
		['a later one', 50],
	])('is not held up by an answer that stays away: %s', async (_, which) => {
		const run = new ThrottledRun();
		run.tenant.latency = () => (run.tenant.sentAt.length === which + 1 ? 30_000 : 50);
		await run.clock.run(run.sendAll(500));
		expect(between(run.tenant.acceptedAt, 0, 4000)).toBe(499);
	});

	test.each([1, 2, 3, 5, 64, 256])(
		'has no more requests in flight than its limit: %d',
		async (maxConcurrency) => {
			const random = seededRandom(maxConcurrency);
			const run = new ThrottledRun({ maxConcurrency });
			run.tenant.latency = () => 1000 * random();
			const results = await run.clock.run(run.sendAll(1000));
			expect(causesOf(results)).toEqual(['response']);
			expect(run.tenant.mostInFlight).toBe(maxConcurrency);
		},
	);
});

describe('a run of a tenant that others have found fast', () => {
	const besideOthers = async (firstLatency: number) => {
		const others = new ThrottledRun();
		await others.clock.run(others.sendAll(500));
		const run = new ThrottledRun({ beside: others });
		const { clock, tenant } = run;
		const begunAt = clock.now();
		const sentBefore = tenant.sentAt.length;
		const isFirst = () => tenant.sentAt.length <= sentBefore + 2;
		tenant.latency = () => (isFirst() ? firstLatency : 100);
		await clock.run(run.sendAll(100));
		return { begunAt, sentAt: tenant.sentAt.slice(sentBefore) };
	};

	test('sends two requests until one is answered: RSA may refuse their access token', async () => {
		const { begunAt, sentAt } = await besideOthers(100);
		expect(between(sentAt, begunAt - 1, begunAt + 99)).toBe(2);
		expect(between(sentAt, begunAt + 99, begunAt + 199)).toBeGreaterThan(30);
	});

	test('does not wait for an answer that stays away', async () => {
		const { begunAt, sentAt } = await besideOthers(30_000);
		expect(between(sentAt, begunAt - 1, begunAt + 3000)).toBe(100);
	});
});

describe('when RSA asks to wait, no item of the run sends anything', () => {
	const inAnHour = () => new Date(Date.now() + 3_600_000).toUTCString();
	const DAY = 86_400_000;

	test.each([
		['in seconds', () => '30', 30_000],
		// The date is taken from the machine's clock, which goes on while the test runs.
		['as an HTTP date', inAnHour, 3_000_000],
	])('%s', async (_, retryAfter, wait) => {
		const run = new ThrottledRun({ perSecond: 5, retryAfter: retryAfter() });
		const results = await run.clock.run(run.sendAll(12, DAY));
		const receivedAt = first(run.tenant.refusedAt);
		expect(causesOf(results)).toEqual(['response']);
		expect(between(run.tenant.sentAt, receivedAt, receivedAt + wait)).toBe(0);
	});

	test('without saying how long', async () => {
		const run = new ThrottledRun({ perSecond: 5, random: () => 0.5 });
		const results = await run.clock.run(run.sendAll(12));
		const receivedAt = first(run.tenant.refusedAt);
		expect(causesOf(results)).toEqual(['response']);
		expect(between(run.tenant.sentAt, receivedAt, receivedAt + 500)).toBe(0);
	});

	test('with a 503', async () => {
		const run = new ThrottledRun();
		await run.clock.run(
			run
				.item(DAY, respondingAfter(run, 100, answered(503, '', { 'retry-after': '30' })))
				.send(aRequest),
		);
		await run.clock.run(run.sendAll(4));
		expect(first(run.tenant.sentAt)).toBe(30_100);
	});

	test.each<[string, SendResult]>([
		['a 503', answered(503)],
		['a 500 that names a time', answered(500, '', { 'retry-after': '30' })],
		['a request that was not delivered', notDelivered],
	])('but goes on after %s', async (_, result) => {
		const run = new ThrottledRun();
		await run.clock.run(run.item(DAY, respondingAfter(run, 100, result)).send(aRequest));
		await run.clock.run(run.sendAll(4));
		expect(first(run.tenant.sentAt)).toBe(100);
	});
});

describe('after a cooldown', () => {
	test('requests go out one by one, at the rate that RSA took, and what it allows by then a little faster', async () => {
		const run = new ThrottledRun({ perSecond: 50, retryAfter: '2' });
		await run.clock.run(run.sendAll(400));
		const { refusedAt, sentAt } = run.tenant;
		const resumesAt = first(sentAt.filter((at) => at > first(refusedAt) + 1000));
		expect(between(sentAt, resumesAt - 1, resumesAt + 5)).toBe(1);
		for (const second of [0, 1, 2, 3]) {
			const from = resumesAt + 1000 * second;
			expect(between(sentAt, from, from + 1000)).toBeLessThan(95);
		}
	});
});

describe('the run goes as fast as the tenant allows, and no faster', () => {
	const rows: Array<[what: string, refusesAtOnce: boolean]> = [
		['at the end', false],
		['at once', true],
	];
	/** A run of requests, and how it went. */
	const ran = async (run: ThrottledRun, count: number) => {
		const results = await run.clock.run(run.sendAll(count));
		const { refusedAt, sentAt } = run.tenant;
		return {
			causes: causesOf(results),
			seconds: run.clock.now() / 1000,
			refused: refusedAt.length / sentAt.length,
		};
	};

	describe.each(rows)('500 requests, 50 a second, refused %s', (_, refusesAtOnce) => {
		test.each([
			['with Retry-After', '1', 1.15, 0.05],
			['without', undefined, 1.4, 0.1],
		])('%s', async (__, retryAfter, timesAsLong, mostRefused) => {
			for (const seed of seeds) {
				const random = seededRandom(seed);
				const run = new ThrottledRun({ perSecond: 50, retryAfter, refusesAtOnce, random });
				const { causes, seconds, refused } = await ran(run, 500);
				expect(causes).toEqual(['response']);
				expect(seconds).toBeLessThanOrEqual(10 * timesAsLong);
				expect(refused).toBeLessThanOrEqual(mostRefused);
			}
		});
	});

	test.each([
		['2 a second', 2, 40],
		['10 a second', 10, 200],
		['500 a second', 500, 5000],
	])('%s', async (_, perSecond, count) => {
		const run = new ThrottledRun({ perSecond, retryAfter: '1' });
		const { causes, seconds } = await ran(run, count);
		expect(causes).toEqual(['response']);
		expect(seconds).toBeLessThanOrEqual((1.25 * count) / perSecond);
	});

	test.each([
		['with Retry-After', '1'],
		['without', undefined],
	])('which may change on the way, %s', async (_, retryAfter) => {
		for (const seed of seeds.slice(0, 4)) {
			const random = seededRandom(seed);
			const run = new ThrottledRun({ perSecond: 100, retryAfter, random });
			run.at(8000, () => {
				run.tenant.allow(10);
			});
			run.at(16_000, () => {
				run.tenant.allow(100);
			});
			const { causes, seconds, refused } = await ran(run, 2000);
			expect(causes).toEqual(['response']);
			expect(between(run.tenant.acceptedAt, 10_000, 16_000)).toBeGreaterThan(30);
			expect(between(run.tenant.acceptedAt, 24_000, 26_000)).toBeGreaterThan(100);
			expect(seconds).toBeLessThanOrEqual(26 * 1.4);
			expect(refused).toBeLessThanOrEqual(0.08);
		}
	});

	test('which another process may share', async () => {
		const one = new ThrottledRun({ perSecond: 50, retryAfter: '1' });
		const other = new ThrottledRun({ elsewhere: one, random: seededRandom(2) });
		const results = await one.clock.run(Promise.all([one.sendAll(500), other.sendAll(500)]));
		expect(causesOf(results.flat())).toEqual(['response']);
		expect(one.clock.now()).toBeLessThanOrEqual(20_000 * 1.25);
	});
});

describe('an answer that speaks of overload', () => {
	const LATENCY = 500;
	test.each<[string, SendResult, latency: number]>([
		['503', answered(503), LATENCY],
		['slow', answered(200), 5000],
		['not delivered', notDelivered, LATENCY],
	])('leaves fewer requests on their way, until RSA has got over it: %s', async (...row) => {
		const [, result, latency] = row;
		const run = new ThrottledRun();
		const { tenant } = run;
		const answering = (answer: SendResult, took: number) => () => {
			tenant.answer = () => answer;
			tenant.latency = () => took;
		};
		const inFlight: number[] = [];
		for (const time of [9999, 29_999, 100_000]) run.at(time, () => inFlight.push(tenant.inFlight));
		answering(answered(200), LATENCY)();
		run.at(10_000, answering(result, latency));
		run.at(30_000, answering(answered(200), LATENCY));
		await run.clock.run(run.sendAll(14_000));
		const [before = 0, during = 0, after = 0] = inFlight;
		expect(before).toBeGreaterThan(56);
		expect(during).toBeLessThanOrEqual(48);
		expect(after).toBeGreaterThan(56);
	});
});

describe('items that have started are finished before others start', () => {
	test('their requests go first', async () => {
		const run = new ThrottledRun({ maxConcurrency: 1 });
		const order: string[] = [];
		const send = async (name: string, item = run.item()) => {
			await item.send(aRequest);
			order.push(name);
		};
		const started = run.item();
		await run.clock.run(send('started: first request', started));
		const others = [send('other'), send('another'), send('started: second request', started)];
		await run.clock.run(Promise.all(others));
		expect(order).toEqual([
			'started: first request',
			'other',
			'started: second request',
			'another',
		]);
	});

	test('an item whose request RSA refused with a 429 has not started', async () => {
		const run = new ThrottledRun();
		const refusing = respondingAfter(run, 100, answered(429, '', { 'retry-after': '30' }));
		const result = run.item(300_000, refusing).send(aRequest);
		run.at(1000, () => {
			run.throttle.end({ kind: 'notSent', cause: 'stoppedAtFailure' });
		});
		expect(await run.clock.run(result)).toEqual({ kind: 'notSent', cause: 'stoppedAtFailure' });
	});
});

describe('the log of a run that waits', () => {
	test.each([
		[
			'by RSA',
			answered(429, '', { 'retry-after': '30' }),
			/^too many requests for RSA, next attempt in 2\d s$/,
		],
		[
			'by the token endpoint',
			{ kind: 'accessTokenPending', reason: 'it is busy', retryAfter: 30_000 } as const,
			/^no access token \(it is busy\), next attempt in 2\d s$/,
		],
	])('says so: %s', async (_, result, words) => {
		const run = new ThrottledRun();
		void run.item(300_000, respondingAfter(run, 100, result)).send(aRequest);
		const waits: Array<string | undefined> = [];
		for (const time of [50, 5000]) {
			run.at(time, () => waits.push(run.throttle.waitInWords()));
		}
		await run.clock.run(run.clock.sleep(6000));
		expect(waits).toEqual([undefined, expect.stringMatching(words)]);
	});
});

describe('the end of a run', () => {
	const stopped: NotSent = { kind: 'notSent', cause: 'stoppedAtFailure' };

	test('does not start waiting items, and finishes those that have started', async () => {
		const run = new ThrottledRun({ maxConcurrency: 2 });
		const started = [run.item(), run.item()];
		await run.clock.run(Promise.all(started.map(({ send }) => send(aRequest))));
		const notStarted = run.sendAll(50);
		const goOn = Promise.all([...started, ...started].map(({ send }) => send(aRequest)));
		run.throttle.end(stopped);
		const results = await run.clock.run(notStarted);
		expect(results.filter(({ kind }) => kind === 'response')).toHaveLength(2);
		expect(results.filter((result) => result === stopped)).toHaveLength(48);
		expect(causesOf(await run.clock.run(goOn))).toEqual(['response']);
	});

	test('does not start items that come later, and finishes those that have started', async () => {
		const run = new ThrottledRun();
		const started = run.item();
		await run.clock.run(started.send(aRequest));
		run.throttle.end(stopped);
		expect(await run.clock.run(run.item().send(aRequest))).toBe(stopped);
		expect(await run.clock.run(started.send(aRequest))).toEqual(answered(200));
	});

	test('has the cause that came first', async () => {
		const run = new ThrottledRun();
		run.throttle.end(stopped);
		run.throttle.end({ kind: 'notSent', cause: 'tooManyFailuresInARow' });
		expect(await run.clock.run(run.item().send(aRequest))).toBe(stopped);
	});

	test('comes by itself at its deadline', async () => {
		const run = new ThrottledRun({ maxConcurrency: 4, endsAt: 5000 });
		const started = run.item();
		await run.clock.run(started.send(aRequest));
		const results = await run.clock.run(run.sendAll(500));
		expect(causesOf(results)).toEqual(['response', 'runDeadlineReached']);
		expect(Math.max(...run.tenant.sentAt)).toBeLessThan(5000);
		expect(await run.clock.run(started.send(aRequest))).toEqual(answered(200));
	});
});

describe('a run that is cancelled', () => {
	const cancelled: NotSent = { kind: 'notSent', cause: 'cancelled' };

	test.each([
		['while it holds, with Retry-After', '3600'],
		['while it holds', undefined],
	])('ends all waits within a second and sends nothing more: %s', async (_, retryAfter) => {
		const run = new ThrottledRun({ perSecond: 5, retryAfter, random: () => 0.999 });
		const abortAt = 2000;
		run.at(abortAt, () => {
			run.cancellation.abort();
		});
		const results = await run.clock.run(run.sendAll(500, 7_200_000));
		expect(run.clock.now()).toBeLessThan(abortAt + 1000);
		expect(between(run.tenant.sentAt, abortAt, Number.POSITIVE_INFINITY)).toBe(0);
		expect(causesOf(results)).toEqual(['response', 'cancelled']);
	});

	test('does not send what waits for room', async () => {
		const run = new ThrottledRun({ maxConcurrency: 2 });
		const send = respondingAfter(run, 1000);
		const results = Array.from({ length: 5 }, () => run.item(300_000, send).send(aRequest));
		run.at(500, () => {
			run.cancellation.abort();
		});
		const [, , ...waiting] = await run.clock.run(Promise.all(results));
		expect(waiting).toEqual([cancelled, cancelled, cancelled]);
	});

	test('does not finish items that have started', async () => {
		const run = new ThrottledRun();
		const started = run.item();
		await run.clock.run(started.send(aRequest));
		run.cancellation.abort();
		expect(await run.clock.run(started.send(aRequest))).toEqual(cancelled);
	});
});
