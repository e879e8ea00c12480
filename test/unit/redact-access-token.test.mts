import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { redactorOf } from '../../rsa/authorization/redactAccessToken.ts';
import { serverMessageOf } from '../../rsa/errors/serverMessage.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { SendResult } from '../../rsa/http/response.ts';

/** The message that a user reads of a response with this body, to a request with this token. */
function messageOf(body: unknown, accessToken: string): string | undefined {
	const result: SendResult = { kind: 'response', response: { status: 403, headers: {}, body } };
	const clean = redactorOf(accessToken)(result);
	return clean.kind === 'response' ? serverMessageOf(clean.response.body) : undefined;
}

const tokens = [
	'k7Qz-2',
	'a1b2c3d4e5f6',
	'Zm9v+YmFy/YmF6=',
	`eyJhbGci.${'x7'.repeat(60)}.sig-nature_1`,
];
const characters = (token: string) => Array.from(token, (character) => character);
const spread = (token: string, between: string) => characters(token).join(between);
const encoded = (token: string, form: (code: number) => string) =>
	characters(token)
		.map((character) => form(character.charCodeAt(0)))
		.join('');
const hex = (code: number) => code.toString(16).padStart(2, '0');

describe.each(tokens)('the access token %s is in no text, where the server repeats it', (token) => {
	test.each<[string, string]>([
		['as it is', token],
		['with Bearer', `Bearer ${token}`],
		['in quotes', `"${token}"`],
		['in another case', token.toUpperCase()],
		['broken by line breaks', spread(token, '\r\n')],
		['broken by blanks', spread(token, ' ')],
		['broken by invisible characters', spread(token, '\u200B')],
		['broken by soft hyphens', spread(token, '\u00AD')],
		['percent-encoded where needed', encodeURIComponent(token)],
		['percent-encoded twice', encodeURIComponent(encodeURIComponent(token))],
		['percent-encoded all over', encoded(token, (code) => `%${hex(code)}`)],
		['with slashes escaped', token.replaceAll('/', '\\/')],
		['escaped as JSON does', encoded(token, (code) => `\\u00${hex(code)}`)],
		['as HTML entities', encoded(token, (code) => `&#${code};`)],
		['as hexadecimal HTML entities', encoded(token, (code) => `&#x${hex(code)};`)],
	])('%s', (_, repeated) => {
		const text = messageOf({ description: `Token ${repeated} is unknown here` }, token);
		expect(text).toMatch(/^Token (Bearer )?"?…"? is unknown here$/);
		expect(messageOf(`Token ${repeated} is unknown here`, token)).toBe(text);
	});
});

test.each([12, 20, 34])('nor a piece of %d characters', (length) => {
	const token = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
	const text = messageOf({ message: `Cannot parse ${token.slice(0, length)} (cut off)` }, token);
	expect(text).toBe('Cannot parse … (cut off)');
});

describe.each(['a1b2c3d4e5f6', 'q8Wn-3kfLz0_vB5tYx7'])('nor the token %s in Base64', (token) => {
	test.each(['', 'x', 'Bearer ', 'Basic me:'])('after %j', (before) => {
		for (const form of ['base64', 'base64url'] as const) {
			const repeated = Buffer.from(`${before}${token}:`).toString(form);
			const text = messageOf({ description: `Token ${repeated} is unknown here` }, token);
			expect(text).toMatch(/^Token [\w+/-]{0,14}…[\w+/=-]{0,5} is unknown here$/);
		}
	});
});

test.each([
	['blanks', ' '.repeat(3000)],
	['a long word', 'x'.repeat(3000)],
])('nor a broken one after %s, which go when the text is shortened', (_, before) => {
	const token = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
	const text = messageOf({ description: `No ${before} ${spread(token, ' ')}` }, token);
	expect(text).not.toContain('q 8 W n');
});

test('what is no token stays as it is, and the values of JSON too', () => {
	const body = {
		tokenSerialNumber: '000123456789',
		pinSet: false,
		userId: null,
		list: [7, 'Bearer of good news', { deep: '50% of it, A&B \\ C' }],
	};
	const result: SendResult = { kind: 'response', response: { status: 200, headers: {}, body } };
	expect(redactorOf('a1b2c3d4e5f6')(result)).toEqual(result);
	expect(redactorOf(undefined)(result)).toBe(result);
});

test('nor is it in an error of n8n', () => {
	const error = new UserFacingError(
		'n8n did not send the request: bad header Bearer a1b2c3d4e5f6',
		'Ask.',
	);
	expect(redactorOf('a1b2c3d4e5f6')({ kind: 'blocked', error })).toEqual({
		kind: 'blocked',
		error: new UserFacingError('n8n did not send the request: bad header Bearer …', 'Ask.'),
	});
});

test('texts without a piece of it are never changed', () => {
	const text = fc.string({ unit: 'binary' }).filter((drawn) => !/[\d-]/.test(drawn));
	fc.assert(
		fc.property(text, (drawn) => {
			const result: SendResult = {
				kind: 'response',
				response: { status: 500, headers: {}, body: drawn },
			};
			expect(redactorOf('12-34-56-78-90')(result)).toEqual(result);
		}),
	);
});

test('every part of eight characters is recognized, wherever it begins, and a shorter token as a whole', () => {
	const inHeaders = fc.string({
		unit: fc.constantFrom(...characters('abcXYZ019-._~+/=')),
		minLength: 1,
	});
	const beside = fc.stringMatching(/^[ !#-$'-[\]-~]{0,12}$/);
	fc.assert(
		fc.property(inHeaders, fc.nat(), beside, beside, (token, position, before, after) => {
			const size = Math.min(8, token.length);
			const from = position % (token.length - size + 1);
			const part = token.slice(from, from + size);
			const body = `${before}${part}${after}`;
			const result: SendResult = { kind: 'response', response: { status: 500, headers: {}, body } };
			const clean = redactorOf(token)(result);
			const text = clean.kind === 'response' ? String(clean.response.body) : '';
			expect(text.toLowerCase()).not.toContain(part.toLowerCase());
		}),
		{ numRuns: 2000 },
	);
});

describe('a file', () => {
	const bodyOf = (body: unknown) => {
		const response = { status: 200, headers: {}, body };
		const clean = redactorOf('a1b2c3d4e5f6')({ kind: 'response', response });
		return clean.kind === 'response' ? clean.response.body : undefined;
	};

	test('stays as it is, however long', () => {
		const file = Buffer.alloc(5000, 'a,b\n');
		expect(bodyOf(file)).toBe(file);
	});

	test('that holds the access token goes as a whole', () => {
		expect(bodyOf(Buffer.from('a,b\n1,a1b2c3d4e5f6\n'))).toBe('\u2026');
	});
});
