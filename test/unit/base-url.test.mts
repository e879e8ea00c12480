import { describe, expect, test } from '@jest/globals';

import { errorOf } from '../support/user-facing-error.mts';
import { administrationApiUrl } from '../../rsa/authorization/baseUrl.ts';

describe('every form of the base URL that RSA hands out leads to the API', () => {
	const api = 'https://mycompany.access-anz.securid.com/AdminInterface/restapi';
	test.each([
		'mycompany.access-anz.securid.com',
		'https://mycompany.access-anz.securid.com',
		'https://mycompany.access-anz.securid.com/',
		'https://mycompany.access-anz.securid.com/AdminInterface',
		'https://mycompany.access-anz.securid.com/AdminInterface/restapi',
		'https://mycompany.access-anz.securid.com/AdminInterface/restapi/',
		'https://mycompany.access-anz.securid.com/AdminInterface/restapi/v1',
		'https://mycompany.access-anz.securid.com/AdminInterface/restapi/v2/',
		'  https://MyCompany.access-anz.securid.com/adminInterface/restapi/v1/\n',
	])('%j', (baseUrl) => {
		expect(administrationApiUrl(baseUrl)).toBe(api);
	});

	test('a port is kept', () => {
		expect(administrationApiUrl('https://localhost:8443/')).toBe(
			'https://localhost:8443/AdminInterface/restapi',
		);
	});
});

describe('plain HTTP is allowed only to this machine', () => {
	test.each([
		'http://localhost:3000',
		'http://127.0.0.1:3000/',
		'http://127.100.20.3',
		'http://[::1]:3000',
	])('%s is taken', (baseUrl) => {
		expect(administrationApiUrl(baseUrl)).toMatch(/^http:\/\/.*\/AdminInterface\/restapi$/);
	});

	test.each([
		'http://mycompany.access.securid.com',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'http://notlocalhost',
		'ftp://mycompany.access.securid.com',
		'ftp://localhost',
	])('%s is an error', (baseUrl) => {
		const { message } = errorOf(() => administrationApiUrl(baseUrl));
		expect(message).toMatch(/begins with \w+:\/\/: the access token could be intercepted/);
	});
});

describe('an invalid base URL is an error with its reason', () => {
	test.each([
		['', /Base URL is empty/],
		['   ', /Base URL is empty/],
		['https://', /is not an address/],
		['https://my company.example', /is not an address/],
		['https://user:secret@mycompany.access.securid.com', /username or a password/],
		['https://user@mycompany.access.securid.com', /username or a password/],
		['https://:secret@mycompany.access.securid.com', /username or a password/],
		['https://mycompany.access.securid.com/portal', /continues with '\/portal'/],
		['https://mycompany.access.securid.com/AdminInterface/restapi/v1/users', /continues with/],
		['https://mycompany.access.securid.com/?tenant=1', /continues with '\/\?…'/],
		['mycompany.access.securid.com/?from=https://example.com', /continues with '\/\?…'/],
	])('%j', (baseUrl, reason) => {
		expect(errorOf(() => administrationApiUrl(baseUrl)).message).toMatch(reason);
	});

	test.each([`a b${'c'.repeat(5000)}`, `https://host.example/${'c'.repeat(5000)}`])(
		'a long one is not repeated whole',
		(baseUrl) => {
			expect(errorOf(() => administrationApiUrl(baseUrl)).message.length).toBeLessThan(300);
		},
	);

	test('a password in it is not repeated', () => {
		const error = errorOf(() => administrationApiUrl('https://user:hunter2@host.example'));
		expect(`${error.message} ${error.nextStep}`).not.toContain('hunter2');
	});
});
