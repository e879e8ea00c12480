import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { oauthCredentialOf } from '../../sandbox/tenant/authorization/oauth-credential.mts';
import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

let offboarding: Offboarding;
/** ms that the tenant's clock is ahead of the machine's. */
let ahead: number;
beforeEach(async () => {
	ahead = 0;
	offboarding = await startOffboarding({ now: () => new Date(Date.now() + ahead) });
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

type Fields = Readonly<Record<string, string>>;

const apiKeyFields = (changes: object = {}): Fields => ({
	authentication: 'apiKey',
	baseUrl: '',
	apiKeyFile: JSON.stringify({ ...offboarding.tenant.issueKey(), ...changes }),
});
const jwtFields = async (): Promise<Fields> => ({
	authentication: 'jwt',
	baseUrl: offboarding.tenant.adminRestApiUrl,
	jwt: await offboarding.tenant.signJwt(offboarding.tenant.issueKey()),
});
const clientFields = async (): Promise<Fields> =>
	oauthCredentialOf(
		offboarding.tenant,
		await offboarding.tenant.issueOAuthClient({ keyType: 'EC' }),
	);

/** The output item with this credential. */
async function itemWith(credential: Fields, operation = 'unassign'): Promise<IDataObject> {
	const { items } = await offboarding.run(operation, [[ADA, ADAS]], {
		credential: { ...credential },
		onError: 'continueRegularOutput',
	});
	return items()[0]?.json ?? {};
}

describe('a clock that is minutes off is named as the cause', () => {
	test.each([
		[55, /the clock of the machine that n8n runs on is \d{4} s behind/],
		[-5, /the clock of the machine that n8n runs on is \d{3} s ahead/],
		[-90, /the clock of the machine that n8n runs on is \d{4} s ahead/],
	])("with an API key, where RSA's is %d minutes ahead", async (minutes, clock) => {
		ahead = minutes * 60_000;
		const { error, message, details } = await itemWith(apiKeyFields());
		expect(error).toMatch(clock);
		expect(message).toContain('Set the clock of the machine that n8n runs on');
		expect(details).toMatchObject({ httpCode: 403, cause: expect.stringMatching(/^accessToken/) });
	});

	test('but not if it is correct', async () => {
		const credential = apiKeyFields({ accessKey: offboarding.tenant.issueKey().accessKey });
		expect(JSON.stringify(await itemWith(credential))).not.toMatch(/clock/);
	});
});

describe('the access token in use is nowhere in an item', () => {
	const forms: Array<[string, (token: string) => string]> = [
		['as it is', (token) => token],
		['with Bearer', (token) => `Bearer ${token}`],
		['broken by white space', (token) => (token.match(/.{1,10}/g) ?? []).join('\n ')],
		[
			'percent-encoded',
			(token) =>
				encodeURIComponent(token).replace(
					/[-_.]/g,
					(character) => `%${character.charCodeAt(0).toString(16)}`,
				),
		],
		['its beginning', (token) => token.slice(0, 24)],
	];
	const ways: Array<[string, () => Fields | Promise<Fields>]> = [
		['an API key', () => apiKeyFields()],
		['a JSON Web Token', jwtFields],
		['an OAuth client', clientFields],
	];

	test.each(
		ways.flatMap(([way, fields]) => forms.map(([form, echo]) => ({ way, form, fields, echo }))),
	)('$way, $form', async ({ fields, echo }) => {
		const { tenant } = offboarding;
		const credential = await fields();
		const stored: Record<string, string> = { ...credential };
		// The access token is known when a request has come.
		await offboarding.run('get', [[ADA, ADAS]], { credential: stored });
		const token = tenant.journal.at(-1)?.headers.authorization?.replace('Bearer ', '') ?? '';
		expect(token.length).toBeGreaterThan(20);
		const description = `No right for "${echo(token)}" here`;
		tenant.order({
			kind: 'unexpectedResponse',
			response: {
				status: 403,
				contentType: 'application/json',
				body: { code: '403', description },
			},
		});
		const { error, message, details } = await itemWith(stored);
		expect(details).toMatchObject({
			rsaMessage: expect.stringMatching(/^No right for ".*" here$/),
		});
		const text = JSON.stringify([error, message, details]).replace(/[\s\\n%]/g, '');
		for (let at = 0; at + 12 <= token.length; at += 1) {
			expect(text).not.toContain(token.slice(at, at + 12));
		}
	});
});

describe('errors name only fields on the form of the chosen authentication', () => {
	test.each<[string, () => Fields | Promise<Fields>, RegExp, RegExp]>([
		[
			'a key that was deleted',
			() => apiKeyFields({ accessKey: offboarding.tenant.issueKey().accessKey }),
			/API Key File/,
			/JSON Web Token|OAuth|JWK|Base URL/,
		],
		[
			'an access ID that RSA does not know',
			() => apiKeyFields({ accessID: 'nobody' }),
			/access ID in the API Key File/,
			/JSON Web Token|OAuth|JWK/,
		],
		[
			'a key without the permission',
			() => ({
				...apiKeyFields(),
				apiKeyFile: JSON.stringify(offboarding.tenant.issueKey({ role: 'none' })),
			}),
			/role Help Desk Administrator/,
			/JSON Web Token|JWK/,
		],
		[
			'plain HTTP in the key file',
			() => apiKeyFields({ adminRestApiUrl: 'http://mycompany.access.securid.com' }),
			/The 'adminRestApiUrl' in the API Key File begins with http:\/\//,
			/The Base URL/,
		],
		[
			'no host in the key file',
			() => apiKeyFields({ adminRestApiUrl: 'not an address' }),
			/The 'adminRestApiUrl' in the API Key File is not an address/,
			/The Base URL/,
		],
		[
			'a host that does not exist',
			() => apiKeyFields({ adminRestApiUrl: 'https://mycompany.invalid' }),
			/the host was not found: mycompany\.invalid/,
			/OAuth/,
		],
		[
			'a token endpoint that does not exist',
			async () => ({ ...(await clientFields()), issuerUrl: 'https://auth.invalid/oauth' }),
			/the host was not found: auth\.invalid\b.*Issuer URL/,
			/API Key|Base URL/,
		],
		[
			'a key file in the field of the JSON Web Token',
			async () => ({ ...(await jwtFields()), jwt: apiKeyFields().apiKeyFile ?? '' }),
			/The JSON Web Token is the \.key file of an Administration API key.*'API Key File'/,
			/OAuth|eyJ|MII/,
		],
		[
			'a client without the scope',
			async () => ({ ...(await clientFields()), scope: 'rsa.authenticator.sidtoken.read' }),
			/scope rsa\.authenticator\.sidtoken\.manage.*add it to the Scope/,
			/role/,
		],
	])('%s', async (_, fields, what, others) => {
		const { error, message } = await itemWith(await fields());
		const text = JSON.stringify([error, message]);
		expect(text).toMatch(what);
		expect(text).not.toMatch(others);
	});
});
