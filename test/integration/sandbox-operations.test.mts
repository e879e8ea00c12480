import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import axios, { type AxiosResponse } from 'axios';
import type { DeclaredRequests } from '../../contract/declared-requests.ts';
import { declaredEndpoints } from '../../contract/generate-endpoints.mts';
import { AdministrationKeys } from '../../sandbox/tenant/authorization/administration-keys.mts';
import { Authorization } from '../../sandbox/tenant/authorization/authorization.mts';
import { allScopes } from '../../sandbox/tenant/authorization/oauth-clients.mts';
import {
	startTenant,
	type Role,
	type Tenant,
	type TenantOptions,
} from '../../sandbox/tenant/tenant.mts';
import { operationCases } from '../support/operation-cases.mts';

/** The operations that `sandbox.test.mts` leaves to this file. */
type Name = Exclude<keyof DeclaredRequests, 'clearPin' | 'unassign' | 'lookupHardwareToken'>;
type Fields = Readonly<Record<string, unknown>>;

/** Parameters and body of a request. Ada is the user by default. */
interface Request {
	readonly userId?: string;
	readonly body?: Fields | undefined;
	readonly query?: Fields;
	/** Of the body. JSON by default. */
	readonly contentType?: string;
}

const ada = { userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d', principalUsername: 'ada.lovelace' };
const grace = { userId: '86beae30-8706-4a41-8b02-d6092ed3f896', principalUsername: 'grace.hopper' };
const scim = { userId: '1c1c0a5e-4444-4a4a-9b9b-000000000004', scimManaged: true };
const unsynched = {
	userId: '1c1c0a5e-5555-4a4a-9b9b-000000000005',
	principalUsername: 'alan.turing',
	unsynched: true,
};
const unknownUserId = '00000000-0000-4000-8000-000000000000';
const adas = '000123456789';
const graces = '000123456790';
const free = '000000200002';
const unknown = '404404';
const noon = new Date('2026-03-01T12:00:00.000Z');

/** A body that each operation on one hardware token accepts, but for the serial number. */
const rest = {
	assign: {},
	enable: {},
	disable: {},
	rename: { updatedName: 'Blue' },
	deleteHardwareToken: {},
} as const satisfies Partial<Record<Name, Fields>>;

/** A body that each operation on one user accepts. */
const bodies = {
	listAuthenticators: undefined,
	setUserStatus: { userStatus: 'Disabled' },
	markUserDeleted: { markDeleted: true },
	deleteUser: undefined,
	synchronizeUser: undefined,
} as const satisfies Partial<Record<Name, Fields | undefined>>;

const endpoints = await declaredEndpoints();

let tenant: Tenant;
let role: Role;

beforeEach(async () => {
	role = 'superAdmin';
	await start();
});

afterEach(async () => {
	await tenant.stop();
});

async function start(options: TenantOptions = {}): Promise<void> {
	tenant = await startTenant({
		users: [ada, grace, scim, unsynched],
		hardwareTokens: [
			{ tokenSerialNumber: adas, userId: ada.userId, pinSet: true },
			{ tokenSerialNumber: graces, userId: grace.userId },
			{ tokenSerialNumber: free },
		],
		now: () => noon,
		...options,
	});
}

/** For tests of what a tenant is started with. */
async function restart(options: TenantOptions): Promise<void> {
	await tenant.stop();
	await start(options);
}

async function send(name: Name, request: Request = {}): Promise<AxiosResponse<unknown>> {
	const { userId = ada.userId, body, query = {}, contentType = 'application/json' } = request;
	const { method, path } = endpointOf(name);
	const jwt = await tenant.signJwt(tenant.issueKey({ role }));
	return await axios.request({
		method,
		url: `${tenant.adminRestApiUrl}${path.replace('{userId}', userId)}`,
		data: body,
		params: query,
		headers: {
			authorization: `Bearer ${jwt}`,
			...(body && { 'content-type': contentType }),
		},
		validateStatus: () => true,
	});
}

function endpointOf(name: Name) {
	const endpoint = endpoints.find(({ operationId }) => operationId === name);
	if (endpoint === undefined) throw new Error(`The contract has no operation ${name}`);
	return endpoint;
}

async function statusOf(name: Name, request: Request = {}): Promise<number> {
	return (await send(name, request)).status;
}

/** Sends a request about one hardware token. */
async function sendForToken(
	name: keyof typeof rest,
	tokenSerialNumber: string,
	{ body, ...request }: Request = {},
) {
	return await send(name, { ...request, body: { tokenSerialNumber, ...rest[name], ...body } });
}

function changes(): boolean[] {
	return tenant.journal.map(({ changed }) => changed);
}

describe('Assign', () => {
	test('assigns an unassigned hardware token to the user', async () => {
		const { status, data } = await sendForToken('assign', free);
		expect([status, data]).toEqual([
			200,
			{ userId: ada.userId, tokenSerialNumber: free, tokenState: 'Activation Pending' },
		]);
		expect(tenant.hardwareToken(free)).toMatchObject({
			userId: ada.userId,
			name: free,
			tokenState: 'Activation Pending',
			assignedAt: noon.toISOString(),
		});
		expect(changes()).toEqual([true]);
	});

	test('gives it the requested name', async () => {
		await sendForToken('assign', free, { body: { tokenName: 'Blue' } });
		expect(tenant.hardwareToken(free)).toMatchObject({ name: 'Blue' });
	});

	test('keeps a PIN that it has', async () => {
		tenant.addHardwareToken({ tokenSerialNumber: free, pinSet: true });
		await sendForToken('assign', free);
		expect(tenant.hardwareToken(free)).toMatchObject({ pinSet: true });
	});

	test('to the user who has it succeeds too, if the test decides so', async () => {
		await restart({ repeatedAssign: 'accepted', assignedTokenState: 'Activated' });
		const { status, data } = await sendForToken('assign', adas, { body: { tokenName: 'Blue' } });
		expect([status, data]).toMatchObject([200, { tokenState: 'Activated' }]);
		expect(tenant.hardwareToken(adas)).toMatchObject({ name: adas });
		expect(changes()).toEqual([false]);
		expect((await sendForToken('assign', graces)).status).toBe(409);
	});
});

describe.each([
	['enable', 'Enabled', 'Disabled'],
	['disable', 'Disabled', 'Enabled'],
] as const)('%s', (name, tokenStatus, otherStatus) => {
	beforeEach(() => {
		tenant.addHardwareToken({
			tokenSerialNumber: adas,
			userId: ada.userId,
			tokenStatus: otherStatus,
		});
	});

	test(`makes the hardware token ${tokenStatus}`, async () => {
		const { status, data } = await sendForToken(name, adas);
		expect([status, data]).toEqual([
			200,
			{
				userId: ada.userId,
				tokenSerialNumber: adas,
				tokenStatus,
				tokenStatusChangedBy: 'Help Desk Administrator',
				tokenStatusChangedAt: noon.toISOString(),
			},
		]);
		expect(tenant.hardwareToken(adas)).toMatchObject({ tokenStatus, userId: ada.userId });
	});

	test('changes nothing the second time, and still succeeds', async () => {
		await sendForToken(name, adas);
		expect((await sendForToken(name, adas)).status).toBe(200);
		expect(changes()).toEqual([true, false]);
	});

	test('is refused the second time, if the test decides so', async () => {
		await restart({ repeatedTokenStatus: 'refused' });
		tenant.addHardwareToken({ tokenSerialNumber: adas, userId: ada.userId, tokenStatus });
		expect((await sendForToken(name, adas)).status).toBe(409);
		expect(changes()).toEqual([false]);
	});
});

describe('a user with five active hardware tokens', () => {
	const disabled = '000500000005';

	beforeEach(() => {
		for (const tokenSerialNumber of ['1', '2', '3', '4']) {
			tenant.addHardwareToken({ tokenSerialNumber, userId: ada.userId });
		}
		tenant.addHardwareToken({
			tokenSerialNumber: disabled,
			userId: ada.userId,
			tokenStatus: 'Disabled',
		});
	});

	test.each([
		['assign', free],
		['enable', disabled],
	] as const)('gets no sixth one by %s, until one is disabled', async (name, serial) => {
		expect((await sendForToken(name, serial)).status).toBe(409);
		await sendForToken('disable', adas);
		expect((await sendForToken(name, serial)).status).toBe(200);
		expect(changes()).toEqual([false, true, true]);
	});

	test('may have one enabled that is', async () => {
		expect((await sendForToken('enable', adas)).status).toBe(200);
	});
});

test('a DS100 stands among the hardware tokens of its user', async () => {
	const { kind, ...ds100 } = tenant.addAuthenticator({ kind: 'ds100', userId: ada.userId });
	expect([kind, ds100]).toMatchObject([
		'ds100',
		{ deviceType: 'SecurID DS100', deviceSerialNumber: expect.stringMatching(/^\d{9}$/) },
	]);
	expect((await send('listAuthenticators')).data).toMatchObject({
		sidTokens: [{ tokenSerialNumber: adas, deviceType: 'SID700' }, ds100],
	});
	expect((await send('listAuthenticators', { userId: grace.userId })).data).toMatchObject({
		sidTokens: [{ tokenSerialNumber: graces }],
	});
});

test('Update name renames the hardware token', async () => {
	const { status, data } = await sendForToken('rename', adas);
	expect([status, data]).toEqual([
		200,
		{ userId: ada.userId, tokenSerialNumber: adas, name: 'Blue' },
	]);
	expect(tenant.hardwareToken(adas)).toMatchObject({ name: 'Blue' });
	await sendForToken('rename', adas);
	expect(changes()).toEqual([true, false]);
});

describe('Delete of a hardware token', () => {
	test.each([
		['that is unassigned', free],
		['that is assigned', adas],
	])('%s: its record is gone', async (_name, serial) => {
		const { status, data } = await sendForToken('deleteHardwareToken', serial);
		expect([status, data]).toMatchObject([200, { tokenSerialNumber: serial }]);
		expect(() => tenant.hardwareToken(serial)).toThrow(/no hardware token/);
		expect((await sendForToken('deleteHardwareToken', serial)).status).toBe(404);
		expect(changes()).toEqual([true, false]);
	});
});

test('Authenticator details list the user’s hardware tokens, and only theirs', async () => {
	const { status, data } = await send('listAuthenticators', { query: { includeBrowsers: true } });
	expect([status, data]).toMatchObject([
		200,
		{
			devices: [],
			fidoTokens: [],
			sidTokens: [
				{ tokenSerialNumber: adas, userId: ada.userId, tokenState: 'Activated', pinSet: true },
			],
		},
	]);
	expect((await send('listAuthenticators', { userId: scim.userId })).data).toMatchObject({
		sidTokens: [],
	});
	expect(changes()).toEqual([false, false]);
});

describe('User details', () => {
	test('have all properties of RSA’s response, and none that only the sandbox knows', async () => {
		const { data } = await send('lookupUser', { body: { email: 'ada.lovelace@example.com' } });
		const { userId, scimManaged, unsynched: _, ...details } = tenant.user(ada.userId);
		expect(scimManaged).toBe(false);
		expect(data).toStrictEqual({ id: userId, ...details });
		expect(data).toMatchObject({
			emailAddress: 'ada.lovelace@example.com',
			principalUsername: 'ada.lovelace',
			firstName: 'John',
			identitySource: 'Sandbox directory',
			userStatus: 'Enabled',
			markDeleted: false,
			markDeletedAt: null,
		});
	});

	test.each([
		['an email address', { email: 'ada.lovelace@example.com' }, 200],
		['an email address in capitals', { email: 'ADA.LOVELACE@example.com' }, 200],
		['a user name', { username: 'ada.lovelace' }, 200],
		['a part of an email address', { email: 'ada.lovelace' }, 404],
		['an email address as user name', { username: 'ada.lovelace@example.com' }, 404],
		['a user of the identity source', { username: 'alan.turing' }, 404],
		['the same, expressly', { username: 'alan.turing', searchUnsynched: false }, 404],
	])('by %s', async (_name, body, status) => {
		expect(await statusOf('lookupUser', { body })).toBe(status);
	});

	test('synchronize a user of the identity source on request', async () => {
		const body = { username: 'alan.turing', searchUnsynched: true };
		expect((await send('lookupUser', { body })).data).toMatchObject({
			id: unsynched.userId,
			lastSyncTime: noon.toISOString(),
		});
		expect(await statusOf('lookupUser', { body })).toBe(200);
		expect(tenant.user(unsynched.userId)).toMatchObject({ unsynched: false });
		expect(changes()).toEqual([true, false]);
	});
});

describe('User search', () => {
	const search = async (emailLike: string, query: Fields = {}) =>
		await send('searchUsers', { body: { emailLike }, query });
	const emailsOf = (data: unknown) =>
		(data as { elements: Array<{ emailAddress: string }> }).elements.map(
			({ emailAddress }) => emailAddress,
		);

	beforeEach(() => {
		for (const number of Array.from({ length: 60 }, (_, index) => 159 - index)) {
			tenant.addUser({ emailAddress: `test${number}@staff.example.com` });
		}
	});

	test.each([
		['the first page by default, of 25', {}, 3, 25, 'test100', 'test124'],
		['the requested page', { pageNumber: 1 }, 3, 25, 'test125', 'test149'],
		['the last page', { pageNumber: 2 }, 3, 10, 'test150', 'test159'],
		['a page of another size', { pageSize: 7, pageNumber: 8 }, 9, 4, 'test156', 'test159'],
	])('gives %s, sorted by email address', async (_name, query, totalPages, length, from, to) => {
		const { status, data } = await search('@staff.', query);
		expect([status, data]).toMatchObject([200, { totalPages, totalElements: 60 }]);
		const emails = emailsOf(data);
		expect(emails).toHaveLength(length);
		expect(emails).toEqual([...emails].sort());
		expect(emails[0]).toMatch(from);
		expect(emails.at(-1)).toMatch(to);
	});

	test('gives an empty page after the last', async () => {
		expect(emailsOf((await search('@staff.', { pageNumber: 3 })).data)).toEqual([]);
	});

	test.each([
		['a literal part', 'da.love', ['ada.lovelace@example.com']],
		['capitals', 'ADA.', ['ada.lovelace@example.com']],
		['nothing', 'nobody@', []],
		['no wildcard', 'ada.*', []],
		['no user of the identity source only', 'alan.turing', []],
	])('finds %s', async (_name, emailLike, emails) => {
		expect(emailsOf((await search(emailLike)).data)).toEqual(emails);
	});
});

describe('User status', () => {
	const set = async (userStatus: string) => await send('setUserStatus', { body: { userStatus } });

	test('disables and enables the user', async () => {
		const { status, data } = await set('Disabled');
		expect([status, data]).toEqual([200, { id: ada.userId, userStatus: 'Disabled' }]);
		expect(tenant.user(ada.userId)).toMatchObject({ userStatus: 'Disabled' });
		expect((await set('Enabled')).data).toMatchObject({ userStatus: 'Enabled' });
		expect(changes()).toEqual([true, true]);
	});

	test.each([
		['accepted', 200],
		['refused', 409],
	] as const)(
		'that the user has is %s, if the test decides so',
		async (repeatedUserStatus, code) => {
			await restart({ repeatedUserStatus });
			expect((await set('Enabled')).status).toBe(code);
			expect(changes()).toEqual([false]);
		},
	);

	test('of a user who is marked as deleted stays', async () => {
		tenant.addUser({ ...ada, userStatus: 'Disabled', markDeleted: true });
		expect((await set('Enabled')).status).toBe(409);
	});
});

describe('Mark user deleted', () => {
	const mark = async (markDeleted: boolean, userId = ada.userId) =>
		await send('markUserDeleted', { userId, body: { markDeleted } });

	test('marks a disabled user, and takes the mark away', async () => {
		tenant.addUser({ ...ada, userStatus: 'Disabled' });
		const { status, data } = await mark(true);
		expect([status, data]).toEqual([200, { id: ada.userId, markDeleted: true }]);
		expect(tenant.user(ada.userId)).toMatchObject({
			markDeleted: true,
			markDeletedAt: noon.toISOString(),
			markDeletedBy: 'Help Desk Administrator',
		});
		expect((await mark(false)).data).toEqual({ id: ada.userId, markDeleted: false });
		expect(tenant.user(ada.userId)).toMatchObject({
			markDeleted: false,
			markDeletedAt: null,
			userStatus: 'Disabled',
		});
		expect(changes()).toEqual([true, true]);
	});

	test.each([
		['409: the user is enabled', { userStatus: 'Enabled' }, true, 409],
		['409: the user is marked already', { userStatus: 'Disabled', markDeleted: true }, true, 409],
		['409: there is no mark', { userStatus: 'Disabled' }, false, 409],
		['405: SCIM', { userStatus: 'Disabled', scimManaged: true }, true, 405],
		['405: SCIM, to be unmarked', { scimManaged: true }, false, 405],
	] as const)('is refused with %s', async (_cause, state, markDeleted, status) => {
		tenant.addUser({ ...ada, ...state });
		const response = await mark(markDeleted);
		expect(response.status).toBe(status);
		expect(response.data).toMatchObject({ code: expect.stringMatching(`^${status} `) });
		expect(changes()).toEqual([false]);
	});
});

describe('Delete user now', () => {
	test('deletes a disabled user, whose hardware tokens are unassigned then', async () => {
		tenant.addUser({ ...ada, userStatus: 'Disabled' });
		const { status, data } = await send('deleteUser');
		expect([status, data]).toEqual([200, '']);
		expect(() => tenant.user(ada.userId)).toThrow(/no user/);
		expect(tenant.hardwareToken(adas)).toMatchObject({ userId: null, tokenState: 'Unassigned' });
		expect(tenant.hardwareToken(graces)).toMatchObject({ userId: grace.userId });
		expect(await statusOf('lookupUser', { body: { username: 'ada.lovelace' } })).toBe(404);
		expect(await statusOf('deleteUser')).toBe(404);
		expect(changes()).toEqual([true, false, false]);
	});

	test.each([
		['409: the user is enabled', { userStatus: 'Enabled' }, 409],
		['409: the user is marked', { userStatus: 'Disabled', markDeleted: true }, 409],
		['405: SCIM', { userStatus: 'Disabled', scimManaged: true }, 405],
	] as const)('is refused with %s', async (_cause, state, status) => {
		tenant.addUser({ ...ada, ...state });
		expect(await statusOf('deleteUser')).toBe(status);
		expect(tenant.user(ada.userId)).toMatchObject(state);
		expect(changes()).toEqual([false]);
	});
});

test('Synchronize user responds with the user, up to date', async () => {
	const { status, data } = await send('synchronizeUser');
	expect([status, data]).toMatchObject([
		200,
		{ id: ada.userId, emailAddress: 'ada.lovelace@example.com', lastSyncTime: noon.toISOString() },
	]);
	expect(tenant.user(ada.userId)).toMatchObject({ lastSyncTime: noon.toISOString() });
	expect(tenant.journal).toMatchObject([{ changed: true, body: undefined }]);
});

describe('error responses without a change', () => {
	type TokenErrorCase = [keyof typeof rest, string, string, string, number];

	const ofAnyToken = (name: keyof typeof rest): TokenErrorCase[] => [
		[name, 'an unknown user', adas, unknownUserId, 404],
		[name, 'an unknown hardware token', unknown, ada.userId, 404],
		[name, 'another user’s hardware token', graces, ada.userId, 409],
	];
	const ofTheUsersToken = (name: keyof typeof rest): TokenErrorCase[] => [
		...ofAnyToken(name),
		[name, 'an unassigned hardware token', free, ada.userId, 409],
	];

	test.each<TokenErrorCase>([
		...ofAnyToken('assign'),
		['assign', 'the user’s own hardware token', adas, ada.userId, 409],
		...ofTheUsersToken('enable'),
		...ofTheUsersToken('disable'),
		...ofTheUsersToken('rename'),
		['deleteHardwareToken', 'an unknown hardware token', unknown, ada.userId, 404],
	])('%s: %s', async (name, _cause, serial, userId, status) => {
		const response = await sendForToken(name, serial, { userId });
		expect(response.status).toBe(status);
		expect(response.data).toMatchObject({ code: expect.stringMatching(`^${status} `) });
		expect(changes()).toEqual([false]);
	});

	test.each(Object.keys(bodies) as Array<keyof typeof bodies>)(
		'%s: 404 for a user who is unknown, or in the identity source only',
		async (name) => {
			for (const userId of [unknownUserId, unsynched.userId]) {
				const { status, data } = await send(name, { userId, body: bodies[name] });
				expect([status, data]).toEqual([
					404,
					{ code: '404 NOT_FOUND', description: `User ${userId} not found` },
				]);
			}
			expect(changes()).toEqual([false, false]);
		},
	);
});

describe('violations of the contract', () => {
	const tokenSerialNumber = adas;
	const long = 'n'.repeat(256);

	test.each<[Name, string, Request, number]>([
		['assign', 'too long a name', { body: { tokenSerialNumber: free, tokenName: long } }, 400],
		['rename', 'too long a name', { body: { tokenSerialNumber, updatedName: long } }, 400],
		['rename', 'Assign’s tokenName', { body: { tokenSerialNumber, tokenName: 'Blue' } }, 400],
		['enable', 'a status', { body: { tokenSerialNumber, tokenStatus: 'Enabled' } }, 400],
		['deleteHardwareToken', 'no body', {}, 415],
		['deleteHardwareToken', 'an empty serial number', { body: { tokenSerialNumber: '' } }, 400],
		['listAuthenticators', 'no Boolean', { query: { includeBrowsers: 'some' } }, 400],
		['listAuthenticators', 'a page', { query: { pageNumber: 1 } }, 400],
		['lookupUser', 'neither name', { body: { searchUnsynched: true } }, 400],
		['lookupUser', 'both names', { body: { email: 'a@b.example', username: 'a' } }, 400],
		[
			'searchUsers',
			'no users on a page',
			{ query: { pageSize: 0 }, body: { emailLike: '@' } },
			400,
		],
		['searchUsers', '26 on a page', { query: { pageSize: 26 }, body: { emailLike: '@' } }, 400],
		['searchUsers', 'page -1', { query: { pageNumber: -1 }, body: { emailLike: '@' } }, 400],
		['searchUsers', 'nothing to search for', { body: { emailLike: '' } }, 400],
		['setUserStatus', 'another status', { body: { userStatus: 'Locked' } }, 400],
		['setUserStatus', 'more', { body: { userStatus: 'Disabled', markDeleted: true } }, 400],
		['markUserDeleted', 'a string', { body: { markDeleted: 'true' } }, 400],
		['deleteUser', 'a body', { body: {} }, 400],
		['synchronizeUser', 'a body', { body: { userId: ada.userId } }, 400],
		['synchronizeUser', 'an email address as ID', { userId: 'ada@example.com' }, 400],
	])('%s with %s gets a response and is recorded', async (name, _cause, request, status) => {
		expect(await statusOf(name, request)).toBe(status);
		expect(tenant.takeBreaches()).toMatchObject([{ by: 'client' }]);
		expect(changes()).toEqual([false]);
	});

	test.each<Name>(['assign', 'deleteHardwareToken', 'lookupUser', 'setUserStatus'])(
		'%s with a body that is not announced as JSON',
		async (name) => {
			expect(await statusOf(name, { body: {}, contentType: 'text/plain' })).toBe(415);
			expect(tenant.takeBreaches()).toHaveLength(1);
		},
	);
});

describe('authorization', () => {
	const cases = new Map(operationCases.map((row) => [row.call, row]));
	const needed = [
		...[...cases.values()].map(({ call, scope }) => [call, scope] as const),
		['lookupDs100', 'rsa.authenticator.ds100.read'] as const,
	];

	test.each(needed)('%s: the one scope that it needs is %s', async (operation, needed) => {
		const errorResponseWith = async (scope: (typeof allScopes)[number]) =>
			await new Authorization({
				keys: new AdministrationKeys(),
				findAccessToken: async () =>
					await Promise.resolve({ clientId: '1', isExpired: false, scopes: new Set([scope]) }),
				accessTokenErrorStatus: () => 403,
			}).errorResponseTo({ operation, path: '/', authorization: 'Bearer opaque' }, noon);
		expect(await errorResponseWith(needed)).toBeUndefined();
		for (const scope of allScopes.filter((other) => other !== needed)) {
			expect(await errorResponseWith(scope)).toMatchObject({ status: 403 });
		}
	});
});

test('faults hit these requests too', async () => {
	tenant.order({ kind: 'answerLost' }, { operation: 'synchronizeUser' });
	tenant.order({ kind: 'gatewayTimeout', applied: true }, { operation: 'deleteHardwareToken' });
	expect((await sendForToken('deleteHardwareToken', free)).status).toBe(504);
	await expect(send('synchronizeUser')).rejects.toMatchObject({ code: 'ECONNRESET' });
	expect(changes()).toEqual([true, true]);
	tenant.disturb({ tooManyRequests: 1 });
	const changed = await sendForToken('disable', adas);
	const read = await send('listAuthenticators');
	expect([changed.status, read.status]).toEqual([429, 200]);
});
