import { applicationError } from '../../sandbox/tenant/http-response.mts';
import type { Tenant } from '../../sandbox/tenant/tenant.mts';
import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, wallMs } from '../figures.mts';
import { measure } from '../measurement.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { asRatio } from '../units.mts';

const items = 400;
const quick = 5;
const slowMilliseconds = 1_200;
const quickMilliseconds = 20;
const entries = [
	{ variant: 'slow answers only', quick: 0 },
	{ variant: 'quick ones among them', quick },
] as const;
const [alone, mixed] = entries;

/** Whether a few quick answers make the usual ones pass for slow. */
export const quickAmongSlow: BenchmarkCase = {
	name: 'quick-among-slow',
	title: 'Quick answers among slow ones',
	description: `${items} tokens whose changes take ${slowMilliseconds} ms each, alone, and then with ${quick} more among them that are answered with 404 after ${quickMilliseconds} ms. No limit; the n8n has just started.`,

	async measure(bench) {
		const site = await bench.open(quickMilliseconds, ['node']);
		return await bench.alternate(entries, async ({ variant, quick: count }, round) => {
			await site.n8n.restart();
			orderAnswers(site.tenant, count);
			const tokens = site.tokens.take(items + count);
			return await measure({ ...site, subject: 'node', variant, round, tokens });
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node', mixed.variant))),
			items,
		),
		{
			text: "Time of the node's step with quick answers, relative to without",
			values: perRound(
				runs,
				(run) => wallMs(run('node', mixed.variant)) / wallMs(run('node', alone.variant)),
			),
			bar: medianAtMost(1.2),
			format: asRatio,
		},
	],
};

/** Orders are met one after the other. */
function orderAnswers(tenant: Tenant, quickOnes: number): void {
	const parts = quickOnes + 1;
	const slow = { kind: 'slow', milliseconds: slowMilliseconds - quickMilliseconds } as const;
	const response = applicationError(404, 'Token not found');
	for (let part = 0; part < parts; part += 1) {
		const upTo = (count: number) => Math.floor((items * count) / parts);
		tenant.order(slow, { operation: 'unassign', times: upTo(part + 1) - upTo(part) });
		if (part < quickOnes) {
			tenant.order({ kind: 'unexpectedAnswer', response }, { operation: 'unassign' });
		}
	}
}
