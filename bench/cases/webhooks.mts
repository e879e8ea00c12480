import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, refusedShare, wallMs } from '../figures.mts';
import { measureAtOnce } from '../many-executions.mts';
import { medianRun } from '../median-run.mts';
import { acceptedAndRefusedPlot } from '../plots/rates.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio, inPercent } from '../units.mts';

const executions = 200;
const perSecond = 5;
const retryAfter = 1;
const responseMilliseconds = 50;
/** All at the rate of the limit, but for the second's worth that the tenant lets in at first. */
const idealMs = ((executions - perSecond) / perSecond) * 1000;
const subjects = ['node', 'httpRequestRetrying'] as const;

/** Whether an HR system that posts each leaver by itself causes many refusals. */
export const webhooks: BenchmarkCase = {
	name: 'webhooks',
	title: 'Many webhooks at the same time',
	description: `${executions} webhooks of one token each, called at the same time in an n8n that has just started. The tenant allows ${perSecond} requests a second and responds to more with 429 and \`Retry-After: ${retryAfter}\`; every response takes ${responseMilliseconds} ms. The ideal is ${asCount(idealMs / 1000)} s. The time is from the start of the first step to the end of the last.`,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, subjects);
		return await bench.alternate(subjects, async (subject, round) => {
			// What an earlier execution has learned of the limit would serve these.
			await site.n8n.restart();
			site.tenant.rateLimit = undefined;
			site.tenant.rateLimit = { perSecond, retryAfter };
			const each = Array.from({ length: executions }, () => site.tokens.take(1));
			return await measureAtOnce({ ...site, subject, round, executions: each });
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node'))),
			executions,
		),
		{
			text: 'Time, relative to the ideal',
			values: perRound(runs, (run) => wallMs(run('node')) / idealMs),
			bar: medianAtMost(1.1),
			format: asRatio,
		},
		{
			text: 'Requests refused, of all',
			values: perRound(runs, (run) => refusedShare(run('node'))),
			bar: medianAtMost(0.05),
			format: inPercent,
		},
		{
			text: 'Requests of the HTTP Request node that were refused, of all',
			values: perRound(runs, (run) => refusedShare(run('httpRequestRetrying'))),
			format: inPercent,
		},
	],

	plots: (runs) => [
		acceptedAndRefusedPlot(medianRun(runs, { subject: 'node', variant: '' }), {
			file: 'webhooks.svg',
			title: `Accepted and refused requests of ${executions} webhooks, ${perSecond} a second allowed`,
			limits: [{ fromMs: 0, perSecond }],
		}),
	],
};
