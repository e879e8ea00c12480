import type { RateLimit } from '../../sandbox/tenant/rate-limiter.mts';
import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, refusedShare, wallMs } from '../figures.mts';
import { measure } from '../measurement.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio, inPercent } from '../units.mts';

/** A limit of another shape than a second's worth at once. */
interface Shape {
	readonly name: string;
	readonly title: string;
	readonly items: number;
	readonly limit: RateLimit;
	/** What the tenant allows. */
	readonly says: string;
	readonly idealMs: number;
	readonly mostOfIdeal: number;
}

const answerMilliseconds = 50;

const shapes: readonly Shape[] = [
	{
		name: 'one-a-second',
		title: 'One request a second',
		items: 600,
		limit: { perSecond: 1, retryAfter: 1 },
		says: 'one request a second',
		idealMs: 600_000,
		mostOfIdeal: 1.2,
	},
	{
		name: 'ten-a-minute',
		title: 'Ten requests a minute',
		items: 60,
		limit: { perSecond: 10 / 60, burst: 1 },
		says: 'ten requests a minute, one every six seconds, and says not how long to wait',
		idealMs: 354_000,
		mostOfIdeal: 1.2,
	},
	{
		name: 'no-burst',
		title: 'A limit without a burst',
		items: 1_000,
		limit: { perSecond: 50, burst: 1, retryAfter: 1 },
		says: '50 requests a second, one every 20 ms, as nginx does without a burst',
		idealMs: 20_000,
		mostOfIdeal: 1.5,
	},
	{
		name: 'four-at-once',
		title: 'Four requests at the same time',
		items: 1_000,
		limit: { perSecond: 10_000, atOnce: 4 },
		says: 'four requests at the same time',
		idealMs: 12_500,
		mostOfIdeal: 1.5,
	},
];

/** How the node meets limits of other shapes, with its default options. */
export const limitShapes: readonly BenchmarkCase[] = shapes.map(caseFor);

function caseFor(shape: Shape): BenchmarkCase {
	const { name, title, items, limit, says, idealMs, mostOfIdeal } = shape;
	const waits = limit.retryAfter === undefined ? '' : ` and \`Retry-After: ${limit.retryAfter}\``;
	return {
		name,
		title,
		description: `${asCount(items)} tokens, the node's default options, an n8n that has just started. The tenant allows ${says}, and refuses what is more with 429${waits}; every answer takes ${answerMilliseconds} ms. The ideal is ${asCount(idealMs / 1000)} s.`,

		async measure(bench) {
			const site = await bench.open(answerMilliseconds, ['node']);
			return await bench.alternate(['node'] as const, async (subject, round) => {
				await site.n8n.restart();
				site.tenant.rateLimit = undefined;
				site.tenant.rateLimit = limit;
				return await measure({ ...site, subject, round, tokens: site.tokens.take(items) });
			});
		},

		requirements: (runs) => [
			allChanged(
				perRound(runs, (run) => changed(run('node'))),
				items,
			),
			{
				text: "Time of the node's step, relative to the ideal",
				values: perRound(runs, (run) => wallMs(run('node')) / idealMs),
				bar: medianAtMost(mostOfIdeal),
				format: asRatio,
			},
			{
				text: 'Requests refused, of all',
				values: perRound(runs, (run) => refusedShare(run('node'))),
				bar: medianAtMost(0.1),
				format: inPercent,
			},
		],
	};
}
