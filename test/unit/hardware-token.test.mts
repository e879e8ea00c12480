import { describe, expect, test } from '@jest/globals';

import { parseHardwareToken } from '../../rsa/hardwareTokens/hardwareToken.ts';

const requested = {
	tokenSerialNumber: '000123456789',
	userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d',
};

describe('a look-up without a valid PIN state is no state of the token', () => {
	test.each(['maybe', '', 0, 1, [], {}])('pinSet: %j', (pinSet) => {
		expect(parseHardwareToken({ ...requested, pinSet }, requested)).toBeUndefined();
	});
});
