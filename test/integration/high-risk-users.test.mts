import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault, TenantOptions } from '../../sandbox/tenant/tenant.mts';
import { ADA, GRACE, startOffboarding, type Offboarding } from '../support/offboarding.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	await start();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

async function start(options: TenantOptions = {}): Promise<void> {
	offboarding = await startOffboarding(
		{
			users: [
				{ userId: ADA, emailAddress: 'ada@example.com', principalUsername: 'ada' },
				{ userId: GRACE, emailAddress: 'grace@example.com', highRiskUser: true },
			],
			hardwareTokens: [],
			...options,
		},
		'superAdmin',
	);
}

async function run(
	operation: 'add' | 'remove',
	user: string,
	options: INodeParameters = {},
	mode = 'email',
) {
	const { items } = await offboarding.run(operation, [[user, '']], {
		resource: 'highRiskUser',
		onError: 'continueRegularOutput',
		options: { itemDeadline: 20, ...options },
		parameters: { user: { __rl: true, mode, value: '={{ $json.userId }}' } },
	});
	return items()[0]?.json;
}

const sent = () => offboarding.tenant.journal.map(({ operation }) => operation);
const order = (fault: Fault, operation: EndpointName, times = 1) => {
	offboarding.tenant.order(fault, { operation, times });
};
const answered = (status: number, body: unknown): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body },
});

test('a user is added with one request, by email address', async () => {
	expect(await run('add', 'ada@example.com')).toEqual({
		email: 'ada@example.com',
		highRiskUser: true,
		outcome: 'highRiskUserAdded',
	});
	expect(sent()).toEqual(['changeHighRiskUsers']);
	expect(offboarding.tenant.user(ADA)).toMatchObject({ highRiskUser: true });
});

test('a user is removed', async () => {
	expect(await run('remove', 'grace@example.com')).toMatchObject({
		outcome: 'highRiskUserRemoved',
		highRiskUser: false,
	});
	expect(offboarding.tenant.user(GRACE)).toMatchObject({ highRiskUser: false });
});

test.each([
	['id', ADA],
	['username', 'ada'],
])('who is named by %s is looked up for the email address', async (mode, user) => {
	expect(await run('add', user, {}, mode)).toMatchObject({
		outcome: 'highRiskUserAdded',
		email: 'ada@example.com',
	});
	expect(offboarding.tenant.journal.at(-1)?.body).toEqual({
		action: 'add',
		users: ['ada@example.com'],
	});
});

test("who is named by ID is not another user who has the address in RSA's search", async () => {
	const elements = [{ id: ADA, emailAddress: 'grace@example.com' }];
	order(answered(200, { elements, totalPages: 1, totalElements: 1 }), 'searchUsers');
	expect(await run('remove', ADA, {}, 'id')).toMatchObject({
		details: { cause: 'userLookUpFailed', userId: ADA },
	});
	expect(sent()).toEqual(['searchUsers', 'lookupUser']);
	expect(offboarding.tenant.user(GRACE)).toMatchObject({ highRiskUser: true });
});

test('a list whose address has white space around it does not show that a user was removed', async () => {
	order(answered(207, []), 'changeHighRiskUsers');
	order(answered(200, { users: [{ email: ' grace@example.com' }] }), 'listHighRiskUsers', 9);
	expect(await run('remove', 'grace@example.com')).toMatchObject({
		details: { cause: 'highRiskUserRefused' },
	});
});

describe.each(['users', 'emails'] as const)('a 207 that lists %s', (failedHighRiskUsersAs) => {
	test('is a failure of this user, once, in RSA’s words if there are any', async () => {
		await offboarding.tenant.stop();
		await start({ failedHighRiskUsersAs });
		const item = await run('add', 'nobody@example.com');
		expect(item).toMatchObject({
			error: expect.stringMatching(
				/^The user with the email address nobody@example\.com was not added to the list of high-risk users: RSA refused this user/,
			),
			details: { cause: 'highRiskUserRefused', httpCode: 207, email: 'nobody@example.com' },
		});
		if (failedHighRiskUsersAs === 'users') {
			expect(item?.['message']).toContain('RSA\'s response: "User not found"');
		}
		expect(sent()).toEqual(['changeHighRiskUsers', 'listHighRiskUsers']);
	});
});

test.each<[string, readonly unknown[], string | undefined]>([
	['by name', ['grace@example.com', 'ada@example.com'], 'ada@example.com'],
	[
		'with words for each',
		[
			{ email: 'grace@example.com', error: 'Grace is on leave' },
			{ email: 'Ada@example.com', error: 'No licence' },
		],
		'No licence',
	],
	['none of whom is this one', [{ email: 'grace@example.com', error: 'On leave' }], undefined],
	['of nobody in particular', [{ error: 'No licence' }], 'No licence'],
])("a 207 that lists others too, %s, tells this user's words only", async (_name, body, words) => {
	order(answered(207, body), 'changeHighRiskUsers');
	const { details } = (await run('add', 'ada@example.com')) as { details: IDataObject };
	expect(details).toMatchObject({ cause: 'highRiskUserRefused' });
	expect(details['rsaMessage']).toBe(words);
});

test.each([404, 409])(
	'a %d, which RSA does not document, is no word about the user',
	async (status) => {
		const body = { code: `${status} CODE`, description: 'as RSA has it' };
		order(answered(status, body), 'changeHighRiskUsers');
		expect(await run('add', 'ada@example.com', { itemDeadline: 1 })).toMatchObject({
			error: expect.stringMatching(
				new RegExp(`: RSA answered with HTTP ${status}, which it does not`),
			),
			details: { cause: 'unexpectedStatus' },
		});
		order(answered(status, body), 'listHighRiskUsers');
		const { items } = await offboarding.run('getAll', [['', '']], {
			resource: 'highRiskUser',
			onError: 'continueRegularOutput',
		});
		expect(items()[0]?.json).toMatchObject({ details: { cause: 'unexpectedStatus' } });
	},
);

test.each([
	['username', 'noaddress'],
	['id', '1c1c0a5e-2222-4a4a-9b9b-000000000007'],
])(
	'a user named by %s of whom RSA shows no address needs one, and the item says so',
	async (mode, user) => {
		const users = [
			{ userId: '1c1c0a5e-2222-4a4a-9b9b-000000000007', principalUsername: 'noaddress' },
		];
		await offboarding.tenant.stop();
		await start({ users });
		const found = { ...users[0], id: users[0]?.userId, emailAddress: undefined };
		order(answered(200, found), 'lookupUser');
		order(answered(200, { totalPages: 1, elements: [found] }), 'searchUsers');
		expect(await run('add', user, {}, mode)).toMatchObject({
			error: expect.stringContaining('RSA shows no email address for this user'),
			message: expect.stringContaining('Add an email address to the user in the identity source.'),
		});
	},
);

test('a user named by ID whom the search does not show may have no address: RSA may know them', async () => {
	const userId = '1c1c0a5e-2222-4a4a-9b9b-000000000007';
	await offboarding.tenant.stop();
	await start({ users: [{ userId, emailAddress: '' }] });
	expect(await run('add', userId, {}, 'id')).toMatchObject({
		error: expect.stringMatching(/RSA knows no user with the ID .* who has an email address/),
		message: expect.stringMatching(/give the username instead of the ID\.$/),
		details: { cause: 'userNotFound' },
	});
});

test('a 207 for a user who is on the list already is a success', async () => {
	order(answered(207, ['grace@example.com']), 'changeHighRiskUsers');
	expect(await run('add', 'grace@example.com')).toMatchObject({
		outcome: 'highRiskUserAlreadyAdded',
		confirmedBy: 'readBack',
	});
});

test.each<[string, Fault, string]>([
	['says nothing, which may be a proxy', answered(200, ''), 'listHighRiskUsers'],
	['is an empty list', answered(200, []), 'changeHighRiskUsers'],
	['lists nobody', answered(200, { users: [] }), 'changeHighRiskUsers'],
	['lists the user as failed', answered(200, ['ada@example.com']), 'listHighRiskUsers'],
	['says something else', answered(200, { message: 'ok' }), 'listHighRiskUsers'],
	['is lost', { kind: 'answerLost' }, 'listHighRiskUsers'],
])('where the answer %s, the list is read if that is needed', async (_name, fault, second) => {
	order({ ...fault, applied: true } as Fault, 'changeHighRiskUsers');
	expect(await run('add', 'ada@example.com')).toMatchObject({ outcome: 'highRiskUserAdded' });
	expect(sent().at(-1)).toBe(second);
});

test.each([
	['is none', {}],
	['holds what is no user', { users: ['ada@example.com'] }],
	['holds a user without an address', { users: [{ email: ' ', primaryUsername: 'ada' }] }],
])('nothing is claimed by a list that %s', async (_name, body) => {
	order({ kind: 'internalError' }, 'changeHighRiskUsers', 99);
	order(answered(200, body), 'listHighRiskUsers', 99);
	expect(await run('remove', 'grace@example.com', { maxTries: 1, itemDeadline: 2 })).toMatchObject({
		error: expect.stringMatching(/^It is not known whether .* was removed/),
		details: { cause: 'stateUnknown' },
	});
});

test('nothing is claimed where an empty answer came in place of RSA', async () => {
	order({ kind: 'emptyResponse' }, 'changeHighRiskUsers');
	expect(await run('add', 'ada@example.com', { maxTries: 1 })).toMatchObject({
		details: { cause: 'notConfirmed' },
	});
	expect(offboarding.tenant.user(ADA)).toMatchObject({ highRiskUser: false });
});

test('a dry run reads the list, and verifying reads it before and after', async () => {
	expect(await run('remove', 'grace@example.com', { dryRun: true })).toMatchObject({
		outcome: 'wouldRemoveHighRiskUser',
		before: { highRiskUser: true },
		after: { highRiskUser: false },
	});
	expect(await run('remove', 'grace@example.com', { verify: true })).toMatchObject({
		outcome: 'highRiskUserRemoved',
		verified: true,
		before: { highRiskUser: true },
		after: { highRiskUser: false },
	});
});

test('the list comes out, an item each, up to the limit', async () => {
	await run('add', 'ada@example.com');
	const get = async (parameters: INodeParameters) => {
		const { items } = await offboarding.run('getAll', [['', '']], {
			resource: 'highRiskUser',
			parameters,
		});
		return items().map(({ json }) => json);
	};
	expect(await get({ returnAll: true })).toMatchObject([
		{ email: 'ada@example.com', primaryUsername: 'ada' },
		{ email: 'grace@example.com' },
	]);
	expect(await get({ limit: 1 })).toHaveLength(1);
});
