import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import axios from 'axios';

import { defaultScope } from '../../rsa/errors/permissions.ts';
import type { N8nInstance } from '../../sandbox/n8n/instance.mts';
import { n8nVersions } from '../../sandbox/n8n/versions.mts';
import { oauthCredentialOf } from '../../sandbox/tenant/authorization/oauth-credential.mts';
import {
	startTenant,
	type AdministrationKey,
	type OAuthClient,
	type Tenant,
} from '../../sandbox/tenant/tenant.mts';
import { unless } from '../support/n8n-version-differences.mts';
import { createPackedInstance } from '../support/packed-instance.mts';
import { placesWithSecrets } from '../support/secret-search.mts';
import { executeByWebhook } from '../support/webhook-execution.mts';
import { httpRequestWorkflow, loopWorkflow, webhookWorkflow } from '../support/workflows.mts';

const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
/** Stays assigned: the HTTP Request node looks it up. */
const KNOWN = '000200000002';

/** Measured: an n8n command takes 4 to 8 s here, the first one 10 s; the machine may be busy. */
const COMMAND = 120_000;

let instance: N8nInstance;
let tenant: Tenant;
let otherTenant: Tenant;
let key: AdministrationKey;
let clients: Readonly<Record<'RSA' | 'EC', OAuthClient>>;
const secrets: Record<string, string> = {};
let serialNumbers = 0;

beforeAll(async () => {
	tenant = await startTenant({
		users: [{ userId: ADA }],
		hardwareTokens: [{ tokenSerialNumber: KNOWN, userId: ADA }],
	});
	otherTenant = await startTenant({ users: [{ userId: ADA }] });
	key = tenant.issueKey();
	clients = {
		RSA: await tenant.issueOAuthClient({ keyType: 'RSA' }),
		EC: await tenant.issueOAuthClient({ keyType: 'EC' }),
	};
	const fieldsOfItem = {
		...clientFields(clients.EC),
		baseUrl: '={{ $json.baseUrl }}',
		issuerUrl: '={{ $json.issuerUrl }}',
		clientId: '={{ $json.clientId }}',
		privateKeyJwk: '={{ $json.privateKeyJwk }}',
	};
	instance = await createPackedInstance('n8n');
	await instance.start();
	await instance.setUpOwner();
	await instance.importCredentials(
		Object.entries({
			apiKey: apiKeyFields(key),
			rsaClient: clientFields(clients.RSA),
			ecClient: clientFields(clients.EC),
			jwt: {
				authentication: 'jwt',
				baseUrl: tenant.origin,
				jwt: await tenant.signJwt(key, { lifetimeSeconds: 3600 }),
			},
			restricted: { ...apiKeyFields(key), ...allowedDomains('example.com') },
			// A client of its own: executions share the access token of a client, so this one has none.
			restrictedClient: {
				...clientFields(await tenant.issueOAuthClient({ keyType: 'EC' })),
				...allowedDomains('example.com'),
			},
			ofItem: fieldsOfItem,
			ofItemInLoop: fieldsOfItem,
		}).map(([id, data]) => ({ id, name: id, type: 'rsaCloudAdministrationApi', data })),
	);
	await instance.publishNow(await importWorkflows());
}, 5 * COMMAND);

afterAll(async () => {
	await instance.remove();
	await tenant.stop();
	await otherTenant.stop();
}, COMMAND);

afterEach(() => {
	rememberSecrets();
	tenant.clearJournal();
	tenant.accessTokenLifetimeSeconds = 3600;
	tenant.accessTokenIssuing = {};
});

const apiKeyFields = (file: object) => ({
	authentication: 'apiKey',
	baseUrl: '',
	apiKeyFile: JSON.stringify(file, null, 2),
});

const clientFields = (client: OAuthClient) => oauthCredentialOf(tenant, client);

const allowedDomains = (domains: string) => ({
	allowedHttpRequestDomains: 'domains',
	allowedDomains: domains,
});

const credentialIds = [
	'apiKey',
	'rsaClient',
	'ecClient',
	'restricted',
	'restrictedClient',
	'ofItem',
] as const;

/** @returns the ids, to be published */
async function importWorkflows(): Promise<string[]> {
	const lookup = `${tenant.adminRestApiUrl}/v1/sidTokens/lookup`;
	const workflows = [
		...credentialIds.map((credential) =>
			webhookWorkflow({
				id: credential,
				operation: 'unassign',
				onError: 'continueRegularOutput',
				credential,
			}),
		),
		loopWorkflow({
			id: 'ofItemInLoop',
			operation: 'unassign',
			onError: 'continueRegularOutput',
			credential: 'ofItemInLoop',
		}),
		...['apiKey', 'rsaClient', 'ecClient', 'jwt', 'restricted'].map((credential) =>
			httpRequestWorkflow(`http-${credential}`, lookup, credential),
		),
	];
	await instance.importWorkflows(workflows);
	return workflows.map(({ id }) => id);
}

/** Tokens of Ada's, new ones. */
function addTokens(count: number): string[] {
	return Array.from({ length: count }, () => {
		const tokenSerialNumber = String(++serialNumbers).padStart(12, '0');
		tenant.addHardwareToken({ tokenSerialNumber, userId: ADA, pinSet: true });
		return tokenSerialNumber;
	});
}

/** Unassigns them through a webhook, and gives each item's outcome or its text. */
async function unassign(credential: (typeof credentialIds)[number], serials: readonly string[]) {
	const leavers = serials.map((serialNumber) => ({ userId: ADA, serialNumber }));
	const { data } = await axios.post<Array<{ outcome?: string; error?: string }>>(
		`${instance.url}/webhook/${credential}`,
		{ ticket: 'HR-42', leavers },
		{ proxy: false },
	);
	return data.map(({ outcome, error }) => outcome ?? error);
}

/** The tokens that were not changed exactly once. */
function notChangedExactlyOnce(serials: readonly string[]): string[] {
	const changed = tenant.journal
		.filter((entry) => entry.changed)
		.map(({ body }) => (body as { tokenSerialNumber: string }).tokenSerialNumber);
	return serials.filter((serial) => changed.filter((other) => other === serial).length !== 1);
}

function rememberSecrets(): void {
	for (const { headers } of tenant.journal) {
		const token = headers.authorization?.replace('Bearer ', '') ?? '';
		secrets[`access token ${token.slice(0, 6)}…`] = token;
	}
	for (const { form } of tenant.tokenRequests) {
		const assertion = form['client_assertion'] ?? '';
		secrets[`client assertion ${assertion.slice(-6)}`] = assertion;
	}
}

const unassigned = (serials: readonly string[]) => serials.map(() => 'unassigned');

describe("the credential's test button", () => {
	const testFields = async (data: object) => {
		const id = n8nVersions[instance.version].testsUnstoredCredentials
			? ''
			: instance.credentialId('jwt');
		const response = await instance.editor.rest.post<{ data: object }>('/credentials/test', {
			credentials: { id, name: 'unsaved', type: 'rsaCloudAdministrationApi', data },
		});
		return response.data.data;
	};
	const failure = (text: RegExp) => ({ status: 'Error', message: expect.stringMatching(text) });

	test.each(['apiKey', 'rsaClient', 'ecClient'])(
		'passes for the stored credential %s',
		async (id) => {
			expect(await instance.testCredential(id)).toMatchObject({ status: 'OK' });
		},
	);

	test('leaves the stored access token in use, and its own mark in no request', async () => {
		await unassign('rsaClient', addTokens(1));
		const { headers: before } = tenant.journal.at(-1) ?? {};
		await instance.testCredential('rsaClient');
		await unassign('rsaClient', addTokens(1));
		const { headers: after } = tenant.journal.at(-1) ?? {};
		expect(after?.authorization).toBe(before?.authorization);
		expect(JSON.stringify(tenant.journal)).not.toContain('x-credential-test');
	});

	test('responds without a wait if the token endpoint fails, and says that it may be temporary', async () => {
		tenant.orderAtTokenEndpoint({ kind: 'serviceUnavailable', retryAfter: 3600 });
		tenant.clearJournal();
		expect(await testFields(clientFields(clients.EC))).toEqual(
			failure(
				/^RSA's token endpoint does not issue an access token at the moment: it failed \(HTTP 503\)\. .*may be correct/,
			),
		);
		expect(tenant.tokenRequests).toHaveLength(1);
	});

	test('passes for a key that was pasted as JSON in JSON', async () => {
		const fields = clientFields(clients.EC);
		const privateKeyJwk = JSON.stringify(fields.privateKeyJwk);
		expect(await testFields({ ...fields, privateKeyJwk })).toMatchObject({ status: 'OK' });
	});

	test('passes for credentials that are not stored yet', async () => {
		expect(await testFields(apiKeyFields(key))).toMatchObject({ status: 'OK' });
		expect(await testFields(clientFields(clients.EC))).toMatchObject({ status: 'OK' });
	});

	test.each<[string, () => object, RegExp]>([
		[
			'a file that is no key file',
			() => ({ ...apiKeyFields(key), apiKeyFile: 'accessKey' }),
			/^The API Key File is not JSON\. Paste the whole content/,
		],
		[
			'a key file without its key',
			() => apiKeyFields({ ...key, accessKey: '' }),
			/^The API Key File has no 'accessKey'/,
		],
		[
			'a key of another file',
			() => apiKeyFields({ ...key, accessKey: tenant.issueKey().accessKey }),
			/^RSA does not accept the credential's access token.*newest key/,
		],
		[
			'an access ID that RSA does not know',
			() => apiKeyFields({ ...key, accessID: 'nobody' }),
			/^RSA does not know the access ID/,
		],
		[
			'an address that the key is not for',
			() => ({
				...apiKeyFields({ ...key, adminRestApiUrl: otherTenant.adminRestApiUrl }),
				baseUrl: tenant.origin,
			}),
			/was made for a different address/,
		],
		[
			'a key without permissions',
			() => apiKeyFields(tenant.issueKey({ role: 'none' })),
			/is not allowed to do this.*Help Desk Administrator/,
		],
		[
			'a client ID that RSA does not know',
			() => ({ ...clientFields(clients.RSA), clientId: 'nobody' }),
			/^RSA's token endpoint does not recognize the OAuth client.*Compare the Client ID/,
		],
		[
			'a key of another client',
			() => ({
				...clientFields(clients.RSA),
				privateKeyJwk: JSON.stringify(clients.EC.privateKeyJwk),
			}),
			/^RSA's token endpoint does not recognize the OAuth client/,
		],
		[
			'a scope that the client has not',
			() => ({ ...clientFields(clients.RSA), scope: 'rsa.user.manage' }),
			/does not grant the OAuth client the Scope.*Allow the scope/,
		],
		[
			'a client that may not have all of the default scopes',
			() => ({ ...clientFields(clients.RSA), scope: defaultScope }),
			/did not grant the Scope rsa\.authenticator\.mobile\.read rsa\.user\.read\. The scope .* is needed to .*remove them from the scopes/,
		],
		[
			'a client without the scope to read',
			() => ({ ...clientFields(clients.RSA), scope: 'rsa.authenticator.sidtoken.manage' }),
			/is not allowed to do this.*rsa\.authenticator\.sidtoken\.read/,
		],
		[
			'an issuer URL of another host',
			() => ({ ...clientFields(clients.RSA), issuerUrl: 'https://auth.invalid/oauth' }),
			/^RSA's token endpoint could not be reached: the host was not found: auth\.invalid\. Check the Issuer URL/,
		],
		[
			'an issuer URL that leads elsewhere',
			() => ({
				...clientFields(clients.RSA),
				issuerUrl: clients.RSA.issuerUrl.replace('/oauth', '/other'),
			}),
			/was not found at the Issuer URL \(HTTP 404\)\. Copy the Issuer URL/,
		],
		[
			'a public key',
			() => ({
				...clientFields(clients.RSA),
				privateKeyJwk: JSON.stringify({ kty: 'RSA', n: 'x', e: 'AQAB' }),
			}),
			/^The Private Key \(JWK\) is a public key/,
		],
		[
			'no base URL beside an OAuth client',
			() => ({ ...clientFields(clients.RSA), baseUrl: '' }),
			/^The Base URL is empty/,
		],
		[
			'the key file of an Administration API key in the field of an OAuth client',
			() => ({ ...clientFields(clients.RSA), privateKeyJwk: JSON.stringify(key) }),
			/^The Private Key \(JWK\) is the \.key file of an Administration API key\. It belongs in .*'API Key File'/,
		],
	])('says what is wrong with %s', async (_, data, text) => {
		expect(await testFields(data())).toEqual(failure(text));
	});
});

test.each(['apiKey', 'rsaClient', 'ecClient'] as const)(
	'a batch signs in with %s',
	async (credential) => {
		const serials = addTokens(5);
		expect(await unassign(credential, serials)).toEqual(unassigned(serials));
	},
);

test(
	'an access token that expires in the middle of 300 items loses none and changes none twice',
	async () => {
		// Stored tokens of earlier tests would do for an hour.
		await tenant.revokeAccessTokens();
		tenant.accessTokenLifetimeSeconds = 3;
		const serials = addTokens(300);
		// Slow enough for the token's three seconds: 64 are in flight. A tenant looks at the token when
		// the request comes in, not a second later.
		tenant.order(
			{ kind: 'slow', milliseconds: 1000, applied: 'beforeTheWait' },
			{ times: serials.length },
		);
		expect(await unassign('rsaClient', serials)).toEqual(unassigned(serials));
		expect(notChangedExactlyOnce(serials)).toEqual([]);
		expect(tenant.tokenRequests.length).toBeGreaterThan(1);
		const refused = tenant.journal.filter(({ status }) => status !== 200);
		const revoked = tenant.journal[0]?.headers.authorization;
		const expired = refused.filter(({ headers }) => headers.authorization !== revoked);
		// With the revoked token: the bursts of 2, 4 and 8 that go out before the first refusal on a busy machine. Later tokens
		// are renewed in time.
		expect(refused.length - expired.length).toBeLessThanOrEqual(14);
		expect(expired.length).toBeLessThanOrEqual(8);
	},
	COMMAND,
);

test(
	'an access token that RSA revokes in the middle of 300 items loses none and changes none twice',
	async () => {
		const serials = addTokens(300);
		const run = unassign('rsaClient', serials);
		while (tenant.journal.length < 150) await tenant.nextArrival();
		await tenant.revokeAccessTokens();
		expect(await run).toEqual(unassigned(serials));
		expect(notChangedExactlyOnce(serials)).toEqual([]);
	},
	COMMAND,
);

describe('500 items lose none and change none twice', () => {
	test.each<[string, () => Promise<void> | void, number]>([
		[
			'where the token endpoint fails at first',
			() => {
				tenant.orderAtTokenEndpoint({ kind: 'serviceUnavailable' }, { times: 2 });
				tenant.orderAtTokenEndpoint({ kind: 'tooManyRequests', retryAfter: 2 });
				tenant.orderAtTokenEndpoint({ kind: 'connectionReset' });
				tenant.orderAtTokenEndpoint({ kind: 'responseCutOff' });
			},
			6,
		],
		[
			'where it is away for three seconds',
			async () => {
				await tenant.stopTokenEndpoint();
				setTimeout(() => void tenant.startTokenEndpoint(), 3000);
			},
			1,
		],
		[
			'where it takes its time',
			() => {
				tenant.orderAtTokenEndpoint({ kind: 'slow', milliseconds: 5000 });
			},
			1,
		],
		[
			'where RSA accepts tokens only a second after they were first sent',
			() => {
				tenant.accessTokenIssuing = { knownAfterMilliseconds: 1000 };
			},
			2,
		],
		[
			'where the first token is never accepted',
			() => {
				tenant.accessTokenIssuing = { neverKnown: 1 };
			},
			2,
		],
		[
			'where the lifetime of no token is true',
			() => {
				tenant.accessTokenIssuing = { reportedExpiresIn: 0.001 };
			},
			30,
		],
	])(
		'%s',
		async (_, disturb, tokenRequests) => {
			await tenant.revokeAccessTokens();
			const serials = addTokens(500);
			await disturb();
			expect(await unassign('ecClient', serials)).toEqual(unassigned(serials));
			expect(notChangedExactlyOnce(serials)).toEqual([]);
			expect(tenant.tokenRequests.length).toBeLessThanOrEqual(tokenRequests);
		},
		COMMAND,
	);
});

test('two executions at the same time share one new access token', async () => {
	await tenant.revokeAccessTokens();
	// The other one starts some 50 ms later on a busy machine: this makes them request it at the same time.
	tenant.orderAtTokenEndpoint({ kind: 'slow', milliseconds: 2000 });
	const [one, other] = [addTokens(20), addTokens(20)];
	const outcomes = await Promise.all([unassign('ecClient', one), unassign('ecClient', other)]);
	expect(outcomes).toEqual([unassigned(one), unassigned(other)]);
	expect(tenant.tokenRequests).toHaveLength(1);
});

test.each(['ofItem', 'ofItemInLoop'])(
	'a credential that reads the item sends no item to the tenant of another one (%s)',
	async (workflow) => {
		const fieldsOf = async (of: Tenant) => {
			const client = await of.issueOAuthClient({ keyType: 'EC' });
			const { baseUrl, issuerUrl, clientId, privateKeyJwk } = oauthCredentialOf(of, client);
			return { baseUrl, issuerUrl, clientId, privateKeyJwk };
		};
		const tenants = [tenant, otherTenant] as const;
		const fields = await Promise.all(tenants.map(fieldsOf));
		const serials = addTokens(workflow === 'ofItem' ? 80 : 8);
		for (const tokenSerialNumber of serials)
			otherTenant.addHardwareToken({ tokenSerialNumber, userId: ADA, pinSet: true });
		const ofTenant = (index: number) => serials.filter((_, item) => item % 2 === index);
		const leavers = serials.map((serialNumber, item) => ({
			userId: ADA,
			serialNumber,
			...fields[item % 2],
		}));
		const { data } = await axios.post<Array<{ outcome?: string; error?: string }>>(
			`${instance.url}/webhook/${workflow}`,
			{ ticket: 'HR-42', leavers },
			{ proxy: false },
		);
		expect(data).toHaveLength(serials.length);
		tenants.forEach((of, index) => {
			const sent = of.journal.map(
				({ body }) => (body as { tokenSerialNumber: string }).tokenSerialNumber,
			);
			expect(ofTenant(index)).toEqual(expect.arrayContaining(sent));
		});
		const failed = data.filter(({ outcome }) => outcome !== 'unassigned');
		for (const { error } of failed)
			expect(error).toContain("n8n has replaced the credential's expressions");
		if (n8nVersions[instance.version].keepsExpressions) expect(failed).toEqual([]);
		otherTenant.clearJournal();
	},
);

test(
	'after a restart, the stored access token is used again',
	async () => {
		const before = addTokens(1);
		await unassign('rsaClient', before);
		await instance.stop();
		await instance.start();
		rememberSecrets();
		tenant.clearJournal();
		const serials = addTokens(5);
		expect(await unassign('rsaClient', serials)).toEqual(unassigned(serials));
		expect(tenant.tokenRequests).toEqual([]);
	},
	COMMAND,
);

describe("n8n's HTTP Request node", () => {
	test.each(['apiKey', 'rsaClient', 'ecClient', 'jwt'])(
		'works with %s',
		async (credential) => {
			const { itemsOf } = await executeByWebhook(instance, `http-${credential}`);
			expect(itemsOf('HTTP Request')[0]?.json).toMatchObject({ tokenSerialNumber: KNOWN });
		},
		COMMAND,
	);

	test(
		'works after the stored access token has expired',
		async () => {
			await tenant.revokeAccessTokens();
			tenant.accessTokenLifetimeSeconds = 2;
			await unassign('rsaClient', addTokens(1));
			await sleep(2000);
			tenant.clearJournal();
			const { itemsOf } = await executeByWebhook(instance, 'http-rsaClient');
			expect(itemsOf('HTTP Request')[0]?.json).toMatchObject({ tokenSerialNumber: KNOWN });
			expect(tenant.journal.map(({ status }) => status)).toEqual([200]);
		},
		COMMAND,
	);

	test(
		'follows a redirect to another host without the token',
		async () => {
			const location = `${otherTenant.adminRestApiUrl}/v1/sidTokens/lookup`;
			tenant.order({
				kind: 'unexpectedResponse',
				response: { status: 307, headers: { location }, body: '' },
			});
			await executeByWebhook(instance, 'http-apiKey');
			expect(otherTenant.journal.map(({ headers }) => headers.authorization)).toEqual([undefined]);
			otherTenant.takeBreaches();
		},
		COMMAND,
	);
});

describe("n8n's 'Allowed Domains' of the credential", () => {
	unless('httpRequestDomains', test)(
		'keep the HTTP Request node from other hosts',
		async () => {
			const { error } = await executeByWebhook(instance, 'http-restricted');
			expect(error?.message).toContain('Domain not allowed');
			expect(tenant.journal).toEqual([]);
		},
		COMMAND,
	);

	test('leave this node its own host, which it cannot leave anyway', async () => {
		const serials = addTokens(1);
		expect(await unassign('restricted', serials)).toEqual(['unassigned']);
	});

	unless('allowedDomains', test)(
		'keep the access token from being requested at another host, and the item says so',
		async () => {
			const serials = addTokens(1);
			expect(await unassign('restrictedClient', serials)).toEqual([
				expect.stringMatching(/n8n did not send the request: Domain not allowed/),
			]);
			expect(tenant.tokenRequests).toEqual([]);
		},
	);
});

test(
	'no key, assertion or access token is left behind after all of this',
	async () => {
		expect((await instance.executions()).length).toBeGreaterThan(10);
		expect(Object.keys(secrets).length).toBeGreaterThan(5);
		const keys = {
			'API key': key.accessKey.split('\n').slice(1, -2).join(''),
			'RSA client key': clients.RSA.privateKeyJwk.d ?? '',
			'EC client key': clients.EC.privateKeyJwk.d ?? '',
		};
		expect(await placesWithSecrets({ ...secrets, ...keys }, instance)).toEqual([]);
	},
	3 * COMMAND,
);
