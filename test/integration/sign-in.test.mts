import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { CREDENTIAL_TYPE, transportFactoryFor } from '../../nodes/RsaSecurId/client/index.ts';
import { testRequest } from '../../rsa/authorization/credentialTest.ts';
import { oauthCredentialOf } from '../../sandbox/tenant/authorization/oauth-credential.mts';
import type { OAuthClient } from '../../sandbox/tenant/tenant.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** Tokens of Ada's, new ones, as items. */
const addTokens = (count: number) => offboarding.addTokens(count);
const tokensSent = () =>
	new Set(offboarding.tenant.journal.map(({ headers }) => headers.authorization)).size;

describe('with an Administration API key', () => {
	const credentialFor = (key: object, baseUrl = '') => ({
		authentication: 'apiKey',
		baseUrl,
		apiKeyFile: JSON.stringify(key),
	});

	test.each(['', '/', '/v1'] as const)(
		"the pasted file is enough, with '%s' at the end of its address",
		async (urlSuffix) => {
			const { tenant, run } = offboarding;
			const credential = credentialFor(tenant.issueKey({ urlSuffix }));
			const cleared = await run('clearPin', [[ADA, ADAS]], { credential });
			const taken = await run('unassign', [[ADA, ADAS]], { credential });
			expect(cleared.items()[0]?.json.outcome).toBe('pinCleared');
			expect(taken.items()[0]?.json.outcome).toBe('unassigned');
		},
	);

	test('beside a base URL, the token is still made for the address in the file', async () => {
		const { tenant, run } = offboarding;
		const credential = credentialFor(tenant.issueKey({ urlSuffix: '/v1' }), `${tenant.origin}/`);
		const { items } = await run('unassign', [[ADA, ADAS]], { credential });
		expect(items()[0]?.json.outcome).toBe('unassigned');
	});

	test('a batch, and the next one, go out with one token', async () => {
		const credential = credentialFor(offboarding.tenant.issueKey());
		await offboarding.run('unassign', addTokens(20), { credential });
		await offboarding.run('clearPin', [[ADA, ADAS]], { credential });
		expect(offboarding.tenant.journal).toHaveLength(21);
		expect(tokensSent()).toBe(1);
	});

	test('a key that RSA does not know costs one more attempt, not one for each item', async () => {
		const { tenant, run } = offboarding;
		const key = { ...tenant.issueKey(), accessKey: tenant.issueKey().accessKey };
		const { items } = await run('unassign', addTokens(5), {
			credential: credentialFor(key),
			onError: 'continueRegularOutput',
		});
		expect(items().map(({ json }) => json.error)).toEqual(
			Array.from({ length: 5 }, () => expect.stringContaining('does not accept')),
		);
		expect(tenant.journal).toHaveLength(6);
	});
});

describe('with an OAuth client', () => {
	let client: OAuthClient;
	beforeEach(async () => {
		client = await offboarding.tenant.issueOAuthClient({ keyType: 'RSA' });
	});

	const credentialFor = (issued: OAuthClient) => oauthCredentialOf(offboarding.tenant, issued);
	const tokenRequests = () => offboarding.tenant.tokenRequests.length;

	test.each(['RSA', 'EC'] as const)('a key of type %s signs in', async (keyType) => {
		const credential = credentialFor(await offboarding.tenant.issueOAuthClient({ keyType }));
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { credential });
		expect(items()[0]?.json.outcome).toBe('unassigned');
		expect(tokenRequests()).toBe(1);
	});

	test('the access token is shared by the items of a run, and stored for the next run', async () => {
		const credential = credentialFor(client);
		await offboarding.run('unassign', addTokens(10), { credential });
		await offboarding.run('clearPin', [[ADA, ADAS]], { credential });
		expect(tokenRequests()).toBe(1);
		expect(tokensSent()).toBe(1);
	});

	test('it is renewed before it runs out in the middle of a run: no request is refused', async () => {
		const { tenant, run } = offboarding;
		tenant.accessTokenLifetimeSeconds = 3;
		const items = addTokens(25);
		tenant.order({ kind: 'slow', milliseconds: 150 }, { times: items.length });
		const { items: output } = await run('unassign', items, {
			credential: credentialFor(client),
			options: { maxConcurrency: 1 },
		});
		expect(output().map(({ json }) => json.outcome)).toEqual(items.map(() => 'unassigned'));
		expect(tenant.journal.filter(({ status }) => status !== 200)).toEqual([]);
		expect(tokensSent()).toBeGreaterThan(1);
	});

	describe.each([401, 403] as const)('refused by the server with %d', (status) => {
		beforeEach(() => {
			offboarding.tenant.refusesAccessTokensWith = status;
		});

		test('it is renewed only once, every item is done, and nothing is changed twice', async () => {
			const credential = credentialFor(client);
			await offboarding.run('clearPin', [[ADA, ADAS]], { credential });
			await offboarding.tenant.revokeAccessTokens();
			offboarding.tenant.clearJournal();

			const items = addTokens(10);
			const { items: output } = await offboarding.run('unassign', items, { credential });
			expect(output().map(({ json }) => json.outcome)).toEqual(items.map(() => 'unassigned'));
			expect(tokenRequests()).toBe(1);
			const { journal } = offboarding.tenant;
			expect(journal.filter(({ changed }) => changed)).toHaveLength(items.length);
			// Those that were on their way together at the beginning of the run.
			expect(journal.filter(({ changed }) => !changed).length).toBeLessThanOrEqual(8);
		});

		test('500 requests that meet it, 50 at a time, cost one token request', async () => {
			const credential = credentialFor(client);
			await offboarding.run('clearPin', [[ADA, ADAS]], { credential });
			await offboarding.tenant.revokeAccessTokens();
			offboarding.tenant.clearJournal();

			const { items } = await offboarding.run('clearPin', [[ADA, ADAS]], {
				credential,
				instead: burst({ requests: 500, inFlight: 50 }),
			});
			expect(items()[0]?.json).toEqual({ 404: 500 });
			expect(tokenRequests()).toBe(1);
		});
	});

	test('a missing permission is no reason to renew: one token request, and the text names the scope', async () => {
		const { tenant, run } = offboarding;
		const reader = await tenant.issueOAuthClient({
			keyType: 'EC',
			scopes: ['rsa.authenticator.sidtoken.read'],
		});
		const { items } = await run('unassign', addTokens(5), {
			credential: credentialFor(reader),
			onError: 'continueRegularOutput',
		});
		expect(items().map(({ json }) => json.details)).toMatchObject(
			Array.from({ length: 5 }, () => ({ cause: 'notAllowed', httpCode: 403 })),
		);
		expect(items()[0]?.json.message).toContain('rsa.authenticator.sidtoken.manage');
		expect(tokenRequests()).toBe(1);
	});

	test('requests that each have their own copy of an expired token share one token request', async () => {
		const credential: ICredentialDataDecryptedObject = credentialFor(client);
		offboarding.tenant.accessTokenLifetimeSeconds = 1;
		await offboarding.run('clearPin', [[ADA, ADAS]], { credential });
		offboarding.tenant.accessTokenLifetimeSeconds = 3600;
		offboarding.tenant.clearJournal();
		await expired(credential);

		const { items } = await offboarding.run('clearPin', [[ADA, ADAS]], {
			credential,
			instead: burst({ requests: 50, inFlight: 50, ownCopies: true }),
		});
		expect(items()[0]?.json).toEqual({ 404: 50 });
		expect(tokenRequests()).toBe(1);
	});

	test.each<
		[string, (client: OAuthClient) => Partial<OAuthClient> | Promise<Partial<OAuthClient>>, RegExp]
	>([
		[
			'a client ID that RSA does not know',
			() => ({ clientId: 'nobody' }),
			/Client ID, its key, the kid/,
		],
		[
			'a key of another client',
			async () => ({
				privateKeyJwk: (await offboarding.tenant.issueOAuthClient({ keyType: 'RSA' }))
					.privateKeyJwk,
			}),
			/Client ID, its key, the kid/,
		],
		[
			'a kid that RSA does not know',
			({ privateKeyJwk }) => ({ privateKeyJwk: { ...privateKeyJwk, kid: 'other' } }),
			/Client ID, its key, the kid/,
		],
		[
			'a scope that the client has not',
			() => ({ scopes: ['rsa.user.manage'] }),
			/does not grant the OAuth client the Scope/,
		],
		[
			'an issuer URL that leads elsewhere',
			() => ({ issuerUrl: offboarding.tenant.origin }),
			/was not found at the Issuer URL/,
		],
	])('%s: every item says so, and nothing is sent to the API', async (_, change, reason) => {
		const changed = { ...client, ...(await change(client)) };
		const { items } = await offboarding.run(
			'unassign',
			[
				[ADA, ADAS],
				[ADA, ADAS_SECOND],
			],
			{
				credential: credentialFor(changed),
				onError: 'continueRegularOutput',
			},
		);
		expect(items().map(({ json }) => json)).toEqual(
			[ADAS, ADAS_SECOND].map((tokenSerialNumber) => ({
				error: expect.stringMatching(reason),
				message: expect.any(String),
				details: { cause: 'credentialRefused', userId: ADA, tokenSerialNumber },
			})),
		);
		expect(offboarding.tenant.journal.filter(({ operation }) => operation)).toEqual([]);
		offboarding.tenant.takeBreaches();
	});

	test('a client assertion is in nothing that an item says', async () => {
		offboarding.tenant.orderAtTokenEndpoint({
			kind: 'unexpectedResponse',
			response: {
				status: 400,
				body: { error: 'invalid_client', error_description: 'eyJhbGciOiJSUzI1NiJ9' },
			},
		});
		const { run, thrown } = await offboarding.run('unassign', [[ADA, ADAS]], {
			credential: credentialFor(client),
		});
		expect(thrown?.message).toContain("RSA's token endpoint");
		expect(JSON.stringify(run)).not.toContain('eyJ');
	});
});

/** Sends the same look-up many times, some at a time, and counts the responses by status. */
function burst({
	requests,
	inFlight,
	ownCopies = false,
}: {
	requests: number;
	inFlight: number;
	ownCopies?: boolean;
}) {
	return async function (this: IExecuteFunctions) {
		const counts: Record<string, number> = {};
		const shared = transportFactoryFor(this, await this.getCredentials(CREDENTIAL_TYPE))(30_000);
		const send = async () =>
			(ownCopies
				? transportFactoryFor(this, await this.getCredentials(CREDENTIAL_TYPE))(30_000)
				: shared)(testRequest);
		let left = requests;
		const worker = async () => {
			while (left-- > 0) {
				const result = await send();
				const outcome = result.kind === 'response' ? String(result.response.status) : result.kind;
				counts[outcome] = (counts[outcome] ?? 0) + 1;
			}
		};
		await Promise.all(Array.from({ length: inFlight }, worker));
		return [[{ json: counts }]];
	};
}

/** Resolves when the stored access token has to be renewed. */
async function expired(credential: ICredentialDataDecryptedObject): Promise<void> {
	const { renewAt } = JSON.parse(credential['accessToken'] as string) as { renewAt: number };
	await new Promise((resolve) => setTimeout(resolve, Math.max(0, renewAt - Date.now() + 1)));
}
