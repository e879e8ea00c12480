import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, figureOf, wallMs } from '../figures.mts';
import { measure, type Run, type RunOrder } from '../measurement.mts';
import { earliestEndMs, playLimits, type Stage } from '../played-limits.mts';
import { medianRun } from '../median-run.mts';
import { acceptedAndRefusedPlot } from '../plots/rates.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio } from '../units.mts';

const items = 2_000;
const responseMilliseconds = 50;
const retryAfter = 1;
const stageMilliseconds = 8_000;
const stages: readonly [Stage, Stage, Stage] = [
	{ perSecond: 100, milliseconds: stageMilliseconds },
	{ perSecond: 10, milliseconds: stageMilliseconds },
	{ perSecond: 100 },
];
const [full, low] = stages;
const subjects = ['node', 'httpRequest'] as const;

/** How the node follows a limit that changes while it works. */
export const limitDrop: BenchmarkCase = {
	name: 'limit-drop',
	title: 'A limit that drops and comes back',
	description: `${asCount(items)} tokens, in an n8n that has just started. The tenant allows ${full.perSecond} requests a second, after ${stageMilliseconds / 1000} s only ${low.perSecond}, and after another ${stageMilliseconds / 1000} s ${full.perSecond} again. It responds to more with 429 and \`Retry-After: ${retryAfter}\`; every response takes ${responseMilliseconds} ms. The ideal is computed from the limits as they were really set in the run, and from the second's worth of requests that the tenant accepts in a burst.`,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, subjects);
		return await bench.alternate(subjects, async (subject, round) => {
			await site.n8n.restart();
			return await measureUnderLimits({
				...site,
				subject,
				round,
				tokens: site.tokens.take(items),
			});
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node'))),
			items,
		),
		{
			text: "Time of the node's step, relative to the ideal",
			values: perRound(runs, (run) => wallMs(run('node')) / figureOf(run('node'), 'idealMs')),
			bar: medianAtMost(1.3),
			format: asRatio,
		},
	],

	plots: (runs) => {
		const run = medianRun(runs, { subject: 'node', variant: '' });
		return [
			acceptedAndRefusedPlot(run, {
				file: 'limit-drop.svg',
				title: 'Accepted and refused requests of the node under a limit that changes',
				limits: run.limits ?? [],
			}),
		];
	},
};

async function measureUnderLimits(order: RunOrder): Promise<Run> {
	const runEnded = new AbortController();
	const playing = playLimits(order.tenant, stages, retryAfter, runEnded.signal);
	const run = await measure(order).finally(() => {
		runEnded.abort();
	});
	const limits = await playing;
	const idealMs = earliestEndMs(items, limits) + responseMilliseconds;
	return { ...run, limits, figures: { idealMs } };
}
