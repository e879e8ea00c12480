import { describe, expect, test } from '@jest/globals';

import { aRequest, causesOf, ThrottledRun } from '../support/throttled-run.mts';
import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import { aChange } from '../support/scripted-transport.mts';
import { BusyClock, type Pause } from '../support/busy-clock.mts';
import {
	figuresOf,
	limitShapes,
	meet,
	type Figures,
	type LimitShape,
} from '../support/limit-shapes.mts';
import { LimitedTenant } from '../support/limited-tenant.mts';
import { answered } from '../support/responses.mts';
import { seededRandom } from '../support/seeded-random.mts';
import { VirtualClock } from '../support/virtual-clock.mts';

function expectAtMost(figures: readonly Figures[], most: Figures): void {
	expect(Math.max(...figures.map(({ time }) => time))).toBeLessThanOrEqual(most.time);
	expect(Math.max(...figures.map(({ refused }) => refused))).toBeLessThanOrEqual(most.refused);
}

/** For two minutes. */
function pausesOf(random: () => number): Pause[] {
	return Array.from({ length: 60 }, (_, index) => {
		const from = 2000 * (index + random());
		return { from, until: from + 15 + 45 * random() };
	});
}

const seeds = [1, 2, 3, 4, 5];
const retryAfters = ['1', undefined];

describe.each(retryAfters)('limits of all shapes are kept, Retry-After: %s', (retryAfter) => {
	test.each(limitShapes)('$name', async (shape) => {
		const figures: Figures[] = [];
		for (const seed of seeds) {
			const { causes, ...met } = await meet(shape, retryAfter, seed);
			expect(causes).toEqual(['response']);
			figures.push(met);
		}
		expectAtMost(figures, shape.most);
	});

	test('60 items at 10 a minute: in most runs, at most a tenth of the requests is refused', async () => {
		const shares: number[] = [];
		for (let seed = 1; seed <= 31; seed += 1) {
			const run = new ThrottledRun({
				perSecond: 1 / 6,
				burst: 1,
				retryAfter,
				random: seededRandom(seed),
			});
			await run.clock.run(run.sendAll(60));
			shares.push(figuresOf(run, 354).refused);
		}
		shares.sort((one, other) => one - other);
		expect(shares[15]).toBeLessThanOrEqual(0.1);
	});

	test.each([3, 6])(
		"50 a second, one at a time, while n8n's event loop is busy for 15 to 60 ms about every two seconds, and for up to %d ms with each request",
		async (longest) => {
			const figures: Figures[] = [];
			for (const seed of seeds) {
				const random = seededRandom(seed);
				const clock = new BusyClock(pausesOf(random));
				const limits = { perSecond: 50, burst: 1, retryAfter };
				const tenant = new LimitedTenant(clock.elsewhere, limits, () => 48 + 4 * random());
				const run = new ThrottledRun({ elsewhere: { clock, tenant }, random });
				const send = async () => {
					await clock.work(1 + (longest - 1) * random());
					// On the network.
					await clock.elsewhere.sleep(random());
					const result = await tenant.send(aRequest);
					// n8n sees the response only then.
					await clock.untilIdle();
					return result;
				};
				const causes = causesOf(await clock.run(run.sendAll(1000, undefined, send)));
				expect(causes).toEqual(['response']);
				figures.push(figuresOf(run, 20));
			}
			// Each refusal costs a second if RSA requests that.
			const most =
				retryAfter === undefined ? { time: 1.5, refused: 0.01 } : { time: 1.85, refused: 0.01 };
			expectAtMost(figures, most);
		},
	);

	test.each<
		[string, limiter: Omit<LimitShape, 'name'> & { readonly latency: readonly [number, number] }]
	>([
		[
			'20 a second, if RSA refuses quickly and responds to the others in 2 s',
			{
				perSecond: 20,
				burst: 5,
				refusesAtOnce: true,
				latency: [1800, 2200],
				items: 1600,
				ideal: 80,
				most: { time: 1.7, refused: 0.01 },
			},
		],
		// Without a burst, two requests at the same time are refused, as by a limit of one at the same time.
		[
			'1 a second without a burst, if RSA refuses quickly and responds to the others in 2 s',
			{
				perSecond: 1,
				burst: 1,
				refusesAtOnce: true,
				latency: [1500, 2500],
				items: 200,
				ideal: 199,
				most: { time: 1.3, refused: 0.06 },
			},
		],
		// A refusal is seen only 2 s later: what was sent meanwhile is refused as well.
		[
			'1 a second, if RSA responds in 2 s, also with a 429',
			{
				perSecond: 1,
				burst: 5,
				latency: [1600, 2400],
				items: 600,
				ideal: 595,
				most: { time: 1.1, refused: 0.4 },
			},
		],
	])('%s', async (_, { items, ideal, most, latency: [shortest, longest], ...limits }) => {
		const figures: Figures[] = [];
		for (const seed of seeds) {
			const random = seededRandom(seed);
			const clock = new VirtualClock();
			const latency = () => shortest + (longest - shortest) * random();
			const tenant = new LimitedTenant(clock, { ...limits, retryAfter }, latency);
			const run = new ThrottledRun({ elsewhere: { clock, tenant }, random });
			expect(causesOf(await clock.run(run.sendAll(items)))).toEqual(['response']);
			figures.push(figuresOf(run, ideal));
		}
		expectAtMost(figures, most);
	});

	test('200 executions of one item together, 5 a second', async () => {
		const figures: Figures[] = [];
		for (const seed of seeds) {
			const one = new ThrottledRun({ perSecond: 5, retryAfter, random: seededRandom(seed) });
			const runs = Array.from({ length: 200 }, () => new ThrottledRun({ beside: one }));
			const sent = runs.map(async (run) => await run.item().send(aRequest));
			expect(causesOf(await one.clock.run(Promise.all(sent)))).toEqual(['response']);
			figures.push(figuresOf(one, 39));
		}
		expectAtMost(figures, { time: 1.1, refused: 0.05 });
	});

	test('three executions of 40 items one after the other, 8 a second: what was learnt is kept', async () => {
		for (const seed of seeds) {
			const one = new ThrottledRun({ perSecond: 8, retryAfter, random: seededRandom(seed) });
			const shares: number[] = [];
			for (let count = 0; count < 3; count += 1) {
				const { tenant } = one;
				const [refused, sent] = [tenant.refusedAt.length, tenant.sentAt.length];
				await one.clock.run(new ThrottledRun({ beside: one }).sendAll(40));
				await one.clock.run(one.clock.sleep(5000));
				shares.push((tenant.refusedAt.length - refused) / (tenant.sentAt.length - sent));
			}
			const [first = 1, ...others] = shares;
			expect(first).toBeLessThanOrEqual(0.25);
			expect(Math.max(...others)).toBeLessThanOrEqual(0.05);
		}
	});

	test('2,000 items at 50 a second, and a webhook of one item every second beside them', async () => {
		const run = new ThrottledRun({ perSecond: 50, retryAfter, random: seededRandom(1) });
		const waits: number[] = [];
		let isOver = false;
		const webhook = async () => {
			const { clock } = run;
			const from = clock.now();
			await new ThrottledRun({ beside: run }).item().send(aRequest);
			waits.push(clock.now() - from);
		};
		const webhooks = async () => {
			while (!isOver) {
				void webhook();
				await run.clock.sleep(1000);
			}
		};
		const bulk = run.sendAll(2000).then(() => {
			isOver = true;
		});
		await run.clock.run(Promise.all([bulk, webhooks()]));
		const sorted = waits.toSorted((one, other) => one - other);
		expect(sorted[Math.floor(0.95 * sorted.length)]).toBeLessThanOrEqual(1000 + 50);
		expect(run.clock.now() / 1000).toBeLessThanOrEqual((1.15 * (2000 + waits.length)) / 50);
	});
});

describe('RSA requests long waits', () => {
	test.each([1, 2, 4, 8])(
		'%d at the same time: the number is found with few refusals',
		async (atOnce) => {
			for (const retryAfter of ['20', '60']) {
				const limits = { atOnce, retryAfter, refusesAtOnce: true };
				const run = new ThrottledRun({ ...limits, random: seededRandom(1) });
				expect(causesOf(await run.clock.run(run.sendAll(500)))).toEqual(['response']);
				expect(run.tenant.refusedAt.length).toBeLessThanOrEqual(15);
			}
		},
	);

	test.each([1, 4])(
		'%d at the same time: five executions together are hardly refused more often than one',
		async (atOnce) => {
			const limits = { atOnce, retryAfter: '30' };
			const one = new ThrottledRun({ ...limits, random: seededRandom(1) });
			const runs = [one, ...Array.from({ length: 4 }, () => new ThrottledRun({ beside: one }))];
			const sent = runs.map(async (run) => await run.sendAll(20 * atOnce));
			const results = await one.clock.run(Promise.all(sent));
			expect(causesOf(results.flat())).toEqual(['response']);
			expect(one.tenant.refusedAt.length).toBeLessThanOrEqual(8);
			expect(one.clock.now()).toBeLessThanOrEqual(75_000);
		},
	);

	test('one at the same time and then 64: that is found soon, although most of the time before was a wait', async () => {
		const limits = { atOnce: 1, retryAfter: '60' };
		const run = new ThrottledRun(limits);
		run.at(125_000, () => {
			limits.atOnce = 64;
		});
		expect(causesOf(await run.clock.run(run.sendAll(5000)))).toEqual(['response']);
		expect(run.clock.now()).toBeLessThanOrEqual(180_000);
	});

	test.each([
		['RSA requests a minute', { retryAfter: '60' }],
		['RSA accepts nothing for a minute', { ban: 60_000, refusesAtOnce: true }],
	])(
		'10 a second, 100 together: the rate is not measured too high, where %s',
		async (_, refusal) => {
			const ends: number[] = [];
			for (const seed of seeds) {
				const limits = { perSecond: 10, burst: 100, ...refusal };
				const run = new ThrottledRun({ ...limits, random: seededRandom(seed) });
				expect(causesOf(await run.clock.run(run.sendAll(800)))).toEqual(['response']);
				ends.push(run.clock.now());
			}
			expect(ends.reduce((sum, end) => sum + end, 0) / ends.length).toBeLessThanOrEqual(280_000);
		},
	);

	test('3 a second, one at a time, where RSA requests a minute: the wait is not taken for a low rate', async () => {
		const ends: number[] = [];
		for (const seed of seeds) {
			const limits = { perSecond: 3, burst: 1, retryAfter: '60' };
			const run = new ThrottledRun({ ...limits, random: seededRandom(seed) });
			expect(causesOf(await run.clock.run(run.sendAll(300)))).toEqual(['response']);
			ends.push(run.clock.now());
		}
		// Without the waits, it would be 100 s.
		expect(ends.reduce((sum, end) => sum + end, 0) / ends.length).toBeLessThanOrEqual(500_000);
	});

	test.each([
		['1 a second', 1],
		['1 in 5 seconds', 0.2],
	])('50 a second and then %s: the lower rate is found', async (_, low) => {
		const hour = 3_600_000;
		for (const seed of seeds) {
			const limits = { perSecond: 50, burst: 1, retryAfter: '30' };
			const run = new ThrottledRun({ ...limits, random: seededRandom(seed) });
			const { clock, tenant } = run;
			run.at(60_000, () => {
				tenant.allow(low);
			});
			const causes = new Set<string>();
			const work = async () => {
				while (clock.now() < hour) {
					for (const cause of causesOf([await run.item().send(aRequest)])) causes.add(cause);
				}
			};
			await clock.run(Promise.all(Array.from({ length: 64 }, work)));
			expect([...causes]).toEqual(['response']);
			const since = (times: readonly number[]) => times.filter((time) => time > 60_000).length;
			const [accepted, refused] = [since(tenant.acceptedAt), since(tenant.refusedAt)];
			expect(refused / (accepted + refused)).toBeLessThanOrEqual(0.1);
			expect(accepted).toBeGreaterThan(0.7 * low * (hour / 1000 - 60));
		}
	});
});

describe('a tenant without a limit', () => {
	/** A request, the ms that its response takes, and its status. */
	type Exchange = readonly [request: RsaRequest, took: number, status: number];
	const lookUp: Exchange = [aRequest, 40, 200];
	const unknown: Exchange = [aChange, 20, 404];

	/** ms until 400 changes of 1.2 s are made, each after its other requests. */
	const timeWith = async (others: (item: number) => readonly Exchange[]) => {
		const run = new ThrottledRun();
		const { clock } = run;
		let next = 0;
		const work = async () => {
			while (next < 400) {
				next += 1;
				for (const [request, took, status] of [...others(next), [aChange, 1200, 200] as const]) {
					const send = async () => {
						await clock.sleep(took);
						return answered(status);
					};
					await run.item(300_000, send).send(request);
				}
			}
		};
		await clock.run(Promise.all(Array.from({ length: 64 }, work)));
		return clock.now();
	};

	test.each<[string, (item: number) => readonly Exchange[]]>([
		['five changes that get a 404 in 20 ms', (item) => (item % 80 === 0 ? [unknown] : [])],
		['one in ten that gets a 404 in 20 ms', (item) => (item % 10 === 0 ? [unknown] : [])],
		['two look-ups of 40 ms for each', () => [lookUp, lookUp]],
	])('400 changes of 1.2 s are hardly slower with %s', async (_, others) => {
		const alone = await timeWith(() => []);
		// Seven times 1.2 s, and the time that two requests take before the others.
		expect(alone).toBeLessThanOrEqual(1.25 * Math.ceil(400 / 64) * 1200);
		expect(await timeWith(others)).toBeLessThanOrEqual(1.2 * alone);
	});

	test('has as many requests in flight as the run may have that may have the most', async () => {
		const run = new ThrottledRun({ maxConcurrency: 16 });
		const other = new ThrottledRun({ beside: run, maxConcurrency: 4 });
		await run.clock.run(Promise.all([run.sendAll(300), other.sendAll(300)]));
		expect(run.tenant.mostInFlight).toBe(16);
	});
});
