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
const responseMilliseconds = 50;
const tokens = executions * tokensEach;

/** Whether the workers of queue mode, which do not coordinate, share a limit without many refusals. */
export const queueMode: BenchmarkCase = {
	name: 'queue-mode',
	title: 'Queue mode',
	description: `${executions} executions of ${tokensEach} tokens each, started at the same time in an n8n in queue mode: ${workers} workers with a concurrency of ten, Redis and PostgreSQL. The tenant allows ${perSecond} requests a second and responds to more with 429 and \`Retry-After: ${retryAfter}\`; every response takes ${responseMilliseconds} ms. The time is from the start of the first step to the end of the last. The CPU time is that of one worker only.`,

	async measure(bench) {
		const site = await bench.openCluster(responseMilliseconds, ['node'], workers);
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
