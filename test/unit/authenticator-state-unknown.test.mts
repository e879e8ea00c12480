import { describe, expect, test } from '@jest/globals';

import { stateUnknownWith } from '../../rsa/delivery/stateUnknown.ts';
import type { Failure } from '../../rsa/errors/failure.ts';

const failure: Failure = { cause: 'answerLost', reason: 'no answer came in time', attempts: 2 };
const unsettled = stateUnknownWith('Look it up.', 'it could not be read back');

describe('the failure of a change of an authenticator', () => {
	test('is that its state is not known, if it may have been made', () => {
		const known = unsettled(failure, 'the host is down', true);
		expect(known).toMatchObject({ cause: 'stateUnknown', advice: 'Look it up.', attempts: 2 });
		expect(known.reason).toMatch(
			/no answer came in time.*, and it could not be read back: the host is down$/,
		);
	});

	test('says nothing of a look-up if none was made', () => {
		const { reason } = unsettled(failure, undefined, true);
		expect(reason).toMatch(/no answer came in time[^:]*$/);
		expect(reason).not.toContain('read back');
	});

	test("stays RSA's refusal, if it cannot have been made", () => {
		const refused: Failure = { cause: 'authenticatorUnknown', status: 404 };
		expect(unsettled(refused, 'the host is down', false)).toEqual(refused);
	});
});
