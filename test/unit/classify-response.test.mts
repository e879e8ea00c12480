import { describe, expect, test } from '@jest/globals';

import {
	causeOf,
	isAccessTokenRefused,
	isRsasOwn404,
	isSuccess,
} from '../../rsa/errors/classifyResponse.ts';
import type { HttpResponse } from '../../rsa/http/response.ts';

const response = (status: number, body: unknown = ''): HttpResponse => ({
	status,
	headers: {},
	body,
});

describe('why a request failed', () => {
	test.each([
		['any redirect', response(300), 'redirected'],
		['any redirect', response(399), 'redirected'],
		['a success where none can be', response(204), 'unexpectedStatus'],
		[
			'a limit that only this call has, which other requests do not wait for',
			{ ...response(429), hasOwnLimit: true },
			'reportLimitReached',
		],
		['a proxy that wants a password', response(407, '<html>Sign in</html>'), 'proxyRefused'],
		[
			'a message about permissions beside another code than 403',
			response(400, { description: 'Invalid permission' }),
			'invalidParameters',
		],
	])('%s', (_, received, cause) => {
		expect(causeOf(received)).toBe(cause);
	});
});

test.each([
	[199, false, 'serviceFailed'],
	[200, true, 'unexpectedStatus'],
	[299, true, 'unexpectedStatus'],
	[300, false, 'redirected'],
	[399, false, 'redirected'],
	[400, false, 'invalidParameters'],
	[499, false, 'serviceFailed'],
	[500, false, 'serviceFailed'],
])('status %d: a success is %j, as an error it is %s', (status, success, cause) => {
	expect(isSuccess(response(status))).toBe(success);
	expect(causeOf(response(status))).toBe(cause);
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
		expect(causeOf(response(status, body))).toBe(causes[status]);
		expect(isAccessTokenRefused(response(status, body))).toBe(status === 401);
	});
});

describe('another access token is requested', () => {
	test.each([
		['401', response(401)],
		['a 403 on the token', response(403, { message: 'Failed to process provided access token' })],
		['a 403 on its expiry', response(403, { message: 'Expired Access Token is not allowed' })],
	])('for %s', (_, rejected) => {
		expect(isAccessTokenRefused(rejected)).toBe(true);
	});

	test.each([
		['a missing permission', response(403, { description: 'User is not authorized' })],
		['another failure', response(400)],
		['a failure of the service', response(500)],
		['a redirect', response(302)],
		['a success', response(200, { message: 'access token' })],
	])('not for %s', (_, other) => {
		expect(isAccessTokenRefused(other)).toBe(false);
	});
});

describe("a token counts as deleted only after RSA's own 404", () => {
	const words = { code: '404 NOT_FOUND', description: 'Token not found' };
	test.each([
		["RSA's own 404", response(404, words), true],
		['404 without a body', response(404, null), false],
		['404 of a web server', response(404, '<html>'), false],
		['404 of a gateway', response(404, { status: 404, message: 'Cannot POST' }), false],
		['404 with another code', response(404, { ...words, code: 404 }), false],
		['404 without a description', response(404, { code: words.code }), false],
		['another status', response(400, words), false],
	])('%s', (_, received, isGone) => {
		expect(isRsasOwn404(received)).toBe(isGone);
	});
});
