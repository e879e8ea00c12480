import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, cpuMsPerItem, mostInFlight, wallMs } from '../figures.mts';
import { measure } from '../measurement.mts';
import { inFlightPlot } from '../plots/in-flight.mts';
import { allChanged, alwaysAtMost, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio } from '../units.mts';

const items = 2_000;
const responseMilliseconds = 50;
const subjects = [
	'node',
	'httpRequest',
	'httpRequestByHand',
	'bareLoop',
	'boundedLoop',
	'parameterLoop',
] as const;

/** How fast the node is if nothing but n8n and the time of the responses limits it. */
export const noLimit: BenchmarkCase = {
	name: 'no-limit',
	title: 'No limit',
	description: `${asCount(items)} tokens; every response takes ${responseMilliseconds} ms, and the tenant has no limit. The HTTP Request node with the token in a header is what people build by hand, without a credential. The bare loop sends through n8n's HTTP helper with 64 requests in flight. It checks no response, and takes user and serial number straight from its items. The bare loop with limited responses reads them as the node does: as a stream, at most 2 MB, within 30 s. n8n's HTTP helper limits neither. The loop with expressions is the bare loop with the two parameters that every node of this kind has: n8n evaluates their expressions for each item.`,

	causeOfMiss:
		'the requirement leaves no room on a fast machine. With 64 requests in flight, 2,000 responses of 50 ms take 1.56 s at least, and the requirement is 1.6 s: the HTTP Request node with the token in a header has up to 2,000 in flight, and takes 2.9 s here. It needs CPU time most of all: on the same machine at half of its speed, it took 5.25 s, and the node 2.71 s (0.53). The bare loop with limited responses, which only sends, is further from the requirement than the node.',

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, subjects);
		return await bench.alternate(
			subjects,
			async (subject, round) =>
				await measure({ ...site, subject, round, tokens: site.tokens.take(items) }),
		);
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node'))),
			items,
		),
		{
			text: "Time of the node's step, relative to the HTTP Request node's",
			values: perRound(runs, (run) => wallMs(run('node')) / wallMs(run('httpRequest'))),
			bar: medianAtMost(0.75),
			format: asRatio,
		},
		{
			text: "CPU time per item, relative to the HTTP Request node's",
			values: perRound(runs, (run) => cpuMsPerItem(run('node')) / cpuMsPerItem(run('httpRequest'))),
			bar: medianAtMost(0.65),
			format: asRatio,
		},
		{
			text: "Time of the node's step, relative to that of the HTTP Request node with the token in a header",
			values: perRound(runs, (run) => wallMs(run('node')) / wallMs(run('httpRequestByHand'))),
			bar: medianAtMost(0.55),
			format: asRatio,
		},
		{
			text: "Time of the node's step, relative to that of the bare loop with limited responses",
			values: perRound(runs, (run) => wallMs(run('node')) / wallMs(run('boundedLoop'))),
			bar: medianAtMost(1.1),
			format: asRatio,
		},
		{
			text: 'Time of the bare loop with limited responses, relative to that of the HTTP Request node with the token in a header',
			values: perRound(
				runs,
				(run) => wallMs(run('boundedLoop')) / wallMs(run('httpRequestByHand')),
			),
			format: asRatio,
		},
		{
			text: "Time of the node's step, relative to that of the bare loop",
			values: perRound(runs, (run) => wallMs(run('node')) / wallMs(run('bareLoop'))),
			format: asRatio,
		},
		{
			text: "Time of the node's step, relative to that of the loop with expressions",
			values: perRound(runs, (run) => wallMs(run('node')) / wallMs(run('parameterLoop'))),
			format: asRatio,
		},
		{
			text: 'Most requests in flight',
			values: perRound(runs, (run) => mostInFlight(run('node'))),
			bar: alwaysAtMost(64),
			format: asCount,
		},
	],

	plots: (runs) => [
		inFlightPlot(runs, {
			file: 'no-limit.svg',
			title: `Most requests in flight, ${asCount(items)} tokens without a limit`,
		}),
	],
};
