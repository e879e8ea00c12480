import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import axios, { type AxiosResponse } from 'axios';
import type { DeclaredRequests } from '../../contract/declared-requests.ts';
import { declaredEndpoints } from '../../contract/generate-endpoints.mts';
import { startTenant, type Tenant, type TenantOptions } from '../../sandbox/tenant/tenant.mts';

type Fields = Readonly<Record<string, unknown>>;

/** What a request says besides its name. Ada is the user by default. */
interface Request {
	readonly path?: Readonly<Record<string, string>>;
	readonly body?: Fields;
	readonly query?: Fields;
}

const EAC = 'f10d0514-7dd1-4a13-a30e-236d0e65b56a';
const ada = {
	userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d',
	emailAddress: 'ada@example.com',
	emergencyAccessStatus: 'Enabled',
	emergencyTokencodeId: EAC,
	emergencyTokencodeExpiration: '2026-03-02T12:00:00.000Z',
	offlineEmergencyAccessStatus: 'Enabled',
	offlineEmergencyTokencodeExpiration: '2026-03-09T12:00:00.000Z',
};
const grace = {
	userId: '86beae30-8706-4a41-8b02-d6092ed3f896',
	emailAddress: 'grace@example.com',
	highRiskUser: true,
};
const PHONE = 'phone-1';
const BROWSER = 'browser-1';
const KEY = 'key-1';
const DEVICE = '140100080';
const noon = new Date('2026-03-01T12:00:00.000Z');
const minutes = (count: number) => new Date(noon.getTime() + count * 60_000);

const endpoints = await declaredEndpoints();

let tenant: Tenant;
let now: Date;

beforeEach(async () => {
	await start();
});

afterEach(async () => {
	await tenant.stop();
});

async function start(options: TenantOptions = {}): Promise<void> {
	now = noon;
	const { userId } = ada;
	tenant = await startTenant({
		users: [ada, grace],
		hardwareTokens: [{ tokenSerialNumber: '000123456789', userId }],
		authenticators: [
			{ kind: 'mobile', id: PHONE, userId },
			{ kind: 'browser', id: BROWSER, userId },
			{ kind: 'fido', id: KEY, userId },
			{ kind: 'ds100', id: 'ds100-1', userId, deviceSerialNumber: DEVICE },
			{ kind: 'mobile', id: 'phone-2', userId: grace.userId },
		],
		now: () => now,
		...options,
	});
}

async function restart(options: TenantOptions): Promise<void> {
	await tenant.stop();
	await start(options);
}

async function send(name: keyof DeclaredRequests, request: Request = {}) {
	const { path = {}, body, query = {} } = request;
	const endpoint = endpoints.find(({ operationId }) => operationId === name);
	if (endpoint === undefined) throw new Error(`The contract has no operation ${name}`);
	const values: Readonly<Record<string, string>> = { userId: ada.userId, ...path };
	const jwt = await tenant.signJwt(tenant.issueKey({ role: 'superAdmin' }));
	const answer: AxiosResponse<unknown> = await axios.request({
		method: endpoint.method,
		url: `${tenant.adminRestApiUrl}${endpoint.path.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '')}`,
		...(body && { data: body }),
		params: query,
		headers: {
			authorization: `Bearer ${jwt}`,
			...(body && { 'content-type': 'application/json' }),
		},
		validateStatus: () => true,
	});
	return [answer.status, answer.data] as const;
}

const changes = () => tenant.journal.map(({ changed }) => changed);
const ids = () => tenant.authenticatorsOf(ada.userId).map(({ id }) => id);

describe('Authenticator details show', () => {
	const list = async (query: Fields) => await send('listAuthenticators', { query });

	test('all that the user has, each kind in its list, and the DS100 beside the hardware tokens', async () => {
		expect(await list({ includeBrowsers: true })).toMatchObject([
			200,
			{
				devices: [
					{ id: PHONE, deviceType: 'iPhone', browser: null },
					{ id: BROWSER, deviceType: 'Browser', browser: 'Firefox' },
				],
				fidoTokens: [{ id: KEY, status: 'Enabled' }],
				sidTokens: [
					{ tokenSerialNumber: '000123456789', deviceType: 'SID700' },
					{ deviceType: 'SecurID DS100', deviceSerialNumber: DEVICE },
				],
			},
		]);
		expect(JSON.stringify((await list({ includeBrowsers: true }))[1])).not.toContain('"kind"');
	});

	test.each([{}, { includeBrowsers: false }])('no browsers by default: %j', async (query) => {
		expect((await list(query))[1]).toMatchObject({ devices: [{ id: PHONE }] });
	});
});

describe('Delete user device', () => {
	const remove = async (deviceId: string) =>
		await send('deleteRegisteredDevice', { path: { deviceId } });

	test.each([PHONE, BROWSER])('deletes %s', async (deviceId) => {
		expect(await remove(deviceId)).toEqual([200, {}]);
		expect(ids()).not.toContain(deviceId);
		expect((await remove(deviceId))[0]).toBe(404);
		expect(changes()).toEqual([true, false]);
	});

	test.each([KEY, 'ds100-1', 'phone-2', 'nothing'])('answers 404 to %s', async (deviceId) => {
		expect((await remove(deviceId))[0]).toBe(404);
		expect(ids()).toHaveLength(4);
		expect(changes()).toEqual([false]);
	});

	test('takes no browsers, if the test decides so', async () => {
		await restart({ deletableDevices: ['mobile'] });
		expect((await remove(BROWSER))[0]).toBe(404);
		expect((await remove(PHONE))[0]).toBe(200);
	});
});

describe('FIDO', () => {
	const set = async (name: 'enable' | 'disable', authenticatorId: string, userId = ada.userId) =>
		await send(`${name}FidoAuthenticator`, { path: { userId, authenticatorId } });

	test('disables and enables an authenticator, again too', async () => {
		expect(await set('disable', KEY)).toEqual([
			200,
			{
				statusChangedAt: noon.getTime(),
				statusChangedBy: 'Help Desk Administrator',
				status: 'Disabled',
			},
		]);
		await set('disable', KEY);
		expect((await set('enable', KEY))[1]).toMatchObject({ status: 'Enabled' });
		expect(changes()).toEqual([true, false, true]);
	});

	test.each([
		['nothing', ada.userId],
		[PHONE, ada.userId],
		[KEY, grace.userId],
	])('answers 400 to %s of %s: its page has no 404', async (id, userId) => {
		expect((await set('disable', id, userId))[0]).toBe(400);
		expect(changes()).toEqual([false]);
	});
});

describe('DS100', () => {
	const set = async (name: 'enable' | 'disable', deviceSerialNumber: string, userId = ada.userId) =>
		await send(`${name}Ds100`, { body: { deviceSerialNumber, userId } });

	test('shows the OTP credential of a device', async () => {
		const body = { deviceSerialNumber: DEVICE };
		expect(await send('lookupDs100', { body })).toMatchObject([
			200,
			[{ userId: ada.userId, deviceType: 'SecurID DS100', tokenStatus: 'Enabled' }],
		]);
		expect((await send('lookupDs100', { body: { deviceSerialNumber: '1' } }))[0]).toBe(404);
	});

	test('disables and enables it, again too', async () => {
		expect(await set('disable', DEVICE)).toMatchObject([
			200,
			[{ userId: ada.userId, tokenStatus: 'Disabled', deviceSerialNumber: DEVICE }],
		]);
		await set('disable', DEVICE);
		expect((await set('enable', DEVICE))[1]).toMatchObject([{ tokenStatus: 'Enabled' }]);
		expect(changes()).toEqual([true, false, true]);
	});

	test.each([
		['1', ada.userId],
		[DEVICE, grace.userId],
		[DEVICE, '00000000-0000-4000-8000-000000000000'],
	])('answers 404 to %s of %s', async (deviceSerialNumber, userId) => {
		expect((await set('disable', deviceSerialNumber, userId))[0]).toBe(404);
		expect(changes()).toEqual([false]);
	});
});

describe('Disable emergency tokencode', () => {
	const disable = async (emergencyTokencodeId: string) =>
		await send('disableEmergencyAccessCode', { path: { emergencyTokencodeId } });

	test('takes the code away, and leaves the offline code until it expires', async () => {
		expect((await disable(EAC))[0]).toBe(200);
		expect(tenant.user(ada.userId)).toMatchObject({
			emergencyAccessStatus: 'Disabled',
			emergencyTokencodeId: null,
			offlineEmergencyAccessStatus: 'Enabled',
			offlineEmergencyTokencodeExpiration: ada.offlineEmergencyTokencodeExpiration,
		});
		expect((await disable(EAC))[0]).toBe(404);
		expect(changes()).toEqual([true, false]);
	});
});

describe('high-risk users', () => {
	const change = async (action: string, ...users: string[]) =>
		await send('changeHighRiskUsers', { body: { action, users } });
	const listed = async () => (await send('listHighRiskUsers'))[1];

	test('are added, removed and listed by email address, in any case', async () => {
		expect(await change('add', 'ADA@example.com')).toEqual([200, []]);
		expect(await listed()).toMatchObject({
			users: [{ email: 'ada@example.com' }, { email: 'grace@example.com' }],
		});
		expect((await change('remove', 'grace@example.com'))[0]).toBe(200);
		expect(await listed()).toMatchObject({ users: [{ email: 'ada@example.com' }] });
	});

	test.each([
		['users', { users: [{ email: 'nobody@example.com', error: 'User not found' }] }],
		['emails', ['nobody@example.com']],
	] as const)(
		'who are not known come back with 207, as %s',
		async (failedHighRiskUsersAs, body) => {
			await restart({ failedHighRiskUsersAs });
			const answer = await change('add', 'ada@example.com', 'nobody@example.com');
			expect(answer).toMatchObject([207, body]);
			expect(tenant.user(ada.userId)).toMatchObject({ highRiskUser: true });
		},
	);
});

describe('reports', () => {
	const path = { reportType: 'hardware_tokens' };
	const generate = async () => (await send('generateReport', { path }))[0];
	const download = async () => await send('downloadReport', { path });

	test('are generated once in 8 hours', async () => {
		expect(await send('generateReport', { path })).toEqual([201, '']);
		now = minutes(8 * 60 - 1);
		expect(await generate()).toBe(429);
		now = minutes(8 * 60);
		expect(await generate()).toBe(201);
	});

	test('are downloaded as CSV, once in 15 minutes', async () => {
		expect((await download())[0]).toBe(404);
		await generate();
		expect(await download()).toEqual([
			200,
			`Serial Number,User ID,Status\r\n000123456789,${ada.userId},Enabled\r\n`,
		]);
		now = minutes(14);
		expect((await download())[0]).toBe(429);
		now = minutes(15);
		expect((await download())[0]).toBe(200);
	});

	test('take their time, if the test decides so', async () => {
		await restart({ reportMilliseconds: 60_000 });
		await generate();
		expect((await download())[0]).toBe(404);
		now = minutes(1);
		expect((await download())[0]).toBe(200);
	});
});

describe('facts of RSA’s pages about users and hardware tokens', () => {
	test('a deleted user who is still in the identity source comes back with the next synchronization', async () => {
		tenant.addUser({ ...ada, userStatus: 'Disabled' });
		expect((await send('deleteUser'))[0]).toBe(200);
		const body = { email: ada.emailAddress };
		expect((await send('lookupUser', { body }))[0]).toBe(404);
		expect(tenant.authenticatorsOf(ada.userId)).toEqual([]);
		const back = await send('lookupUser', { body: { ...body, searchUnsynched: true } });
		expect(back).toMatchObject([
			200,
			{ id: ada.userId, userStatus: 'Enabled', emergencyTokencodeId: null },
		]);
		expect((await send('lookupUser', { body }))[0]).toBe(200);
	});

	test('a user has at most five active hardware tokens', async () => {
		for (const tokenSerialNumber of ['1', '2', '3', '4']) {
			tenant.addHardwareToken({ tokenSerialNumber, userId: ada.userId });
		}
		tenant.addHardwareToken({ tokenSerialNumber: 'free' });
		const assign = async () => (await send('assign', { body: { tokenSerialNumber: 'free' } }))[0];
		expect(await assign()).toBe(409);
		tenant.addHardwareToken({ tokenSerialNumber: '4' });
		expect(await assign()).toBe(200);
	});
});

describe('breaches of the contract', () => {
	test.each<[keyof DeclaredRequests, string, Request]>([
		['deleteRegisteredDevice', 'white space in an ID', { path: { deviceId: 'a%20b' } }],
		['lookupDs100', 'another property', { body: { tokenSerialNumber: DEVICE } }],
		['disableDs100', 'no user', { body: { deviceSerialNumber: DEVICE } }],
		['changeHighRiskUsers', 'another action', { body: { action: 'clear', users: ['a@b'] } }],
		['changeHighRiskUsers', 'nobody', { body: { action: 'add', users: [] } }],
		['generateReport', 'another report', { path: { reportType: 'all' } }],
	])('%s with %s gets a 400, and the contract check records it', async (name, _cause, request) => {
		expect((await send(name, request))[0]).toBe(400);
		expect(tenant.takeBreaches()).toMatchObject([{ by: 'client' }]);
		expect(changes()).toEqual([false]);
	});
});
