import { Readable } from 'node:stream';
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

/** The options for n8n's HTTP helper. Only these are tested here; HTTP is tested with n8n's own helper. */
async function optionsOf(
	send: (httpRequest: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>) => unknown,
): Promise<IHttpRequestOptions[]> {
	const options: IHttpRequestOptions[] = [];
	await send(async (request) => {
		options.push(request);
		return await Promise.resolve(response);
	});
	return options;
}

/** The result of a request that n8n's HTTP helper throws for. */
async function resultOf(thrown: unknown): Promise<SendResult> {
	const httpRequest = () => {
		throw thrown;
	};
	return await createTransport(httpRequest, 1)(request);
}

const failed = (code: unknown, message = 'x') => Object.assign(new Error(message), { code });
const wrapped = (cause: unknown) => new Error('The service refused the connection', { cause });
/** As n8n 1.123.81 and 2.8.4 wrap it: `httpCode` has the code of what failed, if it has one. */
const withoutCause = (fields: object, message = 'perhaps it is offline') =>
	Object.assign(new Error(message), { httpCode: null, description: undefined, ...fields });

describe("n8n's HTTP helper gets a request", () => {
	const guards = {
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		// Bounds what is read of a response.
		encoding: 'stream',
	};

	test('as JSON, without redirects, and with any status as a response', async () => {
		const options = await optionsOf(async (helper) => await createTransport(helper, 9)(request));
		expect(options).toEqual([
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

	test('for a file, beside JSON for errors', async () => {
		const options = await optionsOf(
			async (helper) => await createTransport(helper, 9)({ ...request, isFile: true }),
		);
		expect(options).toMatchObject([
			{ headers: { Accept: 'application/octet-stream, application/json' } },
		]);
	});

	test('with a form to a token endpoint in the same way', async () => {
		const form = { grant_type: 'client_credentials', scope: 'a b' };
		const url = 'https://auth.example/token';
		const options = await optionsOf(
			async (helper) => await createFormTransport(helper, 9)(url, form),
		);
		expect(options).toEqual([
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

test('a response is returned as it came', async () => {
	const send = createTransport(async () => await Promise.resolve(response), 1);
	expect(await send(request)).toEqual({
		kind: 'response',
		response: { status: 409, headers: { 'retry-after': '7' }, body: { code: '409' } },
	});
});

describe('a network error shows whether the request can have reached RSA', () => {
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
		expect(await resultOf(thrown)).toMatchObject({
			kind,
			networkCode: expect.stringMatching(/^ECONN/),
		});
	});
});

test('a proxy that hangs up did not bring the request, in any n8n', async () => {
	const hungUp = new Error('Proxy connection ended before receiving CONNECT response');
	for (const thrown of [hungUp, wrapped(hungUp)]) {
		expect(await resultOf(thrown)).toMatchObject({ kind: 'notDelivered' });
	}
});

test('a text of n8n itself is not taken for the original message in an n8n that loses the cause', async () => {
	const closed = 'Client network socket disconnected before secure TLS connection was established';
	const thrown = withoutCause({ httpCode: 'ECONNRESET', messages: [closed] }, 'Connection reset');
	expect(await resultOf(thrown)).toMatchObject({ kind: 'notDelivered' });
});

describe('a request that was not sent', () => {
	const error = new UserFacingError('The Client ID is empty', 'Copy it.');
	test.each([
		['bare', error],
		['wrapped by n8n', wrapped(error)],
		[
			'wrapped by an n8n that loses the cause',
			withoutCause({ description: error.nextStep }, error.message),
		],
	])("keeps the credential's own error, %s", async (_, thrown) => {
		const result = await resultOf(thrown);
		expect(result).toEqual({ kind: 'blocked', error });
	});

	test.each([
		["n8n's rule", new Error('Domain not allowed'), ': Domain not allowed'],
		['one that it wraps', wrapped(new Error('Domain not allowed')), ': Domain not allowed'],
		['one without words', new Error(''), ''],
		['one with an invalid code', failed(7, 'Blocked'), ': Blocked'],
		['no Error', 'Blocked', ''],
		['nothing', undefined, ''],
		['null', null, ''],
		['an object', { message: 'Blocked' }, ''],
	])('says so: %s', async (_, thrown, reason) => {
		expect(await resultOf(thrown)).toMatchObject({
			kind: 'blocked',
			error: {
				message: `n8n did not send the request${reason}`,
				nextStep: expect.stringMatching(/Allowed HTTP Request Domains/),
			},
		});
	});
});

describe('the body of a response', () => {
	const answered = async (statusCode: number, content: Uint8Array, file: object) => {
		const body = Readable.from([content.subarray(0, 1), content.subarray(1)], {
			objectMode: false,
		});
		const httpRequest = async () =>
			await Promise.resolve({ statusCode, headers: {}, body } as IN8nHttpFullResponse);
		const result = await createTransport(httpRequest, 1000)({ ...request, ...file });
		return result.kind === 'response' ? result.response : undefined;
	};
	const json = Buffer.from('\uFEFF{"a":"\u00e9"}');

	test('is JSON, of a file the bytes', async () => {
		expect(await answered(200, json, {})).toEqual({
			status: 200,
			headers: {},
			body: { a: '\u00e9' },
		});
		const file = await answered(200, json, { isFile: true });
		expect(Buffer.isBuffer(file?.body) && json.equals(file.body)).toBe(true);
	});

	test('is JSON where an error comes in place of a file', async () => {
		expect((await answered(404, json, { isFile: true }))?.body).toEqual({ a: '\u00e9' });
	});

	test('comes with the limit that the call has', async () => {
		expect(await answered(429, json, { hasOwnLimit: true })).toMatchObject({ hasOwnLimit: true });
		expect(await answered(429, json, {})).not.toHaveProperty('hasOwnLimit');
	});
});
