import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, wallMs } from '../figures.mts';
import { measureOneByOne } from '../many-executions.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { asRatio } from '../units.mts';

const executions = 50;
const responseMilliseconds = 50;
const subjects = ['node', 'httpRequest', 'httpRequestByHand'] as const;

/** What a single change of a help desk takes. */
export const oneItem: BenchmarkCase = {
	name: 'one-item',
	title: 'One item',
	description: `${executions} executions of one token each, one after the other, in an n8n that is warmed up; every response takes ${responseMilliseconds} ms. The time is the sum of the steps.`,

	causeOfMiss: `RSA's response takes ${responseMilliseconds} ms of each step. The requirement leaves 7 ms for all else; the HTTP Request node takes 12 ms for it with the token in a header, and 21 ms with the credential. Of the node's 15 ms, n8n needs 4.8 ms to evaluate two expressions (the first in an execution takes 3.7 ms), 3.2 ms to read the credential, 3.5 ms for its HTTP helper and the network, and 2 ms around the step. The node's own code takes less than 2 ms.`,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, subjects);
		return await bench.alternate(subjects, async (subject, round) => {
			const each = Array.from({ length: executions }, () => site.tokens.take(1));
			return await measureOneByOne({ ...site, subject, round, executions: each });
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node'))),
			executions,
		),
		{
			text: "Time of the node's step, relative to the HTTP Request node's",
			values: perRound(runs, (run) => wallMs(run('node')) / wallMs(run('httpRequest'))),
			bar: medianAtMost(0.8),
			format: asRatio,
		},
		{
			text: "Time of the node's step, relative to that of the HTTP Request node with the token in a header",
			values: perRound(runs, (run) => wallMs(run('node')) / wallMs(run('httpRequestByHand'))),
			format: asRatio,
		},
	],
};
