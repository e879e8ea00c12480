import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { EndpointName as OperationId } from '../../rsa/http/endpoints.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import type { WorkflowRun } from '../support/engine.mts';
import {
	ADA,
	GRACE,
	UNKNOWN_USER,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

const SCIM = '5c1a0a5e-3333-4a4a-9b9b-000000000003';
const ADAS_EMAIL = 'ada@example.com';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding(
		{
			users: [
				{ userId: ADA, emailAddress: ADAS_EMAIL, principalUsername: 'ada' },
				{ userId: GRACE, emailAddress: 'grace@example.com', userStatus: 'Disabled' },
				{ userId: SCIM, emailAddress: 'scim@example.com', scimManaged: true },
			],
			hardwareTokens: [],
		},
		'superAdmin',
	);
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const run = async (
	operation: string,
	users: readonly string[],
	settings: Partial<WorkflowRun> = {},
) =>
	await offboarding.run(
		operation,
		users.map((user) => [user, ''] as const),
		{ resource: 'user', ...settings },
	);
const by = (mode: string, more = {}) => ({
	parameters: { user: { __rl: true, mode, value: '={{ $json.userId }}' }, ...more },
});
const user = (userId: string) => offboarding.tenant.user(userId);
const operationsSent = () => offboarding.tenant.journal.map(({ operation }) => operation);
const countOf = (operation: OperationId) =>
	operationsSent().filter((name) => name === operation).length;
const confirmed = { parameters: { confirmDeletion: true } };
const rsaError = (status: number, description: string): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body: { code: `${status}`, description } },
});

describe('Get', () => {
	test.each([
		['email', ADAS_EMAIL],
		['username', 'ada'],
	])('reads a user by %s', async (mode, name) => {
		const { items } = await run('get', [name], by(mode));
		expect(items()[0]).toMatchObject({
			json: { id: ADA, emailAddress: ADAS_EMAIL, userStatus: 'Enabled' },
			pairedItem: { item: 0 },
		});
	});

	test('says that there is no such user', async () => {
		const { thrown } = await run('get', ['nobody@example.com'], by('email'));
		expect(thrown?.message).toBe(
			'The user with the email address nobody@example.com could not be read: RSA knows no user with the email address nobody@example.com',
		);
	});
});

describe('Get Many', () => {
	const addUsers = (count: number) => {
		for (let index = 0; index < count; index += 1) {
			offboarding.tenant.addUser({ emailAddress: `leaver-${index}@example.org` });
		}
	};

	test('gives all users with a part of an email address, page by page', async () => {
		addUsers(60);
		const { items } = await run('getAll', [''], {
			parameters: { emailContains: '@example.org', returnAll: true },
		});
		expect(items()).toHaveLength(60);
		expect(countOf('searchUsers')).toBe(3);
	});

	test('never gives a part of a damaged list as all of it', async () => {
		addUsers(60);
		const elements = [{ id: ADA, emailAddress: 'ada@example.org' }];
		const body = { totalPages: 3, totalElements: 60, elements };
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status: 200, body } },
			{ operation: 'searchUsers', times: 9 },
		);
		const { thrown } = await run('getAll', [''], {
			parameters: { emailContains: '@example.org', returnAll: true },
		});
		expect(thrown?.message).toBe("The users could not be searched: RSA's list shows 1 of 60 users");
	});

	test('stops at the limit', async () => {
		addUsers(60);
		const { items } = await run('getAll', [''], {
			parameters: { emailContains: '', returnAll: false, limit: 5 },
		});
		expect(items()).toHaveLength(5);
		expect(countOf('searchUsers')).toBe(1);
	});
});

describe.each([
	['disable', ADA, 'userDisabled', { userStatus: 'Disabled' }],
	['enable', GRACE, 'userEnabled', { userStatus: 'Enabled' }],
	['markDeleted', GRACE, 'userMarkedDeleted', { markDeleted: true }],
] as const)('%s', (operation, userId, outcome, state) => {
	test("changes the user and gives RSA's state", async () => {
		const { items } = await run(operation, [userId]);
		expect(items()[0]?.json).toMatchObject({ id: userId, ...state, outcome });
		expect(user(userId)).toMatchObject(state);
	});

	test('is sent again where the response was lost', async () => {
		offboarding.tenant.order({ kind: 'answerLost' });
		const { items } = await run(operation, [userId]);
		expect(items()[0]?.json).toMatchObject({ ...state, outcome });
	});

	test('is confirmed by a look-up where the response was lost and the item names an email address', async () => {
		offboarding.tenant.order({ kind: 'answerLost' }, { operation: operationIdOf(operation) });
		const { emailAddress } = user(userId);
		const { items } = await run(operation, [emailAddress], by('email'));
		expect(items()[0]?.json).toMatchObject({ ...state, outcome, confirmedBy: 'readBack' });
		expect(countOf(operationIdOf(operation))).toBe(1);
	});

	test('of a user whom RSA does not know says so', async () => {
		const { thrown } = await run(operation, [UNKNOWN_USER]);
		expect(thrown?.message).toContain(`RSA knows no user with the ID ${UNKNOWN_USER}`);
	});

	test('without the permission says which', async () => {
		offboarding.tenant.order(rsaError(403, 'not authorized'));
		const { thrown } = await run(operation, [userId]);
		expect(thrown?.description).toMatch(
			/The user is unchanged\. An Administration API key.*rsa\.user\./,
		);
	});
});

describe('a change that may have been made', () => {
	const failedItem = async (then: Fault, settings: Partial<WorkflowRun>) => {
		offboarding.tenant.order({ kind: 'answerLost' }, { operation: 'setUserStatus' });
		offboarding.tenant.order(then, { operation: 'setUserStatus' });
		const { items } = await run('disable', [ADA], {
			onError: 'continueRegularOutput',
			...settings,
		});
		return items()[0]?.json;
	};

	test.each<[string, Fault]>([
		['RSA asks to wait too long', { kind: 'tooManyRequests', retryAfter: 30 }],
	])('is never called not made: %s', async (_, then) => {
		expect(await failedItem(then, { options: { itemDeadline: 5 } })).toMatchObject({
			error: expect.stringMatching(/^It is not known whether the user .* was disabled/),
			details: expect.not.objectContaining({ attempted: false }),
		});
	});

	test('is a success where the next request is rejected and the look-up shows it', async () => {
		const item = await failedItem(rsaError(403, 'not authorized'), {});
		expect(item).toMatchObject({ id: ADA, outcome: 'userDisabled', confirmedBy: 'readBack' });
	});

	test('is never called not made where the user can no longer be looked up', async () => {
		offboarding.tenant.order(rsaError(403, 'not authorized'), {
			operation: 'searchUsers',
			times: 9,
		});
		const item = await failedItem(rsaError(403, 'not authorized'), {});
		expect(item?.error).toMatch(/^It is not known whether .*The user could not be looked up: /);
		expect(item?.message).toContain('rsa.user.read');
	});

	test('is called unchanged when looked up, where the item names an email address', async () => {
		offboarding.tenant.order({ kind: 'internalError' }, { operation: 'setUserStatus' });
		const { thrown } = await run('disable', [ADAS_EMAIL], {
			...by('email'),
			options: { maxTries: 1, itemDeadline: 1 },
		});
		expect(thrown?.message).toMatch(/was not disabled: RSA's service answered with HTTP 500/);
		expect(thrown?.description).toContain('looked up and had not changed');
	});
});

describe('Mark Deleted', () => {
	test('of an enabled user says what has to come first', async () => {
		const { thrown } = await run('markDeleted', [ADA]);
		expect(thrown?.message).toContain(
			'only a user who is disabled and not yet marked as deleted can be marked as deleted',
		);
		expect(thrown?.description).toContain("Put the operation 'Disable' of the user before");
	});

	test('succeeds again when run again, where the item names an email address', async () => {
		await run('markDeleted', ['grace@example.com'], by('email'));
		const { items } = await run('markDeleted', ['grace@example.com'], by('email'));
		expect(items()[0]?.json).toMatchObject({ outcome: 'userAlreadyMarkedDeleted' });
	});

	test('can be undone', async () => {
		await run('markDeleted', [GRACE]);
		const { items } = await run('restore', [GRACE]);
		expect(items()[0]?.json).toMatchObject({ markDeleted: false, outcome: 'userRestored' });
	});

	test('of a user who is managed over SCIM says where to make it', async () => {
		const { thrown } = await run('markDeleted', [SCIM]);
		expect(thrown?.message).toContain('identity source is managed over SCIM');
		expect(thrown?.description).toContain('Make changes to such users in their identity source.');
	});
});

describe('Delete', () => {
	test('deletes a disabled user', async () => {
		const { items } = await run('delete', [GRACE], confirmed);
		expect(items()[0]?.json).toEqual({
			id: GRACE,
			userId: GRACE,
			outcome: 'userDeleted',
			deleted: true,
		});
		expect(() => user(GRACE)).toThrow();
	});

	test('succeeds again when run again, with another outcome', async () => {
		const { items } = await run('delete', [UNKNOWN_USER], confirmed);
		expect(items()[0]?.json).toMatchObject({ outcome: 'userAlreadyDeleted', deleted: true });
	});

	test('whose response was lost is a success', async () => {
		offboarding.tenant.order({ kind: 'answerLost' });
		const { items } = await run('delete', [GRACE], confirmed);
		expect(items()[0]?.json).toMatchObject({ outcome: 'userDeleted' });
	});

	const signInPage = '<html><body>Sign in</body></html>';
	test.each<[string, Fault]>([
		['202', { kind: 'unexpectedResponse', response: { status: 202, body: '' } }],
		['a web page', { kind: 'unexpectedResponse', response: { status: 200, body: signInPage } }],
		['another user', { kind: 'unexpectedResponse', response: { status: 200, body: { id: ADA } } }],
	])('is no success after %s', async (_, fault) => {
		offboarding.tenant.order(fault, { operation: 'deleteUser' });
		const options = { itemDeadline: 1, maxTries: 1 };
		const { thrown } = await run('delete', [GRACE], { ...confirmed, options });
		expect(thrown?.message).toMatch(/was not deleted: .*did not confirm the change/);
		expect(user(GRACE)).toMatchObject({ userId: GRACE });
	});

	test.each([
		['ID', GRACE, {}, 'listAuthenticators'],
		['email address', 'grace@example.com', by('email').parameters, 'lookupUser'],
	] as const)(
		'that no response confirms is looked up, by %s',
		async (_, name, parameters, look) => {
			offboarding.tenant.order(
				{ kind: 'gatewayTimeout', applied: true },
				{ operation: 'deleteUser' },
			);
			const { items } = await run('delete', [name], {
				parameters: { ...confirmed.parameters, ...parameters },
			});
			expect(items()[0]?.json).toMatchObject({
				userId: GRACE,
				outcome: 'userDeleted',
				confirmedBy: 'readBack',
			});
			expect(operationsSent().at(-1)).toBe(look);
		},
	);

	test('sends nothing without Confirm Deletion', async () => {
		const { thrown } = await run('delete', [GRACE]);
		expect(thrown?.message).toMatch(/permanent and was not confirmed/);
		expect(operationsSent()).toEqual([]);
	});

	test('of an enabled user says what has to come first', async () => {
		const { thrown } = await run('delete', [ADA], confirmed);
		expect(thrown?.message).toContain('only a user who is disabled and not marked as deleted');
		expect(user(ADA).userStatus).toBe('Enabled');
	});
});

describe('run twice, it succeeds twice, also where RSA rejects a status that the user has already', () => {
	const operations = [
		['disable', { userStatus: 'Enabled' }, 'userDisabled', 'userAlreadyDisabled'],
		['enable', { userStatus: 'Disabled' }, 'userEnabled', 'userAlreadyEnabled'],
		['markDeleted', { userStatus: 'Disabled' }, 'userMarkedDeleted', 'userAlreadyMarkedDeleted'],
		[
			'restore',
			{ userStatus: 'Disabled', markDeleted: true },
			'userRestored',
			'userAlreadyRestored',
		],
		['delete', { userStatus: 'Disabled' }, 'userDeleted', 'userAlreadyDeleted'],
	] as const;
	const LEAVER = '7e1c0a5e-4444-4a4a-9b9b-000000000004';
	const names = [
		['email', 'leaver@example.com', { email: 'leaver@example.com' }],
		['username', 'leaver', { username: 'leaver' }],
		['id', LEAVER, {}],
		['list', LEAVER, {}],
	] as const;

	beforeEach(async () => {
		await offboarding.tenant.stop();
		offboarding = await startOffboarding(
			{ repeatedUserStatus: 'refused', hardwareTokens: [] },
			'superAdmin',
		);
	});

	describe.each(operations)('%s', (operation, state, outcome, noopOutcome) => {
		test.each(names)('by %s', async (mode, name, named) => {
			offboarding.tenant.addUser({
				userId: LEAVER,
				emailAddress: 'leaver@example.com',
				principalUsername: 'leaver',
				...state,
			});
			const settings = by(mode, confirmed.parameters);
			const first = await run(operation, [name], settings);
			expect(first.items()[0]?.json).toMatchObject({ userId: LEAVER, outcome, ...named });
			const second = await run(operation, [name], settings);
			expect(second.items()[0]?.json).toMatchObject({ outcome: noopOutcome, ...named });
		});
	});
});

describe('an item names its user', () => {
	test('by ID and as it was entered, also where items share the change', async () => {
		const { items } = await offboarding.run('disable', [], {
			resource: 'user',
			items: [
				{ mode: 'email', name: ADAS_EMAIL },
				{ mode: 'email', name: ADAS_EMAIL.toUpperCase() },
			],
			parameters: { user: { __rl: true, mode: 'email', value: '={{ $json.name }}' } },
		});
		expect(items().map(({ json }) => [json.userId, json.email, json.sharedByItems])).toEqual([
			[ADA, ADAS_EMAIL, [0, 1]],
			[ADA, ADAS_EMAIL.toUpperCase(), [0, 1]],
		]);
	});

	test('where it fails too', async () => {
		offboarding.tenant.order(rsaError(403, 'not authorized'), { operation: 'setUserStatus' });
		const { items } = await run('disable', ['ada'], {
			...by('username'),
			onError: 'continueRegularOutput',
		});
		expect(items()[0]?.json.details).toMatchObject({ userId: ADA, username: 'ada' });
	});
});

describe('a response about another user', () => {
	const grace = { id: GRACE, emailAddress: 'grace@example.com', principalUsername: 'grace' };
	const graces = { kind: 'unexpectedResponse', response: { status: 200, body: grace } } as const;

	test.each([
		['email', ADAS_EMAIL],
		['username', 'ada'],
	])('to a look-up by %s changes no user', async (mode, name) => {
		offboarding.tenant.order(graces, { operation: 'lookupUser' });
		const before = user(GRACE);
		const { items } = await run('enable', [name], {
			...by(mode),
			onError: 'continueRegularOutput',
		});
		expect(items()[0]?.json.error).toContain('does not show the requested user');
		expect(JSON.stringify(items())).not.toMatch(new RegExp(`${GRACE}|grace`));
		expect(operationsSent()).toEqual(['lookupUser']);
		expect(user(GRACE)).toEqual(before);
	});

	test('is not shown by Get', async () => {
		offboarding.tenant.order(graces, { operation: 'lookupUser' });
		const { items } = await run('get', [ADAS_EMAIL], {
			...by('email'),
			onError: 'continueRegularOutput',
		});
		expect(items()[0]?.json.details).toMatchObject({ cause: 'unclear', email: ADAS_EMAIL });
		expect(JSON.stringify(items())).not.toContain(GRACE);
	});
});

test('a user who signs in with their email address is found by it as a user name', async () => {
	const { items } = await run('disable', [ADAS_EMAIL], by('username'));
	expect(items()[0]?.json).toMatchObject({ userId: ADA, username: ADAS_EMAIL });
	expect(operationsSent()).toEqual(['lookupUser', 'lookupUser', 'setUserStatus']);
});

test('a look-up that lags behind by a second and a half is looked at until it has caught up', async () => {
	const { tenant } = offboarding;
	tenant.order({ kind: 'answerLost' }, { operation: 'deleteUser' });
	// The first look-up is the one that the item names its user by.
	tenant.order(
		{ kind: 'staleResponse', milliseconds: 1500 },
		{ operation: 'lookupUser', times: 99 },
	);
	const { items } = await run('delete', ['grace@example.com'], by('email', confirmed.parameters));
	expect(items()[0]?.json).toMatchObject({ userId: GRACE, outcome: 'userDeleted' });
});

test("Synchronize gives RSA's user", async () => {
	const { items } = await run('synchronize', [ADA]);
	expect(items()[0]?.json).toMatchObject({
		id: ADA,
		emailAddress: ADAS_EMAIL,
		outcome: 'userSynchronized',
	});
});

test('a user named twice in a run is changed only once', async () => {
	const { items } = await run('disable', [ADA, ADA]);
	expect(items().map(({ json }) => json.sharedByItems)).toEqual([
		[0, 1],
		[0, 1],
	]);
	expect(countOf('setUserStatus')).toBe(1);
});

function operationIdOf(operation: 'disable' | 'enable' | 'markDeleted'): OperationId {
	return operation === 'markDeleted' ? 'markUserDeleted' : 'setUserStatus';
}
