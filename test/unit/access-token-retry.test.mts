import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';

import {
	NO_ACCESS_TOKEN,
	receivedAccessToken,
	storeAccessToken,
} from '../../rsa/authorization/accessToken.ts';
import { AccessTokenDelayed } from '../../rsa/authorization/accessTokenDelayed.ts';
import { testRequest } from '../../rsa/authorization/credentialTest.ts';
import { fingerprintOf } from '../../rsa/authorization/oAuthClient.ts';
import { renewAccessToken } from '../../rsa/authorization/accessTokenRenewal.ts';
import { AccessTokenRetry } from '../../rsa/authorization/accessTokenRetry.ts';
import { requestTo, type RsaRequest } from '../../rsa/http/endpoints.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { SendResult } from '../../rsa/http/response.ts';

const privateKeyJwk = JSON.stringify(
	generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
);
let clients = 0;
let client: ReturnType<typeof newClient>;

/** Another client for each test: tokens are cached by client. */
function newClient() {
	return {
		authentication: 'oAuthClient',
		baseUrl: 'https://mycompany.access.securid.com',
		issuerUrl: 'https://mycompany.auth.securid.com/oauth',
		clientId: `client-${++clients}`,
		privateKeyJwk,
		scope: '',
		accessToken: NO_ACCESS_TOKEN,
	};
}

beforeEach(() => {
	client = newClient();
});

const responded = (status: number, body: unknown = ''): SendResult => ({
	kind: 'response',
	response: { status, headers: {}, body },
});
const [rejected, accepted] = [responded(401), responded(200)];
const storedToken = (value: string) =>
	storeAccessToken(receivedAccessToken(value, 3600, fingerprintOf(client), new Date()));
const withToken = () => ({ ...client, accessToken: storedToken('first') });
const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const jwt = () => `${part({ alg: 'RS256' })}.${part({ exp: Date.now() / 1000 + 60 })}.c2ln`;

/** Sends requests that get these results in order, and keeps the tokens that they were sent with. */
function requestsWith(credential: Record<string, unknown>, ...results: SendResult[]) {
	return requestsTo(credential, () => results.shift() ?? responded(500));
}

/** The same for a server whose response depends on the request. */
function requestsTo(
	credential: Record<string, unknown>,
	respond: (request: RsaRequest) => SendResult,
) {
	const sentWith: string[] = [];
	let tokens = 0;
	const sendForm = async () =>
		await Promise.resolve(responded(200, { access_token: `new-${++tokens}`, expires_in: 3600 }));
	const send = new AccessTokenRetry(credential).transport(
		(fields) => async (request) => {
			// n8n puts a new token there before it sends a request that has none.
			if (fields.accessToken === NO_ACCESS_TOKEN) {
				Object.assign(fields, await renewAccessToken(fields, sendForm, new Date()));
			}
			sentWith.push(/"value":"(.*?)"/.exec(String(fields.accessToken))?.[1] ?? '');
			return await Promise.resolve(respond(request));
		},
		1000,
	);
	return {
		sentWith,
		next: async (request = testRequest) => withoutAuthentication(await send(request)),
	};
}

/** A result without its authentication, which other tests are about. */
function withoutAuthentication<Any extends { kind: string }>(result: Any): Any {
	if (!('response' in result)) return result;
	const { authentication: _, ...response } = result.response as { authentication?: string };
	return { ...result, response };
}

describe('a request is sent again only if another access token may help', () => {
	test.each<[string, () => Record<string, unknown>, SendResult]>([
		['a response', withToken, accepted],
		['a missing permission', withToken, responded(403, { error: 'insufficient_scope' })],
		['a lost response', withToken, { kind: 'answerLost', reason: 'no response arrived in time' }],
		['no connection', withToken, { kind: 'notDelivered', reason: 'the host was not found' }],
		[
			'a request that was not sent',
			withToken,
			{ kind: 'blocked', error: new UserFacingError('No', 'Enter it again.') },
		],
		[
			'a pasted token that RSA rejected',
			() => ({ authentication: 'jwt', baseUrl: client.baseUrl, jwt: jwt() }),
			rejected,
		],
		[
			'a rejected token of an unknown authentication',
			() => ({ authentication: 'unheard of' }),
			rejected,
		],
	])('not after %s', async (_, credential, result) => {
		const { sentWith, next } = requestsWith(credential(), result);
		expect(await next()).toEqual(result);
		expect(sentWith).toHaveLength(1);
	});

	test('with another token immediately, even if the rejected one was requested for the same request', async () => {
		const { sentWith, next } = requestsWith(client, rejected, accepted);
		expect(await next()).toEqual(accepted);
		expect(sentWith).toEqual(['new-1', 'new-2']);
	});
});

test('a response shows neither the token of its own request nor that of the one before', async () => {
	const old = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
	const { next } = requestsWith(
		{ ...client, accessToken: storedToken(old) },
		rejected,
		responded(403, { description: `Token ${old} was replaced by new-1` }),
	);
	expect(await next()).toEqual(responded(403, { description: 'Token … was replaced by …' }));
});

describe('a new token that is rejected too', () => {
	const waitOf = (result: { kind: string }) =>
		'retryAfter' in result ? result.retryAfter : result;

	test('is used again after waits that grow, then a third one is, then none until one is accepted', async () => {
		const results = Array.from({ length: 10 }, () => rejected);
		const { sentWith, next } = requestsWith(withToken(), ...results, accepted, rejected, accepted);
		const waits: unknown[] = [];
		for (let request = 0; request < 5; request += 1) waits.push(waitOf(await next()));
		expect(waits).toEqual([200, 400, 800, 1600, 2000]);
		expect(await next()).toEqual(rejected);
		expect(sentWith).toEqual([
			'first',
			'new-1',
			'new-1',
			'new-1',
			'new-1',
			'new-1',
			'new-1',
			'new-2',
		]);
		expect([await next(), await next(), await next()]).toEqual([rejected, rejected, accepted]);
		expect(await next()).toEqual(accepted);
		expect(sentWith.slice(8)).toEqual(['new-2', 'new-2', 'new-2', 'new-2', 'new-3']);
	});

	test('is probed by one request for all', async () => {
		const { sentWith, next } = requestsWith(
			withToken(),
			...Array.from({ length: 6 }, () => rejected),
		);
		const results = await Promise.all(Array.from({ length: 5 }, async () => await next()));
		expect(results.map(({ kind }) => kind)).toEqual(
			Array.from({ length: 5 }, () => 'accessTokenPending'),
		);
		expect(sentWith).toEqual([...Array.from({ length: 5 }, () => 'first'), 'new-1']);
	});

	test('is probed only once for a call that rejects what another call accepts', async () => {
		const other = requestTo('listAuthenticators', { path: { userId: 'a' } });
		const { sentWith, next } = requestsTo(withToken(), (request) =>
			request === other ? accepted : rejected,
		);
		const results: unknown[] = [];
		for (let item = 0; item < 12; item += 1) {
			results.push((await next()).kind);
			expect(await next(other)).toEqual(accepted);
		}
		const pending = Array.from({ length: 5 }, () => 'accessTokenPending');
		expect(results).toEqual([...pending, ...Array.from({ length: 7 }, () => 'response')]);
		expect(new Set(sentWith)).toEqual(new Set(['first', 'new-1', 'new-2']));
	});

	test('is probed further while limits, proxies and gateways respond', async () => {
		const others = [429, 408, 407, 503, 302].map((status) => responded(status));
		const { sentWith, next } = requestsWith(withToken(), rejected, ...others, rejected, accepted);
		for (const other of others) expect(await next()).toEqual(other);
		expect(waitOf(await next())).toBe(200);
		expect(await next()).toEqual(accepted);
		expect(new Set(sentWith)).toEqual(new Set(['first', 'new-1']));
	});
});

describe('a rejected request whose token was replaced meanwhile', () => {
	test('is sent with the new one, and requests no other', async () => {
		const pending: Array<(result: SendResult) => void> = [];
		const credential: Record<string, unknown> = withToken();
		const sentWith: unknown[] = [];
		const send = new AccessTokenRetry(credential).transport(
			(fields) => async () => {
				if (fields.accessToken === NO_ACCESS_TOKEN) {
					credential['accessToken'] = storedToken('new');
					Object.assign(fields, credential);
				}
				sentWith.push(fields.accessToken);
				return await new Promise<SendResult>((resolve) => {
					pending.push(resolve);
				});
			},
			1000,
		);
		const settled = async () => {
			await new Promise(setImmediate);
		};
		const [early, late] = [send(testRequest), send(testRequest)];
		pending.shift()?.(rejected);
		await settled();
		pending.pop()?.(accepted);
		expect(withoutAuthentication(await early)).toEqual(accepted);
		pending.shift()?.(rejected);
		await settled();
		pending.shift()?.(accepted);
		expect(withoutAuthentication(await late)).toEqual(accepted);
		expect(sentWith).toHaveLength(4);
	});
});

test.each([
	[
		'as it was thrown',
		() => new AccessTokenDelayed('it failed (HTTP 503)', Date.now() + 60_000),
		60,
	],
	[
		'by an n8n that leaves its texts only',
		() => new UserFacingError(new AccessTokenDelayed('it failed (HTTP 503)').message, 'Try again.'),
		undefined,
	],
])('a token endpoint that gives none for now is a delay, %s', async (_, errorOf, seconds) => {
	const { next } = requestsWith(client, { kind: 'blocked', error: errorOf() });
	const result = await next();
	expect(result).toMatchObject({
		kind: 'accessTokenPending',
		reason:
			"RSA's token endpoint does not issue an access token at the moment: it failed (HTTP 503)",
	});
	const { retryAfter } = result as { retryAfter?: number };
	expect(retryAfter && Math.ceil(retryAfter / 1000)).toBe(seconds);
});
