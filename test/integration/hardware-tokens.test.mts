import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { EndpointName as OperationId } from '../../rsa/http/endpoints.ts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	FREE,
	GRACE,
	GRACES,
	MISSING,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

const ADAS_EMAIL = 'ada@example.com';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding({
		users: [
			{ userId: ADA, emailAddress: ADAS_EMAIL, principalUsername: 'ada' },
			{ userId: GRACE, emailAddress: 'grace@example.com', principalUsername: 'grace' },
		],
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const operationsSent = () => offboarding.tenant.journal.map(({ operation }) => operation);
const countOf = (operation: OperationId) =>
	operationsSent().filter((name) => name === operation).length;
const token = (serialNumber: string) => offboarding.tenant.hardwareToken(serialNumber);
/** Names the user as the items do: `{ userId: 'ada@example.com' }`. */
const userBy = (mode: string) => ({
	parameters: { user: { __rl: true, mode, value: '={{ $json.userId }}' } },
});

describe('Assign', () => {
	test('gives a free token to a user', async () => {
		const { items } = await offboarding.run('assign', [[ADA, FREE]]);
		expect(items()[0]?.json).toMatchObject({
			userId: ADA,
			tokenSerialNumber: FREE,
			outcome: 'assigned',
		});
		expect(token(FREE)).toMatchObject({ userId: ADA, name: FREE });
	});

	test('names it', async () => {
		const { items } = await offboarding.run('assign', [[ADA, FREE]], {
			options: { newName: 'Spare' },
		});
		expect(items()[0]?.json).toMatchObject({ userId: ADA, name: 'Spare', outcome: 'assigned' });
		expect(token(FREE).name).toBe('Spare');
	});

	test.each([false, true])(
		'never succeeds where the user has it with another name (Verify: %s)',
		async (verify) => {
			const { thrown } = await offboarding.run('assign', [[ADA, ADAS]], {
				options: { newName: 'Spare', verify },
			});
			expect(thrown?.message).toBe(
				`Hardware token ${ADAS} was not assigned with the name 'Spare': it is assigned to this user, but with a different name`,
			);
			expect(token(ADAS).name).not.toBe('Spare');
		},
	);

	test('succeeds again when run again, with another outcome', async () => {
		const { items } = await offboarding.run('assign', [[ADA, ADAS]]);
		expect(items()[0]?.json).toMatchObject({
			tokenSerialNumber: ADAS,
			outcome: 'alreadyAssigned',
			confirmedBy: 'readBack',
		});
	});

	test('of a sixth active token says how many a user can have', async () => {
		offboarding.addTokens(3);
		const { thrown } = await offboarding.run('assign', [[ADA, FREE]]);
		expect(thrown?.message).toContain('RSA reports a conflict');
		expect(thrown?.description).toContain('A user can have at most five active hardware tokens.');
		expect(token(FREE).userId).toBeNull();
	});

	test("of another user's token fails without naming them", async () => {
		const { thrown } = await offboarding.run('assign', [[ADA, GRACES]]);
		expect(thrown?.message).toBe(
			`Hardware token ${GRACES} was not assigned: it is not assigned to ${ADA} but to someone else`,
		);
		expect(JSON.stringify(thrown)).not.toContain(GRACE);
		expect(token(GRACES).userId).toBe(GRACE);
	});
});

describe.each([
	['disable', 'Disabled', 'disabled', 'alreadyDisabled'],
	['enable', 'Enabled', 'enabled', 'alreadyEnabled'],
] as const)('%s', (operation, tokenStatus, outcome, noopOutcome) => {
	const other = operation === 'disable' ? 'enable' : 'disable';
	beforeEach(async () => {
		await offboarding.run(other, [[ADA, ADAS]]);
	});

	test("changes the status and gives RSA's token state", async () => {
		const { items } = await offboarding.run(operation, [[ADA, ADAS]]);
		expect(items()[0]?.json).toMatchObject({ tokenSerialNumber: ADAS, tokenStatus, outcome });
		expect(token(ADAS).tokenStatus).toBe(tokenStatus);
	});

	test('of a token in that status already is a success, if RSA refuses it', async () => {
		await offboarding.run(operation, [[ADA, ADAS]]);
		offboarding.tenant.order({
			kind: 'unexpectedResponse',
			response: { status: 409, body: { code: '409 CONFLICT', description: 'so already' } },
		});
		const { items } = await offboarding.run(operation, [[ADA, ADAS]]);
		expect(items()[0]?.json).toMatchObject({ tokenStatus, outcome: noopOutcome });
	});

	test('is confirmed by a look-up where the response was lost', async () => {
		offboarding.tenant.order({ kind: 'answerLost' });
		const { items } = await offboarding.run(operation, [[ADA, ADAS]]);
		expect(items()[0]?.json).toMatchObject({ tokenStatus, outcome, confirmedBy: 'readBack' });
		expect(countOf(operation)).toBe(1);
	});

	test('of an unassigned token says that it has to be assigned', async () => {
		const { thrown } = await offboarding.run(operation, [[ADA, FREE]]);
		expect(thrown?.message).toBe(`Hardware token ${FREE} was not ${outcome}: it is unassigned`);
		expect(thrown?.description).toContain('Assign it to the user first');
	});

	test("of another user's token does not change it", async () => {
		const { thrown } = await offboarding.run(operation, [[ADA, GRACES]]);
		expect(thrown?.message).toContain('but to someone else');
		expect(thrown?.description).toContain('The hardware token was not changed.');
	});
});

describe('Rename', () => {
	const named = (newName: unknown) => ({ parameters: { newName: newName as string } });

	test('changes the name', async () => {
		const { items } = await offboarding.run('rename', [[ADA, ADAS]], named('Desk token'));
		expect(items()[0]?.json).toMatchObject({ name: 'Desk token', outcome: 'renamed' });
		expect(token(ADAS).name).toBe('Desk token');
	});

	test('is sent again where it surely was not made', async () => {
		offboarding.tenant.order({ kind: 'connectionReset' });
		const { items } = await offboarding.run('rename', [[ADA, ADAS]], named('Desk token'));
		expect(items()[0]?.json).toMatchObject({ name: 'Desk token', outcome: 'renamed' });
		const lookedUpTwice = ['lookupHardwareToken', 'lookupHardwareToken'];
		expect(operationsSent()).toEqual(['rename', ...lookedUpTwice, 'rename']);
	});

	test.each([
		['  ', "The parameter 'New Name' is empty"],
		['x'.repeat(256), 'The token name has 256 characters, and can have at most 255'],
	])('refuses a name that RSA would not take', async (newName, text) => {
		const { thrown } = await offboarding.run('rename', [[ADA, ADAS]], named(newName));
		expect(thrown?.message).toBe(text);
		expect(operationsSent()).toEqual([]);
	});
});

describe('Delete', () => {
	test('deletes the record of an unassigned token, and looks up whether it is gone', async () => {
		offboarding = await withSuperAdministrator();
		const { items } = await offboarding.run('delete', [[ADA, FREE]]);
		expect(items()).toEqual([
			{
				json: {
					tokenSerialNumber: FREE,
					outcome: 'deleted',
					deleted: true,
					confirmedBy: 'readBack',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(() => token(FREE)).toThrow();
	});

	test('succeeds again when run again, with another outcome', async () => {
		const { items } = await offboarding.run('delete', [[ADA, MISSING]]);
		expect(items()[0]?.json).toMatchObject({ outcome: 'alreadyDeleted', deleted: true });
		expect(countOf('deleteHardwareToken')).toBe(0);
	});

	test('never deletes an assigned token', async () => {
		const { thrown } = await offboarding.run('delete', [[ADA, ADAS]]);
		expect(thrown?.message).toBe(
			`The record of hardware token ${ADAS} was not deleted: it is still assigned to a user`,
		);
		expect(countOf('deleteHardwareToken')).toBe(0);
	});

	test('says that it needs a Super Administrator', async () => {
		const { thrown } = await offboarding.run('delete', [[ADA, FREE]]);
		expect(thrown?.message).toContain('RSA says that this credential is not allowed to do this');
		expect(thrown?.description).toMatch(
			/role Super Administrator.*rsa\.authenticator\.sidtoken\.delete/,
		);
	});
});

describe('Get', () => {
	test("gives RSA's token state", async () => {
		const { items } = await offboarding.run('get', [['', ADAS]]);
		expect(items()).toEqual([
			{
				json: expect.objectContaining({
					userId: ADA,
					tokenSerialNumber: ADAS,
					tokenStatus: 'Enabled',
					pinSet: true,
				}),
				pairedItem: { item: 0 },
			},
		]);
	});

	test('says that there is no such token', async () => {
		const { thrown } = await offboarding.run('get', [['', MISSING]]);
		expect(thrown?.message).toBe(
			`Hardware token ${MISSING} could not be read: RSA knows no hardware token with this serial number`,
		);
	});

	test('says which permission is missing', async () => {
		offboarding.tenant.order({
			kind: 'unexpectedResponse',
			response: { status: 403, body: { code: '403', description: 'not authorized' } },
		});
		const { thrown } = await offboarding.run('get', [['', ADAS]]);
		expect(thrown?.description).toMatch(/^An Administration API key.*sidtoken\.read/);
	});
});

describe('Get Many', () => {
	const all = { parameters: { returnAll: true } };

	test("gives the user's hardware tokens, each linked to the item", async () => {
		const { items } = await offboarding.run(
			'getAll',
			[
				[GRACE, ''],
				[ADA, ''],
			],
			all,
		);
		expect(items().map(({ json, pairedItem }) => [json.tokenSerialNumber, pairedItem])).toEqual([
			[GRACES, { item: 0 }],
			[ADAS, { item: 1 }],
			[ADAS_SECOND, { item: 1 }],
		]);
	});

	test('stops at the limit', async () => {
		const limited = { parameters: { returnAll: false, limit: 1 } };
		const { items } = await offboarding.run('getAll', [[ADA, '']], limited);
		expect(items()).toHaveLength(1);
	});

	test('says that there is no such user', async () => {
		const settings = { parameters: { returnAll: true, ...userBy('email').parameters } };
		const { thrown } = await offboarding.run('getAll', [['nobody@example.com', '']], settings);
		expect(thrown?.message).toBe(
			'The hardware tokens of the user with the email address nobody@example.com could not be read: RSA knows no user with the email address nobody@example.com',
		);
	});
});

describe('a look-up that leaves out what is null', () => {
	beforeEach(async () => {
		await offboarding.tenant.stop();
		offboarding = await startOffboarding({ lookupLeavesOutNulls: true }, 'superAdmin');
	});

	test('lets an unassigned token be a success again and again', async () => {
		const items = [
			[ADA, ADAS],
			[ADA, FREE],
		] as const;
		const outcomesOf = async () =>
			(await offboarding.run('unassign', items)).items().map(({ json }) => json.outcome);
		expect(await outcomesOf()).toEqual(['unassigned', 'alreadyUnassigned']);
		expect(await outcomesOf()).toEqual(['alreadyUnassigned', 'alreadyUnassigned']);
	});

	test('lets a free token be deleted, and an assigned one not', async () => {
		const items = [
			['', FREE],
			['', ADAS],
		] as const;
		const result = await offboarding.run('delete', items, { onError: 'continueRegularOutput' });
		expect(result.items().map(({ json }) => json.outcome ?? json.details)).toEqual([
			'deleted',
			expect.objectContaining({ cause: 'stillAssigned' }),
		]);
	});
});

describe('a look-up that lags behind by three seconds', () => {
	const lag = () => {
		offboarding.tenant.order(
			{ kind: 'staleResponse', milliseconds: 3000 },
			{ operation: 'lookupHardwareToken', times: 99 },
		);
	};

	test('makes no Verify fail', async () => {
		lag();
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], {
			options: { verify: true },
		});
		expect(items()[0]?.json).toMatchObject({
			userId: ADA,
			outcome: 'unassigned',
			verified: true,
			after: { userId: null },
		});
	});

	test('makes no Delete fail', async () => {
		await offboarding.tenant.stop();
		offboarding = await startOffboarding({}, 'superAdmin');
		lag();
		const { items } = await offboarding.run('delete', [['', FREE]]);
		expect(items()[0]?.json).toMatchObject({ tokenSerialNumber: FREE, outcome: 'deleted' });
	});
});

describe('a user', () => {
	test.each([
		['email', ADAS_EMAIL],
		['username', 'ada'],
	])('can be named by %s', async (mode, name) => {
		const { items } = await offboarding.run('unassign', [[name, ADAS]], userBy(mode));
		expect(items()[0]?.json).toMatchObject({ userId: ADA, [mode]: name, outcome: 'unassigned' });
		expect(token(ADAS).userId).toBeNull();
	});

	test.each(['clearPin', 'unassign'] as const)(
		'is named by the item where all of their tokens are changed (%s)',
		async (operation) => {
			const { items } = await offboarding.run(operation, [[ADAS_EMAIL, '']], {
				parameters: { ...userBy('email').parameters, tokens: 'all' },
			});
			expect(items().map(({ json }) => [json.userId, json.email])).toEqual([
				[ADA, ADAS_EMAIL],
				[ADA, ADAS_EMAIL],
			]);
		},
	);

	test("whose list shows another user's token has none of them changed", async () => {
		const sidTokens = [ADAS, GRACES].map((tokenSerialNumber) => token(tokenSerialNumber));
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status: 200, body: { sidTokens } } },
			{ operation: 'listAuthenticators' },
		);
		const { thrown } = await offboarding.run('unassign', [[ADA, '']], {
			parameters: { tokens: 'all' },
		});
		expect(thrown?.message).toContain("is not a readable list of the user's hardware tokens");
		expect(countOf('unassign')).toBe(0);
	});

	test('is looked up only once in a run', async () => {
		const { items } = await offboarding.run(
			'unassign',
			[
				[ADAS_EMAIL, ADAS],
				[ADAS_EMAIL, ADAS_SECOND],
				[ADAS_EMAIL, ADAS],
			],
			userBy('email'),
		);
		expect(items().map(({ json }) => json.outcome)).toEqual(Array(3).fill('unassigned'));
		expect(countOf('lookupUser')).toBe(1);
		expect(countOf('unassign')).toBe(2);
	});

	test('who is gone leaves a success where the token is free', async () => {
		const { items } = await offboarding.run(
			'unassign',
			[['gone@example.com', FREE]],
			userBy('email'),
		);
		expect(items()[0]?.json).toMatchObject({ outcome: 'alreadyUnassigned' });
	});

	test('who is unknown: the token is not changed', async () => {
		const { thrown } = await offboarding.run(
			'unassign',
			[['gone@example.com', ADAS]],
			userBy('email'),
		);
		expect(thrown?.message).toBe(
			`Hardware token ${ADAS} was not unassigned: RSA knows no user with the email address gone@example.com`,
		);
		expect(token(ADAS).userId).toBe(ADA);
	});

	test('whose look-up fails: the token is not changed', async () => {
		offboarding.tenant.order({
			kind: 'unexpectedResponse',
			response: { status: 403, body: { code: '403', description: 'not authorized' } },
		});
		const { thrown } = await offboarding.run('unassign', [[ADAS_EMAIL, ADAS]], userBy('email'));
		expect(thrown?.message).toMatch(
			/the user could not be looked up: .*is not allowed to do this$/,
		);
		expect(thrown?.description).toMatch(
			/^The hardware token was not changed\. .*rsa\.user\.read\. RSA/,
		);
		expect(countOf('unassign')).toBe(0);
	});

	test('named by something that is no email address is refused', async () => {
		const { thrown } = await offboarding.run('unassign', [['ada', ADAS]], userBy('email'));
		expect(thrown?.message).toBe("'ada' is not an email address");
	});
});

async function withSuperAdministrator(): Promise<Offboarding> {
	await offboarding.tenant.stop();
	return await startOffboarding({}, 'superAdmin');
}
