import type { BenchmarkCase } from '../benchmark-case.mts';
import { changed, longestCollectionMs, longestPauseMs } from '../figures.mts';
import { measure } from '../measurement.mts';
import { allChanged, medianAtMost, perRound } from '../requirements.mts';
import { asCount, asRatio, inSeconds } from '../units.mts';

const users = 10_000;
const responseMilliseconds = 50;
const subjects = ['nodeForUsers', 'httpRequest'] as const;

/** How long n8n does nothing else while a step has many items. */
export const eventLoop: BenchmarkCase = {
	name: 'event-loop',
	title: "n8n's event loop",
	description: `${asCount(users)} users with one token each. The node changes all tokens of each user and has a limit of changes, so that it lists the tokens of all users before it changes the first. The HTTP Request node gets the serial numbers. Every response takes ${responseMilliseconds} ms, and the tenant has no limit. A pause is a time in which n8n's process does nothing else, no webhook and no editor; n8n, Node.js and its garbage collection cause pauses, too.`,

	async measure(bench) {
		const site = await bench.open(responseMilliseconds, subjects);
		return await bench.alternate(
			subjects,
			async (subject, round) =>
				await measure({ ...site, subject, round, tokens: site.tokens.takeOfNewUsers(users) }),
		);
	},

	requirements: (runs) => [
		allChanged(
			perRound(runs, (run) => changed(run('nodeForUsers'))),
			users,
		),
		{
			text: 'Longest pause during the step',
			values: perRound(runs, (run) => longestPauseMs(run('nodeForUsers'))),
			format: inSeconds,
		},
		{
			text: 'Longest pause for garbage collection during the step',
			values: perRound(runs, (run) => longestCollectionMs(run('nodeForUsers'))),
			format: inSeconds,
		},
		{
			text: 'Longest pause, relative to the step of the HTTP Request node',
			values: perRound(
				runs,
				(run) => longestPauseMs(run('nodeForUsers')) / longestPauseMs(run('httpRequest')),
			),
			bar: medianAtMost(1),
			format: asRatio,
		},
	],
};
