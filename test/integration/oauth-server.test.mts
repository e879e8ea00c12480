import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import axios, { type AxiosResponse } from 'axios';
import { importJWK, SignJWT } from 'jose';
import { OpenAPIBackend, type Document } from 'openapi-backend';
import { parse } from 'yaml';
import { oauthTokenContract } from '../../contract/locations.mts';
import {
	startTenant,
	type Fault,
	type OAuthClient,
	type Tenant,
} from '../../sandbox/tenant/tenant.mts';

const owner = { userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d' };
const serial = '000123456789';
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const read = 'rsa.authenticator.sidtoken.read';
const manage = 'rsa.authenticator.sidtoken.manage';

type Fields = Readonly<Record<string, unknown>>;

/** Deviations of a token request from a correct one; undefined removes. */
interface Deviation {
	readonly header?: Fields;
	readonly claims?: Fields;
	readonly form?: Readonly<Record<string, string | undefined>>;
	/** Signs with this client's key instead. */
	readonly signedWith?: OAuthClient;
}

interface TokenResponse {
	readonly access_token: string;
	readonly expires_in: number;
	readonly scope?: string;
}

const contract = new OpenAPIBackend({
	definition: parse(await readFile(oauthTokenContract.contractPath, 'utf8')) as Document,
	quick: true,
});
await contract.init();

/** From before oidc-provider is loaded. */
const consoleSpies = (['log', 'info', 'warn', 'error'] as const).map((name) =>
	jest.spyOn(console, name),
);

let tenant: Tenant;
let client: OAuthClient;

beforeEach(async () => {
	tenant = await startTenant({
		users: [owner],
		hardwareTokens: [{ tokenSerialNumber: serial, userId: owner.userId, pinSet: true }],
	});
	client = await tenant.issueOAuthClient({ keyType: 'EC' });
});

afterEach(async () => {
	await tenant.stop();
});

function nowSeconds(): number {
	return Math.floor(Date.now() / 1000);
}

function tokenEndpointOf({ issuerUrl }: OAuthClient): string {
	return `${issuerUrl}/token`;
}

async function assertionOf(from: OAuthClient, deviation: Deviation): Promise<string> {
	const { header, claims, signedWith = from } = deviation;
	const { kid, alg = '' } = from.privateKeyJwk;
	return await new SignJWT({
		iss: from.clientId,
		sub: from.clientId,
		aud: tokenEndpointOf(from),
		jti: crypto.randomUUID(),
		iat: nowSeconds(),
		exp: nowSeconds() + 300,
		...claims,
	})
		.setProtectedHeader({ typ: 'JWT', alg, kid, ...header })
		.sign(await importJWK(signedWith.privateKeyJwk));
}

async function post(url: string, form: Deviation['form']): Promise<AxiosResponse<unknown>> {
	const fields = Object.entries({ ...form }).flatMap(([name, value]): Array<[string, string]> =>
		value === undefined ? [] : [[name, value]],
	);
	return await axios.post(url, new URLSearchParams(fields), { validateStatus: () => true });
}

async function requestToken(deviation: Deviation = {}, from = client) {
	const response = await post(tokenEndpointOf(from), {
		grant_type: 'client_credentials',
		client_assertion_type: jwtBearer,
		client_assertion: await assertionOf(from, deviation),
		scope: from.scopes.join(' '),
		...deviation.form,
	});
	return { ...response, rejection: tenant.tokenRequests.at(-1)?.rejection };
}

async function accessToken(deviation: Deviation = {}, from = client): Promise<string> {
	const { status, data } = await requestToken(deviation, from);
	expect(status).toBe(200);
	return (data as TokenResponse).access_token;
}

async function call(path: string, method: 'PATCH' | 'POST', token: string) {
	return await axios.request<unknown>({
		method,
		url: `${tenant.adminRestApiUrl}${path}`,
		data: { tokenSerialNumber: serial },
		headers: { authorization: `Bearer ${token}` },
		validateStatus: () => true,
	});
}

async function lookup(token: string) {
	return await call('/v1/sidTokens/lookup', 'POST', token);
}

async function clearPin(token: string) {
	return await call(`/v2/users/${owner.userId}/sidTokens/clearPin`, 'PATCH', token);
}

async function unassign(token: string) {
	return await call(`/v1/users/${owner.userId}/sidTokens/unassign`, 'PATCH', token);
}

describe.each(['RSA', 'EC'] as const)('an OAuth client with an %s key', (keyType) => {
	beforeEach(async () => {
		client = await tenant.issueOAuthClient({ keyType });
	});

	test('is from as RSA does', () => {
		const parts = { RSA: ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'], EC: ['crv', 'x', 'y', 'd'] };
		expect(client.issuerUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth$/);
		expect(new URL(client.issuerUrl).host).not.toBe(new URL(tenant.origin).host);
		expect(Object.keys(client.privateKeyJwk).sort()).toEqual(
			['kty', 'kid', 'alg', 'use', ...parts[keyType]].sort(),
		);
	});

	test('gets an access token that the API accepts', async () => {
		const { status, data } = await requestToken();
		expect([status, data]).toEqual([
			200,
			{
				access_token: expect.any(String),
				token_type: 'Bearer',
				expires_in: 3600,
				scope: `${read} ${manage}`,
			},
		]);
		const { access_token: token } = data as TokenResponse;
		expect([(await lookup(token)).status, (await clearPin(token)).status]).toEqual([200, 200]);
		expect(tenant.hardwareToken(serial).pinSet).toBe(false);
	});

	test('is refused when its assertion is replayed', async () => {
		const claims = { jti: crypto.randomUUID() };
		await accessToken({ claims });
		expect(await requestToken({ claims })).toMatchObject({
			status: 401,
			data: { error: 'invalid_client', error_description: 'client authentication failed' },
			rejection: 'client assertion tokens must only be used once',
		});
	});

	test('is refused when another client’s key signs', async () => {
		const signedWith = await tenant.issueOAuthClient({ keyType });
		expect(await requestToken({ signedWith })).toMatchObject({
			status: 401,
			data: { error: 'invalid_client', error_description: 'client authentication failed' },
			rejection: 'signature verification failed',
		});
	});
});

describe('oidc-provider refuses as invalid_client, without telling why,', () => {
	const tokenEndpointElsewhere = 'https://other.invalid/oauth/token';

	test.each<[string, Deviation, string]>([
		[
			'a kid that it does not know',
			{ header: { kid: 'unknown' } },
			'no applicable key found in the JSON Web Key Set',
		],
		['an unknown client', { claims: { iss: 'unknown', sub: 'unknown' } }, 'client not found'],
		['another issuer', { claims: { iss: 'unknown' } }, 'iss (JWT issuer) must be the client_id'],
		['an expired assertion', { claims: { exp: nowSeconds() - 1 } }, 'jwt expired'],
		['an assertion of the future', { claims: { nbf: nowSeconds() + 600 } }, 'jwt not active yet'],
		[
			'an assertion without exp',
			{ claims: { exp: undefined } },
			'expiration must be specified in the client_assertion JWT',
		],
		[
			'an assertion without jti',
			{ claims: { jti: undefined } },
			'unique jti (JWT ID) must be provided in the client_assertion JWT',
		],
		[
			'another audience',
			{ claims: { aud: tokenEndpointElsewhere } },
			'audience (aud) must equal the endpoint url, issuer identifier or token endpoint url',
		],
	])('%s', async (_name, deviation, rejection) => {
		const response = await requestToken(deviation);
		expect([response.status, response.data, response.rejection]).toEqual([
			401,
			{ error: 'invalid_client', error_description: 'client authentication failed' },
			rejection,
		]);
		expectMatchesContract(response);
	});
});

describe('oidc-provider rejects, with the reason,', () => {
	test.each<[string, Deviation, string, string]>([
		[
			'a scope that the client does not have',
			{ form: { scope: `${read} rsa.user.manage` } },
			'invalid_scope',
			'requested scope is not allowed',
		],
		[
			'scopes with two spaces between them',
			{ form: { scope: `${read}  ${manage}` } },
			'invalid_scope',
			'scope contains invalid characters',
		],
		[
			'another grant',
			{ form: { grant_type: 'password' } },
			'unsupported_grant_type',
			'unsupported grant_type requested',
		],
		[
			'another client_id than the assertion’s',
			{ form: { client_id: 'other' } },
			'invalid_request',
			'client_id mismatch',
		],
		[
			'what is not a JWT',
			{ form: { client_assertion: 'nonsense' } },
			'invalid_request',
			'invalid client_assertion format',
		],
		[
			'no assertion',
			{ form: { client_assertion: undefined } },
			'invalid_request',
			'no client authentication mechanism provided',
		],
	])('%s', async (_name, deviation, error, description) => {
		const response = await requestToken(deviation);
		expect(response.status).toBe(400);
		expect(response.data).toMatchObject({ error, error_description: description });
		expectMatchesContract(response);
	});
});

test('oidc-provider leaves out scopes that it does not know at all', async () => {
	const { status, data } = await requestToken({ form: { scope: `${read} rsa.misspelt` } });
	expect([status, data]).toMatchObject([200, { scope: read }]);
});

test('responds with JSON to a browser too', async () => {
	const { data } = await axios.post<unknown>(tokenEndpointOf(client), new URLSearchParams(), {
		headers: { accept: 'text/html' },
		validateStatus: () => true,
	});
	expect(data).toMatchObject({ error: 'invalid_request' });
});

describe('the API refuses', () => {
	const notProcessed = 'Server failed to process provided access token';
	const expired = 'Expired Access Token is not allowed';

	async function expiredToken(): Promise<string> {
		tenant.accessTokenLifetimeSeconds = 1;
		const token = await accessToken();
		await wait(1100);
		return token;
	}

	async function revokedToken(): Promise<string> {
		const token = await accessToken();
		await tenant.revokeAccessTokens();
		return token;
	}

	const rejectedTokens = [
		['an unknown', () => Promise.resolve('unknown'), notProcessed],
		['an expired', expiredToken, expired],
		['a revoked', revokedToken, notProcessed],
	] as const;

	test.each(rejectedTokens)('%s access token with 403', async (_name, makeToken, message) => {
		const { status, data } = await lookup(await makeToken());
		expect([status, data]).toEqual([
			403,
			{
				timestamp: expect.any(Number),
				status: 403,
				error: 'Forbidden',
				message,
				path: '/AdminInterface/restapi/v1/sidTokens/lookup',
			},
		]);
	});

	test.each(rejectedTokens)(
		'%s access token with 401, if set to',
		async (_name, makeToken, message) => {
			tenant.refusesAccessTokensWith = 401;
			const { status, data, headers } = await lookup(await makeToken());
			expect([status, data]).toMatchObject([401, { status: 401, error: 'Unauthorized', message }]);
			expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
		},
	);

	test('no access token issued after the revocation', async () => {
		await revokedToken();
		expect((await lookup(await accessToken())).status).toBe(200);
	});

	test.each([
		['lookup', manage, lookup],
		['Clear PIN', read, clearPin],
		['Unassign', read, unassign],
		['lookup', undefined, lookup],
	])('%s with the scope %s only', async (_name, scope, operation) => {
		const { status, data } = await operation(await accessToken({ form: { scope } }));
		expect([status, data]).toEqual([
			403,
			{ code: '403 FORBIDDEN', description: 'User is not authorized to perform the request.' },
		]);
		expect(tenant.journal.some(({ changed }) => changed)).toBe(false);
	});
});

test('an option has the API refuse access tokens with 401 from the start', async () => {
	const other = await startTenant({ refusesAccessTokensWith: 401 });
	expect(other.refusesAccessTokensWith).toBe(401);
	await other.stop();
});

test('the lifetime of access tokens can be changed at any time', async () => {
	tenant.accessTokenLifetimeSeconds = 7;
	expect((await requestToken()).data).toMatchObject({ expires_in: 7 });
	tenant.accessTokenLifetimeSeconds = 70;
	expect((await requestToken()).data).toMatchObject({ expires_in: 70 });
});

test('a client has the requested kid, and at least one scope', async () => {
	client = await tenant.issueOAuthClient({ keyType: 'EC', kid: 'mine', scopes: ['rsa.user.read'] });
	expect(client.privateKeyJwk.kid).toBe('mine');
	expect((await requestToken()).data).toMatchObject({ scope: 'rsa.user.read' });
	await expect(tenant.issueOAuthClient({ keyType: 'EC', scopes: [] })).rejects.toThrow(/a scope/);
});

describe('faults ordered at the token endpoint', () => {
	const html = expect.stringMatching('^text/html');

	test.each<[Fault, number, Record<string, unknown>]>([
		[{ kind: 'tooManyRequests', retryAfter: 7 }, 429, { 'retry-after': '7' }],
		[{ kind: 'internalError' }, 500, {}],
		[{ kind: 'badGateway' }, 502, { 'content-type': html }],
		[{ kind: 'unexpectedResponse', response: { status: 200, body: 'hello' } }, 200, {}],
	])('%j', async (fault, status, headers) => {
		tenant.orderAtTokenEndpoint(fault);
		const response = await requestToken();
		expect(response).toMatchObject({ status, headers });
		expect(tenant.tokenRequests).toMatchObject([{ fault: fault.kind, status }]);
		if (fault.kind !== 'unexpectedResponse') expectMatchesContract(response);
		expect((await requestToken()).status).toBe(200);
	});

	test('none after the orders are forgotten', async () => {
		tenant.orderAtTokenEndpoint({ kind: 'internalError' }, { times: 2 });
		expect((await requestToken()).status).toBe(500);
		tenant.forgetOrders();
		expect((await requestToken()).status).toBe(200);
	});

	test('a reset connection, as often as ordered', async () => {
		tenant.orderAtTokenEndpoint({ kind: 'connectionReset' }, { times: 2 });
		await expect(requestToken()).rejects.toMatchObject({ code: 'ECONNRESET' });
		await expect(requestToken()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect((await requestToken()).status).toBe(200);
	});

	test('a lost response: the assertion is used up', async () => {
		const claims = { jti: crypto.randomUUID() };
		tenant.orderAtTokenEndpoint({ kind: 'answerLost' });
		await expect(requestToken({ claims })).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect((await requestToken({ claims })).data).toMatchObject({ error: 'invalid_client' });
	});

	test('a slow response is a proper one', async () => {
		tenant.orderAtTokenEndpoint({ kind: 'slow', milliseconds: 20 });
		expect((await requestToken()).status).toBe(200);
	});

	test('do not hit the API', async () => {
		const token = await accessToken();
		tenant.orderAtTokenEndpoint({ kind: 'internalError' });
		expect((await lookup(token)).status).toBe(200);
	});
});

describe('the journal of token requests', () => {
	test('has the form’s fields as they were sent', async () => {
		await requestToken({ form: { client_id: client.clientId } });
		expect(tenant.tokenRequests).toEqual([
			expect.objectContaining({
				method: 'POST',
				path: '/oauth/token',
				form: {
					grant_type: 'client_credentials',
					client_assertion_type: jwtBearer,
					client_assertion: expect.any(String),
					scope: `${read} ${manage}`,
					client_id: client.clientId,
				},
				at: expect.any(Date),
				status: 200,
				fault: undefined,
				rejection: undefined,
				inProgress: 1,
				clientClosed: false,
			}),
		]);
		expect(tenant.journal).toEqual([]);
		tenant.clearJournal();
		expect(tenant.tokenRequests).toEqual([]);
	});

	test('distinguishes requests at the same time', async () => {
		const expired = { claims: { exp: 1 } };
		tenant.orderAtTokenEndpoint({ kind: 'slow', milliseconds: 20 }, { times: 3 });
		const responses = await Promise.all([requestToken(), requestToken(expired), requestToken()]);
		expect(responses.map(({ status }) => status)).toEqual([200, 401, 200]);
		expect(
			tenant.tokenRequests.map(({ status, rejection }) => `${status ?? 0} ${rejection}`).sort(),
		).toEqual(['200 undefined', '200 undefined', '401 jwt expired']);
	});

	test('has requests to a wrong path, which get 404', async () => {
		expect((await post(`${client.issuerUrl}/tokens`, {})).status).toBe(404);
		expect((await post(`${new URL(client.issuerUrl).origin}/token`, {})).status).toBe(404);
		expect(tenant.tokenRequests.map(({ path, status }) => [path, status])).toEqual([
			['/oauth/tokens', 404],
			['/token', 404],
		]);
	});
});

test('stop() stops the OAuth server too, and does not wait for slow responses', async () => {
	tenant.orderAtTokenEndpoint({ kind: 'slow', milliseconds: 60_000 });
	const arrival = tenant.nextTokenRequest();
	const response = expect(requestToken()).rejects.toMatchObject({ code: 'ECONNRESET' });
	await arrival;
	await tenant.stop();
	await response;
	await expect(requestToken()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('in all these tests, nothing was written to the console', () => {
	for (const spy of consoleSpies) expect(spy).not.toHaveBeenCalled();
});

/** Checks the contract against the response of an independent OAuth server. */
function expectMatchesContract({ status, data }: AxiosResponse<unknown>): void {
	const isHtml = typeof data === 'string';
	const { errors } = contract.validateResponse(data, 'requestAccessToken', status);
	expect(isHtml ? null : errors).toBeNull();
}
