import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readingsOf, tracedReadingsOf } from '../../rsa/authorization/decodedText.ts';
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

/** A response's body to a request with this token. */
function bodyWithout(accessToken: string, body: unknown): unknown {
	const response = { status: 200, headers: {}, body };
	const clean = redactorOf(accessToken)({ kind: 'response', response });
	return clean.kind === 'response' ? clean.response.body : undefined;
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
		['escaped as JavaScript does', encoded(token, (code) => `\\x${hex(code)}`)],
		['escaped as JavaScript does since 2015', encoded(token, (code) => `\\u{${hex(code)}}`)],
		['as HTML entities', encoded(token, (code) => `&#${code};`)],
		['as HTML entities without their end', encoded(token, (code) => `&#${code}`)],
		['as hexadecimal HTML entities', encoded(token, (code) => `&#x${hex(code)};`)],
		['as HTML entities in HTML', encoded(token, (code) => `&amp;#${code};`)],
		[
			'as percent-encoded HTML entities',
			encodeURIComponent(encoded(token, (code) => `&#${code};`)),
		],
		['escaped as browsers once did', encoded(token, (code) => `%u00${hex(code)}`)],
		['in octal numbers', encoded(token, (code) => `\\${code.toString(8).padStart(3, '0')}`)],
		['with zeros', encoded(token, (code) => `\\u{0000${hex(code)}}`)],
		['as HTML entities with zeros', encoded(token, (code) => `&#x00000${hex(code)};`)],
		['as HTML entities of HTML entities', encoded(token, (code) => `&percnt;${hex(code)}`)],
		['percent-encoded six times', encoded(token, (code) => `%2525252525${hex(code)}`)],
		['as HTML in HTML, four times', encoded(token, (code) => `&amp;amp;amp;amp;#${code};`)],
		['broken by escaped line breaks', spread(token, '\\r\\n')],
		['broken by HTML that shows nothing', spread(token, '&shy;')],
		['broken by HTML tags', spread(token, '<wbr>')],
		['broken by escaped HTML comments', spread(token, '&lt;!-- --&gt;')],
		['broken by letters of another script', spread(token, '漢')],
		[
			'in wide characters, percent-encoded',
			encodeURIComponent(encoded(token, (code) => String.fromCodePoint(code + 0xfee0))),
		],
		['broken by encoded line breaks', spread(token, '%0D%0A')],
		['broken by encoded invisible characters', spread(token, '&#8203;')],
		['in wide characters', encoded(token, (code) => String.fromCodePoint(code + 0xfee0))],
	])('%s', (_, repeated) => {
		const text = messageOf({ description: `Token ${repeated} is unknown here` }, token);
		expect(text).toMatch(/^Token (Bearer )?"?…"? is unknown here$/);
		// Of a page or a plain text, the end is cut off.
		expect(messageOf(`Token ${repeated} is unknown here`, token)).toMatch(
			/^Token (Bearer )?"?…("? is unknown here|.{0,20}…)$/,
		);
	});
});

/** Of every kind that Unicode does not show, and that a server may send for want of a better one. */
const notShown = [
	...[
		'\0',
		'\t',
		'\u007F',
		'\u0085',
		'\u00A0',
		'\u0301',
		'\u034F',
		'\u061C',
		'\u115F',
		'\u1160',
		'\u17B4',
	],
	...[
		'\u180E',
		'\u2028',
		'\u202D',
		'\u2061',
		'\u2800',
		'\u3000',
		'\u3164',
		'\uD800',
		'\uE000',
		'\uFE0F',
	],
	...['\uFFA0', '\uFFF9', '\u{1D173}', '\u{E0020}', '\u{E0100}', '\u{10FFFF}'],
];

test.each(notShown.map((between) => [between.codePointAt(0)?.toString(16), between] as const))(
	'nor broken by U+%s',
	(_, between) => {
		const token = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
		const text = messageOf({ message: `Token ${spread(token, between)} is unknown` }, token);
		expect(text).toBe('Token … is unknown');
	},
);

test('nor in encodings one within the other', () => {
	const token = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
	const everyCharacter = (form: (code: number) => string) => (text: string) => encoded(text, form);
	const encodings = fc.constantFrom(
		everyCharacter((code) => `%${hex(code)}`),
		everyCharacter((code) => `&#${code};`),
		everyCharacter((code) => `\\u00${hex(code)}`),
		encodeURIComponent,
		(text: string) => text.replaceAll('&', '&amp;'),
		(text: string) => JSON.stringify(text).slice(1, -1),
		(text: string) => spread(text, ' '),
	);
	fc.assert(
		fc.property(fc.array(encodings, { minLength: 1, maxLength: 3 }), (chosen) => {
			const repeated = chosen.reduce((text, encode) => encode(text), token);
			const body = bodyWithout(token, { list: [{ text: `<${repeated}>` }] });
			expect(body).toEqual({ list: [{ text: expect.stringMatching(/^<.{0,30}…>$/) }] });
		}),
	);
});

test('nor in a list, however deep, nor in the name of a property', () => {
	const token = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
	const part = token.slice(5, 25).toUpperCase();
	expect(bodyWithout(token, { list: [[{ [`x${part}`]: [`a ${part}`, 7, null] }]] })).toEqual({
		list: [[{ 'x…': ['a …', 7, null] }]],
	});
});

test('texts with the token beyond those that can be searched in time go as a whole, others stay', () => {
	const token = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
	const texts = Array.from({ length: 900 }, () => `${'ö '.repeat(990)}${token.slice(3, 20)}`);
	const body = bodyWithout(token, { texts, name: 'Ada' }) as { texts: string[]; name: string };
	expect(body.name).toBe('Ada');
	expect(body.texts[0]).toBe(`${'ö '.repeat(990)}…`);
	expect(body.texts.at(-1)).toBe('…');
});

test.each([
	['marks', `a${'\u0301'.repeat(450_000)}${'\u0316'.repeat(450_000)}`],
	['ligatures', '\uFDFA'.repeat(650_000)],
	['encoded ampersands', `&${'amp;'.repeat(450_000)}`],
	['encoded percent signs', `%${'25'.repeat(900_000)}`],
	['beginnings of tags', '<'.repeat(1_900_000)],
])('a response full of %s does not hold up n8n', (_, text) => {
	const token = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
	expect(bodyWithout(token, { text, other: token })).toEqual({ text, other: '…' });
	expect(bodyWithout(token, { text: text + token })).toEqual({ text: '…' });
});

test('neither is a text with the token too long to be changed, nor one that grows when it is read', () => {
	const token = 'q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4';
	const text = `${'㌀'.repeat(15_000)}%41${token}`;
	expect(bodyWithout(token, { text })).toEqual({ text: `${'㌀'.repeat(15_000)}%41…` });
});

test('a text is searched as it is masked', () => {
	const character = fc.oneof(
		fc.constantFrom(...characters('%41u{}&#x;<>amp Aİßﬁ\u0301ｑ𝐪漢\\')),
		fc.string({ unit: 'binary', maxLength: 1 }),
	);
	fc.assert(
		fc.property(fc.array(character), (drawn) => {
			const text = drawn.join('');
			const traced = tracedReadingsOf(text).map((characters) =>
				characters.map((each) => each.character).join(''),
			);
			expect(traced[0]).toBe(readingsOf(text)[0]);
			expect(traced.at(-1)).toBe(readingsOf(text).at(-1));
		}),
		{ numRuns: 5000 },
	);
});

test('a short token beside a long one is removed as a whole, and nothing else', () => {
	const [long, short] = ['q8Wn-3kfLz0_vB5tYx7Rm2Pc6Hd9Js1Ga4', 'k7'];
	const response = { status: 200, headers: {}, body: `q8 ${short} k ${long.slice(2, 12)} Wn` };
	const clean = redactorOf(long, undefined, short)({ kind: 'response', response });
	expect(clean).toMatchObject({ response: { body: 'q8 … k … Wn' } });
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
	const bodyOf = (body: unknown) => bodyWithout('a1b2c3d4e5f6', body);

	test('stays as it is, however long', () => {
		const file = Buffer.alloc(5000, 'a,b\n');
		expect(bodyOf(file)).toBe(file);
	});

	test('that holds the access token goes as a whole', () => {
		expect(bodyOf(Buffer.from('a,b\n1,a1b2c3d4e5f6\n'))).toBe('\u2026');
	});
});
