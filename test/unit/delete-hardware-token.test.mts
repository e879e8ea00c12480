import { describe, expect, test } from '@jest/globals';

import { applyChange } from '../../rsa/delivery/applyChange.ts';
import { deleteRecord } from '../../rsa/hardwareTokens/changes/deleteRecord.ts';
import { changeOf } from '../../rsa/hardwareTokens/tokenChange.ts';
import { isReadRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import { absent, ADA, answered, lost, SERIAL } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const change = changeOf(deleteRecord, { tokenSerialNumber: SERIAL });
const free = answered(200, { tokenSerialNumber: SERIAL, userId: null });
const adas = answered(200, { tokenSerialNumber: SERIAL, userId: ADA });

/** The result of a deletion, and how often it was sent. The look-ups have these results, the last one from then on. */
async function deletion(...lookedUp: readonly SendResult[]) {
	const left = [...lookedUp];
	const run = new ScriptedRun(({ path }) => {
		if (!path.endsWith('/lookup')) return answered(200);
		return (left.length > 1 ? left.shift() : left[0]) ?? answered(500);
	});
	const result = await run.until(applyChange(change, run.item({ maxTries: 2 })));
	const sent = run.requests.filter((request) => !isReadRequest(request)).length;
	return { result, sent };
}

describe('the record of a hardware token is deleted only after a look-up shows that it is unassigned', () => {
	test('an unassigned one is deleted, and a look-up shows that it is gone', async () => {
		expect(await deletion(free, absent)).toEqual({
			result: {
				kind: 'done',
				outcome: 'deleted',
				state: { tokenSerialNumber: SERIAL },
				confirmedBy: 'readBack',
			},
			sent: 1,
		});
	});

	test('an assigned one is left alone', async () => {
		expect(await deletion(adas)).toEqual({
			result: { kind: 'failed', failure: { cause: 'stillAssigned' } },
			sent: 0,
		});
	});

	test('one that is gone already is done, without a request', async () => {
		expect(await deletion(absent)).toEqual({
			result: {
				kind: 'done',
				outcome: 'alreadyDeleted',
				state: { tokenSerialNumber: SERIAL },
				confirmedBy: 'readBack',
			},
			sent: 0,
		});
	});

	test.each<[string, SendResult]>([
		['fails', answered(500)],
		['gets no response', lost],
		['shows another one', answered(200, { tokenSerialNumber: '000200000002', userId: null })],
		[
			'shows no owner, but when the token was assigned',
			answered(200, { tokenSerialNumber: SERIAL, userId: null, assignedAt: '2026-01-02' }),
		],
		[
			'shows no owner, but who assigned the token',
			answered(200, { tokenSerialNumber: SERIAL, userId: '', assignedBy: 'Help Desk' }),
		],
	])('nothing is sent if the look-up %s', async (_, lookedUp) => {
		const { result, sent } = await deletion(lookedUp);
		expect(result).toMatchObject({ kind: 'failed', failure: { cause: 'lookUpFailed' } });
		expect(sent).toBe(0);
	});

	test('nothing is sent if the credential does not sign the look-up', async () => {
		const error = new UserFacingError('The key is empty', 'Paste it.');
		expect(await deletion({ kind: 'blocked', error })).toEqual({
			result: { kind: 'blocked', error },
			sent: 0,
		});
	});
});

test('a token that RSA says it does not know, and that look-ups show, is looked up for some seconds only', async () => {
	let changes = 0;
	const run = new ScriptedRun((request) => {
		if (isReadRequest(request)) return free;
		changes += 1;
		return changes === 1 ? lost : absent;
	});
	const result = await run.until(applyChange(change, run.item({ maxTries: 2 })));
	expect(result).toMatchObject({ failure: { cause: 'stateUnknown' } });
	expect(run.now).toBeLessThan(30_000);
});
