import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';

import {
	NO_ACCESS_TOKEN,
	receivedAccessToken,
	storeAccessToken,
} from '../../rsa/authorization/accessToken.ts';
import { authorize } from '../../rsa/authorization/authorize.ts';
import { fingerprintOf } from '../../rsa/authorization/oAuthClient.ts';
import {
	fieldsForRequest,
	forgetAccessToken,
	newAccessToken,
	renewAccessToken,
	retryAfterOf,
} from '../../rsa/authorization/accessTokenRenewal.ts';
import { limitWait } from '../../rsa/authorization/accessTokenWaitLimits.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { SendResult } from '../../rsa/http/response.ts';

const privateKeyJwk = JSON.stringify(
	generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
);

let clients = 0;
let client: ReturnType<typeof newClient>;
let requests: number;
let endpoint: (request: number) => SendResult;

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

const responded = (status: number, body: unknown = ''): SendResult => ({
	kind: 'response',
	response: { status, headers: {}, body },
});
const headed = (headers: object) => ({ status: 503, headers: { ...headers }, body: '' });
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
	endpoint = (request) => responded(200, { access_token: `token-${request}`, expires_in: 3600 });
});

describe('a token is requested only when it is needed', () => {
	test('a late request with the old one gets the new one', async () => {
		const old = { ...client, accessToken: stored('old', after(-7200)) };
		const first = await renewAccessToken(old, sendForm, NOW);
		const second = await renewAccessToken({ ...old }, sendForm, after(1));
		expect([tokenIn(first.accessToken), tokenIn(second.accessToken)]).toEqual([
			'token-1',
			'token-1',
		]);
		expect(requests).toBe(1);
	});

	test('one that has not expired stays: n8n renews after any failed request of its HTTP Request node', async () => {
		const good = { ...client, accessToken: stored('good', after(-600)) };
		expect(await renewAccessToken(good, sendForm, NOW)).toEqual({});
		expect(requests).toBe(0);
	});

	test('one is renewed from the moment from which it is not used any more', async () => {
		const token = { ...client, accessToken: stored('old', after(-3540)) };
		expect(await renewAccessToken(token, sendForm, new Date(NOW.getTime() - 1))).toEqual({});
		expect(tokenIn((await renewAccessToken(token, sendForm, NOW)).accessToken)).toBe('token-1');
	});

	test('a cached one that has expired is renewed too', async () => {
		const old = { ...client, accessToken: stored('old', after(-7200)) };
		await renewAccessToken(old, sendForm, NOW);
		expect(tokenIn((await renewAccessToken(old, sendForm, after(3540))).accessToken)).toBe(
			'token-2',
		);
	});

	test.each([
		['jwt', renewAccessToken],
		['jwt', newAccessToken],
		['apiKey', renewAccessToken],
		['apiKey', newAccessToken],
	])(
		'none for the authentication %s, after whatever failed request',
		async (authentication, renew) => {
			expect(await renew({ ...client, authentication }, sendForm, NOW)).toEqual({});
			expect(requests).toBe(0);
		},
	);
});

describe('a token that RSA rejected', () => {
	test.each([
		['older still, which another worker has renewed since', -60],
		['newer, but revoked with it', -1],
	])('is not replaced by a cached one: %s', async (_, rememberedSince) => {
		await newAccessToken(client, sendForm, after(rememberedSince));
		const fields = { ...client, accessToken: stored('of another worker', after(-30)) };
		forgetAccessToken(fields, 'of another worker', NOW);
		expect(fields.accessToken).toBe(NO_ACCESS_TOKEN);
		const { accessToken } = await renewAccessToken(fields, sendForm, after(1));
		expect(tokenIn(accessToken)).toBe('token-2');
	});

	test.each([0, 1])(
		'keeps one that another request has requested for it since, %d s later',
		async (seconds) => {
			const { accessToken } = await newAccessToken(client, sendForm, after(seconds));
			const fields = { ...client, accessToken };
			forgetAccessToken(fields, 'older', NOW);
			expect(fields.accessToken).toBe(accessToken);
			const late = { ...client, accessToken: NO_ACCESS_TOKEN };
			expect((await renewAccessToken(late, sendForm, after(2))).accessToken).toBe(accessToken);
		},
	);

	test('is not used again if it was requested during the same request', async () => {
		const { accessToken } = await newAccessToken(client, sendForm, after(1));
		forgetAccessToken({ ...client, accessToken }, 'token-1', NOW);
		const { accessToken: another } = await renewAccessToken(client, sendForm, after(2));
		expect(tokenIn(another)).toBe('token-2');
	});

	test('may be forgotten by several requests, and leaves a field that n8n does not take for a new one', () => {
		const fields = { ...client, accessToken: stored('rejected', after(-60)) };
		forgetAccessToken(fields, 'rejected', NOW);
		forgetAccessToken(fields, 'rejected', NOW);
		// n8n has a token made before every request while the field is empty.
		expect(fields.accessToken).not.toBe('');
	});
});

describe('a token endpoint with an error', () => {
	beforeEach(() => {
		endpoint = () => responded(401, { error: 'invalid_client' });
	});
	const renewalError = async (fields: object, at: Date) =>
		await renewAccessToken({ ...client, ...fields }, sendForm, at).catch((error: unknown) => error);

	test('gets one request for a whole run of items, and another one a while later', async () => {
		for (let item = 0; item < 20; item += 1) {
			expect(await renewalError({}, NOW)).toMatchObject({
				message: expect.stringContaining('does not recognize'),
			});
		}
		expect(requests).toBe(1);
		await renewalError({}, after(20));
		expect(requests).toBe(2);
	});

	test('gets a request of the test button in any case', async () => {
		await renewalError({}, NOW);
		await newAccessToken(client, sendForm, NOW).catch(() => undefined);
		expect(requests).toBe(2);
	});

	test('leaves a token that has some life left in use until its end', async () => {
		const expiring = { accessToken: stored('expiring', after(-3570)) };
		const { accessToken } = (await renewalError(expiring, NOW)) as { accessToken: string };
		expect(tokenIn(accessToken)).toBe('expiring');
		expect(await renewAccessToken({ ...client, accessToken }, sendForm, after(1))).toEqual({});
		expect(await renewalError(expiring, after(30))).toMatchObject({ name: 'UserFacingError' });
	});

	test('gets another request before the end of a token that is left in use', async () => {
		const expiring = { accessToken: stored('expiring', after(-3570)) };
		const left = (await renewalError(expiring, NOW)) as { accessToken: string };
		await renewalError(left, after(20));
		expect(requests).toBe(2);
	});

	test('does not make a token live longer than it does', async () => {
		const expiring = { accessToken: stored('expiring', after(-3597)) };
		const left = (await renewalError(expiring, NOW)) as { accessToken: string };
		expect(await renewalError(left, after(3))).toMatchObject({ name: 'UserFacingError' });
	});
});

describe('a token endpoint that gives none for now', () => {
	beforeEach(() => {
		endpoint = () => responded(503);
	});
	const renew = async (at: Date, fields: object = {}) =>
		await renewAccessToken({ ...client, ...fields }, sendForm, at).catch((error: unknown) => error);

	test('gets one request for all concurrent ones, and another one half a second later', async () => {
		await Promise.all(Array.from({ length: 20 }, async () => await renew(NOW)));
		await renew(NOW);
		expect(requests).toBe(1);
		endpoint = () => responded(200, { access_token: 'there-again', expires_in: 60 });
		const { accessToken } = (await renew(new Date(Date.now() + 500))) as { accessToken: string };
		expect(tokenIn(accessToken)).toBe('there-again');
	});

	test('leaves a token that has some life left in use', async () => {
		const expiring = { accessToken: stored('expiring', after(-3570)) };
		const { accessToken } = (await renew(NOW, expiring)) as { accessToken: string };
		expect(tokenIn(accessToken)).toBe('expiring');
	});

	test.each<[string, SendResult, number | undefined]>([
		['in seconds', { kind: 'response', response: headed({ 'retry-after': '7' }) }, 7000],
		['not at all', responded(503), undefined],
		['immediately', { kind: 'response', response: headed({ 'retry-after': '0' }) }, undefined],
	])('says when to retry, for an n8n that loses the time too: %s', async (_, result, wait) => {
		endpoint = () => result;
		const error = await renew(new Date());
		if (!(error instanceof UserFacingError)) throw new Error('There is no error');
		for (const passedOn of [error, new UserFacingError(error.message, error.nextStep)]) {
			const retryAfter = retryAfterOf(client, passedOn);
			if (wait === undefined) expect(retryAfter).toBeUndefined();
			else expect(Math.abs((retryAfter ?? 0) - wait)).toBeLessThan(1000);
		}
	});
});

describe('a wait for an access token', () => {
	test('ends when a request has waited long enough, and the token serves the next one', async () => {
		let respond: (result: SendResult) => void = () => {};
		const slowForm = async () => {
			requests += 1;
			return await new Promise<SendResult>((resolve) => {
				respond = resolve;
			});
		};
		const fields = { ...client };
		limitWait(fields, { timeout: 20 });
		const first = renewAccessToken(fields, slowForm, new Date());
		await expect(first).rejects.toThrow('at the moment: it has not answered in time');
		const next = renewAccessToken({ ...client }, slowForm, new Date());
		respond(responded(200, { access_token: 'late', expires_in: 60 }));
		expect(tokenIn((await next).accessToken)).toBe('late');
		expect(requests).toBe(1);
	});

	test.each(['before', 'during'])('ends when the execution was cancelled %s', async (when) => {
		const cancellation = new AbortController();
		const fields = { ...client };
		limitWait(fields, { timeout: 60_000, cancelSignal: cancellation.signal });
		if (when === 'before') cancellation.abort();
		const never = renewAccessToken(fields, async () => await new Promise(() => {}), new Date());
		cancellation.abort();
		await expect(never).rejects.toThrow('at the moment');
	});
});

describe('a token that was requested for a request', () => {
	const request = { url: '/v1/sidTokens/lookup' };

	test('is used for it, even if it expires before n8n has stored it', async () => {
		endpoint = () => responded(200, { access_token: 'short', expires_in: 0.001 });
		const fields = { ...client };
		Object.assign(fields, await renewAccessToken(fields, sendForm, NOW));
		expect(authorize(fields, request, after(60)).authorization).toBe('Bearer short');
	});

	test('is used for no later request after it has expired', async () => {
		endpoint = () => responded(200, { access_token: 'short', expires_in: 0.001 });
		const fields = { ...client, ...(await renewAccessToken({ ...client }, sendForm, NOW)) };
		expect(() => authorize(fields, request, after(60))).toThrow('expire too soon');
	});

	test('serves later requests without a renewal only if n8n has stored it', async () => {
		await newAccessToken(client, sendForm, new Date());
		expect(fieldsForRequest(client).accessToken).toBe(NO_ACCESS_TOKEN);
		const { accessToken } = await renewAccessToken({ ...client }, sendForm, new Date());
		expect(fieldsForRequest(client).accessToken).toBe(accessToken);
		expect(requests).toBe(1);
	});
});

describe('a token that is stored shows that the token endpoint is right, whatever it has returned before', () => {
	const page = responded(404, '<html>Not Found</html>');
	const expired = () => ({ ...client, accessToken: stored('old', after(-7200)) });

	test('an error that was kept from before is not returned again', async () => {
		endpoint = (request) => (request === 1 ? page : responded(200, { access_token: 'new' }));
		await expect(renewAccessToken(client, sendForm, NOW)).rejects.toThrow('was not found at');
		const { accessToken } = await renewAccessToken(expired(), sendForm, NOW);
		expect(tokenIn(accessToken)).toBe('new');
	});

	test('a request that had begun before counts as a delay', async () => {
		endpoint = () => page;
		const begun = renewAccessToken(client, sendForm, NOW);
		const joined = renewAccessToken(expired(), sendForm, NOW);
		await expect(begun).rejects.toThrow('at the moment: it returned a web page (HTTP 404)');
		await expect(joined).rejects.toThrow('at the moment');
		expect(requests).toBe(1);
	});
});

test('a token request that is not answered holds up the client for ten seconds only', async () => {
	let sent = 0;
	const sendFirstInVain = async () => {
		sent += 1;
		return await (sent === 1 ? new Promise<SendResult>(() => {}) : sendForm());
	};
	void renewAccessToken(client, sendFirstInVain, NOW);
	const joined = renewAccessToken(client, sendFirstInVain, after(9));
	const { accessToken } = await renewAccessToken(client, sendFirstInVain, after(10));
	expect(tokenIn(accessToken)).toBe('token-1');
	expect(sent).toBe(2);
	await expect(Promise.race([joined, Promise.resolve('waits')])).resolves.toBe('waits');
});
