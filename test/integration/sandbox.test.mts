import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import {
	startTenant,
	type AdministrationKey,
	type Fault,
	type Tenant,
} from '../../sandbox/tenant/tenant.mts';

const owner = { userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d' };
const someoneElse = { userId: '86beae30-8706-4a41-8b02-d6092ed3f896' };
const unknownUserId = '00000000-0000-4000-8000-000000000000';
const assigned = '000123456789';
const free = '000000200002';
const noon = new Date('2026-03-01T12:00:00.000Z');
const noonSeconds = noon.getTime() / 1000;

let tenant: Tenant;
let key: AdministrationKey;
let now: Date;

beforeEach(async () => {
	now = noon;
	tenant = await startTenant({
		users: [owner, someoneElse],
		hardwareTokens: [
			{ tokenSerialNumber: assigned, userId: owner.userId, pinSet: true },
			{ tokenSerialNumber: free },
		],
		now: () => now,
	});
	key = tenant.issueKey();
});

afterEach(async () => {
	await tenant.stop();
});

async function call(
	method: 'PATCH' | 'POST',
	path: string,
	data: unknown,
	config: AxiosRequestConfig = {},
): Promise<AxiosResponse<unknown>> {
	const jwt = await tenant.signJwt(key);
	return await axios.request({
		method,
		url: `${tenant.adminRestApiUrl}${path}`,
		data,
		headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
		validateStatus: () => true,
		maxRedirects: 0,
		...config,
	});
}

async function clearPin(
	tokenSerialNumber = assigned,
	userId = owner.userId,
	config: AxiosRequestConfig = {},
) {
	return await call(
		'PATCH',
		`/v2/users/${userId}/sidTokens/clearPin`,
		{ tokenSerialNumber },
		config,
	);
}

async function unassign(tokenSerialNumber = assigned, userId = owner.userId) {
	return await call('PATCH', `/v1/users/${userId}/sidTokens/unassign`, { tokenSerialNumber });
}

async function lookup(tokenSerialNumber: string) {
	return await call('POST', '/v1/sidTokens/lookup', { tokenSerialNumber });
}

async function lookupWith(authorization: string | undefined) {
	const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
	return await call('POST', '/v1/sidTokens/lookup', { tokenSerialNumber: free }, { headers });
}

describe('Clear PIN', () => {
	test('clears the PIN and responds as in RSA’s example', async () => {
		const { status, data } = await clearPin();
		expect([status, data]).toEqual([
			200,
			{ userId: owner.userId, tokenSerialNumber: assigned, pinSet: 'false' },
		]);
		expect(tenant.hardwareToken(assigned)).toMatchObject({ pinSet: false, userId: owner.userId });
	});

	test('changes nothing the second time, and still succeeds', async () => {
		await clearPin();
		expect((await clearPin()).status).toBe(200);
		expect(tenant.journal.map(({ changed }) => changed)).toEqual([true, false]);
	});
});

describe('Unassign', () => {
	test('unassigns the hardware token and keeps its PIN', async () => {
		const { status, data } = await unassign();
		expect([status, data]).toEqual([
			200,
			{ tokenSerialNumber: assigned, tokenState: 'Unassigned' },
		]);
		expect(tenant.hardwareToken(assigned)).toMatchObject({
			userId: null,
			tokenState: 'Unassigned',
			assignedAt: null,
			pinSet: true,
		});
	});

	test('is rejected the second time: the hardware token is unassigned', async () => {
		await unassign();
		expect((await unassign()).status).toBe(409);
	});
});

describe('lookup', () => {
	test('shows an assigned hardware token', async () => {
		expect((await lookup(assigned)).data).toEqual({
			tokenSerialNumber: assigned,
			userId: owner.userId,
			pinSet: true,
			deviceType: 'SID700',
			name: assigned,
			tokenStatus: 'Enabled',
			tokenStatusChangedAt: '2026-03-01T12:00:00.000Z',
			assignedBy: 'Help Desk Administrator',
			assignedAt: '2026-03-01T12:00:00.000Z',
			registeredDate: '2026-03-01T12:00:00.000Z',
			expiryDate: '2030-02-12T00:00:00.000Z',
		});
	});

	test('shows null for properties that an unassigned hardware token does not have', async () => {
		expect((await lookup(free)).data).toMatchObject({
			userId: null,
			assignedBy: null,
			assignedAt: null,
			registeredDate: null,
			tokenStatusChangedAt: null,
			pinSet: false,
		});
	});

	test('responds with 404 to an unknown serial number', async () => {
		expect((await lookup('404404')).data).toEqual({
			code: '404 NOT_FOUND',
			description: 'Hardware token 404404 not found',
		});
	});
});

test('responds as the test decides where RSA’s pages leave it open', async () => {
	const other = await startTenant({
		users: [owner],
		hardwareTokens: [
			{ tokenSerialNumber: assigned, userId: owner.userId },
			{ tokenSerialNumber: free },
		],
		now: () => noon,
		pinSetAs: 'boolean',
		lookupHasTokenState: true,
		lookupLeavesOutNulls: true,
	});
	const ownTenant = tenant;
	tenant = other;
	key = tenant.issueKey();
	try {
		expect((await clearPin()).data).toMatchObject({ pinSet: false });
		expect((await lookup(assigned)).data).toMatchObject({ tokenState: 'Activated' });
		expect(Object.keys((await lookup(free)).data as object).sort()).toEqual([
			'deviceType',
			'expiryDate',
			'pinSet',
			'tokenSerialNumber',
			'tokenState',
			'tokenStatus',
		]);
	} finally {
		tenant = ownTenant;
		await other.stop();
	}
});

describe.each([
	['Clear PIN', clearPin],
	['Unassign', unassign],
])('%s is refused with', (_name, operation) => {
	test.each([
		['404 for an unknown user', assigned, unknownUserId, 404],
		['404 for an unknown hardware token', '404404', owner.userId, 404],
		['409 for an unassigned hardware token', free, owner.userId, 409],
		['409 for another user’s hardware token', assigned, someoneElse.userId, 409],
	])('%s', async (_cause, serial, userId, status) => {
		const response = await operation(serial, userId);
		expect(response.status).toBe(status);
		expect(response.data).toMatchObject({ code: expect.stringMatching(`^${status} `) });
		expect(tenant.journal.some(({ changed }) => changed)).toBe(false);
	});

	test.each([
		['an empty serial number', '', owner.userId, '/requestBody/tokenSerialNumber'],
		['37 characters', '1'.repeat(37), owner.userId, '/requestBody/tokenSerialNumber'],
		['a user ID that is not a GUID', assigned, 'jane@example.com', '/path/userId'],
	])('400 for %s, a violation of the contract', async (_cause, serial, userId, part) => {
		const response = await operation(serial, userId);
		expect(response.status).toBe(400);
		expect(response.data).toMatchObject({ code: '400 BAD_REQUEST' });
		expect(tenant.takeBreaches()).toMatchObject([{ by: 'client', mismatches: [{ part }] }]);
	});
});

describe('authorization', () => {
	test.each(['', '/', '/v1'] as const)(
		'accepts a key whose URL ends in "%s"',
		async (urlSuffix) => {
			key = tenant.issueKey({ urlSuffix });
			expect(key.adminRestApiUrl).toBe(`${tenant.adminRestApiUrl}${urlSuffix}`);
			expect(key.accessKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
			expect((await clearPin()).status).toBe(200);
		},
	);

	test.each([
		['iat an hour ago', { iat: noonSeconds - 3600, exp: noonSeconds + 60 }],
		['exp within the clock skew', { exp: noonSeconds - 59 }],
		['iat within the clock skew', { iat: noonSeconds + 60 }],
		['exp an hour ahead', { exp: noonSeconds + 3600 }],
		['claims that RSA ignores', { iss: 'anyone', jti: '1' }],
	])('accepts %s', async (_name, claims) => {
		const jwt = await tenant.signJwt(key, { claims });
		expect((await lookupWith(`Bearer ${jwt}`)).status).toBe(200);
	});

	const notProcessed = 'Server failed to process provided access token';
	const invalidAudience = 'Invalid audience';
	const expired = 'Expired Access Token is not allowed';

	test.each([
		['a kid in the header', { header: { kid: '1' } }, notProcessed],
		['no typ in the header', { header: { typ: undefined } }, notProcessed],
		['another algorithm', { header: { alg: 'RS512' } }, notProcessed],
		[
			'an audience with another suffix',
			{ claims: { aud: 'https://other.invalid/' } },
			invalidAudience,
		],
		['exp in the past', { claims: { exp: noonSeconds - 61 } }, expired],
		['a life of over an hour', { lifetimeSeconds: 3661 }, notProcessed],
		['iat too far in the past', { claims: { iat: noonSeconds - 3661 } }, notProcessed],
		['iat in the future', { claims: { iat: noonSeconds + 61 } }, notProcessed],
		['no exp', { claims: { exp: undefined } }, notProcessed],
		['an unknown access ID', { claims: { sub: 'nobody' } }, 'Invalid Access Id'],
	])('refuses %s', async (_name, overrides, message) => {
		const jwt = await tenant.signJwt(key, overrides);
		const { status, data } = await lookupWith(`Bearer ${jwt}`);
		expect(status).toBe(403);
		expect(data).toEqual({
			timestamp: noon.getTime(),
			status: 403,
			error: 'Forbidden',
			message,
			path: '/AdminInterface/restapi/v1/sidTokens/lookup',
		});
	});

	test('refuses the audience of a key with a slash at its end when the slash is missing', async () => {
		key = tenant.issueKey({ urlSuffix: '/' });
		const jwt = await tenant.signJwt(key, { claims: { aud: tenant.adminRestApiUrl } });
		expect((await lookupWith(`Bearer ${jwt}`)).data).toMatchObject({ message: invalidAudience });
	});

	test('refuses a JWT signed with another key', async () => {
		const jwt = await tenant.signJwt(key, { signedWith: tenant.issueKey() });
		expect((await lookupWith(`Bearer ${jwt}`)).data).toMatchObject({ message: notProcessed });
	});

	test('refuses what is not a JWT', async () => {
		expect((await lookupWith('Bearer nonsense')).data).toMatchObject({ message: notProcessed });
	});

	test('rejects a key without permissions in the shape of the service', async () => {
		key = tenant.issueKey({ role: 'none' });
		const { status, data } = await clearPin();
		expect([status, data]).toEqual([
			403,
			{ code: '403 FORBIDDEN', description: 'User is not authorized to perform the request.' },
		]);
	});

	test('rejects a request without a token, a violation of the contract', async () => {
		const { status, data } = await lookupWith(undefined);
		expect([status, data]).toMatchObject([403, { status: 403, message: notProcessed }]);
		expect(tenant.takeBreaches()).toHaveLength(1);
	});
});

describe('ordered faults', () => {
	const inAMinute = new Date(noon.getTime() + 60_000);
	const html = expect.stringMatching('^text/html');

	test.each<[string, Fault, number, Record<string, unknown>]>([
		['429', { kind: 'tooManyRequests' }, 429, { 'retry-after': undefined }],
		['429 with seconds', { kind: 'tooManyRequests', retryAfter: 7 }, 429, { 'retry-after': '7' }],
		[
			'429 with a date',
			{ kind: 'tooManyRequests', retryAfter: inAMinute },
			429,
			{ 'retry-after': 'Sun, 01 Mar 2026 12:01:00 GMT' },
		],
		[
			'429 without a body',
			{ kind: 'tooManyRequests', emptyBody: true },
			429,
			{ 'content-length': '0' },
		],
		['500', { kind: 'internalError' }, 500, {}],
		['502', { kind: 'badGateway' }, 502, { 'content-type': html }],
		['503', { kind: 'serviceUnavailable', retryAfter: 1 }, 503, { 'retry-after': '1' }],
		['504', { kind: 'gatewayTimeout' }, 504, { 'content-type': html }],
		['an empty 200', { kind: 'emptyResponse' }, 200, { 'content-length': '0' }],
		[
			'a redirect',
			{
				kind: 'unexpectedResponse',
				response: { status: 302, headers: { location: 'https://login.invalid/' }, body: '' },
			},
			302,
			{ location: 'https://login.invalid/' },
		],
	])('%s changes nothing', async (_name, fault, status, headers) => {
		tenant.order(fault);
		const response = await clearPin();
		expect(response.status).toBe(status);
		for (const [name, value] of Object.entries(headers))
			expect(response.headers[name]).toEqual(value);
		expect(tenant.journal).toMatchObject([{ fault: fault.kind, status, changed: false }]);
		expect(tenant.hardwareToken(assigned).pinSet).toBe(true);
	});

	test.each<Fault>([
		{ kind: 'badGateway', applied: true },
		{ kind: 'gatewayTimeout', applied: true },
		{ kind: 'emptyResponse', applied: true },
		{
			kind: 'unexpectedResponse',
			response: { status: 200, contentType: 'application/json', body: { tokenSerialNumber: '1' } },
			applied: true,
		},
	])('$kind may come after the change', async (fault) => {
		tenant.order(fault);
		await clearPin();
		expect(tenant.journal).toMatchObject([{ changed: true }]);
		expect(tenant.hardwareToken(assigned).pinSet).toBe(false);
	});

	test('500 has the text of RSA’s page for Clear PIN', async () => {
		tenant.order({ kind: 'internalError' });
		expect((await clearPin()).data).toEqual({
			code: '500 INTERNAL_SERVER_ERROR',
			description: 'Unable to Enable/Disable a hardware token',
		});
	});

	test('hit nothing after they are forgotten', async () => {
		tenant.order({ kind: 'internalError' }, { times: 2 });
		expect((await clearPin()).status).toBe(500);
		tenant.forgetOrders();
		expect((await clearPin()).status).toBe(200);
	});

	test('hit nothing after their time', async () => {
		tenant.order({ kind: 'internalError' }, { within: 0 });
		tenant.order({ kind: 'badGateway' }, { within: 60_000 });
		expect([(await clearPin()).status, (await clearPin()).status]).toEqual([502, 200]);
	});

	test('a lost response: the change is made', async () => {
		tenant.order({ kind: 'answerLost' });
		await expect(clearPin()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(tenant.journal).toMatchObject([
			{ changed: true, status: undefined, clientClosed: false },
		]);
	});

	test('a reset connection: the change is not made', async () => {
		tenant.order({ kind: 'connectionReset' });
		await expect(clearPin()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(tenant.journal).toMatchObject([{ changed: false, status: undefined }]);
	});

	test('a slow response is a proper one', async () => {
		tenant.order({ kind: 'slow', milliseconds: 20 });
		expect((await clearPin()).status).toBe(200);
		expect(tenant.journal).toMatchObject([{ fault: 'slow', status: 200, changed: true }]);
	});

	test.each([
		['afterTheWait', false],
		['beforeTheWait', true],
	] as const)('a client that does not wait, executed %s', async (applied, changed) => {
		tenant.order({ kind: 'slow', milliseconds: 60_000, applied });
		const client = new AbortController();
		const arrival = tenant.nextArrival();
		const response = clearPin(assigned, owner.userId, { signal: client.signal });
		await arrival;
		client.abort();
		await expect(response).rejects.toMatchObject({ code: 'ERR_CANCELED' });
		await tenant.settled();
		expect(tenant.journal).toMatchObject([{ clientClosed: true, status: undefined, changed }]);
	});

	test('slow requests do not delay stop()', async () => {
		tenant.order({ kind: 'slow', milliseconds: 60_000 });
		const arrival = tenant.nextArrival();
		const response = expect(clearPin()).rejects.toMatchObject({ code: 'ECONNRESET' });
		await arrival;
		await tenant.stop();
		await response;
	});

	test('go to as many requests of the operation as ordered', async () => {
		tenant.order({ kind: 'badGateway' }, { times: 0 });
		tenant.order({ kind: 'serviceUnavailable' }, { times: 2, operation: 'lookupHardwareToken' });
		const statuses: number[] = [];
		for (const operation of [clearPin, lookup, lookup, lookup]) {
			statuses.push((await operation(assigned)).status);
		}
		expect(statuses).toEqual([200, 503, 503, 200]);
	});
});

test('refuses connections, and accepts them again on the same port', async () => {
	const { origin } = tenant;
	await tenant.refuseConnections();
	await expect(clearPin()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	await tenant.acceptConnections();
	expect(tenant.origin).toBe(origin);
	expect((await clearPin()).status).toBe(200);
});

test('a stale response shows the state of some time ago, and a change is made all the same', async () => {
	tenant.order({ kind: 'staleResponse', milliseconds: 3000 }, { times: 4 });
	expect((await unassign()).data).toMatchObject({ tokenState: 'Unassigned' });
	expect((await lookup(assigned)).data).toMatchObject({ userId: owner.userId });
	now = new Date(noon.getTime() + 2999);
	expect((await lookup(assigned)).data).toMatchObject({ userId: owner.userId });
	now = new Date(noon.getTime() + 3000);
	expect((await lookup(assigned)).data).toMatchObject({ userId: null });
	expect(tenant.hardwareToken(assigned).userId).toBeNull();
});

describe('the journal', () => {
	test('has every request, until it is cleared', async () => {
		await clearPin();
		expect(tenant.journal).toEqual([
			expect.objectContaining({
				operation: 'clearPin',
				method: 'PATCH',
				path: `/AdminInterface/restapi/v2/users/${owner.userId}/sidTokens/clearPin`,
				body: { tokenSerialNumber: assigned },
				status: 200,
				fault: undefined,
				changed: true,
				at: noon,
				inProgress: 1,
				clientClosed: false,
			}),
		]);
		tenant.clearJournal();
		expect(tenant.journal).toEqual([]);
	});

	test('says how many requests were in progress together', async () => {
		tenant.order({ kind: 'slow', milliseconds: 50 }, { times: 3 });
		await Promise.all([lookup(free), lookup(free), lookup(free)]);
		expect(tenant.journal.map(({ inProgress }) => inProgress)).toEqual([1, 2, 3]);
	});
});

describe('violations of the contract', () => {
	// Not as a text, which axios would make JSON of.
	const malformed = Buffer.from('{"tokenSerial');

	test.each<[string, () => Promise<AxiosResponse<unknown>>, number]>([
		['an unknown path', () => call('PATCH', '/v1/users/1/sidTokens/clearPin', {}), 404],
		['a doubled slash', () => call('POST', '//v1/sidTokens/lookup', {}), 404],
		['a slash at the end', () => call('POST', '/v1/sidTokens/lookup/', {}), 404],
		['no user ID', () => call('PATCH', '/v1/users//sidTokens/unassign', {}), 404],
		['an unknown method', () => call('PATCH', '/v1/sidTokens/lookup', {}), 404],
		['another property', () => call('POST', '/v1/sidTokens/lookup', { serial: free }), 400],
		['a number', () => call('POST', '/v1/sidTokens/lookup', { tokenSerialNumber: 1 }), 400],
		['malformed JSON', () => call('POST', '/v1/sidTokens/lookup', malformed), 400],
		['no body', () => call('POST', '/v1/sidTokens/lookup', undefined), 400],
		['a query', () => call('POST', '/v1/sidTokens/lookup?x=1', { tokenSerialNumber: free }), 400],
		['a malformed URL', () => call('POST', '/v1/%zz', {}), 400],
	])('%s gets a response, is recorded, and makes stop() reject', async (_name, request, status) => {
		expect((await request()).status).toBe(status);
		expect(tenant.breaches).toMatchObject([{ by: 'client' }]);
		await expect(tenant.stop()).rejects.toThrow(/The contract was broken:\nby the client/);
	});

	test('a body that is not announced as JSON', async () => {
		const jwt = await tenant.signJwt(key);
		const headers = { authorization: `Bearer ${jwt}`, 'content-type': 'text/plain' };
		const body = JSON.stringify({ tokenSerialNumber: free });
		const { status } = await call('POST', '/v1/sidTokens/lookup', body, { headers });
		expect(status).toBe(415);
		expect(tenant.takeBreaches()).toMatchObject([
			{ mismatches: [{ part: '/headers/content-type' }] },
		]);
	});

	test('a body that is no JSON, with what is wrong with it', async () => {
		await call('POST', '/v1/sidTokens/lookup', malformed);
		const reason = expect.stringMatching(/JSON at position 13/);
		expect(tenant.takeBreaches()).toMatchObject([
			{ mismatches: expect.arrayContaining([{ part: '/', reason }]) },
		]);
	});

	test('a response of the sandbox that the contract does not have', async () => {
		// @ts-expect-error A state with which the sandbox cannot respond within the contract.
		tenant.addHardwareToken({ tokenSerialNumber: '7', pinSet: 'yes' });
		expect((await lookup('7')).status).toBe(200);
		await expect(tenant.stop()).rejects.toThrow(
			/by the sandbox, POST .*: \/pinSet must be boolean/,
		);
	});

	test('no longer count when taken', async () => {
		await call('PATCH', '/v1/nothing', {});
		expect(tenant.takeBreaches()).toHaveLength(1);
		await expect(tenant.stop()).resolves.toBeUndefined();
	});
});
