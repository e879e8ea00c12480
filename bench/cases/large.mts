import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, peakRssBytes, wallMsPerItem } from '../figures.mts';
import { measure } from '../measurement.mts';
import { memoryPlot } from '../plots/memory.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio } from '../units.mts';

const responseMilliseconds = 50;
const few = { count: 2_000, variant: '2,000 items' };
const many = { count: 20_000, variant: '20,000 items' };
const entries = [
	{ subject: 'node', ...few },
	{ subject: 'node', ...many },
	{ subject: 'httpRequest', ...many },
] as const;

/** Whether the node's time for an item and its memory stay as low with many items. */
export const large: BenchmarkCase = {
	name: 'large',
	title: 'Many items',
	description: `${asCount(few.count)} and ${asCount(many.count)} tokens; every response takes ${responseMilliseconds} ms, and the tenant has no limit. Each run has a new n8n process. Peak memory is the most that this process had in RAM during the step (VmHWM).`,
	comparesMemory: true,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, ['node', 'httpRequest']);
		return await bench.alternate(entries, async ({ subject, count, variant }, round) => {
			await site.n8n.restart();
			await bench.warmUp(site, subject);
			return await measure({ ...site, subject, variant, round, tokens: site.tokens.take(count) });
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node', many.variant))),
			many.count,
		),
		{
			text: `Time per item with ${asCount(many.count)}, relative to ${asCount(few.count)}`,
			values: perRound(
				runs,
				(run) => wallMsPerItem(run('node', many.variant)) / wallMsPerItem(run('node', few.variant)),
			),
			bar: medianAtMost(1.1),
			format: asRatio,
		},
		{
			text: `Peak memory with ${asCount(many.count)}, relative to the HTTP Request node's`,
			values: perRound(
				runs,
				(run) =>
					peakRssBytes(run('node', many.variant)) / peakRssBytes(run('httpRequest', many.variant)),
			),
			bar: medianAtMost(1),
			format: asRatio,
		},
	],

	plots: (runs) => [
		memoryPlot(
			runs.filter(({ variant }) => variant === many.variant),
			{ file: 'large.svg', title: `Peak memory of n8n's process, ${many.variant}` },
		),
	],
};
