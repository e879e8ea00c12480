import { describe, expect, test } from '@jest/globals';

import { changeOf, type TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import { assign } from '../../rsa/hardwareTokens/changes/assign.ts';
import { clearPin } from '../../rsa/hardwareTokens/changes/clearPin.ts';
import { deleteRecord } from '../../rsa/hardwareTokens/changes/deleteRecord.ts';
import { rename } from '../../rsa/hardwareTokens/changes/rename.ts';
import { disable, enable } from '../../rsa/hardwareTokens/changes/tokenStatus.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { applyChange } from '../../rsa/delivery/applyChange.ts';
import { applyAndVerify } from '../../rsa/delivery/verify.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { deleteUser } from '../../rsa/users/changes/deleteUser.ts';
import { markDeleted, restore } from '../../rsa/users/changes/deletionMark.ts';
import { synchronize } from '../../rsa/users/changes/synchronize.ts';
import { disableUser, enableUser } from '../../rsa/users/changes/userStatus.ts';
import { changeOfUser, type UserChange } from '../../rsa/users/userChange.ts';
import { absent, ADA, answered, GRACE, lost, SERIAL } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const target = { userId: ADA, tokenSerialNumber: SERIAL };
const ANOTHER_SERIAL = '000200000002';

/** RSA's JSON of a hardware token of Ada's. */
const adas = {
	tokenSerialNumber: SERIAL,
	userId: ADA,
	name: 'Old',
	tokenState: 'Activated',
	tokenStatus: 'Enabled',
	pinSet: true,
};
const free = { ...adas, userId: null, name: null, tokenState: 'Unassigned' };

/** A change, the token before it, RSA's response that confirms it, and properties with which it does not confirm it. */
interface TokenRow {
	readonly change: TokenChange;
	readonly before: object;
	readonly confirmation: object;
	readonly otherwise: readonly object[];
}
const others = [
	{ tokenSerialNumber: ANOTHER_SERIAL },
	{ tokenSerialNumber: undefined },
	{ tokenSerialNumber: Number(SERIAL) },
	{ tokenSerialNumber: [SERIAL] },
	{ userId: GRACE },
	{ userId: [ADA] },
];
const tokenRows: Readonly<Record<string, TokenRow>> = {
	Assign: {
		change: assign(),
		before: free,
		confirmation: adas,
		otherwise: [{ userId: undefined }, { userId: null }, { tokenState: 'Unassigned' }],
	},
	'Assign with a name': {
		change: assign('New'),
		before: free,
		confirmation: { ...adas, name: 'New' },
		otherwise: [{ userId: undefined }, { name: 'new' }, { name: undefined }, { name: ['New'] }],
	},
	'Clear PIN': {
		change: clearPin,
		before: adas,
		confirmation: { ...adas, pinSet: false },
		otherwise: [{ pinSet: true }, { pinSet: 'true' }, { pinSet: undefined }, { pinSet: 0 }],
	},
	Disable: {
		change: disable,
		before: adas,
		confirmation: { ...adas, tokenStatus: 'Disabled' },
		otherwise: [{ tokenStatus: 'Enabled' }, { tokenStatus: undefined }, { tokenStatus: 'Off' }],
	},
	Enable: {
		change: enable,
		before: { ...adas, tokenStatus: 'Disabled' },
		confirmation: adas,
		otherwise: [{ tokenStatus: 'Disabled' }, { tokenStatus: undefined }, { tokenStatus: true }],
	},
	Rename: {
		change: rename('New'),
		before: adas,
		confirmation: { ...adas, name: 'New' },
		otherwise: [{ name: 'Old' }, { name: undefined }, { name: 'New ' }, { name: ['New'] }],
	},
	Unassign: {
		change: unassign,
		before: adas,
		confirmation: { ...free, userId: ADA },
		otherwise: [{ tokenState: 'Activated' }, { tokenState: undefined }, { tokenState: null }],
	},
};

/** RSA's JSON of Ada. */
const ada = {
	id: ADA,
	emailAddress: 'ada@example.com',
	userStatus: 'Disabled',
	markDeleted: false,
};
interface UserRow {
	readonly change: UserChange;
	readonly before: object;
	readonly confirmation: object;
	readonly otherwise: readonly object[];
}
const otherUsers = [{ id: GRACE }, { id: undefined }, { id: [ADA] }, { id: '..' }];
const userRows: Readonly<Record<string, UserRow>> = {
	Disable: {
		change: disableUser,
		before: { ...ada, userStatus: 'Enabled' },
		confirmation: ada,
		otherwise: [{ userStatus: 'Enabled' }, { userStatus: undefined }, { userStatus: false }],
	},
	Enable: {
		change: enableUser,
		before: ada,
		confirmation: { ...ada, userStatus: 'Enabled' },
		otherwise: [{ userStatus: 'Disabled' }, { userStatus: undefined }, { userStatus: 'On' }],
	},
	'Mark Deleted': {
		change: markDeleted,
		before: ada,
		confirmation: { ...ada, markDeleted: true },
		otherwise: [{ markDeleted: false }, { markDeleted: undefined }, { markDeleted: 'yes' }],
	},
	Restore: {
		change: restore,
		before: { ...ada, markDeleted: true },
		confirmation: ada,
		otherwise: [{ markDeleted: true }, { markDeleted: undefined }, { markDeleted: null }],
	},
	Synchronize: { change: synchronize, before: ada, confirmation: ada, otherwise: [] },
	Delete: {
		change: deleteUser,
		before: ada,
		confirmation: { id: ADA },
		otherwise: [{ userId: GRACE }, { description: 'An internal error occurred.' }],
	},
};

/** A tenant with this response to a change, and these to look-ups of the token or user. */
function tenantResponding(result: SendResult, ...shown: readonly SendResult[]): ScriptedRun {
	const left = [...shown];
	const isLookUp = /\/(lookup|devices|search)$/;
	return new ScriptedRun(({ path }) => {
		if (!isLookUp.test(path)) return result;
		return (left.length > 1 ? left.shift() : left[0]) ?? answered(500);
	});
}

async function delivered(change: TokenChange, result: SendResult, ...shown: readonly SendResult[]) {
	const run = tenantResponding(result, ...shown);
	return await run.until(applyChange(changeOf(change, target), run.item({ maxTries: 1 })));
}

async function deliveredToUser(change: UserChange, result: SendResult, shown: SendResult) {
	const run = tenantResponding(result, shown);
	const user = { userId: ADA, reference: { by: 'email', value: ada.emailAddress } } as const;
	return await run.until(
		applyChange(changeOfUser(change, user, run.users), run.item({ maxTries: 1 })),
	);
}

const casesOf = (rows: Readonly<Record<string, TokenRow | UserRow>>, ofAll: readonly object[]) =>
	Object.entries(rows).flatMap(([name, { otherwise }]) =>
		[...ofAll, ...otherwise].map((other) => [name, inWords(other), other] as const),
	);
const inWords = (other: object) => Object.entries(other).join().replace(/,$/, ',nothing');

const failed = (cause: string) => ({ kind: 'failed', failure: { cause } });

describe('a 200 that shows the requested state confirms the change', () => {
	test.each(Object.keys(tokenRows))('of a hardware token: %s', async (name) => {
		const { change, before, confirmation } = rowOf(tokenRows, name);
		const delivery = await delivered(change, answered(200, confirmation), answered(200, before));
		expect(delivery).toEqual({ kind: 'done', outcome: change.outcome, state: confirmation });
	});

	test.each(Object.keys(userRows))('of a user: %s', async (name) => {
		const { change, before, confirmation } = rowOf(userRows, name);
		const result = answered(200, confirmation);
		const delivery = await deliveredToUser(change, result, answered(200, before));
		expect(delivery).toMatchObject({ kind: 'done', outcome: change.outcome, state: { id: ADA } });
		expect(delivery).not.toHaveProperty('confirmedBy');
	});
});

describe('a 200 that shows something else does not confirm it', () => {
	test.each(casesOf(tokenRows, others))('%s of a hardware token: %s', async (name, _, other) => {
		const { change, before, confirmation } = rowOf(tokenRows, name);
		const result = answered(200, { ...confirmation, ...other });
		const delivery = await delivered(change, result, answered(200, before));
		expect(delivery).toMatchObject(failed('notConfirmed'));
		expect(JSON.stringify(delivery)).not.toMatch(`${GRACE}|${ANOTHER_SERIAL}`);
	});

	// Delete is confirmed by a response without any name too.
	const ofUsers = casesOf(userRows, otherUsers).filter(
		([name, words]) => name !== 'Delete' || words !== 'id,nothing',
	);
	test.each(ofUsers)('%s of a user: %s', async (name, _, other) => {
		const { change, before, confirmation } = rowOf(userRows, name);
		const result = answered(200, { ...confirmation, ...other });
		const delivery = await deliveredToUser(change, result, answered(200, before));
		// No look-up can show whether a user was synchronized.
		const cause = name === 'Synchronize' ? 'userStateUnknown' : 'notConfirmed';
		expect(delivery).toMatchObject(failed(cause));
		expect(JSON.stringify(delivery)).not.toContain(GRACE);
	});
});

test('a look-up that does not show the PIN leaves open whether it was cleared, and says so', async () => {
	const shown = answered(200, { ...adas, pinSet: undefined });
	expect(await delivered(clearPin, lost, shown)).toMatchObject({
		failure: {
			cause: 'stateUnknown',
			reason: expect.stringMatching(/does not show the state that the change is about$/),
		},
	});
});

describe('Verify succeeds only if the second look-up shows the requested state', () => {
	const seconds: ReadonlyArray<readonly [string, SendResult]> = [
		['fails', answered(500)],
		['is not allowed', answered(403)],
		['gets no response', lost],
		['shows another token', answered(200, { ...free, tokenSerialNumber: ANOTHER_SERIAL })],
		['shows no such token', absent],
	];
	const cases = Object.keys(tokenRows).flatMap((name) =>
		seconds.map(([what, result]) => [name, what, result] as const),
	);
	const verified = async (name: string, second: SendResult) => {
		const { change, before, confirmation } = rowOf(tokenRows, name);
		const run = tenantResponding(answered(200, confirmation), answered(200, before), second);
		const item = run.item({ maxTries: 1 });
		return await run.until(applyAndVerify(changeOf(change, target), item));
	};

	test.each(cases)('%s, where it %s: not verified', async (name, _, second) => {
		expect(await verified(name, second)).toMatchObject(failed('notVerified'));
	});

	test.each(Object.keys(tokenRows))('%s, where it shows the token as before', async (name) => {
		const { before } = rowOf(tokenRows, name);
		expect(await verified(name, answered(200, before))).toMatchObject(failed('notVerified'));
	});

	test.each(['Clear PIN', 'Rename', 'Unassign'])(
		'%s, where the first one shows it: nothing is sent, and the state is the same before and after',
		async (name) => {
			const { change, confirmation } = rowOf(tokenRows, name);
			const shown = change === unassign ? free : confirmation;
			const run = tenantResponding(answered(500), answered(200, shown));
			const delivery = await run.until(applyAndVerify(changeOf(change, target), run.item()));
			expect(delivery).toMatchObject({
				kind: 'done',
				outcome: change.noopOutcome,
				before: shown,
				after: shown,
			});
			expect(run.requests).toHaveLength(1);
		},
	);

	test('Delete, where it still shows the token', async () => {
		const run = tenantResponding(answered(200), answered(200, free));
		const delivery = await run.until(applyAndVerify(changeOf(deleteRecord, target), run.item()));
		expect(delivery.kind).toBe('failed');
	});
});

describe("a 404 that is not in RSA's words does not mean that the user is deleted", () => {
	const pages: ReadonlyArray<readonly [string, unknown]> = [
		['a page', '<html><h1>404 Not Found</h1></html>'],
		['an empty body', ''],
		['a gateway', { timestamp: 1, status: 404, error: 'Not Found', message: '', path: '/x' }],
		['only a code', { code: '404 NOT_FOUND' }],
		['only a description', { description: 'User not found' }],
		['a code that is a number', { code: 404, description: 'User not found' }],
	];
	const cases = Object.keys(userRows).flatMap((name) =>
		pages.map(([what, body]) => [name, what, body] as const),
	);

	test.each(cases)('%s: %s', async (name, _, body) => {
		const { change, before } = rowOf(userRows, name);
		const delivery = await deliveredToUser(change, answered(404, body), answered(200, before));
		expect(delivery).toMatchObject(failed('notTheApi'));
	});

	test.each(pages)('Delete does not succeed after such a look-up: %s', async (_, body) => {
		const delivery = await deliveredToUser(deleteUser, answered(202), answered(404, body));
		expect(delivery).toMatchObject(failed('userStateUnknown'));
	});
});

describe('a status that RSA does not document does not mean that nothing was changed', () => {
	const statuses = [402, 410, 418, 451];
	const casesFor = (rows: object) =>
		Object.keys(rows).flatMap((name) => statuses.map((status) => [name, status] as const));

	test.each(casesFor(tokenRows))(
		'%s of a hardware token is read back: %i',
		async (name, status) => {
			const { change, before, confirmation } = rowOf(tokenRows, name);
			const after = change === unassign ? free : confirmation;
			expect(await delivered(change, answered(status), answered(200, after))).toMatchObject({
				kind: 'done',
				outcome: change.outcome,
				confirmedBy: 'readBack',
			});
			const undone = await delivered(change, answered(status), answered(200, before));
			expect(undone).toMatchObject({
				failure: { cause: 'unexpectedStatus', mayHaveBeenApplied: true },
			});
			const open = await delivered(change, answered(status), answered(500));
			expect(open).toMatchObject(failed('stateUnknown'));
		},
	);

	test.each(casesFor(userRows))('%s of a user is looked up: %i', async (name, status) => {
		const { change } = rowOf(userRows, name);
		const open = await deliveredToUser(change, answered(status), answered(500));
		expect(open).toMatchObject(failed('userStateUnknown'));
	});
});

describe("RSA's words about another user are not passed on", () => {
	const result = answered(400, { code: '400', description: `${ADA} is not ${GRACE}` });

	test.each(Object.keys(tokenRows))('%s of a hardware token', async (name) => {
		const { change, before } = rowOf(tokenRows, name);
		const delivery = await delivered(change, result, answered(200, before));
		expect(delivery).toMatchObject({ failure: { serverMessage: `${ADA} is not …` } });
	});

	test.each(Object.keys(userRows))('%s of a user', async (name) => {
		const { change, before } = rowOf(userRows, name);
		const delivery = await deliveredToUser(change, result, answered(200, before));
		expect(delivery).toMatchObject({ failure: { serverMessage: `${ADA} is not …` } });
	});
});

function rowOf<Row>(rows: Readonly<Record<string, Row>>, name: string): Row {
	const row = rows[name];
	if (row === undefined) throw new Error(`There is no row ${name}`);
	return row;
}
