import { describe, expect, test } from '@jest/globals';

import { NO_ACCESS_TOKEN } from '../../rsa/authorization/accessToken.ts';
import { authorize } from '../../rsa/authorization/authorize.ts';
import { errorOf } from '../support/user-facing-error.mts';

const part = (content: object): string =>
	Buffer.from(JSON.stringify(content)).toString('base64url');
const NOW = new Date('2026-03-01T12:00:00Z');
const jwt = `${part({ typ: 'JWT', alg: 'RS256' })}.${part({ exp: NOW.getTime() / 1000 + 60 })}.c2ln`;
const fields = { authentication: 'jwt', baseUrl: 'https://mycompany.access.securid.com/', jwt };
const api = 'https://mycompany.access.securid.com/AdminInterface/restapi';

describe("the access token goes to the tenant's own host", () => {
	test.each([
		[{ url: '/v1/sidTokens/lookup' }, `${api}/v1/sidTokens/lookup`],
		[
			{ url: '/v1/sidTokens/lookup', baseURL: 'mycompany.access.securid.com' },
			`${api}/v1/sidTokens/lookup`,
		],
		[{ url: `${api}/v2/users` }, `${api}/v2/users`],
		[{ uri: `${api}/v2/users` }, `${api}/v2/users`],
		[{ url: 'v1/users', baseURL: `${api}/` }, `${api}/v1/users`],
		[{ url: 'v1/users', baseURL: `${api}//` }, `${api}/v1/users`],
		[{ url: '', uri: `${api}/v2/users` }, `${api}/v2/users`],
		[{ baseURL: `${api}/v1` }, `${api}/v1/`],
	])('%j', (request, url) => {
		expect(authorize(fields, request, NOW)).toEqual({ url, authorization: `Bearer ${jwt}` });
	});
});

describe('and to no other', () => {
	test.each([
		{ url: 'https://attacker.example/AdminInterface/restapi' },
		{ uri: 'https://attacker.example/' },
		{ url: 'https://mycompany.access.securid.com.attacker.example/' },
		{ url: 'https://mycompany.access.securid.com@attacker.example/' },
		{ url: 'https:\\\\attacker.example/' },
		{ url: 'https://mycompany.access.securid.com:8443/' },
		{ url: 'http://mycompany.access.securid.com/' },
		{ url: 'v1/users', baseURL: 'https://attacker.example' },
		{ url: 'users' },
		{},
	])('%j', (request) => {
		const { message } = errorOf(() => authorize(fields, request, NOW));
		expect(message).toMatch(/is sent to no other host/);
	});

	test('a path that looks like a host stays a path of the tenant', () => {
		const { url } = authorize(fields, { url: '//attacker.example/x' }, NOW);
		expect(new URL(url).host).toBe('mycompany.access.securid.com');
	});
});

test('without a usable access token, n8n is made to get one, and shows this where that does not help', () => {
	const client = {
		authentication: 'oAuthClient',
		baseUrl: 'https://mycompany.access.securid.com',
		accessToken: NO_ACCESS_TOKEN,
	};
	expect(() => authorize(client, { url: '/v1/users' }, NOW)).toThrow(
		expect.objectContaining({
			response: { status: 401 },
			message: expect.stringContaining('expire too soon to be used'),
			description: expect.stringMatching(/longer token validity .*\.$/),
		}),
	);
});
