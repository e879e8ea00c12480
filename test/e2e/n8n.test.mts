import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import axios from 'axios';

import {
	credentialFor,
	leaversTokens,
	leaversWorkflow,
	startLeaversTenant,
} from '../../sandbox/demo/leavers.mts';
import type { N8nInstance } from '../../sandbox/n8n/instance.mts';
import { n8nVersions } from '../../sandbox/n8n/versions.mts';
import { startTenant, type Tenant } from '../../sandbox/tenant/tenant.mts';
import { createPackedInstance } from '../support/packed-instance.mts';
import { placesWithSecrets } from '../support/secret-search.mts';
import { executeByWebhook } from '../support/webhook-execution.mts';
import {
	commandLineWorkflow,
	errorModes,
	httpRequestWorkflow,
	leakingWorkflow,
	operations,
	webhookWorkflow,
	type OnError,
	type Operation,
} from '../support/workflows.mts';

const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
const GRACE = '1c1c0a5e-2222-4a4a-9b9b-000000000002';
const GRACES = '000200000002';

/** Measured: an n8n command takes 4 to 8 s here, the first one 10 s; the machine may be busy. */
const COMMAND = 120_000;

let instance: N8nInstance;
let tenant: Tenant;
let leaversTenant: Tenant;
/** By the id of the credential that contains it. */
let jsonWebTokens: Readonly<Record<string, string>>;
/** Stands in a workflow, for the search to find. */
let planted: string;
let serialNumber: string;
let serialNumbers = 0;

beforeAll(async () => {
	tenant = await startTenant({
		users: [{ userId: ADA }, { userId: GRACE }],
		hardwareTokens: [{ tokenSerialNumber: GRACES, userId: GRACE, pinSet: true }],
	});
	leaversTenant = await startLeaversTenant();
	instance = await createPackedInstance('hand');
	await instance.start();
	await instance.setUpOwner();
	jsonWebTokens = await importCredentials();
	planted = await tenant.signJwt(tenant.issueKey());
	await instance.publishNow(await importWorkflows());
}, 5 * COMMAND);

afterAll(async () => {
	await instance.remove();
	await leaversTenant.stop();
	await tenant.stop();
}, COMMAND);

afterEach(() => {
	tenant.clearJournal();
});

async function importCredentials(): Promise<Record<string, string>> {
	const key = tenant.issueKey();
	const tokens = {
		valid: await tenant.signJwt(key, { lifetimeSeconds: 3600 }),
		wrongKey: await tenant.signJwt(key, { signedWith: tenant.issueKey() }),
		withoutPermission: await tenant.signJwt(tenant.issueKey({ role: 'none' })),
		expired: await tenant.signJwt(key, { claims: { exp: Math.floor(Date.now() / 1000) - 600 } }),
	};
	const leavers = await credentialFor(leaversTenant);
	await instance.importCredentials([
		...Object.entries(tokens).map(([id, jwt]) => ({
			id,
			name: id,
			type: 'rsaCloudAdministrationApi',
			data: { authentication: 'jwt', baseUrl: tenant.adminRestApiUrl, jwt },
		})),
		leavers,
		{
			id: 'perItem',
			name: 'perItem',
			type: 'rsaCloudAdministrationApi',
			data: { authentication: 'jwt', baseUrl: '={{ $json.baseUrl }}', jwt: '={{ $json.jwt }}' },
		},
	]);
	return { ...tokens, leavers: String(leavers.data['jwt']) };
}

/** @returns the ids of those with a webhook, to be published */
async function importWorkflows(): Promise<string[]> {
	const webhooks = [
		...operations.flatMap((operation) =>
			errorModes.map((onError) => ({ operation, onError, credential: 'valid' })),
		),
		{ operation: 'unassign', onError: 'continueErrorOutput', credential: 'wrongKey' } as const,
		ofTwoTenants,
	].map((settings) => webhookWorkflow({ ...settings, id: idOf(settings) }));
	const commandLine = operations.map((operation) =>
		commandLineWorkflow(
			{ id: operation, operation, onError: 'stopWorkflow', credential: 'valid' },
			{ userId: ADA, serialNumber: GRACES },
		),
	);
	const httpRequests = [
		httpRequestWorkflow('httpRequest', `${tenant.adminRestApiUrl}/v1/sidTokens/lookup`, 'valid'),
		httpRequestWorkflow('expired', `${tenant.adminRestApiUrl}/v1/sidTokens/lookup`, 'expired'),
		httpRequestWorkflow(
			'elsewhere',
			`${leaversTenant.adminRestApiUrl}/v1/sidTokens/lookup`,
			'valid',
		),
	];
	await instance.importWorkflows([
		...webhooks,
		...httpRequests,
		...commandLine,
		await leaversWorkflow(),
		leakingWorkflow('leak', planted),
	]);
	return [...webhooks, ...httpRequests].map(({ id }) => id);
}

const ofTwoTenants = {
	operation: 'unassign',
	onError: 'continueRegularOutput',
	credential: 'perItem',
} as const;

interface Settings {
	readonly operation: Operation;
	readonly onError: OnError;
	readonly credential: string;
}

function idOf({ operation, onError, credential }: Settings): string {
	return [operation, onError, credential].join('-');
}

/** A token of Ada's with a PIN, new for each test. */
function addToken(): string {
	serialNumber = String(++serialNumbers).padStart(12, '0');
	tenant.addHardwareToken({ tokenSerialNumber: serialNumber, userId: ADA, pinSet: true });
	return serialNumber;
}

/** Calls a webhook workflow and returns n8n's status and response. */
async function call(settings: Settings, ...serials: string[]) {
	const { status, data } = await axios.post<unknown>(
		`${instance.url}/webhook/${idOf(settings)}`,
		{ ticket: 'HR-42', leavers: serials.map((serial) => ({ userId: ADA, serialNumber: serial })) },
		{ proxy: false, validateStatus: () => true },
	);
	return { status, response: data };
}

describe("the leavers' workflow, from the command line", () => {
	test(
		'unassigns every token that it may, and shows the leavers with a failure separately',
		async () => {
			const execution = await instance.execute('offboardLeavers');
			expect(execution.status).toBe('success');
			expect(execution.itemsOf('Result').map(({ json }) => json)).toMatchObject([
				{ leaver: 'Ada Lovelace', tokenState: 'Unassigned', outcome: 'unassigned' },
				{ leaver: 'Grace Hopper', tokenState: 'Unassigned', outcome: 'alreadyUnassigned' },
			]);
			expect(execution.itemsOf('Needs review').map(({ json }) => json)).toMatchObject([
				{ leaver: 'Alan Turing', details: { cause: 'assignedToSomebodyElse' } },
			]);
			const { withPin, unassignedBefore, assignedToSomeoneElse } = leaversTokens;
			expect(leaversTenant.hardwareToken(withPin)).toMatchObject({ userId: null, pinSet: false });
			expect(leaversTenant.hardwareToken(unassignedBefore)).toMatchObject({ userId: null });
			expect(leaversTenant.hardwareToken(assignedToSomeoneElse)).toMatchObject({
				userId: '1c1c0a5e-4444-4a4a-9b9b-000000000004',
				pinSet: true,
			});
		},
		COMMAND,
	);
});

describe.each(operations)('%s through a webhook', (operation) => {
	const done =
		operation === 'clearPin'
			? { pinSet: false, outcome: 'pinCleared' }
			: { tokenState: 'Unassigned', outcome: 'unassigned' };

	test("hands RSA's token state to the next step, with one request", async () => {
		const serial = addToken();
		const { response } = await call(
			{ operation, onError: 'stopWorkflow', credential: 'valid' },
			serial,
		);
		expect(response).toEqual([
			{
				userId: ADA,
				tokenSerialNumber: serial,
				...done,
				cameBy: 'Success',
				ticket: 'HR-42',
			},
		]);
		expect(tenant.journal.map((entry) => entry.operation)).toEqual([operation]);
	});

	test('a lost response: the token is read back before the item comes out', async () => {
		tenant.order({ kind: 'answerLost' }, { operation });
		const { response } = await call(
			{ operation, onError: 'stopWorkflow', credential: 'valid' },
			addToken(),
		);
		expect(response).toMatchObject([{ ...done, confirmedBy: 'readBack' }]);
	});

	test('stop: the workflow fails, and saves why and what was done', async () => {
		const [serial, after] = [addToken(), addToken()];
		const { status } = await call(
			{ operation, onError: 'stopWorkflow', credential: 'valid' },
			serial,
			GRACES,
			after,
		);
		expect(status).toBe(500);
		const [latest] = await instance.executions();
		const { error } = await instance.execution(latest?.id ?? '');
		expect(error?.message).toContain(`it is not assigned to ${ADA} but to someone else`);
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		// Three items go out together, unless a busy machine has the failure first: what had begun came to its end.
		const hadBegun = tenant.journal.filter((entry) => entry.operation === operation).length === 3;
		const counts = hadBegun ? '2 done, 1 failed' : '1 done, 1 failed, 1 not attempted';
		expect(error?.description).toContain(`Of 3 items: ${counts}`);
		const { userId, pinSet } = tenant.hardwareToken(after);
		expect(userId === ADA && pinSet).toBe(!hadBegun);
	});

	test('continue: the failed item comes out in its place', async () => {
		const [serial, after] = [addToken(), addToken()];
		const { response } = await call(
			{ operation, onError: 'continueRegularOutput', credential: 'valid' },
			serial,
			GRACES,
			after,
		);
		expect(response).toMatchObject([
			{ tokenSerialNumber: serial, ...done, ticket: 'HR-42' },
			{ error: expect.stringContaining('[item 1]'), cameBy: 'Success', ticket: 'HR-42' },
			{ tokenSerialNumber: after, ...done, ticket: 'HR-42' },
		]);
	});

	test("error output: the failed item goes there, and $('Webhook').item still resolves", async () => {
		const [serial, after] = [addToken(), addToken()];
		const { response } = await call(
			{ operation, onError: 'continueErrorOutput', credential: 'valid' },
			serial,
			GRACES,
			after,
		);
		expect(response).toMatchObject([
			{ tokenSerialNumber: serial, ...done, cameBy: 'Success', ticket: 'HR-42' },
			{ tokenSerialNumber: after, ...done, cameBy: 'Success', ticket: 'HR-42' },
			{
				userId: ADA,
				serialNumber: GRACES,
				error: expect.stringContaining('but to someone else'),
				details: { cause: 'assignedToSomebodyElse' },
				cameBy: 'Failure',
				ticket: 'HR-42',
			},
		]);
	});

	test(
		'from the command line: a failure ends it with exit code 1 and the text',
		async () => {
			// On a busy machine a signal once ended n8n while it exited: then there is no exit code to check.
			const first = await instance.execute(operation);
			const { exitCode, error } = first.exitCode === -1 ? await instance.execute(operation) : first;
			expect(exitCode).toBe(1);
			expect(error?.message).toContain(`it is not assigned to ${ADA} but to someone else`);
			expect(error?.description).toContain('was not changed');
			expect(tenant.hardwareToken(GRACES)).toMatchObject({ userId: GRACE, pinSet: true });
		},
		COMMAND,
	);
});

test('a JSON Web Token signed with another key: every item says so, nothing is changed', async () => {
	const serials = [addToken(), addToken()];
	const { response } = await call(
		{ operation: 'unassign', onError: 'continueErrorOutput', credential: 'wrongKey' },
		...serials,
	);
	expect(response).toMatchObject(
		serials.map((serial) => ({
			error: expect.stringContaining(
				`${serial} was not unassigned: RSA does not accept the credential's access token`,
			),
			cameBy: 'Failure',
			ticket: 'HR-42',
		})),
	);
	for (const serial of serials) expect(tenant.hardwareToken(serial).userId).toBe(ADA);
});

describe("the credential's test button", () => {
	const testFields = async (fields: object) => {
		const data = {
			authentication: 'jwt',
			baseUrl: tenant.origin,
			jwt: jsonWebTokens['valid'],
			...fields,
		};
		const id = n8nVersions[instance.version].testsUnstoredCredentials
			? ''
			: instance.credentialId('valid');
		const credentials = { id, name: 'unsaved', type: 'rsaCloudAdministrationApi', data };
		const response = await instance.editor.rest.post<{ data: object }>('/credentials/test', {
			credentials,
		});
		return response.data.data;
	};

	test('passes for a token that is accepted and may read hardware tokens', async () => {
		expect(await instance.testCredential('valid')).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(await testFields({})).toMatchObject({ status: 'OK' });
	});

	test('says that a token is not accepted', async () => {
		expect(await instance.testCredential('wrongKey')).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^RSA does not accept the credential's access token .* make a new one/,
			),
		});
	});

	test('says that a token lacks the permission', async () => {
		expect(await instance.testCredential('withoutPermission')).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^RSA says that this credential is not allowed to do this .*Help Desk Administrator/,
			),
		});
	});

	test('says since when a token is expired, without asking RSA', async () => {
		expect(await instance.testCredential('expired')).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^The JSON Web Token expired at .* \(\d+ minutes ago\)\. RSA accepts/,
			),
		});
		expect(tenant.journal).toEqual([]);
	});

	test.each([
		['401', 401, /^RSA does not accept the credential's access token/],
		[
			'429',
			429,
			/^RSA refused the request because of too many requests.* Test it again in a minute/,
		],
		['503', 503, /^RSA's service answered with HTTP 503.* may be correct/],
	])('says what a %s means', async (_, status, text) => {
		tenant.order({ kind: 'unexpectedResponse', response: { status, body: '' } });
		expect(await testFields({})).toEqual({ status: 'Error', message: expect.stringMatching(text) });
	});

	test.each([
		['a page', 200, '<html>Welcome</html>'],
		['a page that is missing', 404, '<html>Not Found</html>'],
		['a 404 of another API', 404, '{"message":"Cannot POST"}'],
		['a 404 of WordPress', 404, '{"code":"rest_no_route","message":"No route"}'],
	])('says that the response is not from the API: %s', async (_, status, body) => {
		tenant.order({ kind: 'unexpectedResponse', response: { status, body } });
		expect(await testFields({})).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^Something other than RSA's Cloud Administration API answers at the Base URL.* Copy the Base URL/,
			),
		});
	});

	test('says that a host does not exist, refuses, or redirects', async () => {
		const refused = await startTenant();
		await refused.stop();
		expect(await testFields({ baseUrl: 'https://tenant.invalid' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/did not reach RSA: the host was not found.*\. Check the Base URL/,
			),
		});
		expect(await testFields({ baseUrl: refused.origin })).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/did not reach RSA: the host \(or a proxy\) refused the connection\. Check the Base URL/,
			),
		});
		tenant.order({
			kind: 'unexpectedResponse',
			response: { status: 302, headers: { location: 'https://login.example' }, body: '' },
		});
		expect(await testFields({})).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^The Base URL redirects to another address \(HTTP 302\).*Copy the Base URL/,
			),
		});
	});

	test.each([
		[{ jwt: 'secret-api-key' }, /not a JSON Web Token/],
		[{ jwt: '' }, /is empty/],
		[{ baseUrl: '' }, /Base URL is empty/],
		[{ baseUrl: 'http://tenant.example' }, /the access token could be intercepted/],
	])('refuses %j without asking RSA', async (fields, text) => {
		expect(await testFields(fields)).toEqual({
			status: 'Error',
			message: expect.stringMatching(text),
		});
		expect(tenant.journal).toEqual([]);
	});
});

describe("n8n's HTTP Request node", () => {
	test(
		'works with the credential as its predefined credential type',
		async () => {
			const { status, itemsOf } = await executeByWebhook(instance, 'httpRequest');
			expect(status).toBe('success');
			expect(itemsOf('HTTP Request')[0]?.json).toMatchObject({ tokenSerialNumber: GRACES });
		},
		COMMAND,
	);

	test('says that a JSON Web Token has expired, and what to do', async () => {
		const { error } = await executeByWebhook(instance, 'expired');
		expect(error?.message).toMatch(/^The JSON Web Token expired at/);
		expect(error?.description).toContain('Make a new one');
		expect(tenant.journal).toEqual([]);
	});

	test(
		'cannot send the token to another host with it',
		async () => {
			const { status, error } = await executeByWebhook(instance, 'elsewhere');
			expect(status).toBe('error');
			expect(error?.message).toContain('is sent to no other host');
		},
		COMMAND,
	);
});

describe('no JSON Web Token is left behind after all of this', () => {
	test('not in a log, an output, a saved execution or any other file of n8n', async () => {
		expect((await instance.executions()).length).toBeGreaterThan(10);
		expect(await placesWithSecrets(jsonWebTokens, instance)).toEqual([]);
	});

	test(
		'and the search would find one',
		async () => {
			await instance.execute('leak');
			expect(await placesWithSecrets({ planted }, instance)).toEqual(
				expect.arrayContaining([
					'planted: standard streams',
					expect.stringMatching(/^planted: database\.sqlite/),
				]),
			);
		},
		COMMAND,
	);
});

test(
	'a credential whose fields read the item sends each item to its own tenant',
	async () => {
		const { assignedToSomeoneElse } = leaversTokens;
		const leavers = [
			{
				userId: ADA,
				serialNumber: addToken(),
				baseUrl: tenant.adminRestApiUrl,
				jwt: jsonWebTokens['valid'],
			},
			{
				userId: '1c1c0a5e-4444-4a4a-9b9b-000000000004',
				serialNumber: assignedToSomeoneElse,
				baseUrl: leaversTenant.adminRestApiUrl,
				jwt: jsonWebTokens['leavers'],
			},
			{ userId: ADA, serialNumber: addToken() },
		];
		leaversTenant.clearJournal();
		const { data } = await axios.post<unknown>(
			`${instance.url}/webhook/${idOf(ofTwoTenants)}`,
			{ ticket: 'HR-42', leavers },
			{ proxy: false },
		);
		expect(data).toMatchObject([
			{ outcome: 'unassigned' },
			{ outcome: 'unassigned' },
			{ error: expect.stringContaining('[item 2]') },
		]);
		expect(tenant.journal.map(({ operation }) => operation)).toEqual(['unassign']);
		expect(leaversTenant.journal.map(({ operation }) => operation)).toEqual(['unassign']);
		expect(leaversTenant.hardwareToken(assignedToSomeoneElse).userId).toBeNull();
	},
	COMMAND,
);
