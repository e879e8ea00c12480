import { describe, expect, test } from '@jest/globals';

import { tokenSerialNumber, userId } from '../../rsa/identifiers.ts';
import { refusalOf } from './refusal-of.mts';

describe('a serial number keeps every character', () => {
	test.each(['000123456789', '1231314525', '0', 'A1-b_2', '0'.repeat(36)])('%s', (value) => {
		expect(tokenSerialNumber(value)).toBe(value);
	});

	test('white space around it, as spreadsheets leave it, goes', () => {
		expect(tokenSerialNumber(' 000123456789\t')).toBe('000123456789');
	});
});

describe('a serial number that has been through a number is refused, since zeros may be lost', () => {
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
		expect(refusalOf(() => tokenSerialNumber(value)).message).toMatch(/zeros .*may be lost/);
	});
});

describe('what is no serial number is refused before it enters a request', () => {
	test.each([
		['', /'Serial Number' is empty/],
		['  ', /'Serial Number' is empty/],
		[null, /'Serial Number' is empty/],
		[undefined, /'Serial Number' is empty/],
		[true, /holds a value of type boolean/],
		[{ serial: '1' }, /holds a value of type object/],
		['0'.repeat(37), /has 37 characters/],
		['0001/../2', /something else than letters/],
		['000123456789\n000123456780', /something else than letters/],
		['"', /something else than letters/],
	])('%j', (value, reason) => {
		expect(refusalOf(() => tokenSerialNumber(value)).message).toMatch(reason);
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
		['../../admin', /is not an ID/],
		['a/b', /is not an ID/],
		['..', /is not an ID/],
		['a b', /is not an ID/],
		['a%2Fb', /is not an ID/],
		['a'.repeat(65), /is not an ID/],
		['adalovelace', /is not an ID/],
		['12345', /is not an ID/],
		['../eb2e12ae-1112-451b-98e1-dfe4e6afd60d', /is not an ID/],
		['eb2e12ae-1112-451b-98e1-dfe4e6afd60d/sidTokens', /is not an ID/],
	])('%j is refused', (id, reason) => {
		expect(refusalOf(() => userId(id)).message).toMatch(reason);
	});

	test.each([
		['g'.repeat(36), `'${'g'.repeat(36)}'`],
		['g'.repeat(37), `'${'g'.repeat(36)}…'`],
		[`${'ada.'.repeat(1000)}@example.com`, `'${'ada.'.repeat(9)}…'`],
	])('one that is none is quoted, as far as an ID is long', (id, quoted) => {
		expect(refusalOf(() => userId(id)).message).toContain(`The user ID ${quoted} is`);
	});
});
