import { describe, expect, test } from '@jest/globals';

import { causeOf, isAccessTokenRefused, isRsasOwn404 } from '../../rsa/errors/classifyResponse.ts';
import type { HttpResponse } from '../../rsa/http/response.ts';

const answer = (status: number, body: unknown = ''): HttpResponse => ({
	status,
	headers: {},
	body,
});

describe('why a request failed', () => {
	test.each([
		['any redirect', answer(300), 'redirected'],
		['any redirect', answer(399), 'redirected'],
		['a success where none can be', answer(204), 'unexpectedStatus'],
		['a proxy that wants a password', answer(407, '<html>Sign in</html>'), 'proxyRefused'],
		[
			'words of rights beside another code than 403',
			answer(400, { description: 'Invalid permission' }),
			'invalidParameters',
		],
	])('%s', (_, said, cause) => {
		expect(causeOf(said)).toBe(cause);
	});
});

describe('the status decides, whatever came with it', () => {
	const causes: Readonly<Record<number, string>> = {
		301: 'redirected',
		400: 'invalidParameters',
		401: 'accessTokenRefused',
		403: 'notAllowed',
		404: 'notTheApi',
		407: 'proxyRefused',
		408: 'serviceFailed',
		409: 'conflict',
		418: 'unexpectedStatus',
		429: 'tooManyRequests',
		500: 'serviceFailed',
		502: 'serviceFailed',
	};
	const bodies: readonly unknown[] = [
		'<html>',
		'<?xml version="1.0"?><e/>',
		'\uFEFF<!-- x --><HTML>',
		'Sorry',
		'',
		undefined,
		null,
		7,
		[],
		{},
		{ detail: 'x' },
	];
	const cases = Object.keys(causes).flatMap((status) =>
		bodies.map((body) => [Number(status), body] as const),
	);
	test.each(cases)('%d with %j', (status, body) => {
		expect(causeOf(answer(status, body))).toBe(causes[status]);
		expect(isAccessTokenRefused(answer(status, body))).toBe(status === 401);
	});
});

describe('another access token is got', () => {
	test.each([
		['401', answer(401)],
		['a 403 on the token', answer(403, { message: 'Failed to process provided access token' })],
		['a 403 on its expiry', answer(403, { message: 'Expired Access Token is not allowed' })],
	])('for %s', (_, refused) => {
		expect(isAccessTokenRefused(refused)).toBe(true);
	});

	test.each([
		['a missing right', answer(403, { description: 'User is not authorized' })],
		['another failure', answer(400)],
		['a failure of the service', answer(500)],
		['a redirect', answer(302)],
		['a success', answer(200, { message: 'access token' })],
	])('not for %s', (_, other) => {
		expect(isAccessTokenRefused(other)).toBe(false);
	});
});

describe("a token counts as gone where RSA's own 404 says so, and nothing else does", () => {
	const words = { code: '404 NOT_FOUND', description: 'Token not found' };
	test.each([
		['404 in the words of RSA', answer(404, words), true],
		['404 without words', answer(404, null), false],
		['404 of a web server', answer(404, '<html>'), false],
		['404 of a gateway', answer(404, { status: 404, message: 'Cannot POST' }), false],
		['404 with another code', answer(404, { ...words, code: 404 }), false],
		['404 without a description', answer(404, { code: words.code }), false],
		['another status', answer(400, words), false],
	])('%s', (_, said, isGone) => {
		expect(isRsasOwn404(said)).toBe(isGone);
	});
});
