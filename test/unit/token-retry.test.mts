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
import { renewAccessToken } from '../../rsa/authorization/tokenRenewal.ts';
import { TokenRetry } from '../../rsa/authorization/tokenRetry.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { SendResult } from '../../rsa/http/response.ts';

const privateKeyJwk = JSON.stringify(
	generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
);
let clients = 0;
let client: ReturnType<typeof newClient>;

/** A client of its own for each test, so that none meets a token of another. */
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

const answered = (status: number, body: unknown = ''): SendResult => ({
	kind: 'response',
	response: { status, headers: {}, body },
});
const [refused, accepted] = [answered(401), answered(200)];
const storedToken = (value: string) =>
	storeAccessToken(receivedAccessToken(value, 3600, fingerprintOf(client), new Date()));
const withToken = () => ({ ...client, accessToken: storedToken('first') });
const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const jwt = () => `${part({ alg: 'RS256' })}.${part({ exp: Date.now() / 1000 + 60 })}.c2ln`;

/** Sends what gets these replies in turn, and keeps the tokens that it went out with. */
function sending(credential: Record<string, unknown>, ...replies: SendResult[]) {
	const sentWith: string[] = [];
	let tokens = 0;
	const sendForm = async () =>
		await Promise.resolve(answered(200, { access_token: `new-${++tokens}`, expires_in: 3600 }));
	const send = new TokenRetry(credential).transport(
		(fields) => async () => {
			// n8n puts a new token there before it sends a request that has none.
			if (fields.accessToken === NO_ACCESS_TOKEN) {
				Object.assign(fields, await renewAccessToken(fields, sendForm, new Date()));
			}
			sentWith.push(/"value":"(.*?)"/.exec(String(fields.accessToken))?.[1] ?? '');
			return await Promise.resolve(replies.shift() ?? answered(500));
		},
		1000,
	);
	return { sentWith, next: async () => unsigned(await send(testRequest)) };
}

/** A reply without how it was signed in, which other tests are about. */
function unsigned<Any extends { kind: string }>(reply: Any): Any {
	if (!('response' in reply)) return reply;
	const { authentication: _, ...response } = reply.response as { authentication?: string };
	return { ...reply, response };
}

describe('a request is sent once more only where another access token may help', () => {
	test.each<[string, () => Record<string, unknown>, SendResult]>([
		['an answer', withToken, accepted],
		['a missing right', withToken, answered(403, { error: 'insufficient_scope' })],
		['a lost answer', withToken, { kind: 'answerLost', reason: 'no answer came in time' }],
		['no connection', withToken, { kind: 'notDelivered', reason: 'there is no such host' }],
		[
			'a request that was not sent',
			withToken,
			{ kind: 'blocked', error: new UserFacingError('No', 'Enter it again.') },
		],
		[
			'a pasted token that RSA refused',
			() => ({ authentication: 'jwt', baseUrl: client.baseUrl, jwt: jwt() }),
			refused,
		],
		['a refused token that nobody knows', () => ({ authentication: 'unheard of' }), refused],
	])('not after %s', async (_, credential, reply) => {
		const { sentWith, next } = sending(credential(), reply);
		expect(await next()).toEqual(reply);
		expect(sentWith).toHaveLength(1);
	});

	test('with another token at once, also where the refused one came during the very request', async () => {
		const { sentWith, next } = sending(client, refused, accepted);
		expect(await next()).toEqual(accepted);
		expect(sentWith).toEqual(['new-1', 'new-2']);
	});
});

describe('a new token that is refused too', () => {
	const waitOf = (reply: { kind: string }) => ('retryAfter' in reply ? reply.retryAfter : reply);

	test('is tried again after waits that grow, then a third one once, then nothing until one is accepted', async () => {
		const replies = Array.from({ length: 10 }, () => refused);
		const { sentWith, next } = sending(withToken(), ...replies, accepted, refused, accepted);
		const waits: unknown[] = [];
		for (let request = 0; request < 5; request += 1) waits.push(waitOf(await next()));
		expect(waits).toEqual([200, 400, 800, 1600, 2000]);
		expect(await next()).toEqual(refused);
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
		expect([await next(), await next(), await next()]).toEqual([refused, refused, accepted]);
		expect(await next()).toEqual(accepted);
		expect(sentWith.slice(8)).toEqual(['new-2', 'new-2', 'new-2', 'new-2', 'new-3']);
	});

	test('is tried by one request for all', async () => {
		const { sentWith, next } = sending(withToken(), ...Array.from({ length: 6 }, () => refused));
		const replies = await Promise.all(Array.from({ length: 5 }, next));
		expect(replies.map(({ kind }) => kind)).toEqual(
			Array.from({ length: 5 }, () => 'accessTokenPending'),
		);
		expect(sentWith).toEqual([...Array.from({ length: 5 }, () => 'first'), 'new-1']);
	});

	test('stays in doubt while limits, proxies and gateways answer', async () => {
		const others = [429, 408, 407, 503, 302].map((status) => answered(status));
		const { sentWith, next } = sending(withToken(), refused, ...others, refused, accepted);
		for (const other of others) expect(await next()).toEqual(other);
		expect(waitOf(await next())).toBe(200);
		expect(await next()).toEqual(accepted);
		expect(new Set(sentWith)).toEqual(new Set(['first', 'new-1']));
	});
});

describe('a refused request whose token was replaced meanwhile', () => {
	test('goes out with the new one, and asks for no other', async () => {
		const held: Array<(reply: SendResult) => void> = [];
		const credential: Record<string, unknown> = withToken();
		const sentWith: unknown[] = [];
		const send = new TokenRetry(credential).transport(
			(fields) => async () => {
				if (fields.accessToken === NO_ACCESS_TOKEN) {
					credential['accessToken'] = storedToken('new');
					Object.assign(fields, credential);
				}
				sentWith.push(fields.accessToken);
				return await new Promise<SendResult>((resolve) => {
					held.push(resolve);
				});
			},
			1000,
		);
		const settled = async () => {
			await new Promise(setImmediate);
		};
		const [early, late] = [send(testRequest), send(testRequest)];
		held.shift()?.(refused);
		await settled();
		held.pop()?.(accepted);
		expect(unsigned(await early)).toEqual(accepted);
		held.shift()?.(refused);
		await settled();
		held.shift()?.(accepted);
		expect(unsigned(await late)).toEqual(accepted);
		expect(sentWith).toHaveLength(4);
	});
});

test.each([
	['as it was thrown', new AccessTokenDelayed('it failed (HTTP 503)', Date.now() + 60_000), 60],
	[
		'by an n8n that leaves its texts only',
		new UserFacingError(new AccessTokenDelayed('it failed (HTTP 503)').message, 'Try again.'),
		undefined,
	],
])('a token endpoint that gives none for now is a delay, %s', async (_, error, seconds) => {
	const { next } = sending(client, { kind: 'blocked', error });
	const reply = await next();
	expect(reply).toMatchObject({
		kind: 'accessTokenPending',
		reason: "RSA's token endpoint gives no access token for now: it failed (HTTP 503)",
	});
	const { retryAfter } = reply as { retryAfter?: number };
	expect(retryAfter && Math.ceil(retryAfter / 1000)).toBe(seconds);
});
