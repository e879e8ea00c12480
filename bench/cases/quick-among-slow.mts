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
		"a run sends two requests until the first is answered, because RSA may reject its access token, and then twice as many every 250 ms. So 64 are in flight only after some 2.2 s. Besides, 400 changes are more than six times 64: even with 64 from the beginning, seven times 1.2 s pass (8.4 s, 1.12 of the ideal). Built and taken back: 16 requests in flight after 300 ms without a response, and all 64 right after the first one. It took 1.20 (8.97 s to 9.10 s in a real n8n), but a tenant may refuse as slowly as it accepts: of 200 items at one in two seconds, with responses of 600 ms and Retry-After: 60, 59 were not attempted instead of 12 (simulated), because 64 requests had been sent before the first refusal was there. If the others are sent only after the response to one of these 16, that is 12 again, and 1.21 is what can be reached. The wait for an access token would count as RSA's, too. Other ways, simulated: with two until the first response and 64 from then on 1.32; with twice as many every 250 ms from the beginning 1.25.",

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
