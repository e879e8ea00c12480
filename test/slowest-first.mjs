import TestSequencer from '@jest/test-sequencer';

/**
 * Seconds that these take on two cores, most of them waiting: for n8n to start, a limit, a poll. Jest itself knows that only
 * from its last run; without one, it begins with the largest files, and the longest of these would run alone at the end.
 */
const seconds = {
	'integration/sign-in-hiccups': 210,
	'e2e/trigger': 190,
	'e2e/examples': 170,
	'e2e/sign-in': 170,
	'integration/offboard': 85,
	'integration/runs': 50,
	'e2e/https': 45,
	'e2e/n8n': 45,
	'e2e/operations': 45,
	'integration/error-texts': 40,
	'integration/damaged-responses': 40,
	'integration/documented-codes': 40,
	'integration/hardware-tokens': 30,
	'integration/causes': 30,
	'e2e/agent': 30,
};

const secondsOf = ({ path }) =>
	Object.entries(seconds).find(([name]) => path.endsWith(`/${name}.test.mts`))?.[1] ?? 0;

/** Jest's order, but the slowest test files first. */
export default class SlowestFirst extends TestSequencer {
	sort(tests) {
		return super.sort(tests).sort((one, other) => secondsOf(other) - secondsOf(one));
	}
}
