import { setTimeout as sleep } from 'node:timers/promises';

import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, figureOf, wallMs } from '../figures.mts';
import { measure, type Run } from '../measurement.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { percentileOf } from '../statistics.mts';
import type { StaffedSite } from '../workbench.mts';
import { asCount, asRatio, inSeconds } from '../units.mts';

const items = 2_000;
const perSecond = 50;
const retryAfter = 1;
const responseMilliseconds = 50;
/** ms between two webhooks. */
const webhookInterval = 1_000;
const idleWebhooks = 20;
const variants = ['alone', 'beside webhooks'] as const;

/** Whether a single change of a help desk waits behind a bulk run, and what that costs the bulk run. */
export const bulkAndWebhooks: BenchmarkCase = {
	name: 'bulk-and-webhooks',
	title: 'A bulk run beside single webhooks',
	description: `${asCount(items)} tokens in one execution, first alone, then with a webhook of one token every second beside it. The tenant allows ${perSecond} requests a second and responds to more with 429 and \`Retry-After: ${retryAfter}\`; every response takes ${responseMilliseconds} ms. A webhook's time is the time until its response. The median on an idle n8n is from ${idleWebhooks} webhooks before the run. The time of the bulk run does not include the tokens of the webhooks.`,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, ['node']);
		return await bench.alternate(variants, async (variant, round) => {
			site.tenant.rateLimit = undefined;
			site.tenant.rateLimit = { perSecond, retryAfter };
			return variant === 'alone'
				? await measure({
						...site,
						subject: 'node',
						variant,
						round,
						tokens: site.tokens.take(items),
					})
				: await measureBesideWebhooks(site, variant, round);
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => bulkChanged(run('node', 'beside webhooks'))),
			items,
			'beside webhooks',
		),
		{
			text: 'Delay of 95 % of the webhooks, compared with the median on an idle n8n',
			values: perRound(runs, (run) => figureOf(run('node', 'beside webhooks'), 'webhookDelayMs')),
			bar: medianAtMost(1_000),
			format: inSeconds,
		},
		{
			text: "Time of the bulk run's step beside webhooks, relative to the run alone",
			values: perRound(
				runs,
				(run) => shareOfBulk(run('node', 'beside webhooks')) / wallMs(run('node', 'alone')),
			),
			bar: medianAtMost(1.15),
			format: asRatio,
		},
	],
};

const webhooksOf = (run: Run) => figureOf(run, 'webhooks');
const bulkChanged = (run: Run) => changed(run) - webhooksOf(run);
/** ms. */
const shareOfBulk = (run: Run) => (wallMs(run) * items) / (items + webhooksOf(run));

async function measureBesideWebhooks(
	site: StaffedSite,
	variant: string,
	round: number,
): Promise<Run> {
	const idle: number[] = [];
	for (let count = 0; count < idleWebhooks; count += 1) idle.push(await webhookMs(site));
	const bulk = { isOver: false };
	const delays: Array<Promise<number>> = [];
	const post = async () => {
		while (!bulk.isOver) {
			delays.push(webhookMs(site));
			await sleep(webhookInterval);
		}
		return await Promise.all(delays);
	};
	const tokens = site.tokens.take(items);
	const measuring = measure({ ...site, subject: 'node', variant, round, tokens });
	void measuring.finally(() => (bulk.isOver = true));
	const beside = await post();
	const webhookDelayMs = percentileOf(beside, 0.95) - percentileOf(idle, 0.5);
	return { ...(await measuring), figures: { webhooks: beside.length, webhookDelayMs } };
}

/** ms until a webhook that changes one token is answered. */
async function webhookMs({ n8n, tokens }: StaffedSite): Promise<number> {
	const from = performance.now();
	await n8n.run('node', tokens.take(1));
	return performance.now() - from;
}
