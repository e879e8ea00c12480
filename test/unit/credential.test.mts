import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';

import { fields as formFields } from '../../credentials/fields.ts';
import { defaultScope, scopes } from '../../rsa/errors/permissions.ts';

import { accessTokenOf, apiUrlOf, parseCredential } from '../../rsa/authorization/credential.ts';
import { errorOf } from '../support/user-facing-error.mts';

const NOW = new Date('2026-03-01T12:00:00Z');

const fields: Array<[authentication: string, field: string, displayName: string]> = [
	['jwt', 'baseUrl', 'Base URL'],
	['jwt', 'jwt', 'JSON Web Token'],
	['apiKey', 'apiKeyFile', 'API Key File'],
	['oAuthClient', 'issuerUrl', 'Issuer URL'],
	['oAuthClient', 'clientId', 'Client ID'],
	['oAuthClient', 'privateKeyJwk', 'Private Key (JWK)'],
	['oAuthClient', 'scope', 'Scope'],
];

describe.each(fields)('%s: the field %s', (authentication, field, displayName) => {
	test.each([
		[7, 'is not text'],
		[null, 'is not text'],
		[['a'], 'is not text'],
		['x'.repeat(32_769), 'is 32769 characters long, which is too long'],
	])('cannot be %.10j, and is called by its name', (value, what) => {
		const { message } = errorOf(() => parseCredential({ authentication, [field]: value }));
		expect(message).toBe(`The ${displayName} of the credential ${what}`);
	});

	test('may be as long as any key file is', () => {
		const text = 'x'.repeat(32_768);
		expect(parseCredential({ authentication, [field]: text })).toHaveProperty(field, text);
	});
});

test.each([undefined, 'saml'])('the authentication %j is an error', (authentication) => {
	const { message } = errorOf(() => parseCredential({ authentication }));
	expect(message).toMatch(/Authentication is not known to this version/);
});

describe('a field that was never filled in is empty', () => {
	const credential = parseCredential({ authentication: 'jwt' });

	test('the Base URL', () => {
		expect(errorOf(() => apiUrlOf(credential)).message).toBe('The Base URL is empty');
	});

	test('the JSON Web Token', () => {
		const { message } = errorOf(() => accessTokenOf(credential, NOW));
		expect(message).toBe('The JSON Web Token is empty');
	});
});

describe('with an API key, the Base URL may be left empty: the key file says it', () => {
	const apiKeyFile = JSON.stringify({ adminRestApiUrl: 'https://file.example' });
	test.each([
		['', 'https://file.example/AdminInterface/restapi'],
		['  ', 'https://file.example/AdminInterface/restapi'],
		['https://entered.example', 'https://entered.example/AdminInterface/restapi'],
	])('%j', (baseUrl, apiUrl) => {
		const credential = parseCredential({ authentication: 'apiKey', baseUrl, apiKeyFile });
		expect(apiUrlOf(credential)).toBe(apiUrl);
	});
});

describe('scopes', () => {
	test('the default Scope has what the default form needs: tokens, their lists, and users', () => {
		const field = formFields.find(({ name }) => name === 'scope');
		expect(field?.default).toBe(defaultScope);
		expect(defaultScope.split(' ').sort()).toEqual([
			'rsa.authenticator.mobile.read',
			'rsa.authenticator.sidtoken.manage',
			'rsa.authenticator.sidtoken.read',
			'rsa.user.read',
		]);
	});

	test('those of an offboarding need no copying of names', async () => {
		const field = formFields.find(({ name }) => name === 'scopeSet');
		expect(field?.default).toBe('custom');
		const scopeOf = (values: object) => {
			const credential = parseCredential({ authentication: 'oAuthClient', ...values });
			return credential.authentication === 'oAuthClient' ? credential.scope : undefined;
		};
		// As saved before there was a choice, and with the choice that a new credential has.
		expect(scopeOf({ scope: 'a b' })).toBe('a b');
		expect(scopeOf({ scope: 'a b', scopeSet: 'custom' })).toBe('a b');
		const scope = scopeOf({ scope: '-----BEGIN PRIVATE KEY-----', scopeSet: 'offboarding' });
		expect(scope?.split(' ').sort()).toEqual([
			'rsa.authenticator.ds100.manage',
			'rsa.authenticator.ds100.read',
			'rsa.authenticator.emergency.manage',
			'rsa.authenticator.fido.manage',
			'rsa.authenticator.mobile.delete',
			'rsa.authenticator.mobile.read',
			'rsa.authenticator.sidtoken.manage',
			'rsa.authenticator.sidtoken.read',
			'rsa.user.delete.soft',
			'rsa.user.manage',
			'rsa.user.read',
		]);
		const page = await readFile(new URL('../../docs/credentials.md', import.meta.url), 'utf8');
		for (const name of scope?.split(' ') ?? []) {
			expect(page).toMatch(new RegExp(`^\\|.*\\| \`${name}\`.*\\| yes \\|$`, 'm'));
		}
	});

	test.each(['all', null, 1])('a set that is not known is an error: %j', (scopeSet) => {
		const { message } = errorOf(() => parseCredential({ authentication: 'oAuthClient', scopeSet }));
		expect(message).toMatch(/Scopes are not known to this version/);
	});

	test('each is in docs/credentials.md with what it is needed for', async () => {
		const page = await readFile(new URL('../../docs/credentials.md', import.meta.url), 'utf8');
		for (const { operations, scope } of scopes) {
			expect(page).toMatch(new RegExp(`^\\| ${operations} \\|.*\\| \`${scope}\``, 'm'));
		}
	});
});
