import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader, jwtVerify, type JWK } from 'jose';

import {
	NO_ACCESS_TOKEN,
	receivedAccessToken,
	storeAccessToken,
	usableAccessToken,
} from '../../rsa/authorization/accessToken.ts';
import { fingerprintOf, parseOAuthClient, scopesIn } from '../../rsa/authorization/oAuthClient.ts';
import { namingScopes } from '../../rsa/authorization/scopeTest.ts';
import { requestAccessToken } from '../../rsa/authorization/accessTokenRequest.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { errorOf, rejectionOf } from '../support/user-facing-error.mts';

const NOW = new Date('2026-03-01T12:00:00Z');
const ISSUER = 'https://mycompany.auth.securid.com/oauth';

function keyPair(type: 'RSA' | 'EC', namedCurve = 'P-256') {
	const { privateKey, publicKey } =
		type === 'RSA'
			? generateKeyPairSync('rsa', { modulusLength: 2048 })
			: generateKeyPairSync('ec', { namedCurve });
	const jwk: JWK = { ...privateKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig' };
	return { jwk, publicKey };
}

const rsa = keyPair('RSA');
const ec = keyPair('EC');

const fieldsWith = (changes: object = {}) => ({
	issuerUrl: ISSUER,
	clientId: 'client-1',
	privateKeyJwk: JSON.stringify(rsa.jwk),
	scope: 'rsa.authenticator.sidtoken.read rsa.authenticator.sidtoken.manage',
	...changes,
});

/** The RSA key without some of its properties. */
const without = (...names: string[]) =>
	Object.fromEntries(Object.entries(rsa.jwk).filter(([name]) => !names.includes(name)));

interface Requested {
	url: string;
	form: Record<string, string>;
}

/** Requests an access token from an endpoint with this result. */
async function request(fields: ReturnType<typeof fieldsWith>, result?: SendResult) {
	const requests: Requested[] = [];
	const token = requestAccessToken(
		fields,
		async (url, form) => {
			requests.push({ url, form: { ...form } });
			return await Promise.resolve(
				result ?? responded(200, { access_token: 'at', expires_in: 60 }),
			);
		},
		NOW,
	);
	return { token: await token, requests };
}

const responded = (status: number, body: unknown): SendResult => ({
	kind: 'response',
	response: { status, headers: {}, body },
});

describe('the token request is private_key_jwt, checked by jose', () => {
	test.each([
		['RSA', 'RS256', rsa],
		['EC', 'ES256', ec],
	])('%s', async (_, alg, { jwk, publicKey }) => {
		const { requests } = await request(fieldsWith({ privateKeyJwk: JSON.stringify(jwk) }));
		const { url, form } = requests[0] ?? { url: '', form: {} };
		const assertion = form['client_assertion'] ?? '';
		expect(url).toBe(`${ISSUER}/token`);
		expect(form).toMatchObject({
			grant_type: 'client_credentials',
			client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
			scope: 'rsa.authenticator.sidtoken.read rsa.authenticator.sidtoken.manage',
		});
		expect(decodeProtectedHeader(assertion)).toEqual({ typ: 'JWT', alg, kid: 'key-1' });
		const { payload } = await jwtVerify(assertion, publicKey, {
			audience: url,
			issuer: 'client-1',
			subject: 'client-1',
			currentDate: NOW,
		});
		expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
		expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
	});

	test('no two assertions have the same jti', async () => {
		const assertions = await Promise.all([request(fieldsWith()), request(fieldsWith())]);
		const ids = assertions.map(async ({ requests }) => {
			const assertion = requests[0]?.form['client_assertion'] ?? '';
			return (await jwtVerify(assertion, rsa.publicKey, { currentDate: NOW })).payload.jti;
		});
		expect(new Set(await Promise.all(ids)).size).toBe(2);
	});

	test('without scope where none is entered, and with commas and line breaks made spaces', async () => {
		const none = await request(fieldsWith({ scope: ' ' }));
		const odd = await request(fieldsWith({ scope: 'a,b\n c' }));
		expect(none.requests[0]?.form).not.toHaveProperty('scope');
		expect(odd.requests[0]?.form['scope']).toBe('a b c');
	});

	test.each([undefined, '', 7])('without kid where that of the key is %j', async (kid) => {
		const { requests } = await request(
			fieldsWith({ privateKeyJwk: JSON.stringify({ ...rsa.jwk, kid }) }),
		);
		expect(decodeProtectedHeader(requests[0]?.form['client_assertion'] ?? '')).toEqual({
			typ: 'JWT',
			alg: 'RS256',
		});
	});

	test.each([
		['RS256', rsa],
		['ES256', ec],
	])('with a key that says itself that it is for %s', async (alg, { jwk }) => {
		const { requests } = await request(
			fieldsWith({ privateKeyJwk: JSON.stringify({ ...jwk, alg }) }),
		);
		expect(requests).toHaveLength(1);
	});

	test.each([
		[ISSUER, `${ISSUER}/token`],
		[`${ISSUER}/`, `${ISSUER}/token`],
		[`${ISSUER}//`, `${ISSUER}/token`],
		[`${ISSUER}/token`, `${ISSUER}/token`],
		['mycompany.auth.securid.com/oauth', `${ISSUER}/token`],
		[`${ISSUER}/tokens`, `${ISSUER}/tokens/token`],
	])('the issuer URL %s leads to the token endpoint', (issuerUrl, tokenEndpoint) => {
		expect(parseOAuthClient(fieldsWith({ issuerUrl })).tokenEndpoint).toBe(tokenEndpoint);
	});
});

describe('an access token is accepted', () => {
	const [read, manage] = ['rsa.authenticator.sidtoken.read', 'rsa.authenticator.sidtoken.manage'];
	test.each([
		['that is for the scopes in another order', `${read} ${manage}`, `${manage} ${read}`],
		['that is for more than was requested', read, `${read} ${manage}`],
		['whose scope was not requested', '', read],
		['whose scope is missing', read, undefined],
	])('%s', async (_, scope, granted) => {
		const result = responded(200, { access_token: 'at', scope: granted });
		expect((await request(fieldsWith({ scope }), result)).token.value).toBe('at');
	});
});

test('an access token is used without white space around it', async () => {
	const result = responded(200, { access_token: ' a.b-c_d~e+f/g== \r\n' });
	expect((await request(fieldsWith(), result)).token.value).toBe('a.b-c_d~e+f/g==');
});

describe('an access token with other characters than tokens have is an error, and is neither sent nor shown', () => {
	test.each([
		['a line break', 'secret\ntoken'],
		['another header', 'secret\r\nX-Other: 1'],
		['a blank', 'Bearer secret'],
		['a zero byte', 'secret\0token'],
		['letters beyond ASCII', 'secretä'],
		['quotes', '"secret"'],
	])('%s', async (_, value) => {
		const { message } = await rejectionOf(
			request(fieldsWith(), responded(200, { access_token: value })),
		);
		expect(message).toMatch(/answered with an access token that cannot be sent/);
		expect(message).not.toContain('secret');
	});

	test.each(['', ' ', 5, ['at'], null, undefined])('%j is none', async (value) => {
		const { message } = await rejectionOf(
			request(fieldsWith(), responded(200, { access_token: value })),
		);
		expect(message).toBe("RSA's token endpoint answered without an access token");
	});
});

describe('an invalid field is an error before any request', () => {
	const short = generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey.export({
		format: 'jwk',
	});
	test.each<[string, object, RegExp]>([
		['no issuer URL', { issuerUrl: '' }, /Issuer URL is empty/],
		[
			'an issuer URL over plain HTTP',
			{ issuerUrl: 'http://auth.example/oauth' },
			/could be intercepted/,
		],
		[
			'an issuer URL with a login',
			{ issuerUrl: 'https://a:b@auth.example' },
			/username or a password/,
		],
		['no client ID', { clientId: ' ' }, /Client ID is empty/],
		['no key', { privateKeyJwk: '' }, /Private Key \(JWK\) is empty/],
		['1 MB of key', { privateKeyJwk: 'x'.repeat(1_000_000) }, /characters long/],
		['a PEM key', { privateKeyJwk: '-----BEGIN PRIVATE KEY-----' }, /is a PEM file/],
		[
			'a key in __proto__',
			{ privateKeyJwk: `{"__proto__":${JSON.stringify(rsa.jwk)}}` },
			/no 'kty'/,
		],
		['a symmetric key', { privateKeyJwk: '{"kty":"oct","k":"c2VjcmV0"}' }, /no 'kty' of RSA or EC/],
		['an inherited key type', { privateKeyJwk: '{"kty":"constructor"}' }, /no 'kty' of RSA or EC/],
		['a public key', { privateKeyJwk: JSON.stringify(without('d')) }, /is a public key/],
		[
			'a key without its primes',
			{ privateKeyJwk: JSON.stringify(without('p', 'q', 'dp', 'dq', 'qi')) },
			/lacks p, q, dp, dq, qi/,
		],
		['a key without qi', { privateKeyJwk: JSON.stringify(without('qi')) }, /lacks qi/],
		['alg none', { privateKeyJwk: JSON.stringify({ ...rsa.jwk, alg: 'none' }) }, /has an 'alg'/],
		['alg PS256', { privateKeyJwk: JSON.stringify({ ...rsa.jwk, alg: 'PS256' }) }, /has an 'alg'/],
		['a 512-bit key', { privateKeyJwk: JSON.stringify(short) }, /512 bits/],
		[
			'another curve',
			{ privateKeyJwk: JSON.stringify(keyPair('EC', 'P-384').jwk) },
			/a curve other than P-256/,
		],
		[
			'invalid numbers',
			{ privateKeyJwk: JSON.stringify({ ...ec.jwk, x: 'AA' }) },
			/cannot be read/,
		],
	])('%s', (__, changes, reason) => {
		const { message, nextStep } = errorOf(() => parseOAuthClient(fieldsWith(changes)));
		expect(message).toMatch(reason);
		expect(`${message} ${nextStep}`).not.toContain(rsa.jwk.d ?? '');
	});
});

describe('the error of the token endpoint says which field to check', () => {
	test.each<[string, SendResult, RegExp, RegExp]>([
		[
			'invalid_client',
			responded(401, { error: 'invalid_client', error_description: 'eyJhbGciOi' }),
			/Client ID, its key, the kid/,
			/Compare the Client ID/,
		],
		[
			'invalid_scope',
			responded(400, { error: 'invalid_scope' }),
			/does not grant the OAuth client the Scope/,
			/Allow the scope/,
		],
		[
			'unauthorized_client',
			responded(400, { error: 'unauthorized_client' }),
			/authenticate this way/,
			/type Admin API/,
		],
		['invalid_grant', responded(400, { error: 'invalid_grant' }), /clock/, /Issuer URL/],
		[
			'invalid_request',
			responded(400, { error: 'invalid_request' }),
			/does not understand the request/,
			/Issuer URL/,
		],
		[
			'unsupported_grant_type',
			responded(400, { error: 'unsupported_grant_type' }),
			/does not support client credentials/,
			/Issuer URL/,
		],
		['401 without a code', responded(401, ''), /Client ID, key, kid or Scope/, /published/],
		[
			'403 without a code',
			responded(403, '<html>Forbidden</html>'),
			/Client ID, key, kid or Scope/,
			/published/,
		],
		[
			'404',
			responded(404, '<html>Not Found</html>'),
			/was not found at the Issuer URL \(HTTP 404\)/,
			/auth\.securid\.com\/oauth/,
		],
		['429', responded(429, ''), /too many requests/, /may be correct/],
		['407', responded(407, ''), /behind a proxy that requires a username/, /HTTPS_PROXY/],
		['500', responded(500, ''), /failed \(HTTP 500\)/, /may be correct/],
		['502', responded(502, '<html>'), /failed \(HTTP 502\)/, /may be correct/],
		[
			'200 with a web page',
			responded(200, '<html>Welcome</html>'),
			/was not found at the Issuer URL/,
			/Issuer URL/,
		],
		['200 with nothing', responded(200, null), /was not found at the Issuer URL/, /Issuer URL/],
		['200 without a token', responded(200, {}), /without an access token/, /Issuer URL/],
		[
			'200 with an empty token',
			responded(200, { access_token: '' }),
			/without an access token/,
			/Issuer URL/,
		],
		['a redirect', responded(302, ''), /was not found at the Issuer URL/, /Issuer URL/],
		[
			'an inherited name for a code',
			responded(400, { error: 'constructor' }),
			/was not found at/,
			/Issuer URL/,
		],
		[
			'host was not found',
			{ kind: 'notDelivered', reason: 'the host was not found' },
			/the host was not found/,
			/Issuer URL/,
		],
		[
			'a certificate that is rejected',
			{ kind: 'certificateRefused', reason: 'it has expired', advice: 'Renew it.' },
			/could not be reached: it has expired/,
			/^Renew it\.$/,
		],
		[
			'no response',
			{ kind: 'answerLost', reason: 'no response arrived in time' },
			/could not be reached: no response arrived in time/,
			/network/,
		],
		[
			'a request that n8n did not let out',
			{ kind: 'blocked', error: new UserFacingError('n8n did not send the request', 'Check n8n.') },
			/^n8n did not send the request$/,
			/^Check n8n\.$/,
		],
	])('%s', async (_, result, what, next) => {
		const { message, nextStep } = await rejectionOf(request(fieldsWith(), result));
		expect(message).toMatch(what);
		expect(nextStep).toMatch(next);
		expect(`${message} ${nextStep}`).not.toMatch(/eyJ/);
	});
});

describe('a description by the token endpoint shows which field is wrong', () => {
	test.each(['invalid_client', 'invalid_grant'])('%s', async (error) => {
		const result = responded(400, { error, error_description: 'assertion is expired' });
		expect((await rejectionOf(request(fieldsWith(), result))).message).toMatch(
			/has expired or is not valid yet/,
		);
	});

	test.each([
		['no applicable key found for kid "x"', /does not know the 'kid'/],
		['signature verification failed', /private key is not the one/],
		['jwt expired', /clock of the machine that n8n runs on is wrong/],
		['jwt not active yet', /clock of the machine that n8n runs on is wrong/],
		['audience (aud) must equal the token endpoint url', /Issuer URL is not exactly right/],
		['unexpected "aud" claim value', /Issuer URL is not exactly right/],
		['client not found', /does not know the Client ID/],
	])('%s', async (words, what) => {
		const result = responded(401, {
			error: 'invalid_client',
			error_description: `${words} eyJhbGci`,
		});
		const error = await rejectionOf(request(fieldsWith(), result));
		expect(error.message).toMatch(what);
		expect(JSON.stringify(error)).not.toContain('eyJ');
		expect(String(error)).not.toContain('eyJ');
	});
});

test.each([
	[
		'invalid_client',
		'12:05:00',
		/does not recognize .* clock of the machine that n8n runs on is 300 s behind/,
	],
	[
		'invalid_client',
		'11:58:59',
		/does not recognize .* clock of the machine that n8n runs on is 61 s ahead/,
	],
	['invalid_client', '12:01:00', /does not recognize the OAuth client: its Client ID/],
	['invalid_scope', '12:05:00', /does not grant the OAuth client the Scope/],
])("%s at %s by the server's clock", async (error, time, what) => {
	const headers = { date: `Sun, 01 Mar 2026 ${time} GMT` };
	const result: SendResult = {
		kind: 'response',
		response: { status: 401, headers, body: { error } },
	};
	expect((await rejectionOf(request(fieldsWith(), result))).message).toMatch(what);
});

test.each([
	['rsa.authenticator.sidtoken.read', 'rsa.authenticator.sidtoken.manage'],
	['openid', 'rsa.authenticator.sidtoken.read rsa.authenticator.sidtoken.manage'],
])('where only %s is granted, the missing scope is named: %s', async (scope, missing) => {
	const result = responded(200, { access_token: 'at', scope });
	const { message } = await rejectionOf(request(fieldsWith(), result));
	expect(message).toBe(`RSA's token endpoint did not grant the Scope ${missing}`);
});

describe('a stored access token is used until it is to be renewed', () => {
	const after = (ms: number) => new Date(NOW.getTime() + ms);
	const stored = (expiresIn: unknown) =>
		storeAccessToken(receivedAccessToken('at', expiresIn, 'client', NOW));

	test.each([
		['an hour, until a minute before', 3600, 3_539_999],
		['an hour as text', '3600', 3_539_999],
		['a minute, until six seconds before', 60, 53_999],
		['ten seconds, until a second and a half before', 10, 8_499],
		['a second, until half of it', 1, 499],
		['missing: five minutes', undefined, 269_999],
		['nonsense, so five minutes', -1, 269_999],
		['none at all, so five minutes', 0, 269_999],
	])('%s', (_, expiresIn, lastMs) => {
		expect(usableAccessToken(stored(expiresIn), 'client', after(lastMs))?.value).toBe('at');
		expect(usableAccessToken(stored(expiresIn), 'client', after(lastMs + 1))).toBeUndefined();
	});

	test.each([NO_ACCESS_TOKEN, '', undefined, 7, '{}', 'null', '{"value":1}'])(
		'%j is none',
		(text) => {
			expect(usableAccessToken(text, 'client', NOW)).toBeUndefined();
		},
	);

	test.each(['value', 'issuedTo', 'receivedAt', 'endsAt', 'renewAt'])(
		'not where its %s has been meddled with',
		(property) => {
			const token = JSON.parse(stored(60)) as object;
			const text = JSON.stringify({ ...token, [property]: null });
			expect(usableAccessToken(text, 'client', NOW)).toBeUndefined();
		},
	);

	test('not for another client, key, issuer or scope than it was given to', () => {
		const issuedTo = fingerprintOf(fieldsWith());
		const text = storeAccessToken(receivedAccessToken('at', 60, issuedTo, NOW));
		expect(usableAccessToken(text, fingerprintOf(fieldsWith()), NOW)).toBeDefined();
		for (const changes of [
			{ clientId: 'x' },
			{ scope: 'x' },
			{ privateKeyJwk: 'x' },
			{ issuerUrl: 'x' },
		]) {
			expect(usableAccessToken(text, fingerprintOf(fieldsWith(changes)), NOW)).toBeUndefined();
		}
	});
});

test('a scope that was not granted is named with the operations that need it', async () => {
	const scope = 'rsa.authenticator.sidtoken.read rsa.user.read';
	const result = responded(200, { access_token: 'at', scope: 'rsa.authenticator.sidtoken.read' });
	const { nextStep } = await rejectionOf(request(fieldsWith({ scope }), result));
	expect(nextStep).toMatch(
		/^The scope rsa\.user\.read is needed to choose a user From List, By Email/,
	);
	expect(nextStep).toMatch(/remove it from the scopes that the credential requests/);
	expect(nextStep).not.toContain('sidtoken');
});

describe('the test of the credential names the rejected scopes', () => {
	const [read, users, list] = [
		'rsa.authenticator.sidtoken.read',
		'rsa.user.read',
		'rsa.authenticator.mobile.read',
	];
	const scope = `${read} ${users} ${list}`;

	/** The error of the test if the endpoint grants these scopes, and rejects any other like this. */
	const errorOfTest = async (
		granted: readonly string[],
		rejection: SendResult,
		changes: object = {},
	) => {
		const fields = { authentication: 'oAuthClient', ...fieldsWith({ scope }), ...changes };
		const sendForm = async (_url: string, form: Readonly<Record<string, string>>) =>
			await Promise.resolve(
				scopesIn(form['scope'] ?? '').every((each) => granted.includes(each))
					? responded(200, { access_token: 'at' })
					: rejection,
			);
		const error = await rejectionOf(requestAccessToken(fields, sendForm, NOW));
		const named = await namingScopes(error, fields, sendForm, NOW);
		const { message, nextStep } = errorOf(() => {
			throw named;
		});
		return { isSame: named === error, message, nextStep };
	};

	test.each([
		['invalid_scope', responded(400, { error: 'invalid_scope' })],
		['a bare 403, as RSA gives it', responded(403, '')],
	])('%s', async (_, rejection) => {
		const { message, nextStep } = await errorOfTest([read], rejection);
		expect(message).toContain(`did not grant the Scope ${users} ${list}`);
		expect(nextStep).toMatch(
			/mobile\.read is needed to list .*rsa\.user\.read is needed to choose/,
		);
	});

	test.each<[string, readonly string[], SendResult, object]>([
		['none of them is granted', [], responded(403, ''), {}],
		['there is but one', [], responded(400, { error: 'invalid_scope' }), { scope: read }],
		['it is about something else', [], responded(401, { error: 'invalid_client' }), {}],
	])('not where %s', async (_, granted, rejection, changes) => {
		expect((await errorOfTest(granted, rejection, changes)).isSame).toBe(true);
	});
});
