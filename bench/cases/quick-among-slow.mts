import type { ResponseDelay } from '../../sandbox/tenant/tenant.mts';
import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, wallMs } from '../figures.mts';
import { measure } from '../measurement.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { serialNumbersOf } from '../token-supply.mts';
import { serialNumberOf } from '../traffic.mts';
import { asRatio } from '../units.mts';

const items = 400;
const quick = 5;
const slowMilliseconds = 1_200;
const quickMilliseconds = 20;
/** 64 in flight from beginning to end. */
const idealMs = (items / 64) * slowMilliseconds;
const entries = [
	{ variant: 'slow answers only', quick: 0 },
	{ variant: 'quick ones among them', quick },
] as const;
const [alone, mixed] = entries;

/** Whether the node takes the usual responses for slow ones because of a few quick ones. */
export const quickAmongSlow: BenchmarkCase = {
	name: 'quick-among-slow',
	title: 'Quick responses among slow ones',
	description: `${items} tokens whose changes take ${slowMilliseconds} ms each, first alone, then with ${quick} more among them whose serial numbers RSA does not know: these get a 404 after ${quickMilliseconds} ms. The tenant has no limit, and n8n has just started. The ideal is ${idealMs / 1000} s: 64 requests in flight from beginning to end.`,

	causeOfMiss:
		'a run sends two requests until the first is answered, because RSA may reject its access token, and then twice as many every 250 ms. So 64 are in flight only after some 2.2 s. Besides, 400 changes are more than six times 64: even with 64 from the beginning, seven times 1.2 s pass (8.4 s, 1.12 of the ideal). Simulated, where the node takes 1.38: with two until the first response and 64 from then on 1.32; with up to 16 before the first response, if that takes more than 300 ms, 1.27, and with all 64 right after it 1.24; with twice as many every 250 ms from the beginning 1.25, every 100 ms 1.18. If nothing is changed unless the first response takes more than 300 ms, and all 64 are sent within 125 ms then, it is 1.20. None of that was taken, because a tenant may refuse as slowly as it responds. With 300 ms, and twice as many every 100 ms, it refuses 44 % of the requests of a run of 40 items at 8 a second instead of 30 %, and 19 % of one of 60 items at one a second instead of 10 %; with 400 ms, and all 64 after 300 ms, 38 % of the latter.',

	async measure(bench) {
		const site = await bench.open(quickMilliseconds, ['node']);
		return await bench.alternate(entries, async ({ variant, quick: count }, round) => {
			await site.n8n.restart();
			const isUnknown = (index: number) => count > 0 && isQuick(index);
			const tokens = site.tokens.take(items + count, isUnknown);
			const unknown = serialNumbersOf(tokens).filter((_, index) => isUnknown(index));
			site.tenant.responseMilliseconds = responseDelayFor(new Set(unknown));
			return await measure({ ...site, subject: 'node', variant, round, tokens });
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node', mixed.variant))),
			items,
		),
		{
			text: "Time of the node's step with quick responses, relative to the one without",
			values: perRound(
				runs,
				(run) => wallMs(run('node', mixed.variant)) / wallMs(run('node', alone.variant)),
			),
			bar: medianAtMost(1.2),
			format: asRatio,
		},
		{
			text: "Time of the node's step with quick responses, relative to the ideal",
			values: perRound(runs, (run) => wallMs(run('node', mixed.variant)) / idealMs),
			bar: medianAtMost(1.2),
			format: asRatio,
		},
	],
};

/** Five of 405, spread evenly. */
function isQuick(index: number): boolean {
	return (index + 1) % ((items + quick) / quick) === 0;
}

/** A change takes long; that a serial number is unknown is answered quickly, and so are look-ups. */
function responseDelayFor(unknown: ReadonlySet<string>): ResponseDelay {
	return (request) =>
		request.operation === 'unassign' && !unknown.has(serialNumberOf(request) ?? '')
			? slowMilliseconds
			: quickMilliseconds;
}
