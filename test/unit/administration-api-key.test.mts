import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';

import { testRequest } from '../../rsa/authorization/credentialTest.ts';
import {
	forgetJsonWebToken,
	jsonWebTokenOf,
	parseAdministrationApiKey,
} from '../../rsa/authorization/administrationApiKey.ts';
import { authorize } from '../../rsa/authorization/authorize.ts';
import { AccessTokenRetry } from '../../rsa/authorization/accessTokenRetry.ts';
import type { SendResult, Transport } from '../../rsa/http/response.ts';
import { errorOf } from '../support/user-facing-error.mts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs1 = pem(privateKey, 'pkcs1');
const pkcs8 = pem(privateKey, 'pkcs8');
const URL_OF_FILE = 'https://mycompany.access-anz.securid.com/AdminInterface/restapi/v1';
const NOW = new Date('2026-03-01T12:00:00.700Z');

function pem(key: KeyObject, type: 'pkcs1' | 'pkcs8'): string {
	return key.export({ type, format: 'pem' }).toString();
}

let files = 0;
/** A key file; each has another access ID, so that no test meets a token of another. */
function keyFile(changes: Record<string, unknown> = {}): string {
	return JSON.stringify({
		customerName: 'My Company',
		accessID: `access-${++files}`,
		description: 'n8n',
		accessKey: pkcs1,
		adminRestApiUrl: URL_OF_FILE,
		...changes,
	});
}

const responded = (status: number): SendResult => ({
	kind: 'response',
	response: { status, headers: {}, body: '' },
});
const seconds = (date: Date): number => date.getTime() / 1000;
const after = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describe("the signed token is as RSA's rules want it, checked by jose", () => {
	let file: string;
	let token: string;
	beforeEach(() => {
		file = keyFile();
		token = jsonWebTokenOf(file, NOW);
	});

	test('the header is exactly {"typ":"JWT","alg":"RS256"}', () => {
		expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'RS256' });
		expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).toBe(
			'{"typ":"JWT","alg":"RS256"}',
		);
	});

	test("sub is the access ID, aud the file's address to the letter, and nothing else is in it", async () => {
		const { payload } = await jwtVerify(token, publicKey, { currentDate: NOW });
		expect(payload).toEqual({
			sub: (JSON.parse(file) as { accessID: string }).accessID,
			aud: URL_OF_FILE,
			iat: expect.any(Number),
			exp: expect.any(Number),
		});
	});

	test.each([-60, 0, 60])(
		'it is good for a server whose clock is %d s off, for the hour that RSA allows',
		async (skew) => {
			const { payload } = await jwtVerify(token, publicKey, { currentDate: NOW });
			const { iat = 0, exp = 0 } = payload;
			const serversNow = seconds(NOW) + skew;
			expect(Number.isInteger(iat) && Number.isInteger(exp)).toBe(true);
			expect(exp - iat).toBeLessThanOrEqual(3600);
			expect(iat).toBeLessThanOrEqual(serversNow + 60);
			expect(exp).toBeGreaterThan(serversNow);
			expect(exp - serversNow).toBeLessThanOrEqual(3600);
		},
	);
});

describe('a batch costs one signature', () => {
	test('the token is used again until five minutes before its end, then signed anew', () => {
		const file = keyFile();
		const first = jsonWebTokenOf(file, NOW);
		const fiveMinutesBeforeEnd = ((decodeJwt(first).exp ?? 0) - 300) * 1000;
		expect(jsonWebTokenOf(file, new Date(fiveMinutesBeforeEnd - 1))).toBe(first);
		expect(jsonWebTokenOf(file, new Date(fiveMinutesBeforeEnd))).not.toBe(first);
	});

	test("two credentials never get each other's token", () => {
		const files = [keyFile(), keyFile(), keyFile({ adminRestApiUrl: 'https://other.example' })];
		const tokens = files.map((file) => jsonWebTokenOf(file, NOW));
		expect(new Set(tokens).size).toBe(3);
		expect(files.map((file) => jsonWebTokenOf(file, NOW))).toEqual(tokens);
	});

	test('a thousand credentials do not fill the memory: the one unused longest goes', () => {
		const file = keyFile();
		const first = jsonWebTokenOf(file, NOW);
		for (let count = 0; count < 99; count += 1) jsonWebTokenOf(keyFile(), NOW);
		expect(jsonWebTokenOf(file, after(1))).toBe(first);
		jsonWebTokenOf(keyFile(), NOW);
		expect(jsonWebTokenOf(file, after(1))).toBe(first);
		for (let count = 0; count < 100; count += 1) jsonWebTokenOf(keyFile(), NOW);
		expect(jsonWebTokenOf(file, after(1))).not.toBe(first);
	});

	test('one that RSA rejected is replaced, another is kept', () => {
		const file = keyFile();
		const first = jsonWebTokenOf(file, NOW);
		forgetJsonWebToken(file, 'another token');
		expect(jsonWebTokenOf(file, after(1))).toBe(first);
		forgetJsonWebToken(file, first);
		expect(jsonWebTokenOf(file, after(1))).not.toBe(first);
	});

	test('one that is not cached any more can be rejected too', () => {
		expect(() => {
			forgetJsonWebToken(keyFile(), 'long gone');
		}).not.toThrow();
	});
});

describe('a credential with the file', () => {
	const credentialWith = (apiKeyFile: string) => ({
		authentication: 'apiKey',
		baseUrl: '',
		apiKeyFile,
	});

	test('authorizes with its token, at the address in the file', () => {
		const file = keyFile();
		expect(authorize(credentialWith(file), { url: '/v1/x' }, NOW)).toEqual({
			url: 'https://mycompany.access-anz.securid.com/AdminInterface/restapi/v1/x',
			authorization: `Bearer ${jsonWebTokenOf(file, NOW)}`,
		});
	});

	test('signs another token and sends the request again after RSA rejected it', async () => {
		const file = keyFile();
		const rejected = jsonWebTokenOf(file, new Date(Date.now() - 60_000));
		const results = [responded(401), responded(200)];
		const send: Transport = async () => await Promise.resolve(results.shift() ?? responded(500));
		const accessTokenRetry = new AccessTokenRetry({ ...credentialWith(file) });
		const result = await accessTokenRetry.transport(() => send, 1000)(testRequest);
		expect(result).toMatchObject({ response: { status: 200, authentication: 'apiKey' } });
		expect(jsonWebTokenOf(file, new Date())).not.toBe(rejected);
	});
});

describe('the private key loads in every shape that a form field makes of it', () => {
	const shapes: Array<[string, (pem: string) => string]> = [
		['as it is', (text) => text],
		['CRLF', (text) => text.replace(/\n/g, '\r\n')],
		['literal \\n', (text) => text.replace(/\n/g, '\\n')],
		['literal \\r\\n', (text) => text.replace(/\n/g, '\\r\\n')],
		['spaces for line breaks', (text) => text.replace(/\n/g, ' ')],
		['no line breaks', (text) => text.replace(/\n/g, '')],
		['in quotes', (text) => `"${text}"`],
		['in single quotes, without line breaks', (text) => `'${text.replace(/\n/g, '')}'`],
		['indented', (text) => text.replace(/^/gm, '    ')],
	];
	describe.each([
		['PKCS#1', pkcs1],
		['PKCS#8', pkcs8],
	])('%s', (_, key) => {
		test.each(shapes)('%s', (__, shape) => {
			const { privateKey: loaded } = parseAdministrationApiKey(keyFile({ accessKey: shape(key) }));
			expect(pem(loaded, 'pkcs8')).toBe(pkcs8);
		});
	});
});

describe('the file is understood as users paste it', () => {
	const file = keyFile();
	test.each<[string, string]>([
		['pretty printed', JSON.stringify(JSON.parse(file), null, 2)],
		['without its line breaks', JSON.stringify(JSON.parse(file), null, 2).replace(/\n/g, '')],
		['with real line breaks inside the key', file.replace(/\\n/g, '\n')],
		['with a byte order mark', `\uFEFF${file}`],
		['in quotes', `'${file}'`],
		['in quotes, with white space around', ` "${file}"\n`],
	])('%s', (_, pasted) => {
		expect(parseAdministrationApiKey(pasted).adminRestApiUrl).toBe(URL_OF_FILE);
	});
});

describe('a file that cannot be used is an error, which does not repeat it', () => {
	const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
	const short = generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey;
	const encrypted = privateKey
		.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
		.toString();
	test.each<[string, string, RegExp]>([
		['nothing', '  ', /API Key File is empty/],
		['1 MB of text', 'x'.repeat(1_000_000), /1000000 characters long/],
		['no JSON', 'accessKey=secret', /is not JSON/],
		['a list', '[1]', /is not JSON/],
		['a number', '7', /is not JSON/],
		['null', 'null', /is not JSON/],
		['only the key', pkcs1, /is a PEM file/],
		[
			'__proto__ for the properties',
			'{"__proto__":{"accessID":"a","accessKey":"b"}}',
			/has no 'accessID'/,
		],
		['no access ID', keyFile({ accessID: '' }), /has no 'accessID'/],
		['a blank access ID', keyFile({ accessID: ' ' }), /has no 'accessID'/],
		['a number for the address', keyFile({ adminRestApiUrl: 7 }), /has no 'adminRestApiUrl'/],
		['no key', keyFile({ accessKey: undefined }), /has no 'accessKey'/],
		[
			'a public key',
			keyFile({ accessKey: publicKey.export({ type: 'spki', format: 'pem' }) }),
			/there is a public key/,
		],
		[
			'a public key of the older form',
			keyFile({ accessKey: publicKey.export({ type: 'pkcs1', format: 'pem' }) }),
			/there is a rsa public key/,
		],
		[
			'a certificate',
			keyFile({ accessKey: pkcs8.replaceAll('PRIVATE KEY', 'CERTIFICATE') }),
			/there is a certificate/,
		],
		['an encrypted key', keyFile({ accessKey: encrypted }), /encrypted with a passphrase/],
		[
			'an old-style encrypted key',
			keyFile({ accessKey: pkcs1.replace('\n', '\nProc-Type: 4,ENCRYPTED\n') }),
			/encrypted with a passphrase/,
		],
		['an EC key', keyFile({ accessKey: pem(ec, 'pkcs8') }), /key of type ec/],
		['a 512-bit key', keyFile({ accessKey: pem(short, 'pkcs1') }), /512 bits/],
		['half a key', keyFile({ accessKey: pkcs1.replace(/\n[^\n]{64}\n/, '\n') }), /cannot be read/],
		['no PEM', keyFile({ accessKey: 'MIIEowIBAAKCAQEA' }), /cannot be read/],
	])('%s', (_, file, reason) => {
		const { message, nextStep } = errorOf(() => jsonWebTokenOf(file, NOW));
		expect(message).toMatch(reason);
		expect(nextStep).toMatch(/Cloud Administration Console/);
		expect(`${message} ${nextStep}`).not.toMatch(/MII|secret|xxxx/);
	});
});
