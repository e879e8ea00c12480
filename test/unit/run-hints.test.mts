import { describe, expect, test } from '@jest/globals';

import { RunHints } from '../../nodes/RsaSecurId/resources/runHints.ts';

describe('the hints after a run', () => {
	test('are none if there is nothing to say', () => {
		expect(new RunHints().messages()).toEqual([]);
	});

	test('are one for each subject, which names each detail once', () => {
		const hints = new RunHints();
		hints.add('Passed over', 'DS100 1');
		hints.add('Left', 'code');
		hints.add('Passed over', 'DS100 2');
		hints.add('Passed over', 'DS100 1');
		expect(hints.messages()).toEqual(['Passed over: DS100 1; DS100 2', 'Left: code']);
	});

	test('name twenty details, and count the others', () => {
		const hints = new RunHints();
		for (let index = 1; index <= 23; index += 1) hints.add('Passed over', `DS100 ${index}`);
		const [message = ''] = hints.messages();
		expect(message).toMatch(/^Passed over: DS100 1; .*; DS100 20; and 3 more$/);
	});
});
