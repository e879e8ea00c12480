import { describe, expect, test } from '@jest/globals';

import { wordingOf, type TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import { clearPin } from '../../rsa/hardwareTokens/changes/clearPin.ts';
import { assign } from '../../rsa/hardwareTokens/changes/assign.ts';
import { rename } from '../../rsa/hardwareTokens/changes/rename.ts';
import { disable, enable } from '../../rsa/hardwareTokens/changes/tokenStatus.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { errorText } from '../../rsa/errors/failure.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { SendResult } from '../../rsa/http/response.ts';
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
import { delivered } from '../support/scripted-delivery.mts';
import { saysUnchanged } from '../support/reported-state.mts';

const html = answered(502, '<html>Bad Gateway</html>');
const failure = answered(500, {
	code: '500',
	description: 'Unable to Enable/Disable a hardware token',
});

describe('the request is the documented one', () => {
	test('Clear PIN', async () => {
		const { requests } = await delivered(clearPin, pinCleared);
		expect(requests).toEqual([
			{
				method: 'PATCH',
				path: `/v2/users/${ADA}/sidTokens/clearPin`,
				body: { tokenSerialNumber: SERIAL },
			},
		]);
	});

	test('Unassign', async () => {
		const { requests } = await delivered(unassign, unassigned);
		expect(requests).toEqual([
			{
				method: 'PATCH',
				path: `/v1/users/${ADA}/sidTokens/unassign`,
				body: { tokenSerialNumber: SERIAL },
			},
		]);
	});

	test('the look-up after a response that leaves the state open', async () => {
		const { requests } = await delivered(unassign, lost, token(null, false));
		expect(requests[1]).toEqual({
			method: 'POST',
			path: '/v1/sidTokens/lookup',
			body: { tokenSerialNumber: SERIAL },
		});
	});
});

describe('words of RSA that an item does not pass on', () => {
	test.each<[string, TokenChange, SendResult[]]>([
		["the owner of another user's token", unassign, [conflict, token(GRACE, false)]],
		['the owner, where the look-up fails', unassign, [conflict, html]],
		['the text that RSA copied into the 500 of Clear PIN', clearPin, [failure, token(ADA, true)]],
	])('%s', async (_, change, results) => {
		const { delivery } = await delivered(change, ...results);
		expect(delivery).toMatchObject({ kind: 'failed', failure: { serverMessage: undefined } });
	});

	test('but others are', async () => {
		const { delivery } = await delivered(unassign, failure, token(ADA, true));
		expect(delivery).toMatchObject({
			failure: { serverMessage: expect.stringContaining('Unable to') },
		});
	});
});

describe("a success carries RSA's own JSON, pinSet as a real boolean", () => {
	test.each<[string, TokenChange, SendResult, object]>([
		['Clear PIN, pinSet "false"', clearPin, pinCleared, { userId: ADA, pinSet: false }],
		[
			'Clear PIN, pinSet false',
			clearPin,
			answered(200, { tokenSerialNumber: SERIAL, pinSet: false, extra: 1 }),
			{ pinSet: false, extra: 1 },
		],
		['Unassign', unassign, unassigned, { tokenState: 'Unassigned' }],
		[
			'Unassign, pinSet "true"',
			unassign,
			answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned', pinSet: 'true' }),
			{ tokenState: 'Unassigned', pinSet: true },
		],
	])('%s', async (_, change, result, state) => {
		const { delivery } = await delivered(change, result);
		expect(delivery).toEqual({
			kind: 'done',
			outcome: change.outcome,
			state: { tokenSerialNumber: SERIAL, ...state },
		});
	});
});

const unconfirmed: Array<[string, TokenChange, SendResult]> = [
	['Clear PIN: an empty body', clearPin, answered(200)],
	['Clear PIN: an HTML page', clearPin, answered(200, '<html>')],
	[
		'Clear PIN: the PIN still set',
		clearPin,
		answered(200, { tokenSerialNumber: SERIAL, pinSet: 'true' }),
	],
	['Clear PIN: no PIN state', clearPin, answered(200, { tokenSerialNumber: SERIAL })],
	['Clear PIN: another token', clearPin, answered(200, { tokenSerialNumber: '9', pinSet: false })],
	[
		'Clear PIN: another user',
		clearPin,
		answered(200, { tokenSerialNumber: SERIAL, pinSet: false, userId: GRACE }),
	],
	['Unassign: an empty body', unassign, answered(200)],
	['Unassign: a list', unassign, answered(200, [])],
	[
		'Unassign: another state',
		unassign,
		answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Activated' }),
	],
	[
		'Unassign: another token',
		unassign,
		answered(200, { tokenSerialNumber: '9', tokenState: 'Unassigned' }),
	],
	[
		'Unassign: another user',
		unassign,
		answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned', userId: GRACE }),
	],
	[
		'Unassign: an invalid user',
		unassign,
		answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned', userId: 1 }),
	],
	[
		'Unassign: a 202',
		unassign,
		answered(202, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned' }),
	],
	[
		'Clear PIN: a 201',
		clearPin,
		answered(201, { tokenSerialNumber: SERIAL, pinSet: false, userId: ADA }),
	],
	[
		'Clear PIN: an invalid user',
		clearPin,
		answered(200, { tokenSerialNumber: SERIAL, pinSet: false, userId: [ADA] }),
	],
	[
		'Clear PIN: no user',
		clearPin,
		answered(200, { tokenSerialNumber: SERIAL, pinSet: false, userId: null }),
	],
];

describe('a 2xx that does not show the requested state is no success by itself', () => {
	test.each(unconfirmed)('%s', async (_, change, result) => {
		const { delivery } = await delivered(change, result, token(ADA, true));
		expect(delivery).toMatchObject({ kind: 'failed', failure: { cause: 'notConfirmed' } });
	});

	test.each(unconfirmed)(
		'%s, but the token is in the requested state',
		async (_, change, result) => {
			const reached = change === unassign ? token(null, true) : token(ADA, false);
			const { delivery } = await delivered(change, result, reached);
			expect(delivery).toMatchObject({
				kind: 'done',
				outcome: change.outcome,
				confirmedBy: 'readBack',
			});
		},
	);
});

type Row = [what: string, change: TokenChange, results: SendResult[], expected: object];
const done = (outcome: string): object => ({ kind: 'done', outcome, confirmedBy: 'readBack' });
const failed = (cause: string): object => ({ kind: 'failed', failure: { cause } });

describe('where the response leaves the state open, the token is read back and its state decides', () => {
	test.each<Row>([
		[
			'Unassign 409, unassigned, no PIN state',
			unassign,
			[conflict, token(null, null)],
			done('alreadyUnassigned'),
		],
		[
			'Unassign, response lost, assigned to someone else, no PIN state',
			unassign,
			[lost, token(GRACE, null)],
			failed('assignedToSomebodyElse'),
		],
		[
			'Clear PIN 409, unassigned, no PIN state',
			clearPin,
			[conflict, token(null, null)],
			failed('conflictUnexplained'),
		],
		[
			'Clear PIN 409, assigned to someone else, no PIN state',
			clearPin,
			[conflict, token(GRACE, null)],
			failed('assignedToSomebodyElse'),
		],
		[
			'Clear PIN 404, the user has it, no PIN state',
			clearPin,
			[absent, token(ADA, null)],
			failed('ownerUnknown'),
		],
		[
			'Unassign 409, unassigned',
			unassign,
			[conflict, token(null, false)],
			done('alreadyUnassigned'),
		],
		[
			'Unassign 409, an empty owner',
			unassign,
			[conflict, token('', false)],
			done('alreadyUnassigned'),
		],
		[
			'Unassign 409, assigned to someone else',
			unassign,
			[conflict, token(GRACE, false)],
			failed('assignedToSomebodyElse'),
		],
		[
			'Unassign 409, the user has it',
			unassign,
			[conflict, token(ADA.toUpperCase(), true)],
			failed('conflict'),
		],
		['Unassign 409, unreadable', unassign, [conflict, html], failed('conflictUnexplained')],
		['Unassign 409, gone', unassign, [conflict, absent], failed('hardwareTokenUnknown')],
		[
			'Clear PIN 409, unassigned, no PIN',
			clearPin,
			[conflict, token(null, false)],
			done('pinAlreadyCleared'),
		],
		[
			'Clear PIN 409, unassigned, a PIN',
			clearPin,
			[conflict, token(null, true)],
			failed('unassignedWithPin'),
		],
		[
			'Clear PIN 409, assigned to someone else',
			clearPin,
			[conflict, token(GRACE, false)],
			failed('assignedToSomebodyElse'),
		],
		[
			'Clear PIN 409, the user has it, no PIN',
			clearPin,
			[conflict, token(ADA, false)],
			done('pinAlreadyCleared'),
		],
		[
			'Clear PIN 409, the user has it, a PIN',
			clearPin,
			[conflict, token(ADA, true)],
			failed('conflict'),
		],
		['Unassign, response lost, done', unassign, [lost, token(null, true)], done('unassigned')],
		['Unassign, response lost, not done', unassign, [lost, token(ADA, true)], failed('answerLost')],
		[
			'Unassign, response lost, assigned to someone else',
			unassign,
			[lost, token(GRACE, true)],
			failed('assignedToSomebodyElse'),
		],
		['Unassign, response lost twice', unassign, [lost, lost], failed('stateUnknown')],
		[
			'Unassign, response lost, then offline',
			unassign,
			[lost, notDelivered],
			failed('stateUnknown'),
		],
		['Clear PIN, response lost, done', clearPin, [lost, token(ADA, 'false')], done('pinCleared')],
		[
			'Clear PIN, response lost, not done',
			clearPin,
			[lost, token(ADA, 'True')],
			failed('answerLost'),
		],
		[
			'Clear PIN, response lost, the look-up shows no PIN state',
			clearPin,
			[lost, token(ADA, null)],
			failed('stateUnknown'),
		],
		[
			'Clear PIN, response lost, the look-up shows another token',
			clearPin,
			[lost, answered(200, { tokenSerialNumber: '9', userId: ADA, pinSet: false })],
			failed('stateUnknown'),
		],
		[
			'Clear PIN, response lost, the look-up names no owner',
			clearPin,
			[lost, answered(200, { tokenSerialNumber: SERIAL, pinSet: false })],
			failed('stateUnknown'),
		],
		[
			'Clear PIN, response lost, look-up not allowed',
			clearPin,
			[lost, answered(403, { description: 'no' })],
			failed('stateUnknown'),
		],
		['Unassign 500, not done', unassign, [failure, token(ADA, true)], failed('serviceFailed')],
		['Unassign 502 with HTML, done', unassign, [html, token(null, true)], done('unassigned')],
		['Clear PIN 503, unreadable', clearPin, [answered(503), answered(503)], failed('stateUnknown')],
		[
			'Unassign 404, assigned to someone else',
			unassign,
			[absent, token(GRACE, false)],
			failed('userUnknown'),
		],
		['Unassign 404, unassigned', unassign, [absent, token(null, false)], done('alreadyUnassigned')],
		[
			'Unassign 404, the user has it',
			unassign,
			[absent, token(ADA, false)],
			failed('ownerUnknown'),
		],
		[
			'Clear PIN 404, unassigned, no PIN',
			clearPin,
			[absent, token(null, false)],
			done('pinAlreadyCleared'),
		],
		[
			'Clear PIN 404, unassigned, a PIN',
			clearPin,
			[absent, token(null, true)],
			failed('userUnknown'),
		],
		[
			'Unassign 404, the read is a 404 of something else',
			unassign,
			[absent, answered(404, { message: 'Cannot POST' })],
			failed('userOrHardwareTokenUnknown'),
		],
		[
			'Unassign, response lost, then no such token',
			unassign,
			[lost, absent],
			failed('stateUnknown'),
		],
		['Unassign 204, done', unassign, [answered(204), token(null, false)], done('unassigned')],
		[
			'Unassign 202, not done',
			unassign,
			[answered(202), token(ADA, false)],
			failed('notConfirmed'),
		],
		['Unassign 408, done', unassign, [answered(408), token(null, false)], done('unassigned')],
		[
			'Unassign 200 with a web page, twice',
			unassign,
			[answered(200, '<html>'), answered(200, '<html>')],
			failed('stateUnknown'),
		],
		['Unassign 404, no such token', unassign, [absent, absent], failed('hardwareTokenUnknown')],
		['Unassign 404, unreadable', unassign, [absent, lost], failed('userOrHardwareTokenUnknown')],
	])('%s', async (_, change, results, expected) => {
		const { delivery } = await delivered(change, ...results);
		expect(delivery).toMatchObject(expected);
	});
});

const springs403 = (message: string): SendResult =>
	answered(403, { timestamp: 1, status: 403, error: 'Forbidden', message, path: '/x' });

describe('where the response settles it, nothing more is sent', () => {
	test.each<[string, SendResult, string]>([
		['400', answered(400, { code: '400 BAD_REQUEST', description: 'x' }), 'invalidParameters'],
		['401', answered(401), 'accessTokenRefused'],
		[
			'403 on permissions',
			answered(403, {
				code: '403',
				description: 'User is not authorized to perform the request on the hardware token.',
			}),
			'notAllowed',
		],
		[
			"403 in the words of RSA's page",
			answered(403, {
				description:
					'User is not authorized to perform the request. (Possible causes: Lack of administrator rights or invalid JSON web token provided).',
			}),
			'notAllowed',
		],
		[
			'403 on a missing scope, in the words of Spring',
			springs403('The request requires higher privileges than provided by the access token.'),
			'notAllowed',
		],
		[
			'403 on a missing scope, in the code of RFC 6750',
			answered(403, { error: 'insufficient_scope', error_description: 'access token' }),
			'notAllowed',
		],
		['403 without a body', answered(403), 'notAllowed'],
		[
			'403 on the token',
			springs403('Server failed to process provided access token'),
			'accessTokenRefused',
		],
		['403 on its expiry', springs403('Expired Access Token is not allowed'), 'accessTokenExpired'],
		['403 on its audience', springs403('Invalid audience'), 'audienceInvalid'],
		['403 on its key', springs403('Invalid Access Id'), 'accessIdUnknown'],
		['404 with a web page', answered(404, '<html>Not Found</html>'), 'notTheApi'],
		['429', answered(429), 'tooManyRequests'],
		['302', answered(302, '', { location: 'https://login.example' }), 'redirected'],
		['not delivered', notDelivered, 'notDelivered'],
	])('%s', async (_, result, cause) => {
		for (const change of [clearPin, unassign]) {
			const { delivery } = await delivered(change, result);
			expect(delivery).toMatchObject(failed(cause));
		}
	});

	test("a 429's Retry-After is passed on", async () => {
		const { delivery } = await delivered(unassign, answered(429, '', { 'retry-after': '7' }));
		expect(delivery).toMatchObject({ failure: { retryAfter: 7000 } });
	});

	test('a credential that refuses to sign', async () => {
		const error = new UserFacingError('The JSON Web Token is expired', 'Make a new one');
		const { delivery } = await delivered(unassign, { kind: 'blocked', error });
		expect(delivery).toEqual({ kind: 'blocked', error });
	});
});

describe("RSA's values are understood in any case, and shown as its tables spell them", () => {
	test.each<[string, TokenChange, object, object]>([
		['Enable', enable, { tokenStatus: 'enabled' }, { tokenStatus: 'Enabled' }],
		['Disable', disable, { tokenStatus: 'DISABLED' }, { tokenStatus: 'Disabled' }],
		['Unassign', unassign, { tokenState: 'unassigned' }, { tokenState: 'Unassigned' }],
		['Clear PIN', clearPin, { pinSet: 'FALSE' }, { pinSet: false }],
		[
			'Assign, with a state of its own',
			assign(),
			{ userId: ADA, tokenState: 'ACTIVATION PENDING', tokenStatus: 'Frozen' },
			{ userId: ADA, tokenState: 'Activation Pending', tokenStatus: 'Frozen' },
		],
	])('%s', async (_, change, body, state) => {
		const { delivery } = await delivered(
			change,
			answered(200, { tokenSerialNumber: SERIAL, ...body }),
		);
		expect(delivery).toEqual({
			kind: 'done',
			outcome: change.outcome,
			state: { tokenSerialNumber: SERIAL, ...state },
		});
	});

	test('in a look-up too', async () => {
		const shown = { tokenSerialNumber: SERIAL, userId: ADA, tokenStatus: 'ENABLED' };
		const { delivery } = await delivered(enable, lost, answered(200, shown));
		expect(delivery).toMatchObject({ ...done('enabled'), state: { tokenStatus: 'Enabled' } });
	});
});

const adas = (facts: object) =>
	answered(200, { tokenSerialNumber: SERIAL, userId: ADA, pinSet: false, ...facts });

describe('a look-up without the property that a change sets settles nothing', () => {
	test.each<[string, TokenChange, object]>([
		['Enable, no status', enable, {}],
		['Enable, a status that no table of RSA lists', enable, { tokenStatus: 'Frozen' }],
		['Disable, a status that is no text', disable, { tokenStatus: ['Disabled'] }],
		['Rename, no name', rename('Spare'), {}],
		['Assign with a name, no name', assign('Spare'), {}],
	])('%s', async (_, change, facts) => {
		const { delivery } = await delivered(change, lost, adas(facts));
		expect(delivery).toMatchObject(failed('stateUnknown'));
	});
});

describe('Assign is read back after a response that does not show the owner', () => {
	test.each<[string, object]>([
		['no user', {}],
		['another user', { userId: GRACE }],
		['the user, and an unassigned token', { userId: ADA, tokenState: 'Unassigned' }],
	])('%s', async (_, body) => {
		const result = answered(200, { tokenSerialNumber: SERIAL, ...body });
		const { delivery } = await delivered(assign(), result, token(ADA, false));
		expect(delivery).toMatchObject(done('assigned'));
	});
});

describe('Assign with a name', () => {
	const named = assign('Spare');

	test('is confirmed by a response that shows it', async () => {
		const { delivery } = await delivered(named, adas({ name: 'Spare' }));
		expect(delivery).toMatchObject({ kind: 'done', outcome: 'assigned' });
		expect(delivery).not.toHaveProperty('confirmedBy');
	});

	test.each<[string, object]>([
		['none', {}],
		['another', { name: 'Other' }],
		['no text', { name: null }],
	])('is read back after a response that shows %s: the name is there', async (_, facts) => {
		const { delivery } = await delivered(named, adas(facts), adas({ name: 'Spare' }));
		expect(delivery).toMatchObject(done('assigned'));
	});

	test.each<[string, SendResult]>([
		['200 without a name', adas({})],
		['200 with another name', adas({ name: 'Other' })],
		['409', conflict],
		['a lost response', lost],
	])('fails where the user has the token with another name: %s', async (_, result) => {
		for (const name of ['Other', 'spare', null]) {
			const { delivery } = await delivered(named, result, adas({ name }));
			expect(delivery).toMatchObject(failed('nameDiffers'));
		}
	});

	test('does not call the state unchanged where RSA may have assigned it with another name', async () => {
		const { delivery } = await delivered(named, lost, adas({ name: 'Other' }));
		if (delivery.kind !== 'failed') throw new Error('it did not fail');
		const { nextStep } = errorText(
			wordingOf(named, { tokenSerialNumber: SERIAL }),
			delivery.failure,
		);
		expect(saysUnchanged('hardwareToken', nextStep)).toBe(false);
	});

	test('names the next step', () => {
		const explained = errorText(wordingOf(named, { tokenSerialNumber: SERIAL }), {
			cause: 'nameDiffers',
		});
		expect(explained.message).toBe(
			`Hardware token ${SERIAL} was not assigned with the name 'Spare': it is assigned to this user, but with a different name`,
		);
		expect(explained.nextStep).toContain("'Rename'");
	});
});
