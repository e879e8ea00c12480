import { describe, expect, test } from '@jest/globals';
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { createFormTransport, createTransport } from '../../rsa/http/transport.ts';

const request = {
	method: 'PATCH',
	path: '/v2/users/1/sidTokens/clearPin',
	body: { tokenSerialNumber: '000123456789' },
} as const;
const response = { statusCode: 409, headers: { 'retry-after': '7' }, body: { code: '409' } };

/** What is asked of n8n's HTTP helper; these tests are about that alone, and HTTP is tested with n8n's own. */
async function askedFor(
	send: (httpRequest: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>) => unknown,
): Promise<IHttpRequestOptions[]> {
	const asked: IHttpRequestOptions[] = [];
	await send(async (options) => {
		asked.push(options);
		return await Promise.resolve(response);
	});
	return asked;
}

/** The reply to a request that n8n's HTTP helper throws for. */
async function replyTo(thrown: unknown): Promise<SendResult> {
	const httpRequest = () => {
		throw thrown;
	};
	return await createTransport(httpRequest, { timeout: 1 })(request);
}

const failed = (code: unknown, message = 'x') => Object.assign(new Error(message), { code });
const wrapped = (cause: unknown) => new Error('The service refused the connection', { cause });
/** As n8n 1.123.81 and 2.8.4 wrap it: `httpCode` has the code of what failed, if it has one. */
const withoutCause = (fields: object, message = 'perhaps it is offline') =>
	Object.assign(new Error(message), { httpCode: null, description: undefined, ...fields });

describe("n8n's HTTP helper is asked", () => {
	const guards = {
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		// So that what is read of an answer is bounded.
		encoding: 'stream',
	};

	test('for the request as JSON, to follow no redirect, and for any answer whatever its status', async () => {
		const asked = await askedFor(
			async (helper) => await createTransport(helper, { timeout: 9 })(request),
		);
		expect(asked).toEqual([
			{
				method: 'PATCH',
				url: '/v2/users/1/sidTokens/clearPin',
				body: { tokenSerialNumber: '000123456789' },
				headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
				timeout: 9,
				...guards,
			},
		]);
	});

	test('for a form to a token endpoint in the same way', async () => {
		const form = { grant_type: 'client_credentials', scope: 'a b' };
		const url = 'https://auth.example/token';
		const asked = await askedFor(
			async (helper) => await createFormTransport(helper, { timeout: 9 })(url, form),
		);
		expect(asked).toEqual([
			{
				method: 'POST',
				url,
				body: 'grant_type=client_credentials&scope=a+b',
				headers: {
					Accept: 'application/json',
					'Content-Type': 'application/x-www-form-urlencoded',
				},
				timeout: 9,
				...guards,
			},
		]);
	});
});

test('an answer is handed on as it came', async () => {
	const send = createTransport(async () => await Promise.resolve(response), { timeout: 1 });
	expect(await send(request)).toEqual({
		kind: 'response',
		response: { status: 409, headers: { 'retry-after': '7' }, body: { code: '409' } },
	});
});

describe('a failure of the network tells whether the request can have reached RSA', () => {
	test.each([
		['bare', failed('ECONNREFUSED'), 'notDelivered'],
		['wrapped by n8n', wrapped(failed('ECONNREFUSED')), 'notDelivered'],
		['bare', failed('ECONNRESET'), 'answerLost'],
		['wrapped by n8n', wrapped(failed('ECONNRESET')), 'answerLost'],
		[
			'wrapped by an n8n that loses the cause',
			withoutCause({ httpCode: 'ECONNRESET' }),
			'answerLost',
		],
		['no Error at all', { code: 'ECONNRESET' }, 'answerLost'],
	])('%s', async (_, thrown, kind) => {
		expect(await replyTo(thrown)).toMatchObject({
			kind,
			networkCode: expect.stringMatching(/^ECONN/),
		});
	});
});

test('a proxy that hangs up did not bring the request, in any n8n', async () => {
	const hungUp = new Error('Proxy connection ended before receiving CONNECT response');
	for (const thrown of [hungUp, wrapped(hungUp)]) {
		expect(await replyTo(thrown)).toMatchObject({ kind: 'notDelivered' });
	}
});

test('what an n8n that loses the cause said in its own words first is not taken for it', async () => {
	const closed = 'Client network socket disconnected before secure TLS connection was established';
	const thrown = withoutCause({ httpCode: 'ECONNRESET', messages: [closed] }, 'Connection reset');
	expect(await replyTo(thrown)).toMatchObject({ kind: 'notDelivered' });
});

describe('a request that was not sent', () => {
	const refusal = new UserFacingError('The Client ID is empty', 'Copy it.');
	test.each([
		['bare', refusal],
		['wrapped by n8n', wrapped(refusal)],
		[
			'wrapped by an n8n that loses the cause',
			withoutCause({ description: refusal.nextStep }, refusal.message),
		],
	])("keeps the credential's own words, %s", async (_, thrown) => {
		const reply = await replyTo(thrown);
		expect(reply).toEqual({ kind: 'blocked', error: refusal });
	});

	test.each([
		["n8n's rule", new Error('Domain not allowed'), ': Domain not allowed'],
		['one that it wraps', wrapped(new Error('Domain not allowed')), ': Domain not allowed'],
		['one without words', new Error(''), ''],
		['one with a code that is none', failed(7, 'Blocked'), ': Blocked'],
		['no Error', 'Blocked', ''],
		['nothing', undefined, ''],
		['null', null, ''],
		['an object', { message: 'Blocked' }, ''],
	])('says so: %s', async (_, thrown, said) => {
		expect(await replyTo(thrown)).toMatchObject({
			kind: 'blocked',
			error: {
				message: `n8n did not send the request${said}`,
				nextStep: expect.stringMatching(/Allowed HTTP Request Domains/),
			},
		});
	});
});
