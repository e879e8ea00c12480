import { describe, expect, test } from '@jest/globals';

import {
	emailAddress,
	searchText,
	tokenName,
	tokenSerialNumber,
	userId,
	userName,
} from '../../rsa/values/identifiers.ts';
import { errorOf } from '../support/user-facing-error.mts';

describe('a serial number keeps every character', () => {
	test.each(['000123456789', '1231314525', '0', 'A1-b_2', '0'.repeat(36)])('%s', (value) => {
		expect(tokenSerialNumber(value)).toBe(value);
	});

	test('white space around it, as spreadsheets leave it, goes', () => {
		expect(tokenSerialNumber(' 000123456789\t')).toBe('000123456789');
	});
});

describe('a serial number that has been through a number is an error, since zeros may be lost', () => {
	test.each([
		123456789,
		1.23e11,
		Number.NaN,
		123n,
		'1.23457E+11',
		'1,23457E+11',
		'123e5',
		'123456789.0',
		'-123',
		'+123',
	])('%p', (value) => {
		expect(errorOf(() => tokenSerialNumber(value)).message).toMatch(/zeros .*may be lost/);
	});
});

describe('anything but a serial number is an error before any request', () => {
	test.each([
		['', /'Serial Number' is empty/],
		['  ', /'Serial Number' is empty/],
		[null, /'Serial Number' is empty/],
		[undefined, /'Serial Number' is empty/],
		[true, /holds a value of type boolean/],
		[{ serial: '1' }, /holds a value of type object/],
		['0'.repeat(37), /has 37 characters/],
		['0001/../2', /can only have letters from A to Z, digits/],
		['000123456789\n000123456780', /invisible character U\+000A at position 13$/],
		['"', /has '"' at position 1, and can only/],
		['00０1', /look-alike character U\+FF10 at position 3/],
		['0001٣', /has the character U\+0663 at position 5/],
	])('%j', (value, reason) => {
		expect(errorOf(() => tokenSerialNumber(value)).message).toMatch(reason);
	});
});

describe("a user is named by RSA's ID", () => {
	test.each(['eb2e12ae-1112-451b-98e1-dfe4e6afd60d', 'EB2E12AE-1112-451B-98E1-DFE4E6AFD60D'])(
		'%s',
		(id) => {
			expect(userId(` ${id} `)).toBe(id);
		},
	);

	test.each([
		['', /'User' is empty/],
		[42, /holds a value of type number/],
		['ada@example.com', /is an email address/],
		['../../admin', /is not an RSA ID/],
		['a/b', /is not an RSA ID/],
		['..', /is not an RSA ID/],
		['a b', /is not an RSA ID/],
		['a%2Fb', /is not an RSA ID/],
		['a'.repeat(65), /is not an RSA ID/],
		['adalovelace', /is not an RSA ID/],
		['12345', /is not an RSA ID/],
		['../eb2e12ae-1112-451b-98e1-dfe4e6afd60d', /is not an RSA ID/],
		['eb2e12ae-1112-451b-98e1-dfe4e6afd60d/sidTokens', /is not an RSA ID/],
	])('%j is an error', (id, reason) => {
		expect(errorOf(() => userId(id)).message).toMatch(reason);
	});

	test.each([
		['g'.repeat(36), `'${'g'.repeat(36)}'`],
		['g'.repeat(37), `'${'g'.repeat(36)}…'`],
		[`${'ada.'.repeat(1000)}@example.com`, `'${'ada.'.repeat(9)}…'`],
	])('an invalid ID is quoted, up to the length of an ID', (id, quoted) => {
		expect(errorOf(() => userId(id)).message).toContain(`The user ID ${quoted} is`);
	});
});

/** A value with one odd character in its middle, of each field. */
const fields = [
	['The serial number', tokenSerialNumber, '0001', '23'],
	['The user ID', userId, 'eb2e', '12ae-1112-451b-98e1-dfe4e6afd60d'],
	['The email address', emailAddress, 'ada.', 'b@example.com'],
	['The username', userName, 'adal', 'ovelace'],
	['The token name', tokenName, 'Desk', ' token'],
	['The text to search for', searchText, 'ada@', 'example.com'],
] as const;

describe.each(fields)('%s with an invisible character is an error', (holds, read, start, end) => {
	const invisible = [
		'\u200B',
		'\u200D',
		'\u00AD',
		'\u200E',
		'\u202E',
		'\u2066',
		'\x1F',
		'\0',
		'\x7F',
		'\t',
		'\n',
		'\uFEFF',
		'\u2028',
		'\u3164',
		'\u115F',
		'\uFE0F',
		'\u{E0041}',
		'\u2800',
		'\uD800',
		'\uE000',
	].map((character) => ['invisible character', character]);
	const spaces = ['\u00A0', '\u2003', '\u202F', '\u3000'].map((character) => [
		'unusual space',
		character,
	]);

	test.each([...invisible, ...spaces])(
		'%s %j is named by its code point and place',
		(what, odd = '') => {
			const codePoint = `U+${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
			const { message, nextStep } = errorOf(() => read(start + odd + end));
			expect(message).toContain(`${holds} '${start}{${codePoint}}`);
			expect(message).toMatch(
				new RegExp(`holds the ${what} U\\${codePoint.slice(1)} at position 5$`),
			);
			expect(nextStep).toMatch(/Type it again/);
		},
	);

	test('at its beginning and its end too', () => {
		expect(errorOf(() => read(`\uFEFF${start}${end}`)).message).toMatch(/U\+FEFF at position 1$/);
		const { length } = start + end;
		expect(errorOf(() => read(`${start}${end}\u200B`)).message).toMatch(
			new RegExp(`U\\+200B at position ${length + 1}$`),
		);
	});

	test('ordinary white space around it goes', () => {
		expect(read(` \t\r\n\u00A0${start}${end}\u00A0 \n`)).toBe(start + end);
	});

	test('a letter composed of two characters is an error', () => {
		expect(errorOf(() => read(`${start}e\u0301${end}`)).message).toMatch(
			/ holds a letter in an unusual Unicode form, U\+0301 at position 6$/,
		);
	});
});

describe('a character that looks like another one is an error in an identifier', () => {
	test.each([
		[emailAddress, '\u0430da@example.com', 'U+0430 at position 1'],
		[emailAddress, 'ada@ex\u0430mple.com', 'U+0430 at position 7'],
		[emailAddress, 'ad\uFF41@example.com', 'U+FF41 at position 3'],
		[userName, 'grac\u03B5', 'U+03B5 at position 5'],
		[userName, '\uFB01ona', 'U+FB01 at position 1'],
		[userName, '\u{1D41A}da', 'U+1D41A at position 1'],
		[userName, '\u212Aelvin', 'U+212A at position 1'],
		[searchText, 'ad\u0430', 'U+0430 at position 3'],
	] as const)('%p %j', (read, value, place) => {
		expect(errorOf(() => read(value)).message).toContain(place);
	});

	test.each([
		[userName, 'Zo\u00EB M\u00FCller'],
		[userName, '\u0430\u043D\u043D\u0430.smith'],
		[userName, '\u5C71\u7530 \u592A\u90CE'],
		[userName, '\u0939\u093F\u0928\u094D\u0926\u0940'],
		[userName, "o'brien"],
		[userName, "'t hooft"],
		[emailAddress, "o'brien@example.com"],
		[emailAddress, '\u0430\u043D\u043D\u0430@example.com'],
		[tokenName, 'Token n\u00BA 5 \u2026 \u{1F511}'],
		[tokenName, '="000123"'],
	] as const)('%p %j is taken as it is', (read, value) => {
		expect(read(value)).toBe(value);
	});
});

describe('what a spreadsheet writes for text gets advice of its own', () => {
	test.each([
		[tokenSerialNumber, '="000123"', '000123'],
		[tokenSerialNumber, '= "000123" ', '000123'],
		[tokenSerialNumber, '"000123"', '000123'],
		[tokenSerialNumber, "'000123", '000123'],
		[tokenSerialNumber, '=000123', '000123'],
		[userId, '="eb2e12ae-1112-451b-98e1-dfe4e6afd60d"', 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d'],
		[emailAddress, '="ada@example.com"', 'ada@example.com'],
		[userName, '="ada"', 'ada'],
	] as const)('%p %s', (read, value, inner) => {
		const { message, nextStep } = errorOf(() => read(value));
		expect(message).toMatch(/still has the characters with which a spreadsheet marks text$/);
		expect(nextStep).toContain(`Use the value itself, ${inner}, `);
	});
});
