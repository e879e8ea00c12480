import { describe, expect, test } from '@jest/globals';

import { errorOf } from '../support/user-facing-error.mts';
import { parseJsonWebToken } from '../../rsa/authorization/jsonWebToken.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const IN_AN_HOUR = NOW.getTime() / 1000 + 3600;

const part = (content: unknown): string =>
	Buffer.from(JSON.stringify(content)).toString('base64url');
const tokenWith = (claims: object): string =>
	[part({ typ: 'JWT', alg: 'RS256' }), part(claims), 'c2lnbmF0dXJl'].join('.');

describe('a JSON Web Token is understood as users paste it', () => {
	const token = tokenWith({ sub: 'key', exp: IN_AN_HOUR });
	test.each([token, ` ${token}\n`, `Bearer ${token}`, `"${token}"`, `'${token}'`])(
		'%j',
		(pasted) => {
			expect(parseJsonWebToken(pasted, NOW)).toBe(token);
		},
	);

	test("with exp as a string, as in RSA's sample", () => {
		const quoted = tokenWith({ exp: String(IN_AN_HOUR) });
		expect(parseJsonWebToken(quoted, NOW)).toBe(quoted);
	});
});

describe('an expired one is an error that says since when and where to get another', () => {
	test.each([
		[0, '0 seconds'],
		[1, '1 second'],
		[59, '59 seconds'],
		[60, '1 minute'],
		[7300, '2 hours'],
		[200_000, '2 days'],
	])('%d s ago', (seconds, ago) => {
		const exp = NOW.getTime() / 1000 - seconds;
		expect(() => parseJsonWebToken(tokenWith({ exp }), NOW)).toThrow(
			expect.objectContaining({
				message: `The JSON Web Token expired at ${new Date(exp * 1000).toISOString()} (${ago} ago)`,
				nextStep: expect.stringContaining('Administration API key'),
			}),
		);
	});
});

describe('anything but a signed JSON Web Token is an error', () => {
	const token = tokenWith({ exp: IN_AN_HOUR });
	const [header = '', claims = '', signature = ''] = token.split('.');
	test.each([
		['', /is empty/],
		['  ', /is empty/],
		['Bearer ', /is empty/],
		['secret-api-key', /is not a JSON Web Token/],
		[`${header}.${claims}`, /is not a JSON Web Token/],
		[`${header}.${claims}.`, /is not a JSON Web Token/],
		[`${token}.more`, /is not a JSON Web Token/],
		[`${header}.${claims}.not base64`, /is not a JSON Web Token/],
		[`${header}."${claims}.${signature}`, /is not a JSON Web Token/],
		[`${header}.bm90IGpzb24.${signature}`, /is not a JSON Web Token/],
		[`${part('text')}.${claims}.${signature}`, /is not a JSON Web Token/],
		[tokenWith({ sub: 'key' }), /does not say when it expires/],
		[tokenWith({ exp: 'tomorrow' }), /does not say when it expires/],
		[tokenWith({ exp: 1e300 }), /does not say when it expires/],
		[tokenWith({ exp: null }), /does not say when it expires/],
	])('%j', (pasted, reason) => {
		expect(errorOf(() => parseJsonWebToken(pasted, NOW)).message).toMatch(reason);
	});

	test.each(['none', 'HS256', 'RS256-none', 'HRS256', undefined, 7])('a token of alg %j', (alg) => {
		const unsigned = [part({ typ: 'JWT', alg }), claims, signature].join('.');
		const { message } = errorOf(() => parseJsonWebToken(unsigned, NOW));
		expect(message).toMatch(/not signed with a private key/);
	});

	test('and not repeated in the text', () => {
		const error = errorOf(() => parseJsonWebToken('secret-api-key', NOW));
		expect(`${error.message} ${error.nextStep}`).not.toContain('secret');
	});
});
