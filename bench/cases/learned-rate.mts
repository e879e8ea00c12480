import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, refusedShare } from '../figures.mts';
import { measure, type Run } from '../measurement.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { sumOf } from '../statistics.mts';
import { inPercent } from '../units.mts';

const items = 40;
const perSecond = 8;
const retryAfter = 1;
const responseMilliseconds = 50;
const executions = [
	{ variant: 'first execution', mostRefused: 0.25 },
	{ variant: 'second execution', mostRefused: 0.05 },
	{ variant: 'third execution', mostRefused: 0.05 },
] as const;

/** Whether an execution knows what the one before it found out. */
export const learnedRate: BenchmarkCase = {
	name: 'learned-rate',
	title: 'A limit that is known already',
	description: `Three executions of ${items} tokens, one after the other, in an n8n that has just started. The tenant allows ${perSecond} requests a second and responds to more with 429 and \`Retry-After: ${retryAfter}\`; every response takes ${responseMilliseconds} ms.`,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, ['node']);
		return await bench.alternate([executions], async (inARow, round) => {
			await site.n8n.restart();
			site.tenant.rateLimit = undefined;
			site.tenant.rateLimit = { perSecond, retryAfter };
			const runs: Run[] = [];
			for (const { variant } of inARow) {
				const tokens = site.tokens.take(items);
				runs.push(await measure({ ...site, subject: 'node', variant, round, tokens }));
			}
			return runs;
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) =>
				sumOf(executions.map(({ variant }) => changed(run('node', variant)))),
			),
			executions.length * items,
		),
		...executions.map(({ variant, mostRefused }) => ({
			text: `Requests refused, of all (${variant})`,
			values: perRound(runs, (run) => refusedShare(run('node', variant))),
			bar: medianAtMost(mostRefused),
			format: inPercent,
		})),
	],
};
