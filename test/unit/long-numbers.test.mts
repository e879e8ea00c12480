import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { withLongNumbersAsText } from '../../rsa/http/longNumbers.ts';

const parsed = (json: string): unknown => JSON.parse(withLongNumbersAsText(json));

describe('a number that a double cannot hold becomes a text with all of its digits', () => {
	test.each([
		'7205759403792793601',
		'-7205759403792793601',
		'9007199254740992',
		'12345678901234567890.5',
		'7.205759403792793601e18',
		'7.205759403792793601E+18',
		'1e400',
		'-1e400',
	])('%s', (number) => {
		expect(parsed(number)).toBe(number);
		expect(parsed(`{"a":[{"eventId" : ${number} }, ${number}]}`)).toEqual({
			a: [{ eventId: number }, number],
		});
	});
});

test.each([
	'0',
	'-0',
	'1.5',
	'1e3',
	'9007199254740991',
	'-9007199254740991',
	'0.1234567890123456789',
])('%s stays a number', (number) => {
	expect(parsed(`[${number}]`)).toEqual([Number(number)]);
});

test.each([
	String.raw`"7205759403792793601"`,
	String.raw`"a \" 7205759403792793601"`,
	String.raw`"a \\"`,
	String.raw`"\\\" 7205759403792793601 \u0022 7205759403792793601"`,
	String.raw`"é 😀 7205759403792793601"`,
])('digits within a text stay as they are: %s', (text) => {
	expect(withLongNumbersAsText(`{"a":${text},${text}:1}`)).toBe(`{"a":${text},${text}:1}`);
});

test('all other JSON is what it was', () => {
	fc.assert(
		fc.property(fc.json(), (json) => {
			expect(parsed(json)).toEqual(
				JSON.parse(json, (_, value: unknown) =>
					typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER
						? expect.any(String)
						: value,
				),
			);
		}),
	);
});

test.each(['[7205759403792793601', '{"a":"7205759403792793601', '[07205759403792793601]', '"a\\'])(
	'what is no JSON does not become any: %s',
	(text) => {
		expect(() => parsed(text)).toThrow(SyntaxError);
	},
);

test('a long text that has no end takes no longer than another one', () => {
	// Some 25 min of CPU time if each of its quotation marks were tried as a beginning.
	const text = `"${'\\"'.repeat(900_000)}`;
	expect(withLongNumbersAsText(text)).toBe(text);
});
