import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';

import {
	NO_ACCESS_TOKEN,
	receivedAccessToken,
	storeAccessToken,
} from '../../rsa/authorization/accessToken.ts';
import { fingerprintOf } from '../../rsa/authorization/oAuthClient.ts';
import { renewingWith } from '../../rsa/authorization/renewingSend.ts';
import {
	forgetAccessToken,
	newAccessToken,
	renewAccessToken,
} from '../../rsa/authorization/renewal.ts';
import { accessProof } from '../../rsa/authorization/accessProof.ts';
import type { Reply } from '../../rsa/reply.ts';

const privateKeyJwk = JSON.stringify(
	generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
);

let clients = 0;
let client: ReturnType<typeof newClient>;
let requests: number;
let endpoint: (request: number) => Reply;

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

const answered = (status: number, body: unknown = ''): Reply => ({
	kind: 'answered',
	answer: { status, headers: {}, body },
});
const sendForm = async () => await Promise.resolve(endpoint(++requests));
const tokenIn = (text: string | undefined) =>
	(JSON.parse(text ?? '{}') as { value?: string }).value;
const stored = (value: string, at: Date, lifetime = 3600) =>
	storeAccessToken(receivedAccessToken(value, lifetime, fingerprintOf(client), at));

const NOW = new Date();
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

beforeEach(() => {
	client = newClient();
	requests = 0;
	endpoint = (request) => answered(200, { access_token: `token-${request}`, expires_in: 3600 });
});

describe('a token is asked for once', () => {
	test('who comes late with the old one gets the new one', async () => {
		const old = { ...client, accessToken: stored('old', after(-7200)) };
		const first = await renewAccessToken(old, sendForm, NOW);
		const second = await renewAccessToken({ ...old }, sendForm, after(1));
		expect([tokenIn(first.accessToken), tokenIn(second.accessToken)]).toEqual([
			'token-1',
			'token-1',
		]);
		expect(requests).toBe(1);
	});

	test('one whose time is not over stays: n8n asks after any failed request of its HTTP Request node', async () => {
		const good = { ...client, accessToken: stored('good', after(-600)) };
		expect(await renewAccessToken(good, sendForm, NOW)).toEqual({});
		expect(requests).toBe(0);
	});
});

describe('a token that RSA refused', () => {
	test.each([
		['older still, which another worker has renewed since', -60],
		['newer, but taken back with it', -1],
	])('is not replaced by one that is remembered: %s', async (_, rememberedSince) => {
		await newAccessToken(client, sendForm, after(rememberedSince));
		const fields = { ...client, accessToken: stored('of another worker', after(-30)) };
		forgetAccessToken(fields, 'of another worker', NOW);
		expect(fields.accessToken).toBe(NO_ACCESS_TOKEN);
		const { accessToken } = await renewAccessToken(fields, sendForm, after(1));
		expect(tokenIn(accessToken)).toBe('token-2');
	});

	test('leaves one alone that another request has got for it since', async () => {
		const { accessToken } = await newAccessToken(client, sendForm, after(1));
		const fields = { ...client, accessToken };
		forgetAccessToken(fields, 'older', NOW);
		expect(fields.accessToken).toBe(accessToken);
		const late = { ...client, accessToken: NO_ACCESS_TOKEN };
		expect((await renewAccessToken(late, sendForm, after(2))).accessToken).toBe(accessToken);
	});

	test('is renewed too when it came during the very request', async () => {
		const fields = { ...client };
		const replies = [answered(401), answered(200)];
		const reply = await renewingWith(fields)(async () => {
			if (replies.length === 2) fields.accessToken = stored('taken back', NOW);
			return await Promise.resolve(replies.shift() ?? answered(500));
		})(accessProof);
		expect(reply).toEqual(answered(200));
		expect(fields.accessToken).toBe(NO_ACCESS_TOKEN);
	});
});

describe('a token endpoint that refuses', () => {
	beforeEach(() => {
		endpoint = () => answered(502);
	});
	const refusal = async (fields: object, at: Date) =>
		await renewAccessToken({ ...client, ...fields }, sendForm, at).catch((error: unknown) => error);

	test('is asked once for a whole run of items, and again a while later', async () => {
		for (let item = 0; item < 20; item += 1) {
			expect(await refusal({}, NOW)).toMatchObject({ message: expect.stringContaining('failed') });
		}
		expect(requests).toBe(1);
		await refusal({}, after(20));
		expect(requests).toBe(2);
	});

	test('is asked by the test button in any case', async () => {
		await refusal({}, NOW);
		await newAccessToken(client, sendForm, NOW).catch(() => undefined);
		expect(requests).toBe(2);
	});

	test('leaves a token that has some life left in use until its end', async () => {
		const ending = { accessToken: stored('ending', after(-3570)) };
		const { accessToken } = (await refusal(ending, NOW)) as { accessToken: string };
		expect(tokenIn(accessToken)).toBe('ending');
		expect(await renewAccessToken({ ...client, accessToken }, sendForm, after(1))).toEqual({});
		expect(await refusal(ending, after(31))).toMatchObject({ name: 'Refusal' });
	});
});
