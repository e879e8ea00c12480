import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { NotSent, SendResult } from '../../rsa/http/response.ts';
import type { Limits } from '../support/limited-tenant.mts';
import { aRequest, causesOf, ThrottledRun } from '../support/throttled-run.mts';
import { seed as propertySeed } from '../support/property-seed.mts';
import { seededRandom } from '../support/seeded-random.mts';

/** A run among others of the same tenant. Times in ms. */
interface RunPlan {
	readonly items: number;
	readonly beginsAt: number;
	readonly maxConcurrency: number;
	readonly cancelledAt: number | undefined;
	readonly endsAt: number;
	readonly itemDeadline: number;
}

interface Plan {
	readonly seed: number;
	readonly limits: Limits;
	readonly runs: readonly RunPlan[];
}

interface EndedRun extends RunPlan {
	readonly results: ReadonlyArray<SendResult | NotSent>;
	readonly sentAt: readonly number[];
	readonly refused: number;
	readonly mostInFlight: number;
	readonly endedAt: number;
}

const FOREVER = Number.POSITIVE_INFINITY;
/** ms. */
const DAY = 86_400_000;
/** Requests by which one run may be ahead of another: two are sent before the first response, and some wait for a turn. */
const AHEAD = 4;
/** ms. The slowest answer, and the moment within which a cancelled wait ends. */
const A_MOMENT = 400;

const limits: fc.Arbitrary<Limits> = fc.record(
	{
		perSecond: fc.constantFrom(1, 5, 50, 200),
		burst: fc.constantFrom(1, 5, 50),
		atOnce: fc.constantFrom(1, 4, 20),
		retryAfter: fc.constantFrom('0', '1', '1.5', '10', '600'),
		refusesAtOnce: fc.boolean(),
	},
	{ requiredKeys: [] },
);
const runPlan: fc.Arbitrary<RunPlan> = fc.record({
	items: fc.integer({ min: 1, max: 60 }),
	beginsAt: fc.constantFrom(0, 0, 100, 5000),
	maxConcurrency: fc.constantFrom(1, 3, 64),
	cancelledAt: fc.constantFrom(undefined, undefined, 50, 3000),
	endsAt: fc.constantFrom(FOREVER, FOREVER, 2000, 20_000),
	itemDeadline: fc.constantFrom(1000, 5000, 300_000),
});
const plans: fc.Arbitrary<Plan> = fc.record({
	seed: fc.integer({ min: 1, max: 1000 }),
	limits,
	runs: fc.array(runPlan, { minLength: 1, maxLength: 5 }),
});

/** Two to six runs of all sizes that begin together, and that nothing but the tenant bounds. */
const equals: fc.Arbitrary<Plan> = fc.record({
	seed: fc.integer({ min: 1, max: 1000 }),
	limits,
	runs: fc.array(
		fc.integer({ min: 1, max: 100 }).map((items) => ({
			items,
			beginsAt: 0,
			maxConcurrency: 64,
			cancelledAt: undefined,
			endsAt: FOREVER,
			itemDeadline: DAY,
		})),
		{ minLength: 2, maxLength: 6 },
	),
});

/** Runs all of a plan on one throttle. */
async function ended(plan: Plan): Promise<{ runs: EndedRun[]; stage: ThrottledRun }> {
	const random = seededRandom(plan.seed);
	const stage = new ThrottledRun({ ...plan.limits, random });
	const work = plan.runs.map(async (runPlan): Promise<EndedRun> => {
		const { beginsAt, cancelledAt, itemDeadline, items } = runPlan;
		const run = new ThrottledRun({ ...runPlan, beside: stage, random });
		const sentAt: number[] = [];
		let [inFlight, mostInFlight, refused] = [0, 0, 0];
		const send: typeof stage.tenant.send = async (request) => {
			sentAt.push(stage.clock.now());
			inFlight += 1;
			mostInFlight = Math.max(mostInFlight, inFlight);
			const result = await stage.tenant.send(request);
			inFlight -= 1;
			if (result.kind === 'response' && result.response.status === 429) refused += 1;
			return result;
		};
		await stage.clock.sleep(beginsAt);
		if (cancelledAt !== undefined)
			run.at(cancelledAt, () => {
				run.cancellation.abort();
			});
		const results = await Promise.all(
			Array.from({ length: items }, async () => await run.item(itemDeadline, send).send(aRequest)),
		);
		return { ...runPlan, results, sentAt, refused, mostInFlight, endedAt: stage.clock.now() };
	});
	const runs = await stage.clock.run(Promise.all(work));
	return { runs, stage };
}

async function forAllPlans(
	check: (outcome: { runs: EndedRun[]; stage: ThrottledRun }, plan: Plan) => void,
	of = plans,
) {
	await fc.assert(
		fc.asyncProperty(of, async (plan) => {
			check(await ended(plan), plan);
		}),
		{ seed: propertySeed, numRuns: 150 },
	);
}

describe('several executions on the throttle of one tenant', () => {
	test('each request has one end: an answer, or the reason why it was not sent', async () => {
		await forAllPlans(({ runs, stage }) => {
			runs.forEach(({ items, results }) => {
				expect(results).toHaveLength(items);
				results.forEach(({ kind }) => {
					expect(['response', 'notSent']).toContain(kind);
				});
			});
			const responses = runs.flatMap(({ results }) =>
				results.filter(({ kind }) => kind === 'response'),
			);
			expect(stage.tenant.acceptedAt).toHaveLength(responses.length);
			expect(stage.tenantThrottle.isIdle).toBe(true);
		});
	});

	test('none has more requests in flight than it may, nor all of them more than the one that may have the most, and a sixteenth', async () => {
		await forAllPlans(({ runs, stage }) => {
			runs.forEach(({ maxConcurrency, mostInFlight }) => {
				expect(mostInFlight).toBeLessThanOrEqual(maxConcurrency);
			});
			const largest = Math.max(...runs.map(({ maxConcurrency }) => maxConcurrency));
			// Some room is kept for runs with none in flight.
			expect(stage.tenant.mostInFlight).toBeLessThanOrEqual(largest + Math.ceil(largest / 16));
		});
	});

	test('none sends anything while RSA asks to wait', async () => {
		await forAllPlans(({ stage }, { limits: { retryAfter } }) => {
			const wait = 1000 * Number(retryAfter ?? 0);
			const { refusedAt, sentAt } = stage.tenant;
			sentAt.forEach((sent) => {
				const tooEarly = refusedAt.filter(
					(received) => received < sent && sent < received + wait - 1,
				);
				expect(tooEarly).toEqual([]);
			});
		});
	});

	test('none goes on after its cancellation, nor begins an item after its deadline', async () => {
		await forAllPlans(({ runs }) => {
			runs.forEach(({ beginsAt, cancelledAt = FOREVER, endedAt, endsAt, results, sentAt }) => {
				const cancelled = Math.max(beginsAt, cancelledAt);
				expect(sentAt.filter((at) => at > cancelled)).toEqual([]);
				expect(sentAt.filter((at) => at > Math.max(beginsAt, endsAt))).toEqual([]);
				if (cancelledAt < FOREVER) expect(endedAt).toBeLessThanOrEqual(cancelled + A_MOMENT);
				if (endsAt < FOREVER)
					expect(endedAt).toBeLessThanOrEqual(Math.max(beginsAt, endsAt) + A_MOMENT);
				if (cancelledAt === FOREVER) expect(causesOf(results)).not.toContain('cancelled');
				if (endsAt === FOREVER) expect(causesOf(results)).not.toContain('runDeadlineReached');
			});
		});
	});

	test('all get the same share while they have requests to send, whatever their sizes', async () => {
		await forAllPlans(({ runs }) => {
			const lastOf = ({ sentAt }: EndedRun) => Math.max(...sentAt);
			const pairs = runs.flatMap((run) => runs.map((other) => [run, other] as const));
			for (const [run, other] of pairs) {
				const end = Math.min(lastOf(run), lastOf(other));
				const [sent = 0, sentByOther = 0] = [run, other].map(
					({ sentAt }) => sentAt.filter((at) => at < end).length,
				);
				// What RSA refused is sent again, as soon as it may be.
				expect(sent - sentByOther).toBeLessThanOrEqual(AHEAD + run.refused);
			}
		}, equals);
	});

	test('none starves: each is done if its items have time and RSA accepts requests', async () => {
		await forAllPlans(({ runs }, { limits: { retryAfter } }) => {
			runs
				.filter(({ cancelledAt, endsAt, itemDeadline }) =>
					[cancelledAt === undefined, endsAt === FOREVER, itemDeadline === 300_000].every(Boolean),
				)
				.forEach(({ results }) => {
					if (retryAfter !== '600') expect(causesOf(results)).toEqual(['response']);
				});
		});
	});
});

describe('what bounds one execution leaves the others alone', () => {
	const beside = async (interfere: (other: ThrottledRun) => void) => {
		const run = new ThrottledRun({ perSecond: 10, retryAfter: '1' });
		const other = new ThrottledRun({ beside: run });
		const results = run.sendAll(100);
		const others = other.sendAll(100);
		run.at(2000, () => {
			interfere(other);
		});
		const [mine, theirs] = await run.clock.run(Promise.all([results, others]));
		return { mine: causesOf(mine), theirs: causesOf(theirs), seconds: run.clock.now() / 1000 };
	};

	test.each<[string, string, (other: ThrottledRun) => void]>([
		[
			'cancellation',
			'cancelled',
			({ cancellation }) => {
				cancellation.abort();
			},
		],
		[
			'stop at a failure',
			'stoppedAtFailure',
			({ throttle }) => {
				throttle.end({ kind: 'notSent', cause: 'stoppedAtFailure' });
			},
		],
	])('%s', async (_, cause, interfere) => {
		const { mine, seconds, theirs } = await beside(interfere);
		expect(mine).toEqual(['response']);
		expect(theirs).toEqual(['response', cause]);
		expect(seconds).toBeLessThan(14);
	});

	test('Max Concurrency', async () => {
		const narrow = new ThrottledRun({ maxConcurrency: 1 });
		const wide = new ThrottledRun({ beside: narrow, maxConcurrency: 64 });
		const progress = { isOver: false };
		const narrowWork = (async () => {
			while (!progress.isOver) await narrow.item().send(aRequest);
		})();
		await narrow.clock.run(
			wide.sendAll(2000).then(() => {
				progress.isOver = true;
			}),
		);
		await narrow.clock.run(narrowWork);
		expect(narrow.tenant.mostInFlight).toBeGreaterThanOrEqual(64);
		// Beside them a sixteenth at most, for runs with none in flight.
		expect(narrow.tenant.mostInFlight).toBeLessThanOrEqual(64 + 4);
	});

	test('two of equal size get equal shares, and one of few items is not behind one of many', async () => {
		const bulk = new ThrottledRun({ perSecond: 10, retryAfter: '1' });
		const [twin, single] = [new ThrottledRun({ beside: bulk }), new ThrottledRun({ beside: bulk })];
		const endedAt: number[] = [];
		const timed = async (work: Promise<unknown>) => {
			await work;
			endedAt.push(bulk.clock.now());
		};
		const works = [bulk.sendAll(200), twin.sendAll(200), single.sendAll(5)].map(timed);
		await bulk.clock.run(Promise.all(works));
		const [first = 0, second = 0, third = 0] = endedAt;
		expect(first).toBeLessThan(5000);
		expect(third - second).toBeLessThan(2000);
	});
});
