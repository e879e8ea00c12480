import TestSequencer from '@jest/test-sequencer';

/**
 * Seconds that these take on two cores, most of them waiting: for n8n to start, a limit, a poll. Jest itself knows that only
 * from its last run; without one, it begins with the largest files, and the longest of these would run alone at the end.
 */
const seconds = {
	'e2e/sign-in': 300,
	'e2e/trigger': 200,
	'e2e/examples': 160,
	'e2e/n8n': 150,
	'e2e/https': 140,
	'e2e/operations': 80,
	'e2e/agent': 60,
};

const secondsOf = ({ path }) =>
	Object.entries(seconds).find(([name]) => path.endsWith(`/${name}.test.mts`))?.[1] ?? 0;

/** Jest's order, but the slowest test files first. */
export default class SlowestFirst extends TestSequencer {
	sort(tests) {
		return super.sort(tests).sort((one, other) => secondsOf(other) - secondsOf(one));
	}
}
