import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, refusedShare, wallMs } from '../figures.mts';
import { measureAtOnce } from '../many-executions.mts';
import { allChanged, medianAtLeast, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio, inPercent } from '../units.mts';

const workers = 2;
const executions = 50;
const tokensEach = 20;
const perSecond = 50;
const retryAfter = 1;
const answerMilliseconds = 50;
const tokens = executions * tokensEach;

/** Whether the workers of queue mode, which know nothing of each other, share a limit without a storm. */
export const queueMode: BenchmarkCase = {
	name: 'queue-mode',
	title: 'Queue mode',
	description: `${executions} executions of ${tokensEach} tokens each, posted at once to an n8n in queue mode with ${workers} workers, of ten executions at once each, on Redis and PostgreSQL. The tenant allows ${perSecond} requests a second and refuses what is more with 429 and \`Retry-After: ${retryAfter}\`; every answer takes ${answerMilliseconds} ms. Time is from the start of the first step to the end of the last. The workers' CPU time is not shown: each reading is that of its worker.`,

	async measure(bench) {
		const site = await bench.openCluster(answerMilliseconds, ['node'], workers);
		return await bench.alternate(['node'] as const, async (subject, round) => {
			site.tenant.rateLimit = undefined;
			site.tenant.rateLimit = { perSecond, retryAfter };
			const each = Array.from({ length: executions }, () => site.tokens.take(tokensEach));
			return await measureAtOnce({ ...site, subject, round, executions: each });
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node'))),
			tokens,
		),
		{
			text: `Tokens changed a second, of the limit of ${asCount(perSecond)}`,
			values: perRound(runs, (run) => tokens / (wallMs(run('node')) / 1000) / perSecond),
			bar: medianAtLeast(0.95),
			format: asRatio,
		},
		{
			text: 'Requests refused, of all',
			values: perRound(runs, (run) => refusedShare(run('node'))),
			bar: medianAtMost(0.08),
			format: inPercent,
		},
	],
};
