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

describe('a look-up that leaves its null properties out', () => {
	const { tokenSerialNumber } = requested;
	const free = {
		deviceType: 'SID700',
		tokenStatus: 'Enabled',
		expiryDate: '2030-02-12T00:00:00.000Z',
		tokenSerialNumber,
		pinSet: false,
	};
	const ownerIn = (body: object) => parseHardwareToken(body, requested)?.owner;

	test.each<[string, object]>([
		['nothing speaks of an owner', free],
		[
			'what would speak of an owner is null or empty',
			{ ...free, assignedAt: null, assignedBy: '' },
		],
		['RSA calls it unassigned', { ...free, tokenState: 'UNASSIGNED' }],
		['the state is null', { ...free, tokenState: null }],
	])('shows an unassigned token: %s', (_, body) => {
		expect(ownerIn(body)).toBe('nobody');
	});

	test.each<[string, object]>([
		['when it was assigned', { ...free, assignedAt: '2026-01-15T08:00:00.000Z' }],
		['who assigned it', { ...free, assignedBy: 'Help Desk Administrator' }],
		['who assigned it, oddly', { ...free, assignedBy: {} }],
		['a state of assigned tokens', { ...free, tokenState: 'Activation Pending' }],
		['a state that RSA does not document', { ...free, tokenState: 'Lost' }],
		['nothing of the token', { tokenSerialNumber, pinSet: false }],
		['of the token only nulls', { tokenSerialNumber, deviceType: null, tokenStatus: null }],
	])('leaves open whose it is where it says %s', (_, body) => {
		expect(parseHardwareToken(body, requested)).toBeUndefined();
	});
});
