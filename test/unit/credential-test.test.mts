import { describe, expect, test } from '@jest/globals';

import { testCredential } from '../../rsa/authorization/credentialTest.ts';
import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { Authentication, SendResult } from '../../rsa/http/response.ts';
import { rejectionOf } from '../support/user-facing-error.mts';

const responded = (status: number, body: unknown = ''): SendResult => ({
	kind: 'response',
	response: { status, headers: {}, body },
});
const unknownToken = responded(404, { code: '404 NOT_FOUND', description: 'Token not found' });

/** The requests of a credential's test that gets this result. */
async function requestsOfTest(result: SendResult): Promise<RsaRequest[]> {
	const requests: RsaRequest[] = [];
	await testCredential(async (request) => {
		requests.push(request);
		return await Promise.resolve(result);
	});
	return requests;
}

test('the test of a credential looks up a token that does not exist, and changes nothing', async () => {
	expect(await requestsOfTest(unknownToken)).toEqual([
		{
			method: 'POST',
			path: '/v1/sidTokens/lookup',
			body: { tokenSerialNumber: '000000000000' },
		},
	]);
});

test('the credential passes in a tenant that has such a token too', async () => {
	const found = responded(200, { tokenSerialNumber: '000000000000', userId: null });
	await expect(requestsOfTest(found)).resolves.toHaveLength(1);
});

describe('the error names what is wrong with a credential, and what to do', () => {
	const elsewhere = /^Something other than RSA's Cloud Administration API .* \(HTTP \d+\)/;
	const copyBaseUrl = /Copy the Base URL/;
	const again = /may be correct.*again in a minute/;
	test.each<[string, SendResult, RegExp, RegExp]>([
		['a web page', responded(200, '<html>'), elsewhere, copyBaseUrl],
		['200 with nothing', responded(200, null), elsewhere, copyBaseUrl],
		['200 with another token', responded(200, { tokenSerialNumber: '1' }), elsewhere, copyBaseUrl],
		['another 2xx', responded(202, { tokenSerialNumber: '000000000000' }), elsewhere, copyBaseUrl],
		["a 404 that is not RSA's", responded(404, { message: 'x' }), elsewhere, copyBaseUrl],
		[
			'a 403 of a proxy, which need not have looked at the access token',
			responded(403, '<html>'),
			/, unless the response came from a proxy or firewall: it is a web page \(HTTP 403\)$/,
			/^(?!.*is accepted).*sidtoken\.read.*from a proxy or firewall, check the Base URL/,
		],
		['a redirect', responded(300), /^The Base URL redirects/, copyBaseUrl],
		[
			'a missing permission',
			responded(403, { description: 'User is not authorized' }),
			/^RSA says .* not allowed to do this \("User is not authorized"\)$/,
			/access token itself is accepted.*sidtoken\.read/,
		],
		[
			'a missing permission, without a message',
			responded(403),
			/not allowed to do this$/,
			/accepted/,
		],
		['a rejected token', responded(401), /^RSA does not accept/, /^Test the credential/],
		[
			'an expired token',
			responded(403, { description: 'Expired Access Token is not allowed' }),
			/has expired/,
			/^Test the credential/,
		],
		[
			'a key that is gone',
			responded(403, { description: 'Invalid Access Id' }),
			/does not know the access ID/,
			/Administration API key that still exists/,
		],
		['400', responded(400), /as invalid$/, again],
		['409', responded(409), /conflict/, again],
		['418', responded(418), /HTTP 418/, again],
		['429', responded(429), /too many requests/, again],
		['500', responded(500), /HTTP 500/, again],
		[
			'no response',
			{ kind: 'answerLost', reason: 'no response arrived in time' },
			/^No response arrived in time$/,
			again,
		],
		[
			'no connection',
			{ kind: 'notDelivered', reason: 'the host was not found' },
			/the host was not found$/,
			/Base URL, and the network/,
		],
		[
			'a certificate that n8n does not trust',
			{ kind: 'certificateRefused', reason: "the host's certificate has expired" },
			/^n8n refused to send the request/,
			/addresses in the credential/,
		],
		[
			'a credential with an error',
			{ kind: 'blocked', error: new UserFacingError('The Client ID is empty', 'Copy it.') },
			/^The Client ID is empty$/,
			/^Copy it\.$/,
		],
	])('%s', async (_, result, what, next) => {
		const { message, nextStep } = await rejectionOf(requestsOfTest(result));
		expect(message).toMatch(what);
		expect(nextStep).toMatch(next);
	});
});

describe('the advice is for the authentication of the credential, and for no other', () => {
	const rejectedWith = (
		authentication: Authentication,
		description: string,
		headers: Record<string, string> = {},
	): SendResult => ({
		kind: 'response',
		response: { status: 403, headers, body: { description }, authentication },
	});
	const NOT_PROCESSED = 'Server failed to process provided access token';

	test.each<[Authentication, RegExp, RegExp]>([
		['apiKey', /API Key File in the credential is its newest key/, /JSON Web Token|OAuth|JWK/],
		['jwt', /JSON Web Token for one hour at most: make a new one/, /API Key File|OAuth|JWK/],
		[
			'oAuthClient',
			/Private Key \(JWK\) in the credential is its newest key/,
			/JSON Web Token|API Key File/,
		],
	])('%s', async (authentication, advice, others) => {
		for (const text of [NOT_PROCESSED, 'Expired Access Token is not allowed']) {
			const { message, nextStep } = await rejectionOf(
				requestsOfTest(rejectedWith(authentication, text)),
			);
			expect(nextStep).toMatch(advice);
			expect(`${message} ${nextStep}`).not.toMatch(others);
		}
	});

	test.each<[Authentication, RegExp, RegExp]>([
		['apiKey', /An Administration API key needs the role/, /OAuth|scope/],
		['jwt', /An Administration API key needs the role/, /OAuth|scope/],
		['oAuthClient', /An OAuth client needs the scope rsa\.authenticator\.sidtoken\.read/, /role/],
	])('%s without the permission', async (authentication, advice, others) => {
		const { nextStep } = await rejectionOf(
			requestsOfTest(rejectedWith(authentication, 'User is not authorized')),
		);
		expect(nextStep).toMatch(advice);
		expect(nextStep).not.toMatch(others);
	});

	test.each<[Authentication, string, RegExp]>([
		['apiKey', 'Invalid Access Id', /the access ID in the API Key File/],
		['jwt', 'Invalid Access Id', /the access ID in the JSON Web Token/],
		['apiKey', 'Invalid audience', /^The API Key File was made for a different address/],
		['jwt', 'Invalid audience', /^The JSON Web Token was made for a different address/],
	])('%s: %s', async (authentication, text, what) => {
		expect((await rejectionOf(requestsOfTest(rejectedWith(authentication, text)))).message).toMatch(
			what,
		);
	});

	test.each<[Authentication, number, RegExp | undefined]>([
		['apiKey', 300, /the clock of the machine that n8n runs on is (299|300|301) s behind/i],
		['apiKey', -300, /the clock of the machine that n8n runs on is (299|300|301) s ahead/i],
		['jwt', 300, /s behind/],
		['apiKey', 30, undefined],
		['oAuthClient', 300, undefined],
	])("%s, where the server's clock says %d s later", async (authentication, seconds, clock) => {
		const date = new Date(Date.now() + seconds * 1000).toUTCString();
		for (const text of [NOT_PROCESSED, 'Expired Access Token is not allowed']) {
			const result = rejectedWith(authentication, text, { date });
			const { message, nextStep } = await rejectionOf(requestsOfTest(result));
			if (clock === undefined) expect(`${message} ${nextStep}`).not.toMatch(/clock/);
			else {
				expect(message).toMatch(clock);
				expect(nextStep).toMatch(/^Set the clock of the machine that n8n runs on/);
			}
		}
	});
});
