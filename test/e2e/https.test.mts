import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import axios from 'axios';
import { Server as ProxyServer } from 'proxy-chain';

import {
	CertificateAuthority,
	type CertificateOrder,
} from '../../sandbox/tenant/authorization/certificate-authority.mts';
import type { N8nInstance } from '../../sandbox/n8n/instance.mts';
import { startTenant, type Tenant } from '../../sandbox/tenant/tenant.mts';
import { unless } from '../support/n8n-version-differences.mts';
import { createPackedInstance } from '../support/packed-instance.mts';
import { operations, webhookWorkflow, type Operation } from '../support/workflows.mts';

const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';

/** Measured: an n8n command takes 4 to 8 s here, the first one 10 s; the machine may be busy. */
const COMMAND = 120_000;

/** Webhooks, each of an operation with a credential. */
const calls: ReadonlyArray<readonly [Operation, CredentialId]> = [
	['clearPin', 'client'],
	['unassign', 'client'],
	['unassign', 'expired'],
	['unassign', 'expiredClient'],
	['unassign', 'elsewhere'],
	['clearPin', 'token'],
	['unassign', 'token'],
	['unassign', 'unusedClient'],
	['clearPin', 'clientBehindProxy'],
	['unassign', 'clientBehindProxy'],
	['unassign', 'allowed'],
	['unassign', 'internal'],
];

let folder: string;
let authorityFile: string;
let authority: CertificateAuthority;
let tenants: Record<'secure' | 'expired' | 'elsewhere' | 'plain', Tenant>;
let tenant: Tenant;
/** One for all, which is started anew where another environment is needed. */
let instance: N8nInstance;
let isPublished = false;
let serialNumbers = 0;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-https-'));
	authorityFile = join(folder, 'authority.pem');
	authority = await CertificateAuthority.found();
	await writeFile(authorityFile, authority.pem);
	tenants = {
		secure: await startSecureTenant(),
		expired: await startSecureTenant({ notAfter: new Date(Date.now() - 60_000) }),
		elsewhere: await startSecureTenant({ hosts: ['elsewhere.example'] }),
		plain: await startTenant({ users: [{ userId: ADA }] }),
	};
	tenant = tenants.secure;
	instance = await createPackedInstance('hand');
}, 10 * COMMAND);

afterAll(async () => {
	await instance.remove();
	for (const started of Object.values(tenants)) await started.stop();
	await rm(folder, { recursive: true, force: true });
}, COMMAND);

afterEach(() => {
	tenant.clearJournal();
});

/** The access token of an OAuth client is stored: a test that needs a token request has a client of its own. */
async function credentials() {
	const { expired, elsewhere, plain } = tenants;
	const localUrl = plain.adminRestApiUrl.replace('127.0.0.1', 'localhost');
	return {
		client: await clientFields(tenant),
		unusedClient: await clientFields(tenant),
		clientBehindProxy: await clientFields(tenant),
		token: await tokenFields(tenant),
		expired: await tokenFields(expired),
		expiredClient: await clientFields(expired),
		elsewhere: await tokenFields(elsewhere),
		allowed: await tokenFields(plain, localUrl),
		internal: await tokenFields(plain),
	};
}

type CredentialId = keyof Awaited<ReturnType<typeof credentials>>;

function idOf(operation: Operation, credential: CredentialId): string {
	return `${operation}-${credential}`;
}

async function startSecureTenant(order?: CertificateOrder): Promise<Tenant> {
	return await startTenant({
		users: [{ userId: ADA }],
		certificate: await authority.issue(order),
	});
}

/** The fields of a credential with an OAuth client of the tenant. */
async function clientFields(of: Tenant) {
	const client = await of.issueOAuthClient({ keyType: 'EC' });
	return {
		authentication: 'oAuthClient',
		baseUrl: of.adminRestApiUrl,
		issuerUrl: client.issuerUrl,
		clientId: client.clientId,
		privateKeyJwk: JSON.stringify(client.privateKeyJwk),
		scope: client.scopes.join(' '),
	};
}

/** The fields of a credential with a signed token, which needs no token endpoint. */
async function tokenFields(of: Tenant, baseUrl = of.adminRestApiUrl) {
	const jwt = await of.signJwt(of.issueKey(), { lifetimeSeconds: 3600 });
	return { authentication: 'jwt', baseUrl, jwt };
}

async function startWith(environment: Readonly<Record<string, string>>): Promise<void> {
	await instance.start(environment);
	if (isPublished) return;
	await instance.setUpOwner();
	await instance.importCredentials(
		Object.entries(await credentials()).map(([id, data]) => ({
			id,
			name: id,
			type: 'rsaCloudAdministrationApi',
			data: { ...data },
		})),
	);
	const workflows = calls.map(([operation, credential]) =>
		webhookWorkflow({
			id: idOf(operation, credential),
			operation,
			onError: 'continueRegularOutput',
			credential,
		}),
	);
	await instance.importWorkflows(workflows);
	await instance.publishNow(workflows.map(({ id }) => id));
	isPublished = true;
}

async function stop(): Promise<void> {
	await instance.stop();
}

/** A token of Ada's with a PIN, new for each test. */
function addToken(): string {
	const tokenSerialNumber = String(++serialNumbers).padStart(12, '0');
	tenant.addHardwareToken({ tokenSerialNumber, userId: ADA, pinSet: true });
	return tokenSerialNumber;
}

interface Output {
	readonly outcome?: string;
	readonly error?: string;
	readonly message?: string;
	readonly details?: { readonly cause: string };
}

/** The output for one token. */
async function call(
	operation: Operation,
	credential: CredentialId,
	serialNumber = addToken(),
): Promise<Output> {
	const { data } = await axios.post<Output[]>(
		`${instance.url}/webhook/${idOf(operation, credential)}`,
		{ ticket: 'HR-42', leavers: [{ userId: ADA, serialNumber }] },
		{ proxy: false },
	);
	return data[0] ?? {};
}

const failedTest = (text: RegExp) => ({ status: 'Error', message: expect.stringMatching(text) });

async function expectNoRequests(): Promise<void> {
	await tenant.settled();
	expect(tenant.journal).toEqual([]);
	expect(tenant.tokenRequests).toEqual([]);
}

describe('with the private authority in NODE_EXTRA_CA_CERTS', () => {
	beforeAll(async () => {
		await startWith({ NODE_EXTRA_CA_CERTS: authorityFile });
	}, COMMAND);
	afterAll(stop, COMMAND);

	test('the credential test passes', async () => {
		expect(await instance.testCredential('client')).toMatchObject({ status: 'OK' });
	});

	test.each([
		['clearPin', 'pinCleared'],
		['unassign', 'unassigned'],
	] as const)('%s is done over HTTPS', async (operation, outcome) => {
		expect(await call(operation, 'client')).toMatchObject({ outcome });
		expect(tenant.journal.map((entry) => entry.operation)).toEqual([operation]);
	});

	test.each([
		['expired', /certificate has expired/, /clock .* must renew the certificate/],
		['elsewhere', /certificate is for another host/, /Check the host names in the credential/],
	] as const)(
		'a certificate that is %s is refused with a next step',
		async (credential, why, nextStep) => {
			expect(await call('unassign', credential)).toMatchObject({
				error: expect.stringMatching(why),
				message: expect.stringMatching(nextStep),
				details: { cause: 'certificateRefused' },
			});
			const test = await instance.testCredential(credential);
			expect(test).toEqual(failedTest(why));
			expect(test).toEqual(failedTest(nextStep));
		},
	);

	test("an expired certificate of RSA's token endpoint is named as the endpoint's", async () => {
		expect(await call('unassign', 'expiredClient')).toMatchObject({
			error: expect.stringMatching(
				/token endpoint could not be reached: .*certificate has expired/,
			),
			message: expect.stringMatching(/is unchanged\. .* renew the certificate/),
		});
	});
});

describe('without it', () => {
	beforeAll(async () => {
		await startWith({});
	}, COMMAND);
	afterAll(stop, COMMAND);

	test.each(operations)(
		'%s says what happened and what to do, without retries',
		async (operation) => {
			const item = await call(operation, 'token');
			expect(item).toMatchObject({
				error: expect.stringMatching(/n8n refused to send .* an authority that n8n does not know/),
				message: expect.stringMatching(
					/^The hardware token is unchanged\. .* NODE_EXTRA_CA_CERTS .* on every machine .* restart n8n/,
				),
				details: { cause: 'certificateRefused' },
			});
			// The number of attempts, if there were several.
			expect(item).not.toHaveProperty('details.tries');
			await expectNoRequests();
		},
	);

	test('an OAuth client, which calls the token endpoint first, says so too', async () => {
		expect(await call('unassign', 'unusedClient')).toMatchObject({
			error: expect.stringMatching(/token endpoint could not be reached: .* does not know/),
			message: expect.stringMatching(/is unchanged\. .*NODE_EXTRA_CA_CERTS/),
		});
		await expectNoRequests();
	});

	test.each(['unusedClient', 'token'])('the credential test says so: %s', async (credential) => {
		expect(await instance.testCredential(credential)).toEqual(
			failedTest(/authority that n8n does not know\. .*NODE_EXTRA_CA_CERTS .* restart n8n/),
		);
		await expectNoRequests();
	});
});

describe('through an HTTP proxy in HTTPS_PROXY', () => {
	let proxy: ProxyServer;
	/** Hosts of the CONNECT requests to the proxy. */
	let tunnels: string[] = [];
	let login: string | undefined;

	beforeAll(async () => {
		proxy = new ProxyServer({
			host: '127.0.0.1',
			port: 0,
			prepareRequestFunction: ({ hostname, port, password }) => {
				tunnels.push(`${hostname}:${port}`);
				return { requestAuthentication: login !== undefined && password !== login };
			},
		});
		await proxy.listen();
		await startWith({
			NODE_EXTRA_CA_CERTS: authorityFile,
			HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
		});
	}, COMMAND);

	afterAll(async () => {
		await stop();
		await proxy.close(true);
	}, COMMAND);

	afterEach(() => {
		tunnels = [];
		login = undefined;
	});

	test('every request, those for access tokens too, goes through it', async () => {
		expect(await call('clearPin', 'clientBehindProxy')).toMatchObject({ outcome: 'pinCleared' });
		expect(await call('unassign', 'clientBehindProxy')).toMatchObject({ outcome: 'unassigned' });
		expect(tenant.journal).toHaveLength(2);
		expect(tenant.tokenRequests).toHaveLength(1);
		expect(tunnels).toHaveLength(3);
		expect(tunnels).toContain(new URL(tenant.origin).host);
	});

	test('the credential test passes through it', async () => {
		expect(await instance.testCredential('clientBehindProxy')).toMatchObject({ status: 'OK' });
		expect(tunnels.length).toBe(tenant.journal.length + tenant.tokenRequests.length);
	});

	test('a proxy that requires a password is named', async () => {
		login = 'secret';
		const text = /proxy between n8n and RSA requires a username and a password \(HTTP 407\)/;
		expect(await call('unassign', 'token')).toMatchObject({
			error: expect.stringMatching(text),
			message: expect.stringMatching(/^The hardware token is unchanged\. .*HTTPS_PROXY/),
			details: { cause: 'proxyRefused' },
		});
		expect(await instance.testCredential('token')).toEqual(failedTest(/407.*HTTPS_PROXY/));
		await expectNoRequests();
	});

	test('a proxy that is down is named', async () => {
		await proxy.close(true);
		expect(await call('unassign', 'token')).toMatchObject({
			error: expect.stringMatching(/did not reach RSA: the host \(or a proxy\) refused/),
			message: expect.stringMatching(/^The hardware token is unchanged\. .*proxy/),
			details: { cause: 'notDelivered' },
		});
		await expectNoRequests();
	});
});

unless('ssrfProtection', describe)("with n8n's SSRF protection on, and localhost allowed", () => {
	beforeAll(async () => {
		await startWith({
			N8N_SSRF_PROTECTION_ENABLED: 'true',
			N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost',
		});
	}, COMMAND);
	afterAll(stop, COMMAND);

	test('an address inside of the network is refused, and nothing is sent', async () => {
		expect(await call('unassign', 'internal')).toMatchObject({
			error: expect.stringMatching(/n8n did not send the request: .*restricted IP address/),
			message: expect.stringMatching(
				/^The hardware token is unchanged\. .*N8N_SSRF_ALLOWED_HOSTNAMES/,
			),
			details: { cause: 'credentialRefused' },
		});
		expect(await instance.testCredential('internal')).toEqual(
			failedTest(/restricted IP address\. .*N8N_SSRF_ALLOWED_HOSTNAMES/),
		);
		expect(tenants.plain.journal).toEqual([]);
	});

	test('an allowed one is used', async () => {
		const tokenSerialNumber = '000700000007';
		tenants.plain.addHardwareToken({ tokenSerialNumber, userId: ADA, pinSet: true });
		expect(await call('unassign', 'allowed', tokenSerialNumber)).toMatchObject({
			outcome: 'unassigned',
		});
		expect(await instance.testCredential('allowed')).toMatchObject({ status: 'OK' });
	});
});
