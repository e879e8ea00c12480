import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, reportedDone, sentAfterDone } from '../figures.mts';
import { measure } from '../measurement.mts';
import { allChanged, alwaysExactly, perRound } from '../requirements.mts';
import { asCount, inPercent } from '../units.mts';

const items = 1_000;
const responseMilliseconds = 50;
const shares = { answerLost: 0.05, connectionReset: 0.05, badGateway: 0.02 };
const subjects = ['node', 'httpRequest'] as const;

/** Whether the node reports the truth, and changes every token, over a network with faults. */
export const faults: BenchmarkCase = {
	name: 'faults',
	title: 'Faults',
	description: `${asCount(items)} tokens. Of the requests that change a token, ${inPercent(shares.answerLost)} are applied but their responses are lost, ${inPercent(shares.connectionReset)} are cut off before they are applied, and ${inPercent(shares.badGateway)} get a 502. Every response takes ${responseMilliseconds} ms.`,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, subjects);
		return await bench.alternate(subjects, async (subject, round) => {
			site.tenant.disturb(shares, round);
			return await measure({ ...site, subject, round, tokens: site.tokens.take(items) });
		});
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('node'))),
			items,
		),
		{
			text: `Items reported as a success, of ${asCount(items)}`,
			values: perRound(runs, (run) => reportedDone(run('node'))),
			bar: alwaysExactly(items),
			format: asCount,
		},
		{
			text: 'Changes sent again after they were made',
			values: perRound(runs, (run) => sentAfterDone(run('node'))),
			bar: alwaysExactly(0),
			format: asCount,
		},
		{
			text: 'Items whose state is unknown',
			values: perRound(runs, (run) => run('node').meter.failed['stateUnknown'] ?? 0),
			bar: alwaysExactly(0),
			format: asCount,
		},
	],
};
