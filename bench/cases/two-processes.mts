import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, figureOf } from '../figures.mts';
import type { Run } from '../measurement.mts';
import { medianRun } from '../median-run.mts';
import { changedPlot } from '../plots/rates.mts';
import {
	allChanged,
	medianAtLeast,
	perRound,
	type Bar,
	type Requirement,
} from '../requirements.mts';
import { measureTwo } from '../two-at-once.mts';
import { asRatio, inPercent } from '../units.mts';

const items = 500;
const perSecond = 50;
const retryAfter = 1;
const responseMilliseconds = 50;

/** When the second starts after the first. */
interface Start {
	readonly name: string;
	readonly laterMs: number;
	/** Of the plot. */
	readonly file: string;
	readonly bars?: Readonly<Record<'rate' | 'smallerPart', Bar>>;
}

const starts: readonly Start[] = [
	{
		name: 'at the same moment',
		laterMs: 0,
		file: 'two-processes-together.svg',
		bars: { rate: medianAtLeast(0.85), smallerPart: medianAtLeast(1 / 3) },
	},
	{ name: '2 s apart', laterMs: 2_000, file: 'two-processes-apart.svg' },
];

const variantsOf = ({ name }: Start): readonly [string, string] => [
	`first n8n, ${name}`,
	`second n8n, ${name}`,
];

/** Whether two n8n that do not coordinate share one limit fairly. */
export const twoProcesses: BenchmarkCase = {
	name: 'two-processes',
	title: 'Two n8n, one limit',
	description: `Two n8n processes that have just started unassign ${items} tokens each in the same tenant. It allows ${perSecond} requests a second and responds to more with 429 and \`Retry-After: ${retryAfter}\`; every response takes ${responseMilliseconds} ms. They start ${starts.map(({ name }) => name).join(', and then again ')}.`,

	causeOfMiss:
		'chance. The two do not know of each other, and a refusal slows down only the one that got it. Who gets more of the first ones has the smaller share until it tries a higher rate, and 500 tokens take only some 20 s. Simulated, the smaller share is 47 % in the median of 120 runs, less than 35 % in a tenth of them, and 26 % at least; in rounds of one day in a real n8n, it was between 10 and 49 %.',

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, ['node']);
		const second = await bench.startN8n(site, ['node']);
		return await bench.alternate(starts, async (start, round) => {
			for (const n8n of [site.n8n, second]) await n8n.restart();
			site.tenant.rateLimit = undefined;
			site.tenant.rateLimit = { perSecond, retryAfter };
			return await measureTwo({
				tenant: site.tenant,
				n8n: [site.n8n, second],
				tokens: [site.tokens.take(items), site.tokens.take(items)],
				variants: variantsOf(start),
				secondLaterMs: start.laterMs,
				round,
			});
		});
	},

	requirements: (runs) => starts.flatMap((start) => requirementsOf(runs, start)),

	plots: (runs) =>
		starts.map((start) =>
			changedPlot(roundOf(runs, variantsOf(start)), {
				file: start.file,
				title: `Tokens changed by two n8n started ${start.name}, ${perSecond} a second allowed`,
				limits: [{ fromMs: 0, perSecond }],
			}),
		),
};

/** Both runs of the round that is the median for the first of them. */
function roundOf(runs: readonly Run[], variants: readonly [string, string]): Run[] {
	const { round } = medianRun(runs, { subject: 'node', variant: variants[0] });
	return runs.filter((run) => run.round === round && variants.includes(run.variant));
}

function requirementsOf(runs: readonly Run[], start: Start): Requirement[] {
	const [first, second] = variantsOf(start);
	const rateOf = (run: Run) => figureOf(run, 'changedASecondWhileBothRan');
	const both = (figure: (runs: readonly [Run, Run]) => number) =>
		perRound(runs, (run) => figure([run('node', first), run('node', second)]));
	return [
		allChanged(
			both(([one, other]) => changed(one) + changed(other)),
			2 * items,
			start.name,
		),
		{
			text: `Tokens changed a second while both ran, of the limit (${start.name})`,
			values: both(([one, other]) => (rateOf(one) + rateOf(other)) / perSecond),
			...(start.bars && { bar: start.bars.rate }),
			format: asRatio,
		},
		{
			text: `Smaller share of the tokens changed while both ran (${start.name})`,
			values: both(
				([one, other]) => Math.min(rateOf(one), rateOf(other)) / (rateOf(one) + rateOf(other)),
			),
			...(start.bars && { bar: start.bars.smallerPart }),
			format: inPercent,
		},
	];
}
