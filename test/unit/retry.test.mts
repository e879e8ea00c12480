import { describe, expect, test } from '@jest/globals';

import type { TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import { clearPin } from '../../rsa/hardwareTokens/changes/clearPin.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { NotSent, SendResult } from '../../rsa/http/response.ts';
import {
	absent,
	ADA,
	answered,
	conflict,
	GRACE,
	lost,
	notDelivered,
	pinCleared,
	SERIAL,
	token,
	unassigned,
} from '../support/responses.mts';
import { deliveredWithin } from '../support/scripted-delivery.mts';

const unchanged = token(ADA, true);
const notAllowed = answered(403, { description: 'User is not authorized' });
const refused: SendResult = {
	kind: 'blocked',
	error: new UserFacingError('The JSON Web Token is expired', 'Make a new one'),
};
const notSentBecause = (cause: NotSent['cause'], retryAfter?: number): NotSent => ({
	kind: 'notSent',
	cause,
	...(retryAfter !== undefined && { retryAfter }),
});
const cancelled = notSentBecause('cancelled');

const changes: Array<[string, TokenChange, confirmation: SendResult, reached: SendResult]> = [
	['Clear PIN', clearPin, pinCleared, token(ADA, false)],
	['Unassign', unassign, unassigned, token(null, false)],
];

const REPEATED_STATUSES = [500, 501, 502, 503, 504, 408];
const repeated: Array<[what: string, attempt: SendResult[], cause: string]> = [
	['not delivered', [notDelivered], 'notDelivered'],
	['the response lost, read back as before', [lost, unchanged], 'answerLost'],
	['a 200 that confirms nothing, read back as before', [answered(200), unchanged], 'notConfirmed'],
	['a 202, read back as before', [answered(202), unchanged], 'notConfirmed'],
	...REPEATED_STATUSES.map((status): [string, SendResult[], string] => [
		`${status}, read back as before`,
		[answered(status), unchanged],
		'serviceFailed',
	]),
];

describe.each(changes)('%s is sent again', (_, change, confirmation) => {
	test.each(repeated)('%s', async (__, attempt) => {
		const { delivery, pauses } = await deliveredWithin(
			{ maxTries: 3 },
			change,
			...attempt,
			...attempt,
			confirmation,
		);
		expect(delivery).toMatchObject({ kind: 'done', outcome: change.outcome });
		expect(delivery).not.toHaveProperty('confirmedBy');
		expect(pauses).toEqual([0, 1]);
	});

	test.each(repeated)(
		'but not more often than Max Tries allows: %s',
		async (__, attempt, cause) => {
			const { delivery, pauses, sent } = await deliveredWithin(
				{ maxTries: 3 },
				change,
				...attempt,
				...attempt,
				...attempt,
			);
			expect(delivery).toMatchObject({ kind: 'failed', failure: { cause } });
			expect(sent).toBe(3);
			expect(pauses).toEqual([0, 1]);
		},
	);

	test.each(repeated)('but not beyond its time: %s', async (__, attempt, cause) => {
		const { delivery, sent } = await deliveredWithin(
			{ maxTries: 9, pausesAllowed: 1 },
			change,
			...attempt,
			...attempt,
		);
		expect(delivery).toMatchObject({ kind: 'failed', failure: { cause } });
		expect(sent).toBe(2);
	});
});

describe.each(changes)('%s is never sent again', (_, change, confirmation, reached) => {
	test.each<[string, SendResult[], cause: string]>([
		['a 200 that confirms nothing, unreadable', [answered(200), notAllowed], 'stateUnknown'],
		['409, read back as before', [conflict, unchanged], 'conflict'],
		['409, assigned to someone else', [conflict, token(GRACE, true)], 'assignedToSomebodyElse'],
		['409, no such token', [conflict, absent], 'hardwareTokenUnknown'],
		['409, unreadable', [conflict, notAllowed], 'conflictUnexplained'],
		['404, read back as before', [absent, unchanged], 'ownerUnknown'],
		['404, assigned to someone else', [absent, token(GRACE, true)], 'userUnknown'],
		['404, no such token', [absent, absent], 'hardwareTokenUnknown'],
		['404, unreadable', [absent, notAllowed], 'userOrHardwareTokenUnknown'],
		[
			'the response lost, assigned to someone else',
			[lost, token(GRACE, true)],
			'assignedToSomebodyElse',
		],
		['the response lost, unreadable', [lost, notAllowed], 'stateUnknown'],
		['500, unreadable', [answered(500), notAllowed], 'stateUnknown'],
		['400', [answered(400)], 'invalidParameters'],
		['401', [answered(401)], 'accessTokenRefused'],
		['403', [notAllowed], 'notAllowed'],
		['404 of something other than RSA', [answered(404, '<html>')], 'notTheApi'],
		['302', [answered(302)], 'redirected'],
		['418, read back as before', [answered(418), unchanged], 'unexpectedStatus'],
		['418, unreadable', [answered(418), notAllowed], 'stateUnknown'],
	])('%s', async (__, results, cause) => {
		const { delivery, pauses, sent } = await deliveredWithin({ maxTries: 9 }, change, ...results);
		expect(delivery).toMatchObject({ kind: 'failed', failure: { cause } });
		expect(sent).toBe(1);
		expect(pauses).toEqual([]);
	});

	test('a confirmation', async () => {
		const { delivery } = await deliveredWithin({ maxTries: 9 }, change, confirmation);
		expect(delivery).toMatchObject({ kind: 'done', outcome: change.outcome });
	});

	test.each([lost, ...REPEATED_STATUSES.map((status) => answered(status)), answered(200)])(
		'read back in the requested state (%#)',
		async (result) => {
			const { delivery } = await deliveredWithin({ maxTries: 9 }, change, result, reached);
			const { outcome } = change;
			expect(delivery).toMatchObject({ kind: 'done', outcome, confirmedBy: 'readBack' });
		},
	);
});

const CAUSES_OF_NOT_SENT = [
	'tooManyRequests',
	'runDeadlineReached',
	'tooManyFailuresInARow',
	'stoppedAtFailure',
	'cancelled',
] as const;

describe.each(CAUSES_OF_NOT_SENT)('where the run does not send a request (%s)', (cause) => {
	const notSent = notSentBecause(cause, 7000);

	test('an item without an attempt fails with that cause', async () => {
		const { delivery } = await deliveredWithin({ maxTries: 3 }, unassign, notSent);
		expect(delivery).toEqual({ kind: 'failed', failure: { cause, retryAfter: 7000 } });
	});

	test.each(repeated)(
		'an item after an attempt fails with the result of the attempt: %s',
		async (...row) => {
			const [, attempt, cause] = row;
			const { delivery, sent } = await deliveredWithin(
				{ maxTries: 3 },
				unassign,
				...attempt,
				notSent,
			);
			expect(delivery).toMatchObject({ kind: 'failed', failure: { cause } });
			expect(sent).toBe(1);
		},
	);

	test.each<[string, SendResult, cause: string]>([
		['the response lost', lost, 'stateUnknown'],
		['409', conflict, 'conflictUnexplained'],
		['404', absent, 'userOrHardwareTokenUnknown'],
	])('an item that cannot be read back any more says so: %s', async (_, result, cause) => {
		const { delivery, sent } = await deliveredWithin({ maxTries: 3 }, unassign, result, notSent);
		const reason: unknown = expect.stringMatching(/RSA is receiving|run|failed|cancelled|stops/);
		expect(delivery).toMatchObject({ kind: 'failed', failure: { cause, reason } });
		expect(sent).toBe(1);
	});
});

const mayHaveBeenApplied: Array<[what: string, attempt: SendResult[]]> = repeated
	.filter(([, attempt]) => attempt.length > 1)
	.map(([what, attempt]) => [what, attempt]);

describe('a change that an earlier attempt may have made', () => {
	type Row = [what: string, change: TokenChange, results: SendResult[], outcome: string];
	const rows: Row[] = [
		['Unassign 409, unassigned', unassign, [conflict, token(null, true)], 'unassigned'],
		['Unassign 404, unassigned', unassign, [absent, token(null, true)], 'unassigned'],
		['Clear PIN 409, no PIN', clearPin, [conflict, token(ADA, false)], 'pinCleared'],
		['Clear PIN 404, no PIN', clearPin, [absent, token(ADA, false)], 'pinCleared'],
		[
			'Unassign, not delivered, then 409',
			unassign,
			[notDelivered, conflict, token(null, true)],
			'unassigned',
		],
	];

	describe.each(mayHaveBeenApplied)('%s', (_, earlier) => {
		test.each(rows)('counts as made by this item: %s', async (__, change, results, outcome) => {
			const { delivery } = await deliveredWithin({ maxTries: 4 }, change, ...earlier, ...results);
			expect(delivery).toMatchObject({ kind: 'done', outcome, confirmedBy: 'readBack' });
		});
	});

	test.each<Row>([
		['Unassign 409', unassign, [conflict, token(null, true)], 'alreadyUnassigned'],
		['Unassign 404', unassign, [absent, token(null, true)], 'alreadyUnassigned'],
		['Clear PIN 409', clearPin, [conflict, token(ADA, false)], 'pinAlreadyCleared'],
		['Clear PIN 404', clearPin, [absent, token(ADA, false)], 'pinAlreadyCleared'],
	])(
		'does not count as made by this item where no attempt arrived: %s',
		async (_, change, results, outcome) => {
			const { delivery } = await deliveredWithin({ maxTries: 4 }, change, notDelivered, ...results);
			expect(delivery).toMatchObject({ kind: 'done', outcome });
		},
	);

	test('Clear PIN of a token that is unassigned by now was made by someone else', async () => {
		const results = [lost, unchanged, conflict, token(null, false)];
		const { delivery } = await deliveredWithin({ maxTries: 4 }, clearPin, ...results);
		expect(delivery).toMatchObject({ kind: 'done', outcome: 'pinAlreadyCleared' });
	});

	test.each<[string, SendResult[]]>([
		['409, unreadable', [conflict, notAllowed]],
		['409, no such token', [conflict, absent]],
		['404, unreadable', [absent, notAllowed]],
		['404, no such token', [absent, absent]],
		['the response lost, unreadable', [lost, notAllowed]],
	])('is not known where a later look-up shows nothing: %s', async (_, results) => {
		const everything = [lost, unchanged, ...results];
		const { delivery, sent } = await deliveredWithin({ maxTries: 4 }, unassign, ...everything);
		expect(delivery).toMatchObject({
			failure: { cause: 'stateUnknown', mayHaveBeenApplied: true },
		});
		expect(sent).toBe(2);
	});

	test('was not made where no attempt arrived: a 409 that cannot be explained stays one', async () => {
		const results = [notDelivered, conflict, notAllowed];
		const { delivery, sent } = await deliveredWithin({ maxTries: 4 }, unassign, ...results);
		expect(delivery).toMatchObject({ failure: { cause: 'conflictUnexplained' } });
		expect(sent).toBe(2);
	});

	test.each<[string, SendResult[], cause: string, mayHaveBeenApplied: boolean]>([
		['a lost response, then 403', [lost, unchanged, notAllowed, unchanged], 'notAllowed', true],
		[
			'500, then not delivered',
			[answered(500), unchanged, notDelivered, unchanged],
			'notDelivered',
			true,
		],
		['not delivered, then 403', [notDelivered, notAllowed], 'notAllowed', false],
		['not delivered, then a lost response', [notDelivered, lost, unchanged], 'answerLost', true],
	])('is marked in the failure: %s', async (_, results, cause, mayHaveBeenApplied) => {
		const { delivery, sent } = await deliveredWithin({ maxTries: 2 }, unassign, ...results);
		expect(delivery).toMatchObject({
			kind: 'failed',
			failure: { cause, mayHaveBeenApplied },
		});
		expect(sent).toBe(2);
	});

	test.each<[string, SendResult]>([
		['unreadable', notAllowed],
		['no such token', absent],
	])("does not pass on RSA's words of a 409, which may name another user: %s", async (_, read) => {
		const results = [lost, unchanged, conflict, read];
		const { delivery } = await deliveredWithin({ maxTries: 4 }, unassign, ...results);
		expect(JSON.stringify(delivery)).not.toContain(GRACE);
	});

	test('does not claim a look-up that was not made', async () => {
		const results = [lost, unchanged, conflict, notAllowed];
		const { delivery } = await deliveredWithin({ maxTries: 4 }, unassign, ...results);
		expect(JSON.stringify(delivery)).not.toContain('a look-up shows');
	});

	test('may still have been applied where the credential refuses to sign the next attempt', async () => {
		const results = [lost, unchanged, refused];
		const { delivery } = await deliveredWithin({ maxTries: 4 }, unassign, ...results);
		expect(delivery).toMatchObject({ kind: 'blocked', mayHaveBeenApplied: true });
	});
});

describe('a look-up that may succeed later is repeated', () => {
	const passing: Array<[string, SendResult]> = [
		['the response lost', lost],
		['not delivered', notDelivered],
		...REPEATED_STATUSES.map((status): [string, SendResult] => [`${status}`, answered(status)]),
	];

	test.each(passing)('%s', async (_, read) => {
		const results = [lost, read, read, token(null, false)];
		const { delivery, pauses } = await deliveredWithin({ maxTries: 3 }, unassign, ...results);
		expect(delivery).toMatchObject({ kind: 'done', outcome: 'unassigned' });
		expect(pauses).toEqual([0, 1]);
	});

	test.each(passing)('until it succeeds, whatever Max Tries is: %s', async (_, read) => {
		const reads = Array.from({ length: 20 }, () => read);
		const results = [lost, ...reads, token(null, false)];
		const { delivery, sent } = await deliveredWithin(
			{ maxTries: 1, laterReadsAllowed: 99 },
			unassign,
			...results,
		);
		expect(delivery).toMatchObject({ kind: 'done', outcome: 'unassigned' });
		expect(sent).toBe(1);
	});

	test.each(passing)(
		'but not more often than Max Tries allows where nothing can have been changed: %s',
		async (_, read) => {
			const results = [conflict, read, read, read];
			const { delivery, pauses } = await deliveredWithin({ maxTries: 3 }, unassign, ...results);
			expect(delivery).toMatchObject({ failure: { cause: 'conflictUnexplained' } });
			expect(pauses).toEqual([0, 1]);
		},
	);

	test.each<[string, SendResult]>([
		['a web page', answered(200, '<html>')],
		['no owner', answered(200, { tokenSerialNumber: SERIAL, pinSet: false })],
		['418', answered(418)],
	])('where its response is one that RSA does not document, too: %s', async (_, read) => {
		const bounds = { maxTries: 1, laterReadsAllowed: 9 };
		const damaged = await deliveredWithin(bounds, unassign, lost, read, read, token(null, false));
		expect(damaged.delivery).toMatchObject({ kind: 'done', outcome: 'unassigned' });
		const always = await deliveredWithin(
			bounds,
			unassign,
			lost,
			...Array.from({ length: 10 }, () => read),
		);
		expect(always.delivery).toMatchObject({ failure: { cause: 'stateUnknown' } });
	});

	test.each(passing)('but not beyond its time: %s', async (_, read) => {
		const bounds = { maxTries: 3, pausesAllowed: 1 };
		const { delivery, sent } = await deliveredWithin(bounds, unassign, lost, read, read);
		expect(delivery).toMatchObject({ failure: { cause: 'stateUnknown' } });
		expect(sent).toBe(1);
	});

	test('again after each attempt', async () => {
		const results = [lost, lost, unchanged, lost, lost, unchanged, unassigned];
		const { delivery, pauses } = await deliveredWithin({ maxTries: 3 }, unassign, ...results);
		expect(delivery).toMatchObject({ kind: 'done' });
		expect(pauses).toEqual([0, 0, 0, 1]);
	});
});

describe('a look-up that would fail the same way is not repeated, and the item says why', () => {
	const ownerNotShown = "RSA's response does not show to whom the hardware token is assigned";
	test.each<[string, SendResult | NotSent, reason: string]>([
		['not allowed', notAllowed, 'is not allowed to do this'],
		['401', answered(401), "does not accept the credential's access token"],
		['400', answered(400), 'invalid'],
		['404 of something other than RSA', answered(404, '<html>'), "something other than RSA's"],
		['302', answered(302), 'redirects to another address (HTTP 302)'],
		['418', answered(418), 'HTTP 418'],
		['204', answered(204), 'HTTP 204'],
		['a web page', answered(200, '<html>'), "something other than RSA's"],
		['no owner', answered(200, { tokenSerialNumber: SERIAL, pinSet: false }), ownerNotShown],
		['no such token', absent, 'RSA knows no such hardware token'],
		['the credential refuses to sign', refused, 'The JSON Web Token is expired'],
		['the execution was cancelled', cancelled, 'the execution was cancelled'],
	])('%s', async (_, read, reason) => {
		const { delivery, pauses } = await deliveredWithin({ maxTries: 9 }, unassign, lost, read);
		expect(delivery).toMatchObject({
			failure: { cause: 'stateUnknown', reason: expect.stringContaining(reason) },
		});
		expect(pauses).toEqual([]);
	});

	test.each<[string, SendResult | NotSent, advice: string]>([
		['not allowed', notAllowed, 'rsa.authenticator.sidtoken.read'],
		['401', answered(401), 'Test the credential.'],
		['404 of something other than RSA', answered(404, '<html>'), 'Copy the Base URL'],
		['a proxy without its password', answered(407), 'HTTPS_PROXY'],
		['the credential refuses to sign', refused, 'Make a new one'],
	])('%s: the item also says what to fix', async (_, read, advice) => {
		const { delivery } = await deliveredWithin({ maxTries: 9 }, unassign, lost, read);
		expect(delivery).toMatchObject({
			failure: { advice: expect.stringMatching(/^Look the hardware token up/) },
		});
		expect(delivery).toMatchObject({ failure: { advice: expect.stringContaining(advice) } });
	});
});
