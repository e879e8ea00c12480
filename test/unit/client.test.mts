import { describe, expect, test } from '@jest/globals';

import type { SendResult, Transport, AuthorizedTransport } from '../../rsa/http/response.ts';
import { aRequest, causesOf, ThrottledRun } from '../support/throttled-run.mts';
import { answered, lost, notDelivered } from '../support/responses.mts';
import { aChange, scripted, tooMany } from '../support/scripted-transport.mts';

const half = () => 0.5;

describe('a request that RSA refused because of too many requests', () => {
	test('is sent again when RSA takes requests again, however often', async () => {
		const run = new ThrottledRun();
		const { send, sentAt } = scripted(run, tooMany('7'), tooMany('20'), tooMany('1'));
		const result = await run.clock.run(run.item(60_000, send).send(aRequest));
		expect(result).toEqual(answered(200));
		expect(sentAt.slice(0, 3)).toEqual([0, 7100, 27_200]);
		expect(sentAt).toHaveLength(4);
	});

	test.each<[string, SendResult]>([
		['an answer', answered(500)],
		['a 503 that asks to wait', answered(503, '', { 'retry-after': '5' })],
		['a lost answer', lost],
		['not delivered', notDelivered],
	])('but not one that got %s: the item decides about that', async (_, result) => {
		const run = new ThrottledRun();
		const { send, sentAt } = scripted(run, result);
		expect(await run.clock.run(run.item(60_000, send).send(aRequest))).toBe(result);
		expect(sentAt).toHaveLength(1);
	});
});

test('an item that has started is finished before others start', async () => {
	const run = new ThrottledRun({ maxConcurrency: 1 });
	const order: string[] = [];
	const sendTwice = async (name: string) => {
		const item = run.item(60_000, async (request) => {
			order.push(name);
			return await run.tenant.send(request);
		});
		await item.send(aRequest);
		await item.send(aRequest);
	};
	await run.clock.run(Promise.all(['first', 'second', 'third', 'fourth'].map(sendTwice)));
	expect(order.slice(0, 6)).toEqual(['first', 'second', 'first', 'second', 'third', 'fourth']);
});

test('a request whose transport throws leaves its room to the next one', async () => {
	const run = new ThrottledRun({ maxConcurrency: 1 });
	const broken: AuthorizedTransport = () => Promise.reject(new Error('a fault of the transport'));
	await expect(run.clock.run(run.item(60_000, broken).send(aRequest))).rejects.toThrow('a fault');
	expect(run.tenantThrottle.isIdle).toBe(true);
	expect(await run.clock.run(run.item(60_000).send(aRequest))).toEqual(answered(200));
});

describe('a request that an access token is waited for', () => {
	const delay = (retryAfter?: number) =>
		({ kind: 'accessTokenPending', reason: 'the endpoint failed', retryAfter }) as const;

	/** Gives no access token so many times. */
	const delaying = (run: ThrottledRun, times: number, retryAfter?: number) => {
		const { send, sentAt } = scripted(run);
		let left = times;
		const signedInSend: AuthorizedTransport = async (request) => {
			if (left-- <= 0) return await send(request);
			sentAt.push(run.clock.now());
			return delay(retryAfter);
		};
		return { send: signedInSend, sentAt };
	};

	test('is sent when the token endpoint takes requests again, however often, and is no try of a change', async () => {
		const run = new ThrottledRun();
		const { send, sentAt } = delaying(run, 3, 7000);
		const item = run.item(60_000, send);
		expect(await run.clock.run(item.send(aChange))).toEqual(answered(200));
		expect(sentAt).toEqual([0, 7000, 14_000, 21_000]);
		expect(item.trace).toMatchObject({ attempts: 1, status: 200 });
	});

	test('waits longer from time to time where the endpoint does not say how long, up to 30 s', async () => {
		const run = new ThrottledRun({ random: half });
		const { send, sentAt } = delaying(run, 8);
		await run.clock.run(run.item(300_000, send).send(aRequest));
		const waits = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
		expect(waits).toEqual([750, 2250, 6750, 20_250, 22_500, 22_500, 22_500, 22_500]);
	});

	test('is not sent if it would have to wait too long, and gets the reason and the time to come back', async () => {
		const run = new ThrottledRun();
		const { send } = delaying(run, 1, 61_000);
		expect(await run.clock.run(run.item(60_000, send).send(aRequest))).toEqual({
			kind: 'notSent',
			cause: 'accessTokenDelayed',
			reason: 'the endpoint failed',
			retryAfter: 61_000,
		});
	});

	test('holds all of the run, and nothing of its speed is lost by it', async () => {
		const [run, other] = [new ThrottledRun(), new ThrottledRun()];
		const { send, sentAt } = delaying(run, 2, 5000);
		const items = Array.from(
			{ length: 50 },
			async () => await run.item(60_000, send).send(aRequest),
		);
		await run.clock.run(Promise.all(items));
		expect(sentAt.slice(0, 3)).toEqual([0, 0, 5000]);
		const undelayed = delaying(other, 0);
		const otherItems = Array.from(
			{ length: 50 },
			async () => await other.item(60_000, undelayed.send).send(aRequest),
		);
		await other.clock.run(Promise.all(otherItems));
		expect(sentAt.slice(2).map((at) => at - 5000)).toEqual(undelayed.sentAt);
	});

	test('does not hold up another run of the same tenant, which has an access token', async () => {
		const run = new ThrottledRun();
		const { send } = delaying(run, 1, 60_000);
		const delayed = run.item(300_000, send).send(aRequest);
		const other = new ThrottledRun({ beside: run });
		expect(await run.clock.run(other.item().send(aRequest))).toEqual(answered(200));
		expect(run.clock.now()).toBeLessThan(100);
		expect(await run.clock.run(delayed)).toEqual(answered(200));
	});

	test('is not waited for longer than a second once the execution is cancelled', async () => {
		const run = new ThrottledRun();
		const { send } = delaying(run, 1, 60_000);
		run.at(1000, () => {
			run.cancellation.abort();
		});
		const result = await run.clock.run(run.item(300_000, send).send(aRequest));
		expect(result).toEqual({ kind: 'notSent', cause: 'cancelled' });
		expect(run.clock.now()).toBeLessThan(2000);
	});
});

describe('a wait that would take longer than the item may is not started', () => {
	const tooLong = (retryAfter: number) => ({
		kind: 'notSent',
		cause: 'tooManyRequests',
		retryAfter,
	});

	test.each([
		['just as long', 60_000, '60', answered(200)],
		['longer', 59_999, '60', tooLong(60_000)],
	])('RSA asks to wait %s', async (_, limit, retryAfter, result) => {
		const run = new ThrottledRun();
		const { send } = scripted(run, tooMany(retryAfter));
		const item = run.item(limit + 100, send);
		expect(await run.clock.run(item.send(aRequest))).toEqual(result);
	});

	test('RSA asks several times, each time for less', async () => {
		const run = new ThrottledRun();
		const { send, sentAt } = scripted(run, tooMany('10'), tooMany('10'), tooMany('10'));
		expect(await run.clock.run(run.item(25_000, send).send(aRequest))).toEqual(tooLong(10_000));
		expect(sentAt).toEqual([0, 10_100, 20_200]);
	});

	test.each([
		['at once', '0'],
		['at a time that has passed', 'Sun, 06 Nov 1994 08:49:37 GMT'],
		['sooner than now', '-5'],
		['always soon', '1'],
	])('RSA asks to come back %s, again and again', async (_, retryAfter) => {
		const run = new ThrottledRun();
		const { send, sentAt } = scripted(
			run,
			...Array.from({ length: 99 }, () => tooMany(retryAfter)),
		);
		const result = await run.clock.run(run.item(5000, send).send(aRequest));
		expect(result).toMatchObject({ kind: 'notSent', cause: 'tooManyRequests', isOwnWait: true });
		expect(run.clock.now()).toBeLessThanOrEqual(5000);
		expect(sentAt.length).toBeLessThan(6);
	});

	test('RSA asks to come back at once, beyond the end of the run', async () => {
		const run = new ThrottledRun({ endsAt: 5000 });
		const { send } = scripted(run, ...Array.from({ length: 99 }, () => tooMany('0')));
		const result = await run.clock.run(run.item(300_000, send).send(aRequest));
		expect(result).toMatchObject({ kind: 'notSent', cause: 'tooManyRequests' });
		expect(run.clock.now()).toBeLessThanOrEqual(5000);
	});

	test('the time in which others are served is not counted', async () => {
		const run = new ThrottledRun({ perSecond: 1, retryAfter: '1', maxConcurrency: 32 });
		const results = await run.clock.run(run.sendAll(120, 5000));
		expect(causesOf(results)).toEqual(['response']);
		expect(run.clock.now()).toBeGreaterThan(100_000);
	});

	test('the time in which the requests of other executions are served is not counted either', async () => {
		const run = new ThrottledRun({ perSecond: 1, retryAfter: '1' });
		const items = Array.from({ length: 20 }, () => new ThrottledRun({ beside: run }).item(8000));
		const work = items.map(async (item) => {
			await item.send(aRequest);
			await item.send(aRequest);
			return item.hasTime();
		});
		const haveTime = await run.clock.run(Promise.all(work));
		expect(haveTime).toEqual(items.map(() => true));
		expect(run.clock.now()).toBeGreaterThan(35_000);
	});

	test.each([
		['at', 5000],
		['after', 6000],
	])(
		'a refusal comes %s the deadline of its item, when RSA takes requests again',
		async (_, at) => {
			const run = new ThrottledRun();
			const refusedAfter = (milliseconds: number): Transport => {
				const results = [tooMany()];
				return async () => {
					await run.clock.sleep(milliseconds);
					return results.pop() ?? answered(200);
				};
			};
			const quick = run.item(60_000, refusedAfter(1000)).send(aRequest);
			const slow = run.item(5000, refusedAfter(at)).send(aRequest);
			expect(await run.clock.run(Promise.all([quick, slow]))).toMatchObject([
				{ kind: 'response' },
				{ kind: 'notSent', cause: 'tooManyRequests', retryAfter: 1000, isOwnWait: true },
			]);
		},
	);

	test('the item counts from its first request on', async () => {
		const run = new ThrottledRun();
		const { send } = scripted(run, answered(200), tooMany('10'));
		const item = run.item(30_000, send);
		await run.clock.run(run.clock.sleep(100_000));
		await run.clock.run(item.send(aRequest));
		await run.clock.run(run.clock.sleep(15_000));
		expect(await run.clock.run(item.send(aRequest))).toEqual(answered(200));
	});

	test('RSA asks to wait beyond the end of the run', async () => {
		const run = new ThrottledRun({ endsAt: 5000 });
		const { send } = scripted(run, tooMany('5'));
		expect(await run.clock.run(run.item(60_000, send).send(aRequest))).toEqual(tooLong(5000));
	});

	test('an item that comes later gets what is left of the wait', async () => {
		const run = new ThrottledRun();
		const { send } = scripted(run, tooMany('60'));
		const first = run.item(300_000, send).send(aRequest);
		await run.clock.run(run.clock.sleep(20_100));
		const later = await run.clock.run(run.item(30_000, send).send(aRequest));
		expect(later).toEqual(tooLong(40_000));
		expect(await run.clock.run(first)).toEqual(answered(200));
	});
});

describe('the pause before something is sent again', () => {
	/** ms that each pause takes. */
	const pausesOf = async (run: ThrottledRun, count: number, limit?: number) => {
		const { waitBeforeRetry } = run.item(limit);
		const took: number[] = [];
		for (let inARow = 0; inARow < count; inARow += 1) {
			const begunAt = run.clock.now();
			if (await run.clock.run(waitBeforeRetry(inARow))) took.push(run.clock.now() - begunAt);
		}
		return took;
	};

	test('grows, up to ten seconds', async () => {
		const took = await pausesOf(new ThrottledRun({ random: half }), 7);
		expect(took).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
	});

	test.each([
		[0, 1],
		[0.998, 499],
	])('has full jitter (%d)', async (random, took) => {
		expect(await pausesOf(new ThrottledRun({ random: () => random }), 1)).toEqual([took]);
	});

	test("is not started if it would pass the item's deadline", async () => {
		const run = new ThrottledRun({ random: half });
		const item = run.item(1000);
		await run.clock.run(item.send(aRequest));
		expect(await run.clock.run(item.waitBeforeRetry(0))).toBe(true);
		expect(await run.clock.run(item.waitBeforeRetry(1))).toBe(true);
		const now = run.clock.now();
		expect(await run.clock.run(item.waitBeforeRetry(0))).toBe(false);
		expect(run.clock.now()).toBe(now);
	});

	test('is not started if it would pass the end of the run', async () => {
		expect(await pausesOf(new ThrottledRun({ random: half, endsAt: 750 }), 3)).toEqual([250, 500]);
	});

	test('ends within a second when the execution is cancelled, and nothing is sent after it', async () => {
		const run = new ThrottledRun({ random: half });
		const { send, sentAt } = scripted(run);
		const item = run.item(300_000, send);
		const pause = item.waitBeforeRetry(9);
		run.at(1000, () => {
			run.cancellation.abort();
		});
		await run.clock.run(pause);
		expect(run.clock.now()).toBeLessThan(2000);
		const result = await run.clock.run(item.send(aRequest));
		expect(result).toEqual({ kind: 'notSent', cause: 'cancelled' });
		expect(sentAt).toEqual([]);
	});
});
