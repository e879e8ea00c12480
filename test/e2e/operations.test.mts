import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { N8nInstance, WorkflowFile } from '../../sandbox/n8n/instance.mts';
import { startTenant, type Fault, type Tenant } from '../../sandbox/tenant/tenant.mts';
import {
	addLeaver,
	changesOf,
	changesOfOffboarding,
	leftTo,
	type Leaver,
} from '../support/leaver.mts';
import { ADA, ADAS } from '../support/offboarding.mts';
import { operationCases, tenantOfCases, type OperationCase } from '../support/operation-cases.mts';
import { createPackedInstance } from '../support/packed-instance.mts';
import { offboardWorkflow } from '../support/workflows.mts';

/** Measured: an n8n command takes 4 to 8 s here, the first one 10 s; the machine may be busy. */
const COMMAND = 120_000;

const named = operationCases.map(
	(row, index) => [row.resource, row.operation, index, row] as const,
);

let instance: N8nInstance;
let tenant: Tenant;

beforeAll(async () => {
	tenant = await startTenant(tenantOfCases);
	// A test reads what the editor is served.
	instance = await createPackedInstance('hand', { withEditor: true });
	const jwt = await tenant.signJwt(tenant.issueKey({ role: 'superAdmin' }));
	await instance.start();
	await instance.setUpOwner();
	await instance.importCredentials([
		{
			id: 'tenant',
			name: 'tenant',
			type: 'rsaCloudAdministrationApi',
			data: { authentication: 'jwt', baseUrl: tenant.adminRestApiUrl, jwt },
		},
	]);
	await instance.importWorkflows([
		workflowOfAllOperations(),
		offboardWorkflow('offboard', 'tenant'),
	]);
	await instance.publishNow(['operations', 'offboard']);
}, 5 * COMMAND);

afterAll(async () => {
	await instance.remove();
	await tenant.stop();
}, COMMAND);

/** Each finds the tenant as it was, whatever the one before it changed. */
beforeEach(() => {
	for (const user of tenantOfCases.users) tenant.addUser(user);
	for (const token of tenantOfCases.hardwareTokens) tenant.addHardwareToken(token);
	for (const authenticator of tenantOfCases.authenticators) tenant.addAuthenticator(authenticator);
	for (const report of tenantOfCases.reports) tenant.addReport(report);
});

describe('in a real n8n', () => {
	test.each(named)(
		'%s: %s',
		async (_resource, _operation, index, { items: [[user, serialNumber]], result }) => {
			const response = await axios.post<unknown>(
				`${instance.url}/webhook/operations`,
				{ userId: emailAddressOf(user), serialNumber, index },
				{ proxy: false, timeout: COMMAND },
			);
			expect(response.data).toEqual([expect.objectContaining(result)]);
		},
		COMMAND,
	);
});

/** Ways in which a workflow names a user, who is named by their ID in {@link operationCases}. */
function emailAddressOf(user: string): string {
	return tenantOfCases.users.find(({ userId }) => userId === user)?.emailAddress ?? user;
}

/** The parameters of a case, whose item is a webhook's body here. */
function parametersFor({ parameters = {} }: OperationCase): INodeParameters {
	const ofAnItem: INodeParameters = {
		user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' },
		serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serialNumber }}' },
		...parameters,
	};
	const ofABody = JSON.stringify(ofAnItem).replaceAll('$json.', '$json.body.');
	return JSON.parse(ofABody) as INodeParameters;
}

describe('the lists of the editor', () => {
	const list = async (methodName: string, user: object, filter?: string) => {
		const response = await instance.editor.rest.post<{ data: unknown }>(
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: 'parameters.user',
				methodName,
				filter,
				nodeTypeAndVersion: { name: 'n8n-nodes-rsa-securid.rsaSecurId', version: 1 },
				currentNodeParameters: { resource: 'hardwareToken', operation: 'unassign', user },
				credentials: {
					rsaCloudAdministrationApi: { id: instance.credentialId('tenant'), name: 'tenant' },
				},
			},
			{ validateStatus: () => true },
		);
		return response.data;
	};

	test('show users by email address and name', async () => {
		expect(await list('searchUsers', {}, 'ada')).toEqual({
			data: { results: [{ name: 'Ada Lovelace (ada@example.com)', value: ADA }] },
		});
	});

	test("show the user's hardware tokens by their serial numbers", async () => {
		const user = { __rl: true, mode: 'list', value: ADA };
		expect(await list('searchHardwareTokens', user)).toEqual({
			data: { results: [{ name: ADAS, value: ADAS }] },
		});
	});

	test('say that a user has to be chosen first', async () => {
		expect(JSON.stringify(await list('searchHardwareTokens', {}))).toContain(
			'Choose the user first',
		);
	});
});

test(
	'the editor is served the fields of an operation before its first run',
	async () => {
		const node = 'n8n-nodes-rsa-securid.rsaSecurId';
		const response = await axios.get<unknown>(
			`${instance.url}/schemas/${node}/1.0.0/hardwareToken/unassign.json`,
			{ proxy: false, timeout: COMMAND },
		);
		expect(response.data).toMatchObject({
			type: 'object',
			properties: { tokenSerialNumber: { type: 'string' }, outcome: { type: 'string' } },
		});
	},
	COMMAND,
);

describe('a leaver with two hardware tokens, a phone, a browser, a FIDO authenticator, a DS100 and a code', () => {
	let leavers = 0;
	let leaver: Leaver;
	beforeEach(() => {
		leavers += 1;
		leaver = addLeaver(tenant, leavers);
		tenant.clearJournal();
	});

	const offboard = async () => {
		const response = await axios.post<unknown>(
			`${instance.url}/webhook/offboard`,
			{ email: leaver.email },
			{ proxy: false, timeout: COMMAND },
		);
		return response.data;
	};

	/** Nothing is left, each change was made once, and a further run finds nothing to do. */
	const expectOffboarded = async () => {
		expect(leftTo(leaver, tenant)).toEqual([]);
		expect(changesOf(leaver, tenant)).toEqual(changesOfOffboarding);
		expect(await offboard()).toMatchObject([
			{ outcome: 'alreadyOffboarded', userId: leaver.userId, done: [], failed: [] },
		]);
		expect(changesOf(leaver, tenant)).toEqual(changesOfOffboarding);
	};

	test(
		'is offboarded by one item, and twice is safe',
		async () => {
			expect(await offboard()).toMatchObject([
				{ outcome: 'offboarded', userId: leaver.userId, already: [], failed: [], leftOver: [] },
			]);
			await expectOffboarded();
		},
		COMMAND,
	);

	test(
		'is offboarded after n8n was killed in the middle, which knows nothing of what RSA has done by then',
		async () => {
			const minutes = 60_000;
			const held = { kind: 'slow', milliseconds: 2 * minutes } as const;
			tenant.order({ ...held, applied: 'beforeTheWait' }, { operation: 'unassign', times: 2 });
			tenant.order(held, { operation: 'deleteRegisteredDevice', times: 2 });
			const offboarding = offboard().catch(() => 'killed');
			await untilChanged('unassign', 2);
			await instance.kill();
			expect(await offboarding).toBe('killed');
			tenant.forgetOrders();
			expect(changesOf(leaver, tenant).length).toBeLessThan(changesOfOffboarding.length);

			await instance.start();
			expect(await offboard()).toMatchObject([{ outcome: 'offboarded', failed: [] }]);
			await expectOffboarded();
		},
		3 * COMMAND,
	);

	test(
		'is offboarded by one item while answers are lost and RSA says 429 and 5xx',
		async () => {
			for (const [operation, fault] of faults) tenant.order(fault, { operation });
			expect(await offboard()).toMatchObject([{ outcome: 'offboarded', failed: [] }]);
			const met = tenant.journal.flatMap(({ operation, fault }) => (fault ? [operation] : []));
			expect(met.sort()).toEqual(faults.map(([operation]) => operation).sort());
			await expectOffboarded();
		},
		COMMAND,
	);

	/** Resolves once an operation has made so many changes. */
	const untilChanged = async (operation: string, times: number) => {
		const made = () => changesOf(leaver, tenant).filter((each) => each === operation).length;
		while (made() < times) await sleep(20);
	};
});

/** One for each request of an offboarding, half of them to a change that was made. */
const faults: ReadonlyArray<readonly [EndpointName, Fault]> = [
	['lookupUser', { kind: 'tooManyRequests', retryAfter: 1 }],
	['listAuthenticators', { kind: 'badGateway' }],
	['setUserStatus', { kind: 'answerLost' }],
	['clearPin', { kind: 'answerLost' }],
	['clearPin', { kind: 'tooManyRequests', retryAfter: 1 }],
	['unassign', { kind: 'gatewayTimeout', applied: true }],
	['unassign', { kind: 'internalError' }],
	['deleteRegisteredDevice', { kind: 'answerLost' }],
	['deleteRegisteredDevice', { kind: 'serviceUnavailable' }],
	['disableFidoAuthenticator', { kind: 'gatewayTimeout', applied: true }],
	['disableDs100', { kind: 'internalError' }],
	['disableEmergencyAccessCode', { kind: 'answerLost' }],
	['markUserDeleted', { kind: 'badGateway', applied: true }],
];

/** A webhook, and behind it each operation, chosen by its index. */
function workflowOfAllOperations(): WorkflowFile {
	const position = [0, 0];
	const names = named.map(([resource, operation, index]) => `${index} ${resource} ${operation}`);
	return {
		id: 'operations',
		name: 'operations',
		nodes: [
			{
				id: 'webhook',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position,
				webhookId: 'operations',
				parameters: {
					httpMethod: 'POST',
					path: 'operations',
					responseMode: 'lastNode',
					responseData: 'allEntries',
					options: {},
				},
			},
			{
				id: 'switch',
				name: 'Switch',
				type: 'n8n-nodes-base.switch',
				typeVersion: 3.2,
				position,
				parameters: {
					mode: 'expression',
					numberOutputs: named.length,
					output: '={{ $json.body.index }}',
				},
			},
			...named.map(([resource, operation, index, row]) => ({
				id: `operation-${index}`,
				name: names[index],
				type: 'n8n-nodes-rsa-securid.rsaSecurId',
				typeVersion: 1,
				position,
				credentials: { rsaCloudAdministrationApi: { id: 'tenant', name: 'tenant' } },
				parameters: { resource, operation, options: {}, ...parametersFor(row) },
			})),
		],
		connections: {
			Webhook: { main: [[{ node: 'Switch', type: 'main', index: 0 }]] },
			Switch: { main: names.map((node) => [{ node, type: 'main', index: 0 }]) },
		},
		settings: { executionOrder: 'v1' },
	};
}
