import type { BenchmarkCase } from '../benchmark-case.mts';
import { wallMsPerRequest } from '../figures.mts';
import { measure } from '../measurement.mts';
import { alwaysExactly, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio } from '../units.mts';

const items = 2_000;
const responseMilliseconds = 50;
const [firstTime, again] = ['first time', 'again'];

/** The time of running a list again after it was processed. */
export const repeat: BenchmarkCase = {
	name: 'repeat',
	title: 'The same list again',
	description: `${asCount(items)} tokens, then the same items again; every response takes ${responseMilliseconds} ms, and the tenant has no limit. The second run needs two requests for each item: the refused change, and the look-up that shows why.`,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, ['node']);
		return await bench.alternate(['node'] as const, async (subject, round) => {
			const order = { ...site, subject, round, tokens: site.tokens.take(items) };
			const first = await measure({ ...order, variant: firstTime });
			return [first, await measure({ ...order, variant: again })];
		});
	},

	requirements: (runs) => [
		{
			text: `Items with the outcome alreadyUnassigned, of ${asCount(items)}`,
			values: perRound(runs, (run) => run('node', again).meter.done['alreadyUnassigned'] ?? 0),
			bar: alwaysExactly(items),
			format: asCount,
		},
		{
			text: 'Time per request, relative to the first run',
			values: perRound(
				runs,
				(run) => wallMsPerRequest(run('node', again)) / wallMsPerRequest(run('node', firstTime)),
			),
			bar: medianAtMost(1.25),
			format: asRatio,
		},
	],
};
