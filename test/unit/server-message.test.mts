import { execFileSync } from 'node:child_process';

import { describe, expect, test } from '@jest/globals';

import { serverMessageOf, isHtml } from '../../rsa/errors/serverMessage.ts';
import { LONGEST_WAIT, retryAfter } from '../../rsa/http/retryAfter.ts';

describe("the message in RSA's response reaches the user", () => {
	test.each([
		[
			'application shape',
			{ code: '404 NOT_FOUND', description: 'User 1 not found' },
			'User 1 not found',
		],
		[
			'gateway shape',
			{
				status: 403,
				error: 'Forbidden',
				message: 'Server failed to process provided access token',
				path: '/x',
			},
			'Server failed to process provided access token',
		],
		[
			'gateway shape without message',
			{ status: 403, error: 'Forbidden', message: '' },
			'Forbidden',
		],
		[
			'token endpoint',
			{ error: 'invalid_scope', error_description: 'no such scope' },
			'no such scope',
		],
		['a blank description', { description: ' ', message: 'Too busy' }, 'Too busy'],
		['plain text', 'Too many\n  requests ', 'Too many requests'],
	])('%s', (_, body, message) => {
		expect(serverMessageOf(body)).toBe(message);
	});

	test.each([
		['an empty body', ''],
		['an HTML page', '<html><body>Bad Gateway</body></html>'],
		['an upper-case HTML page', ' <!DOCTYPE HTML><p>502'],
		['null', null],
		['a list', ['x']],
		['JSON of another make', { detail: 'x', description: 7 }],
	])('%s says nothing', (_, body) => {
		expect(serverMessageOf(body)).toBeUndefined();
	});

	test.each([
		'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJrZXkifQ.c2lnbmF0dXJl',
		'zpw-ut8hbnhx8M__LKVaf1HMX2fm3eosDUxWVkwmwZj',
	])('an access token that RSA echoes is not passed on: %s', (token) => {
		const message = serverMessageOf({
			code: '400',
			description: `bad header: ${token}, user eb2e12ae-1112-451b-98e1-dfe4e6afd60d`,
		});
		expect(message).toMatch(/^bad header: (Bearer )?…, user eb2e12ae-1112-451b-98e1-dfe4e6afd60d$/);
	});

	test('a long text is cut', () => {
		const longest = 'All is lost. '.repeat(100).slice(0, 300);
		expect(serverMessageOf(longest)).toBe(longest);
		expect(serverMessageOf(`${longest}x`)).toBe(`${longest}…`);
	});

	test.each([
		'<html>',
		'<HTML lang="en">',
		'<!-- Tomcat --><html>',
		'<!DOCTYPE html>',
		'<!doctype HTML PUBLIC>',
		'<?xml version="1.0"?><error/>',
		'<?XML version="1.0"?>',
		'<Error><Code>AccessDenied</Code></Error>',
		'<soap:Envelope>',
		'<h1>429 Too Many Requests</h1>',
		'<center>nginx</center>',
		'</p>',
		'\uFEFF\n\t <p>429',
		'\uFFFD\uFFFD<\0h\0t\0m\0l\0>\0',
		'Bad Gateway<br><hr>nginx</hr>',
		'error</ns:Fault >',
	])('%j is a page, which says nothing', (text) => {
		expect(isHtml(text)).toBe(true);
		expect(serverMessageOf(text)).toBeUndefined();
		expect(serverMessageOf({ description: text })).toBeUndefined();
	});

	test.each(['Expected JSON, found <html>', '1 < 2', '< 5 characters', 'a </ b', '', '{}', 'ok'])(
		'%j is no page',
		(text) => {
			expect(isHtml(text)).toBe(false);
		},
	);
});

describe('Retry-After is understood in both forms, and an absurd one is bounded or left out', () => {
	const now = new Date('2026-03-01T12:00:00Z');
	test.each([
		['2', 2000],
		[' 120 ', 120_000],
		['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
		['Sun, 01 Mar 2026 11:00:00 GMT', undefined],
		['Sun Nov  6 08:49:37 1994', undefined],
		['Sun, 01 Mar 2026 12:00:30 +0000', 30_000],
		['2026-03-01T12:00:30Z', 30_000],
		['2026-03-01T12:00:30', undefined],
		['0', undefined],
		['00060', 60_000],
		['31536000', LONGEST_WAIT],
		['31536001', LONGEST_WAIT],
		['9000000000000', LONGEST_WAIT],
		['9'.repeat(400), LONGEST_WAIT],
		['Fri, 31 Dec 9999 23:59:59 GMT', LONGEST_WAIT],
		['+275760-09-13T00:00:00Z', LONGEST_WAIT],
		['Fri, 31 Dec 99999999 23:59:59 GMT', undefined],
		['1e400', undefined],
		['1e3', undefined],
		['-5', undefined],
		['1.5', 1500],
		['12:00', undefined],
		[30, undefined],
		[['30'], undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('%j is %p ms', (value, wait) => {
		const response = { status: 429, headers: { 'retry-after': value }, body: '' };
		expect(retryAfter(response, now)).toBe(wait);
	});

	/** The wait in ms on a machine of that time zone: Node takes it from its environment, Jest's own is a copy. */
	function waitIn(timeZone: string, value: string): unknown {
		const module = new URL('../../rsa/http/retryAfter.ts', import.meta.url).href;
		const response = { status: 429, headers: { 'retry-after': value }, body: '' };
		const script = `import(${JSON.stringify(module)}).then(({ default: { retryAfter } }) => console.log(JSON.stringify(
			retryAfter(${JSON.stringify(response)}, new Date(${JSON.stringify(now)})))))`;
		const env = { ...process.env, TZ: timeZone };
		return JSON.parse(
			execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { env, encoding: 'utf8' }),
		);
	}

	// The obsolete form of an HTTP date names no zone and means GMT (RFC 9110, 5.6.7).
	test.each([
		['Asia/Kathmandu', 'Sun Mar  1 12:00:30 2026'],
		['America/Los_Angeles', 'Sun Mar  1 12:00:30 2026'],
		['America/Los_Angeles', 'Sun, 01 Mar 2026 12:00:30 GMT'],
	])('in the time zone %s, %j is 30 s', (timeZone, value) => {
		expect(waitIn(timeZone, value)).toBe(30_000);
	});
});
