import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { parseAdministrationApiKey } from '../../rsa/authorization/administrationApiKey.ts';
import { accessTokenOf, parseCredential } from '../../rsa/authorization/credential.ts';
import { parseOAuthClient, scopesIn } from '../../rsa/authorization/oAuthClient.ts';
import { pastedJson } from '../../rsa/authorization/pastedJson.ts';
import { errorOf } from '../support/user-facing-error.mts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...pair.privateKey.export({ format: 'jwk' }), kid: 'key-1' };
const publicJwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'key-1' };
const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const keyFile = {
	customerName: 'My "Company" & Söhne',
	accessID: 'access-1',
	accessKey: pem,
	adminRestApiUrl: 'https://mycompany.access.securid.com/AdminInterface/restapi',
};
const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const jwt = `${part({ typ: 'JWT', alg: 'RS256' })}.${part({ exp: 4e9 })}.c2lnbmF0dXJl`;

const readJwk = (privateKeyJwk: string) =>
	parseOAuthClient({
		issuerUrl: 'https://mycompany.auth.securid.com/oauth',
		clientId: 'client-1',
		privateKeyJwk,
		scope: '',
	});

const pretty = (json: object) => JSON.stringify(json, null, 2);
const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
const base64 = (text: string) => Buffer.from(text).toString('base64');

const shapes: Array<[string, (json: object) => string]> = [
	['JSON in JSON', (json) => JSON.stringify(JSON.stringify(json))],
	['JSON in JSON in JSON', (json) => JSON.stringify(JSON.stringify(JSON.stringify(json)))],
	['escaped', (json) => escaped(JSON.stringify(json))],
	['escaped, pretty printed', (json) => escaped(pretty(json))],
	['escaped, in single quotes', (json) => `'${escaped(JSON.stringify(json))}'`],
	['a list of one', (json) => JSON.stringify([json])],
	['within another object', (json) => JSON.stringify({ privateKey: json })],
	['within another object, as text', (json) => JSON.stringify({ key: JSON.stringify(json) })],
	['base64', (json) => base64(pretty(json))],
	['base64 in lines', (json) => (base64(pretty(json)).match(/.{1,76}/g) ?? []).join('\r\n')],
	['base64url', (json) => Buffer.from(JSON.stringify(json)).toString('base64url')],
	['a data URL', (json) => `data:application/json;base64,${base64(JSON.stringify(json))}`],
	[
		'indented by NBSP',
		(json) => pretty(json).replace(/^ +/gm, (indent) => '\u00A0'.repeat(indent.length)),
	],
	['with a narrow NBSP before colons', (json) => pretty(json).replace(/": /g, '"\u202F: ')],
	['with zero-width blanks', (json) => pretty(json).replace(/\n/g, '\u200B\n')],
	['as UTF-16 read as UTF-8', (json) => Array.from(JSON.stringify(json)).join('\0')],
	['HTML entities', (json) => JSON.stringify(json).replace(/&/g, '&amp;').replace(/"/g, '&quot;')],
	['numeric HTML entities', (json) => JSON.stringify(json).replace(/"/g, '&#34;')],
	['percent-encoded', (json) => encodeURIComponent(JSON.stringify(json))],
	['a code fence', (json) => `\`\`\`json\n${pretty(json)}\n\`\`\``],
	['a variable', (json) => `const key = ${pretty(json)};`],
	['a comma too many', (json) => pretty(json).replace(/\n\}$/, ',\n}')],
	['with words before', (json) => `Private key:\n\n${pretty(json)}`],
	['with a byte order mark', (json) => `\uFEFF${pretty(json)}\r\n`],
];

describe('a secret that is JSON is understood as users paste it', () => {
	test.each(shapes)('%s', (_, shape) => {
		expect(readJwk(shape(jwk)).privateKey.export({ format: 'jwk' })).toEqual(
			pair.privateKey.export({ format: 'jwk' }),
		);
		const file = parseAdministrationApiKey(shape(keyFile));
		expect(file.privateKey.export({ format: 'jwk' })).toEqual(
			pair.privateKey.export({ format: 'jwk' }),
		);
		expect(file).toMatchObject({ accessId: 'access-1', adminRestApiUrl: keyFile.adminRestApiUrl });
	});

	test.each<[string, (text: string) => string]>([
		['English', (text) => text.replace(/"([^"]*)"/g, '“$1”')],
		['German', (text) => text.replace(/"([^"]*)"/g, '„$1“')],
		['single', (text) => text.replace(/"/g, "'")],
		['French', (text) => text.replace(/"([^"]*)"/g, '«$1»')],
	])('with %s quotes', (_, quoted) => {
		expect(readJwk(quoted(pretty(jwk))).keyId).toBe('key-1');
	});

	test('with numbers of the key over several lines', () => {
		const wrapped = JSON.stringify(jwk).replace(/[\w-]{64}/g, '$&\n    ');
		expect(readJwk(wrapped).keyId).toBe('key-1');
	});

	test.each<[string, object]>([
		['the only one', { keys: [jwk] }],
		['the only private one', { keys: [publicJwk, jwk] }],
		['the only private one of a list', [publicJwk, jwk]],
		['in a set within an object', { jwks: { keys: [jwk] } }],
	])('a key in a set of keys: %s', (_, set) => {
		expect(readJwk(JSON.stringify(set)).keyId).toBe('key-1');
	});

	test('JSON as it is, is never taken for anything else', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
				(json) => {
					expect(pastedJson(JSON.stringify(json))).toEqual(JSON.parse(JSON.stringify(json)));
				},
			),
		);
	});

	test('whatever is pasted, the only error is one for users, without delay', () => {
		fc.assert(
			fc.property(
				fc.string({
					unit: fc.constantFrom(...'{}[]"\'\\&;%7B,:= quotaeyJ\n'.split('')),
					maxLength: 300,
				}),
				(text) => {
					errorOf(() => readJwk(text));
					errorOf(() => parseAdministrationApiKey(text));
				},
			),
		);
	});

	test.each(['{', '"', '\\"', '[', '&quot;', "'", '%7B'])(
		'32,768 characters of %j are read within a second',
		(character) => {
			const startedAt = performance.now();
			errorOf(() => readJwk(character.repeat(32_768 / character.length)));
			expect(performance.now() - startedAt).toBeLessThan(1000);
		},
	);
});

describe('what is something else is named for what it is', () => {
	const others: Array<[string, string, RegExp]> = [
		[
			'a certificate',
			'-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----',
			/is a certificate$/,
		],
		['a PEM file', pem, /is a PEM file$/],
		['an encrypted PEM file', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIC', /is a PEM file$/],
		[
			'a public key',
			pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
			/is a public key$/,
		],
		['an SSH key', 'ssh-rsa AAAAB3NzaC1yc2E ada@host', /is a public key$/],
		['an OpenSSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl', /is an OpenSSH key$/],
		['a JSON Web Token', jwt, /is a JSON Web Token$/],
		['one with Bearer', `Bearer ${jwt}`, /is a JSON Web Token$/],
		['an address', 'https://mycompany.access.securid.com', /is an address$/],
		['a file name', 'C:\\Users\\ada\\Downloads\\rsa.key', /is the name of a file/],
		['a file name of Linux', '/home/ada/My Keys/private.jwk', /is the name of a file/],
		['the first half', pretty(keyFile).slice(0, 200), /is cut off: its end is missing$/],
		['the second half', pretty(jwk).slice(20), /is cut off: its beginning is missing$/],
		[
			"a token endpoint's response",
			'{"access_token":"x","expires_in":1}',
			/is the response of a token endpoint$/,
		],
		[
			'an OpenID configuration',
			'{"issuer":"x","token_endpoint":"y"}',
			/configuration of an OpenID provider$/,
		],
	];

	test.each(others)('%s', (_, pasted, is) => {
		for (const read of [() => readJwk(pasted), () => parseAdministrationApiKey(pasted)]) {
			const { message, nextStep } = errorOf(read);
			expect(message).toMatch(is);
			expect(`${message} ${nextStep}`).not.toMatch(/MII|AAAA|b3Bl|eyJ|is not JSON/);
		}
	});

	test.each<[string, string, RegExp]>([
		['a public key', JSON.stringify(publicJwk), /^The Private Key \(JWK\) is a public key$/],
		['a set of one public key', JSON.stringify({ keys: [publicJwk] }), /is a public key$/],
		[
			'several private keys',
			JSON.stringify({ keys: [jwk, { ...jwk, kid: 'key-2' }, { ...jwk, kid: 'key-3' }] }),
			/^The Private Key \(JWK\) holds 3 keys: key-1, key-2, key-3$/,
		],
		[
			'several public keys',
			JSON.stringify({ keys: [publicJwk, publicJwk] }),
			/holds 2 keys, all of them public: key-1, key-1$/,
		],
		['a set without keys', '{"keys":[]}', /is a set of keys \(JWKS\)$/],
		['a key file', JSON.stringify(keyFile), /is the \.key file of an Administration API key$/],
		[
			'a key file in base64',
			base64(JSON.stringify(keyFile)),
			/is the \.key file of an Administration API key$/,
		],
	])('in the field Private Key (JWK): %s', (_, pasted, message) => {
		const error = errorOf(() => readJwk(pasted));
		expect(error.message).toMatch(message);
		expect(JSON.stringify(error)).not.toContain(jwk.d);
	});

	test.each<[string, string, RegExp]>([
		[
			'the private key of an OAuth client',
			JSON.stringify(jwk),
			/is the private key \(JWK\) of an OAuth client$/,
		],
		['its public key', JSON.stringify(publicJwk), /is a public key \(JWK\)$/],
		['two key files', JSON.stringify([keyFile, keyFile]), /holds 2 key files$/],
	])('in the field API Key File: %s', (_, pasted, message) => {
		expect(errorOf(() => parseAdministrationApiKey(pasted)).message).toMatch(message);
	});

	test.each<[string, string, RegExp, RegExp]>([
		['a key file', JSON.stringify(keyFile), /is the \.key file/, /'API Key File'/],
		[
			'a key file in JSON',
			JSON.stringify(JSON.stringify(keyFile)),
			/is the \.key file/,
			/'API Key File'/,
		],
		['a private key', pretty(jwk), /is the private key \(JWK\)/, /'Private Key \(JWK\)'/],
		['a PEM file', pem, /is a PEM file/, /Make a new one/],
		[
			'an encrypted token',
			`${part({ alg: 'RSA-OAEP' })}.a.b.c.d`,
			/is an encrypted JSON Web Token/,
			/Make/,
		],
	])('in the field JSON Web Token: %s', (_, pasted, what, next) => {
		const credential = parseCredential({ authentication: 'jwt', baseUrl: '', jwt: pasted });
		const { message, nextStep } = errorOf(() => accessTokenOf(credential, new Date()));
		expect(message).toMatch(what);
		expect(message).toMatch(/^The JSON Web Token /);
		expect(nextStep).toMatch(next);
	});

	test.each(['baseUrl', 'issuerUrl', 'clientId', 'scope'])(
		'a secret in the field %s, which is sent or shown',
		(field) => {
			for (const secret of [JSON.stringify(keyFile), pretty(jwk), jwt, pem, base64(pretty(jwk))]) {
				const { message, nextStep } = errorOf(() =>
					parseCredential({ authentication: 'oAuthClient', [field]: secret }),
				);
				expect(message).toMatch(/^The (Base URL|Issuer URL|Client ID|Scope) is /);
				expect(`${message} ${nextStep}`).not.toMatch(/eyJ|MII/);
			}
		},
	);
});

test.each([
	'a b',
	'a,b',
	'a, b',
	'a+b',
	'a\nb',
	'a\r\n\tb',
	'a%20b',
	'a%2Bb',
	'a;b',
	'"a b"',
	'a\u00A0b',
	' a  +, b ',
	'a b a',
])('scopes may be separated as users do: %j', (text) => {
	expect(scopesIn(text)).toEqual(['a', 'b']);
});

test.each([
	[`Authorization: Bearer ${jwt}`],
	[`${jwt.slice(0, 30)}\r\n${jwt.slice(30)}`],
	[`“${jwt}”`],
	[`${jwt.slice(0, 9)}\u200B${jwt.slice(9)}`],
])('a JSON Web Token is understood as users paste it: %j', (pasted) => {
	const credential = parseCredential({ authentication: 'jwt', baseUrl: '', jwt: pasted });
	expect(accessTokenOf(credential, new Date())).toBe(jwt);
});
