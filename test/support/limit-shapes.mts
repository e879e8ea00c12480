import type { Limits } from './limited-tenant.mts';
import { seededRandom } from './seeded-random.mts';
import { causesOf, ThrottledRun } from './throttled-run.mts';

/** How a tenant was met: time as a multiple of the ideal, refused requests as a share of all. */
export interface Figures {
	readonly time: number;
	readonly refused: number;
}

/** A limit, how many items meet it with the default options, and the s that a client takes who knows it. */
export interface LimitShape extends Limits {
	readonly name: string;
	readonly items: number;
	readonly ideal: number;
	readonly most: Figures;
}

export const limitShapes: readonly LimitShape[] = [
	{
		name: '50 a second',
		perSecond: 50,
		items: 500,
		ideal: 9,
		most: { time: 1.1, refused: 0.03 },
	},
	{
		name: '1 a second',
		perSecond: 1,
		items: 600,
		ideal: 599,
		most: { time: 1.2, refused: 0.05 },
	},
	{
		name: '50 a second, one at a time',
		perSecond: 50,
		burst: 1,
		items: 1000,
		ideal: 20,
		most: { time: 1.5, refused: 0.02 },
	},
	{
		name: '10 a second, two at a time',
		perSecond: 10,
		burst: 2,
		items: 600,
		ideal: 60,
		most: { time: 1.3, refused: 0.03 },
	},
	{
		name: '4 at the same time',
		atOnce: 4,
		items: 1000,
		ideal: 12.5,
		most: { time: 1.5, refused: 0.02 },
	},
	// In the worst of the runs; in most of them, a tenth is refused at most.
	{
		name: '10 a minute',
		perSecond: 1 / 6,
		items: 60,
		ideal: 354,
		most: { time: 1.3, refused: 0.15 },
	},
	{
		name: '10 a minute, together',
		perSecond: 1 / 6,
		burst: 10,
		items: 60,
		ideal: 300,
		most: { time: 1.1, refused: 0.15 },
	},
	{
		name: '1 in 10 seconds',
		perSecond: 0.1,
		items: 60,
		ideal: 590,
		most: { time: 1.5, refused: 0.15 },
	},
	// Its window begins at the full minute, and what is sent is spread over it.
	{
		name: '100 in each minute of the clock',
		perMinute: 100,
		items: 300,
		ideal: 120,
		most: { time: 1.8, refused: 0.17 },
	},
	{
		name: '100 in any 60 s, refused requests among them',
		perAnyMinute: 100,
		items: 300,
		ideal: 120,
		most: { time: 2, refused: 0.17 },
	},
	// One ban at least: that is how the limit is found.
	{
		name: '20 a second, and a minute of nothing for one too many',
		perSecond: 20,
		ban: 60_000,
		items: 200,
		ideal: 69,
		most: { time: 2.6, refused: 0.12 },
	},
];

/** @param ideal s */
export function figuresOf({ tenant }: ThrottledRun, ideal: number): Figures {
	return {
		time: Math.max(...tenant.acceptedAt) / 1000 / ideal,
		refused: tenant.refusedAt.length / tenant.sentAt.length,
	};
}

/** Runs the items of a shape on the virtual clock; RSA's refusals come as late as other responses, or sooner, by the seed. */
export async function meet(
	{ items, ideal, ...limits }: LimitShape,
	retryAfter: string | undefined,
	seed: number,
): Promise<Figures & { readonly causes: readonly string[] }> {
	const refusesAtOnce = seed % 2 === 0;
	const random = seededRandom(seed);
	const run = new ThrottledRun({ ...limits, retryAfter, refusesAtOnce, random });
	const causes = causesOf(await run.clock.run(run.sendAll(items)));
	return { ...figuresOf(run, ideal), causes };
}
