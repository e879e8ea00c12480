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
import { unless } from '../support/differences.mts';
import { createPackedInstance } from '../support/packed-instance.mts';
import { operations, webhookWorkflow, type Operation } from '../support/workflows.mts';

const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';

/** Measured: an n8n command takes 4 to 8 s here, the first one 10 s; the machine may be busy. */
const COMMAND = 120_000;

let folder: string;
let authorityFile: string;
let authority: CertificateAuthority;
let tenant: Tenant;
let instance: N8nInstance | undefined;
let serialNumbers = 0;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-https-'));
	authorityFile = join(folder, 'authority.pem');
	authority = await CertificateAuthority.found();
	await writeFile(authorityFile, authority.pem);
	tenant = await startSecureTenant();
});

afterAll(async () => {
	await tenant.stop();
	await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
	tenant.clearJournal();
});

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

/** Starts an n8n in which operations can be called with credentials. */
async function startInstance(
	environment: Readonly<Record<string, string>>,
	credentials: Readonly<Record<string, object>>,
	...calls: ReadonlyArray<readonly [operation: Operation, credential: string]>
): Promise<void> {
	instance = await createPackedInstance('hand', environment);
	await instance.importCredentials(
		Object.entries(credentials).map(([id, data]) => ({
			id,
			name: id,
			type: 'rsaCloudAdministrationApi',
			data: { ...data },
		})),
	);
	const workflows = calls.map(([operation, credential]) =>
		webhookWorkflow({
			id: `${operation}-${credential}`,
			operation,
			onError: 'continueRegularOutput',
			credential,
		}),
	);
	await instance.importWorkflows(workflows);
	await instance.start();
	await instance.setUpOwner();
	await instance.publishNow(workflows.map(({ id }) => id));
}

async function removeInstance(): Promise<void> {
	await instance?.remove();
	instance = undefined;
}

function running(): N8nInstance {
	if (!instance) throw new Error('No n8n was started');
	return instance;
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

/** What comes out for one token. */
async function call(
	operation: Operation,
	credential: string,
	serialNumber = addToken(),
): Promise<Output> {
	const { data } = await axios.post<Output[]>(
		`${running().url}/webhook/${operation}-${credential}`,
		{ ticket: 'HR-42', leavers: [{ userId: ADA, serialNumber }] },
		{ proxy: false },
	);
	return data[0] ?? {};
}

const failedTest = (text: RegExp) => ({ status: 'Error', message: expect.stringMatching(text) });

async function expectNothingDone(): Promise<void> {
	await tenant.settled();
	expect(tenant.journal).toEqual([]);
	expect(tenant.tokenRequests).toEqual([]);
}

describe('with the private authority in NODE_EXTRA_CA_CERTS', () => {
	let expired: Tenant;
	let elsewhere: Tenant;

	beforeAll(async () => {
		expired = await startSecureTenant({ notAfter: new Date(Date.now() - 60_000) });
		elsewhere = await startSecureTenant({ hosts: ['elsewhere.example'] });
		await startInstance(
			{ NODE_EXTRA_CA_CERTS: authorityFile },
			{
				client: await clientFields(tenant),
				expired: await tokenFields(expired),
				expiredClient: await clientFields(expired),
				elsewhere: await tokenFields(elsewhere),
			},
			['clearPin', 'client'],
			['unassign', 'client'],
			['unassign', 'expired'],
			['unassign', 'expiredClient'],
			['unassign', 'elsewhere'],
		);
	}, 10 * COMMAND);

	afterAll(async () => {
		await removeInstance();
		await expired.stop();
		await elsewhere.stop();
	}, COMMAND);

	test('the credential test passes', async () => {
		expect(await running().testCredential('client')).toMatchObject({ status: 'OK' });
	});

	test.each([
		['clearPin', 'pinCleared'],
		['unassign', 'unassigned'],
	] as const)('%s is done over HTTPS', async (operation, outcome) => {
		expect(await call(operation, 'client')).toMatchObject({ outcome });
		expect(tenant.journal.map((entry) => entry.operation)).toEqual([operation]);
	});

	test.each([
		['expired', /certificate has expired/, /clock .* has to renew the certificate/],
		['elsewhere', /certificate is for another host/, /Check the host names in the credential/],
	])('a certificate that is %s is refused with a next step', async (credential, why, whatToDo) => {
		expect(await call('unassign', credential)).toMatchObject({
			error: expect.stringMatching(why),
			message: expect.stringMatching(whatToDo),
			details: { cause: 'certificateRefused' },
		});
		const test = await running().testCredential(credential);
		expect(test).toEqual(failedTest(why));
		expect(test).toEqual(failedTest(whatToDo));
	});

	test("an expired certificate of RSA's token endpoint is told as its own", async () => {
		expect(await call('unassign', 'expiredClient')).toMatchObject({
			error: expect.stringMatching(/token endpoint could not be asked: .*certificate has expired/),
			message: expect.stringMatching(/as it was\. .* renew the certificate/),
		});
	});
});

describe('without it', () => {
	beforeAll(async () => {
		await startInstance(
			{},
			{ client: await clientFields(tenant), token: await tokenFields(tenant) },
			['clearPin', 'token'],
			['unassign', 'token'],
			['unassign', 'client'],
		);
	}, 10 * COMMAND);
	afterAll(removeInstance, COMMAND);

	test.each(operations)('%s says what happened and what to do, at once', async (operation) => {
		const startedAt = Date.now();
		expect(await call(operation, 'token')).toMatchObject({
			error: expect.stringMatching(/n8n refused to send .* an authority that n8n does not know/),
			message: expect.stringMatching(
				/^The hardware token is as it was\. .* NODE_EXTRA_CA_CERTS on every machine .* restart n8n/,
			),
			details: { cause: 'certificateRefused' },
		});
		// The waits between four tries come to several seconds; a busy machine answers in less.
		expect(Date.now() - startedAt).toBeLessThan(30_000);
		await expectNothingDone();
	});

	test('an OAuth client, whose token endpoint is asked first, says so too', async () => {
		expect(await call('unassign', 'client')).toMatchObject({
			error: expect.stringMatching(/token endpoint could not be asked: .* does not know/),
			message: expect.stringMatching(/as it was\. .*NODE_EXTRA_CA_CERTS/),
		});
		await expectNothingDone();
	});

	test.each(['client', 'token'])('the credential test says so: %s', async (credential) => {
		expect(await running().testCredential(credential)).toEqual(
			failedTest(/authority that n8n does not know\. .*NODE_EXTRA_CA_CERTS .* restart n8n/),
		);
		await expectNothingDone();
	});
});

describe('through an HTTP proxy in HTTPS_PROXY', () => {
	let proxy: ProxyServer;
	/** What the proxy was asked to connect to. */
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
		await startInstance(
			{ NODE_EXTRA_CA_CERTS: authorityFile, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
			{ client: await clientFields(tenant), token: await tokenFields(tenant) },
			['clearPin', 'client'],
			['unassign', 'client'],
			['unassign', 'token'],
		);
	}, 10 * COMMAND);

	afterAll(async () => {
		await removeInstance();
		await proxy.close(true);
	}, COMMAND);

	afterEach(() => {
		tunnels = [];
		login = undefined;
	});

	test('every request, those for access tokens too, goes through it', async () => {
		expect(await call('clearPin', 'client')).toMatchObject({ outcome: 'pinCleared' });
		expect(await call('unassign', 'client')).toMatchObject({ outcome: 'unassigned' });
		expect(tenant.journal).toHaveLength(2);
		expect(tenant.tokenRequests).toHaveLength(1);
		expect(tunnels).toHaveLength(3);
		expect(tunnels).toContain(new URL(tenant.origin).host);
	});

	test('the credential test passes through it', async () => {
		expect(await running().testCredential('client')).toMatchObject({ status: 'OK' });
		expect(tunnels.length).toBe(tenant.journal.length + tenant.tokenRequests.length);
	});

	test('a proxy that wants a password is told as such', async () => {
		login = 'secret';
		const text = /proxy between n8n and RSA asks for a user name and a password \(HTTP 407\)/;
		expect(await call('unassign', 'token')).toMatchObject({
			error: expect.stringMatching(text),
			message: expect.stringMatching(/^The hardware token is as it was\. .*HTTPS_PROXY/),
			details: { cause: 'proxyRefused' },
		});
		expect(await running().testCredential('token')).toEqual(failedTest(/407.*HTTPS_PROXY/));
		await expectNothingDone();
	});

	test('a proxy that is down is told as such', async () => {
		await proxy.close(true);
		expect(await call('unassign', 'token')).toMatchObject({
			error: expect.stringMatching(/did not reach RSA: the host \(or a proxy\) refused/),
			message: expect.stringMatching(/^The hardware token is as it was\. .*proxy/),
			details: { cause: 'notDelivered' },
		});
		await expectNothingDone();
	});
});

unless('ssrfProtection', describe)("with n8n's SSRF protection on, and localhost allowed", () => {
	let plain: Tenant;

	beforeAll(async () => {
		plain = await startTenant({ users: [{ userId: ADA }] });
		const localUrl = plain.adminRestApiUrl.replace('127.0.0.1', 'localhost');
		await startInstance(
			{ N8N_SSRF_PROTECTION_ENABLED: 'true', N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost' },
			{ allowed: await tokenFields(plain, localUrl), internal: await tokenFields(plain) },
			['unassign', 'allowed'],
			['unassign', 'internal'],
		);
	}, 10 * COMMAND);

	afterAll(async () => {
		await removeInstance();
		await plain.stop();
	}, COMMAND);

	test('an address inside of the network is refused, and nothing is sent', async () => {
		expect(await call('unassign', 'internal')).toMatchObject({
			error: expect.stringMatching(/n8n did not send the request: .*restricted IP address/),
			message: expect.stringMatching(
				/^The hardware token is as it was\. .*N8N_SSRF_ALLOWED_HOSTNAMES/,
			),
			details: { cause: 'credentialRefused' },
		});
		expect(await running().testCredential('internal')).toEqual(
			failedTest(/restricted IP address\. .*N8N_SSRF_ALLOWED_HOSTNAMES/),
		);
		expect(plain.journal).toEqual([]);
	});

	test('an allowed one is used', async () => {
		const tokenSerialNumber = '000700000007';
		plain.addHardwareToken({ tokenSerialNumber, userId: ADA, pinSet: true });
		expect(await call('unassign', 'allowed', tokenSerialNumber)).toMatchObject({
			outcome: 'unassigned',
		});
		expect(await running().testCredential('allowed')).toMatchObject({ status: 'OK' });
	});
});
