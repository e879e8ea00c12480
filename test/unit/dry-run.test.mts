import { describe, expect, test } from '@jest/globals';

import type { Change } from '../../rsa/delivery/change.ts';
import { dryRun } from '../../rsa/delivery/dryRun.ts';
import { causeInWords } from '../../rsa/errors/failure.ts';
import { isReadRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { clearPin } from '../../rsa/hardwareTokens/changes/clearPin.ts';
import { deleteRecord } from '../../rsa/hardwareTokens/changes/deleteRecord.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { changeOf } from '../../rsa/hardwareTokens/tokenChange.ts';
import { generateReport } from '../../rsa/reports/generateReport.ts';
import { markDeleted } from '../../rsa/users/changes/deletionMark.ts';
import { synchronize } from '../../rsa/users/changes/synchronize.ts';
import { UserCache } from '../../rsa/users/userCache.ts';
import { changeOfUser, type UserChange } from '../../rsa/users/userChange.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import { absent, ADA, answered, GRACE, SERIAL } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const target = { userId: ADA, tokenSerialNumber: SERIAL };
const adas = { tokenSerialNumber: SERIAL, userId: ADA, pinSet: true, tokenStatus: 'Enabled' };
const free = { ...adas, userId: null, pinSet: false };
const ada = {
	id: ADA,
	emailAddress: 'ada@example.com',
	userStatus: 'Disabled',
	markDeleted: false,
};
const userChange = (change: UserChange) =>
	changeOfUser(
		change,
		{ userId: ADA, reference: { by: 'email', value: ada.emailAddress } },
		new UserCache(),
	);
const page = answered(200, '<html>Sign in</html>');

/** A dry run for which each look-up has this result. No request may change anything. */
async function dryRunOf(change: Change, lookedUp: SendResult) {
	const run = new ScriptedRun(() => lookedUp);
	const result = await run.until(dryRun(change, run.item({ maxTries: 1 })));
	expect(run.requests.filter((request) => !isReadRequest(request))).toEqual([]);
	return result;
}

describe('a dry run shows the state before and after the change', () => {
	test('of a hardware token', async () => {
		expect(await dryRunOf(changeOf(clearPin, target), answered(200, adas))).toEqual({
			kind: 'done',
			outcome: 'wouldClearPin',
			state: adas,
			before: adas,
			after: { ...adas, pinSet: false },
		});
	});

	test('of a user', async () => {
		expect(await dryRunOf(userChange(markDeleted), answered(200, ada))).toEqual({
			kind: 'done',
			outcome: 'wouldMarkUserDeleted',
			state: ada,
			before: ada,
			after: { ...ada, markDeleted: true },
		});
	});

	test('of a hardware token that would be gone: none after', async () => {
		expect(await dryRunOf(changeOf(deleteRecord, target), answered(200, free))).toMatchObject({
			outcome: 'wouldDelete',
			state: free,
			before: free,
			after: null,
		});
	});

	test('of a user whose state after it no look-up can show: the one before only', async () => {
		expect(await dryRunOf(userChange(synchronize), answered(200, ada))).toEqual({
			kind: 'done',
			outcome: 'wouldSynchronizeUser',
			state: ada,
			before: ada,
		});
	});

	test('of what no call shows: nothing is looked up', async () => {
		const report = generateReport('users');
		expect(await dryRunOf(report, answered(500))).toEqual({
			kind: 'done',
			outcome: 'wouldStartReport',
			state: {},
			before: {},
		});
	});

	test('of what is in the requested state already: the same twice', async () => {
		const state = { ...free, tokenState: 'Unassigned' };
		expect(await dryRunOf(changeOf(unassign, target), answered(200, free))).toEqual({
			kind: 'done',
			outcome: 'alreadyUnassigned',
			state,
			confirmedBy: 'readBack',
			before: state,
			after: state,
		});
	});
});

describe('a dry run fails as the change would', () => {
	test('where it must not be made', async () => {
		const lookedUp = answered(200, { ...adas, userId: GRACE });
		expect(await dryRunOf(changeOf(unassign, target), lookedUp)).toEqual({
			kind: 'failed',
			failure: { cause: 'assignedToSomebodyElse' },
		});
	});

	test('where RSA would refuse it, with what to do about that', async () => {
		const lookedUp = answered(200, { ...ada, userStatus: 'Enabled' });
		expect(await dryRunOf(userChange(markDeleted), lookedUp)).toEqual({
			kind: 'failed',
			failure: {
				cause: 'userConflict',
				reason:
					'only a user who is disabled and not yet marked as deleted can be marked as deleted',
				advice: "Put the operation 'Disable' of the user before this one.",
			},
		});
	});

	test.each<[string, SendResult, object]>([
		['RSA does not know it', absent, { cause: 'hardwareTokenUnknown' }],
		[
			'the look-up does not show what the change is about',
			answered(200, { ...adas, pinSet: undefined }),
			{ cause: 'lookUpFailed', reason: "RSA's response does not show its state" },
		],
		['the look-up fails', answered(500), { cause: 'lookUpFailed', status: 500 }],
		['the host is no RSA tenant', page, { cause: 'notTheApi', status: 200 }],
	])('where %s', async (_, lookedUp, failure) => {
		const result = await dryRunOf(changeOf(clearPin, target), lookedUp);
		expect(result).toMatchObject({ kind: 'failed', failure });
	});

	test('where RSA sees a conflict in the look-up, which it does not document', async () => {
		const result = await dryRunOf(changeOf(clearPin, target), answered(409));
		expect(result).toMatchObject({
			failure: { reason: causeInWords({ cause: 'unexpectedStatus', status: 409 }) },
		});
	});

	test('where the credential does not sign the look-up: the same error', async () => {
		const error = new UserFacingError('The key is empty', 'Paste it.');
		expect(await dryRunOf(changeOf(clearPin, target), { kind: 'blocked', error })).toEqual({
			kind: 'blocked',
			error,
		});
	});
});

test('a failed look-up before a change says why, and what to do', async () => {
	const change = changeOf(clearPin, target);
	const result = await dryRunOf(change, answered(403, { description: 'not authorized' }));
	expect(result).toMatchObject({
		failure: {
			cause: 'lookUpFailed',
			reason: 'RSA says that this credential is not allowed to do this',
			advice: expect.stringContaining('rsa.authenticator.sidtoken.read'),
		},
	});
});
