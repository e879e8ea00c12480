import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, wallMs } from '../figures.mts';
import { measureOneByOne } from '../many-executions.mts';
import type { Run } from '../measurement.mts';
import { allChanged, medianAtMost, perRound, type Requirement } from '../requirements.mts';
import type { Subject } from '../subjects.mts';
import { asRatio } from '../units.mts';

const executions = 50;
const subjects = ['node', 'httpRequest', 'httpRequestByHand'] as const;

/** How long the tenant takes for a response, in ms. */
const responseTimes = [
	{ variant: 'immediate responses', milliseconds: 0 },
	{ variant: 'responses after 50 ms', milliseconds: 50 },
] as const;

const entries = responseTimes.flatMap((time) => subjects.map((subject) => ({ ...time, subject })));

/** What a single change of a help desk takes. */
export const oneItem: BenchmarkCase = {
	name: 'one-item',
	title: 'One item',
	description: `${executions} executions of one token each, one after the other, in an n8n that is warmed up. The tenant responds immediately, then after 50 ms. The time is the sum of the steps.`,

	causeOfMiss:
		"a response after 50 ms takes most of each step. The requirement leaves 10 ms for all else; the HTTP Request node takes 13 ms for it with the token in a header, and 25 ms with the credential; this node takes 18 ms. When it was profiled, it took 15 ms: n8n needed 4.8 ms to evaluate two expressions (the first in an execution takes 3.7 ms), 3.2 ms to read the credential, 3.5 ms for its HTTP helper and the network, and 2 ms around the step. The node's own code took less than 2 ms.",

	async measure(bench) {
		const site = await bench.open(0, subjects);
		return await bench.alternate(entries, async ({ subject, variant, milliseconds }, round) => {
			site.tenant.responseMilliseconds = milliseconds;
			const each = Array.from({ length: executions }, () => site.tokens.take(1));
			return await measureOneByOne({ ...site, subject, variant, round, executions: each });
		});
	},

	requirements: (runs) => responseTimes.flatMap(({ variant }) => requirementsOf(runs, variant)),
};

function requirementsOf(runs: readonly Run[], variant: string): Requirement[] {
	const relativeTo = (other: Subject) =>
		perRound(runs, (run) => wallMs(run('node', variant)) / wallMs(run(other, variant)));
	return [
		allChanged(
			perRound(runs, (run) => changed(run('node', variant))),
			executions,
			variant,
		),
		{
			text: `Time of the node's step, relative to the HTTP Request node's (${variant})`,
			values: relativeTo('httpRequest'),
			bar: medianAtMost(0.8),
			format: asRatio,
		},
		{
			text: `Time of the node's step, relative to that of the HTTP Request node with the token in a header (${variant})`,
			values: relativeTo('httpRequestByHand'),
			format: asRatio,
		},
	];
}
