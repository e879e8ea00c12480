import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, refusedShare, wallMs } from '../figures.mts';
import { measure } from '../measurement.mts';
import { medianRun } from '../median-run.mts';
import { acceptedAndRefusedPlot } from '../plots/rates.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio, inPercent } from '../units.mts';

const items = 500;
const perSecond = 50;
const responseMilliseconds = 50;
const idealMs = (items / perSecond) * 1000;
const subjects = ['node', 'httpRequest'] as const;

/** How a tenant refuses, and the requirements on the node. */
interface Terms {
	readonly name: string;
	readonly title: string;
	readonly says: string;
	/** Seconds. */
	readonly retryAfter?: number;
	readonly mostOfIdeal: number;
	readonly mostRefused: number;
}

/** How close the node comes to a limit that says how long to wait. */
export const rateLimit = caseFor({
	name: 'rate-limit',
	title: 'A limit with Retry-After',
	says: 'and `Retry-After: 1`',
	retryAfter: 1,
	mostOfIdeal: 1.15,
	mostRefused: 0.05,
});

/** The same with a limit that does not say it. */
export const rateLimitSilent = caseFor({
	name: 'rate-limit-silent',
	title: 'A limit without Retry-After',
	says: 'without a `Retry-After` header',
	mostOfIdeal: 1.4,
	mostRefused: 0.1,
});

function caseFor({
	name,
	title,
	says,
	retryAfter,
	mostOfIdeal,
	mostRefused,
}: Terms): BenchmarkCase {
	return {
		name,
		title,
		description: `${asCount(items)} tokens, in an n8n that has just started. The tenant allows ${perSecond} requests a second and responds to more with 429 ${says}; every response takes ${responseMilliseconds} ms. The ideal is ${asCount(idealMs / 1000)} s: all items at the rate of the limit.`,

		async measure(bench) {
			const site = await bench.open(responseMilliseconds, subjects);
			return await bench.alternate(subjects, async (subject, round) => {
				await site.n8n.restart();
				site.tenant.rateLimit = undefined;
				site.tenant.rateLimit = { perSecond, ...(retryAfter !== undefined && { retryAfter }) };
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
				bar: medianAtMost(mostRefused),
				format: inPercent,
			},
		],

		plots: (runs) => [
			acceptedAndRefusedPlot(medianRun(runs, { subject: 'node', variant: '' }), {
				file: `${name}.svg`,
				title: `Accepted and refused requests of the node, ${perSecond} a second allowed`,
				limits: [{ fromMs: 0, perSecond }],
			}),
		],
	};
}
