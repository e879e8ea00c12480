import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { EndpointName as OperationId } from '../../rsa/endpoints.ts';
import type { Fault } from '../../sandbox/tenant.mts';
import type { WorkflowRun } from './engine.mts';
import { ADA, GRACE, NOBODY, startOffboarding, type Offboarding } from './offboarding.mts';

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
const asked = () => offboarding.tenant.journal.map(({ operation }) => operation);
const countOf = (operation: OperationId) => asked().filter((name) => name === operation).length;
const confirmed = { parameters: { confirmDeletion: true } };
const answer = (status: number, description: string): Fault => ({
	kind: 'unexpectedAnswer',
	answer: { status, body: { code: `${status}`, description } },
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

	test('is sent again where the answer was lost', async () => {
		offboarding.tenant.order({ kind: 'answerLost' });
		const { items, thrown } = await run(operation, [userId]);
		if (operation === 'markDeleted') {
			expect(thrown?.message).toMatch(/^It is not known whether .*not marked already/);
		} else {
			expect(items()[0]?.json).toMatchObject({ ...state, outcome });
		}
	});

	test('is confirmed by a look-up where the answer was lost and the item names an email address', async () => {
		offboarding.tenant.order({ kind: 'answerLost' }, { operation: operationIdOf(operation) });
		const { emailAddress } = user(userId);
		const { items } = await run(operation, [emailAddress], by('email'));
		expect(items()[0]?.json).toMatchObject({ ...state, outcome, confirmedBy: 'readBack' });
		expect(countOf(operationIdOf(operation))).toBe(1);
	});

	test('of a user whom RSA does not know says so', async () => {
		const { thrown } = await run(operation, [NOBODY]);
		expect(thrown?.message).toContain(`RSA knows no user with the ID ${NOBODY}`);
	});

	test('without the right says which', async () => {
		offboarding.tenant.order(answer(403, 'not authorized'));
		const { thrown } = await run(operation, [userId]);
		expect(thrown?.description).toMatch(
			/The user is as before\. An Administration API key.*rsa\.user\./,
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
		['the next request is refused', answer(403, 'not authorized')],
	])('is never told as not made: %s', async (_, then) => {
		expect(await failedItem(then, { options: { itemDeadline: 5 } })).toMatchObject({
			error: expect.stringMatching(/^It is not known whether the user .* was disabled/),
			details: expect.not.objectContaining({ attempted: false }),
		});
	});

	test('is told as it was when looked up, where the item names an email address', async () => {
		offboarding.tenant.order({ kind: 'internalError' }, { operation: 'setUserStatus' });
		const { thrown } = await run('disable', [ADAS_EMAIL], {
			...by('email'),
			options: { maxTries: 1 },
		});
		expect(thrown?.message).toMatch(/was not disabled: RSA's service answered with HTTP 500/);
		expect(thrown?.description).toContain('looked up at once and was as before');
	});
});

describe('Mark Deleted', () => {
	test('of an enabled user says what has to come first', async () => {
		const { thrown } = await run('markDeleted', [ADA]);
		expect(thrown?.message).toContain('a user has to be disabled to be marked as deleted');
		expect(thrown?.description).toContain("Put the operation 'Disable' of the user before");
	});

	test('is green again when run again, where the item names an email address', async () => {
		await run('markDeleted', ['grace@example.com'], by('email'));
		const { items } = await run('markDeleted', ['grace@example.com'], by('email'));
		expect(items()[0]?.json).toMatchObject({ outcome: 'userAlreadyMarkedDeleted' });
	});

	test('can be taken back', async () => {
		await run('markDeleted', [GRACE]);
		const { items } = await run('restore', [GRACE]);
		expect(items()[0]?.json).toMatchObject({ markDeleted: false, outcome: 'userRestored' });
	});

	test('of a user who is managed over SCIM says where to make it', async () => {
		const { thrown } = await run('markDeleted', [SCIM]);
		expect(thrown?.message).toContain('identity source that is managed over SCIM');
		expect(thrown?.description).toContain('make the change there');
	});
});

describe('Delete', () => {
	test('deletes a disabled user', async () => {
		const { items } = await run('delete', [GRACE], confirmed);
		expect(items()[0]?.json).toEqual({ id: GRACE, outcome: 'userDeleted' });
		expect(() => user(GRACE)).toThrow();
	});

	test('is green again when run again, with another outcome', async () => {
		const { items } = await run('delete', [NOBODY], confirmed);
		expect(items()[0]?.json).toMatchObject({ outcome: 'userAlreadyDeleted' });
	});

	test('whose answer was lost is told as done', async () => {
		offboarding.tenant.order({ kind: 'answerLost' });
		const { items } = await run('delete', [GRACE], confirmed);
		expect(items()[0]?.json).toMatchObject({ outcome: 'userDeleted' });
	});

	test('sends nothing where it is not confirmed', async () => {
		const { thrown } = await run('delete', [GRACE]);
		expect(thrown?.message).toMatch(/not confirmed and cannot be undone/);
		expect(asked()).toEqual([]);
	});

	test('of an enabled user says what has to come first', async () => {
		const { thrown } = await run('delete', [ADA], confirmed);
		expect(thrown?.message).toContain('a user has to be disabled and not marked as deleted');
		expect(user(ADA).userStatus).toBe('Enabled');
	});
});

test("Synchronize gives RSA's user", async () => {
	const { items } = await run('synchronize', [ADA]);
	expect(items()[0]?.json).toMatchObject({
		id: ADA,
		emailAddress: ADAS_EMAIL,
		outcome: 'userSynchronized',
	});
});

test('a user named twice in a run is changed once', async () => {
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
