import { describe, expect, test } from '@jest/globals';

import { deleteDevice } from '../../rsa/authenticators/changes/deleteDevice.ts';
import { setDs100Status } from '../../rsa/authenticators/changes/ds100Status.ts';
import { setFidoStatus } from '../../rsa/authenticators/changes/fidoStatus.ts';
import { applyChange } from '../../rsa/delivery/applyChange.ts';
import type { Change } from '../../rsa/delivery/change.ts';
import { disableEmergencyAccessCodes } from '../../rsa/emergencyAccessCodes/disableEmergencyAccessCodes.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { changeOf } from '../../rsa/hardwareTokens/tokenChange.ts';
import { isReadRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { absent, ADA, answered, lost, SERIAL, token } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const email = 'ada@example.com';
const lists = (fidoTokens: readonly unknown[] = []) =>
	answered(200, { devices: [], fidoTokens, sidTokens: [] });

const deviceDeletion = deleteDevice('p1').of(ADA);
const keyDisabling = setFidoStatus('Disabled', 'f1').of(ADA);
const ds100Disabling = setDs100Status('Disabled', '123456789').of(ADA);
const codesDisabling = disableEmergencyAccessCodes('c1', {
	user: { id: ADA, emailAddress: email },
	named: { by: 'email', value: email },
});

/** Changes, and what their look-ups show once they were made. */
const cases: Array<[string, Change, SendResult]> = [
	['a registered device', deviceDeletion, lists()],
	['a FIDO authenticator', keyDisabling, lists([{ id: 'f1', status: 'Disabled' }])],
	[
		'a DS100',
		ds100Disabling,
		answered(200, [{ deviceSerialNumber: '123456789', userId: ADA, tokenStatus: 'Disabled' }]),
	],
	[
		'emergency access codes',
		codesDisabling,
		answered(200, { id: ADA, emailAddress: email, emergencyTokencodeId: null }),
	],
	[
		'a hardware token',
		changeOf(unassign, { userId: ADA, tokenSerialNumber: SERIAL }),
		token(null, false),
	],
];

describe.each(cases)(
	'%s that may have been changed, and that RSA does not know for a while',
	(_, change, made) => {
		/** The result if RSA does not know it until a time in ms. */
		const resultOf = async (until: number) => {
			const run = new ScriptedRun((request, now) => {
				if (!isReadRequest(request)) return lost;
				return now < until ? absent : made;
			});
			// The look-up before the change is not what is tested here.
			return await run.until(
				applyChange({ ...change, readFirst: false }, run.item({ maxTries: 1 })),
			);
		};

		test('is done once a look-up shows it', async () => {
			expect(await resultOf(60_000)).toMatchObject({ kind: 'done', outcome: change.outcome });
		});

		test('is never reported as not changed', async () => {
			const result = await resultOf(Number.POSITIVE_INFINITY);
			expect(result).toMatchObject({ kind: 'failed', failure: { cause: 'stateUnknown' } });
		});
	},
);

describe('an authenticator or code that RSA refuses to change and does not know', () => {
	const device = { id: 'p1', deviceType: 'iPhone' };
	const withDevice = answered(200, { devices: [device], fidoTokens: [], sidTokens: [] });
	const enabledKey = lists([{ id: 'f1', status: 'Enabled' }]);
	const ds100 = answered(200, [
		{ deviceSerialNumber: '123456789', userId: ADA, tokenStatus: 'Enabled' },
	]);
	const withCode = answered(200, {
		id: ADA,
		emailAddress: email,
		emergencyTokencodeId: 'c1',
		emergencyAccessStatus: 'Enabled',
	});
	test.each<[string, Change, before: SendResult, after: SendResult, cause: string]>([
		['a registered device of an unknown user', deviceDeletion, withDevice, absent, 'userNotFound'],
		['a FIDO authenticator of an unknown user', keyDisabling, enabledKey, absent, 'userNotFound'],
		[
			'a FIDO authenticator that is not listed',
			keyDisabling,
			enabledKey,
			lists(),
			'authenticatorUnknown',
		],
		[
			'a FIDO authenticator that is listed',
			keyDisabling,
			enabledKey,
			enabledKey,
			'fidoNotChangeable',
		],
		['a DS100', ds100Disabling, ds100, absent, 'authenticatorUnknown'],
		['codes of an unknown user', codesDisabling, withCode, absent, 'userNotFound'],
	])('is reported as such, although an earlier attempt got no response: %s', async (...row) => {
		const [, change, before, after, cause] = row;
		let attempts = 0;
		const run = new ScriptedRun((request) => {
			if (isReadRequest(request)) return attempts < 2 ? before : after;
			attempts += 1;
			return attempts === 1 ? lost : absent;
		});
		const result = await run.until(applyChange({ ...change, readFirst: false }, run.item()));
		expect(result).toMatchObject({ kind: 'failed', failure: { cause } });
		expect(run.now).toBeLessThan(60_000);
	});
});
