import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import axios from 'axios';

import type { N8nInstance, WorkflowFile } from '../../sandbox/n8n/instance.mts';
import { startTenant, type Tenant } from '../../sandbox/tenant/tenant.mts';
import { createPackedInstance } from '../support/packed-instance.mts';

const ADA = 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d';
const GRACE = '1c1c0a5e-2222-4a4a-9b9b-000000000002';
const LEAVER = '5c1a0a5e-3333-4a4a-9b9b-000000000003';
const ADAS = '000123456789';
const FREE = '000300000003';

/** Measured: an n8n command takes 4 to 8 s here, the first one 10 s; the machine may be busy. */
const COMMAND = 120_000;

const byEmail = { user: { __rl: true, mode: 'email', value: '={{ $json.body.email }}' } };
const bySerial = {
	serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.body.serialNumber }}' },
};

interface Row {
	readonly resource: 'hardwareToken' | 'user';
	readonly operation: string;
	readonly parameters: object;
	readonly asks: object;
	readonly comesOut: object;
}

const ada = { email: 'ada@example.com', serialNumber: ADAS };
const leaver = { email: 'leaver@example.com' };
const token = (operation: string, comesOut: object, parameters = {}, asks: object = ada): Row => ({
	resource: 'hardwareToken',
	operation,
	parameters: { ...byEmail, ...bySerial, ...parameters },
	asks,
	comesOut,
});
const person = (operation: string, comesOut: object, asks: object, parameters = {}): Row => ({
	resource: 'user',
	operation,
	parameters: { ...byEmail, ...parameters },
	asks,
	comesOut,
});

/** In an order in which each finds what it needs. */
const rows: readonly Row[] = [
	token('getAll', { tokenSerialNumber: ADAS }, { returnAll: true }),
	token('get', { tokenSerialNumber: ADAS, userId: ADA, pinSet: true }),
	token('disable', { outcome: 'disabled' }),
	token('enable', { outcome: 'enabled' }),
	token('rename', { outcome: 'renamed', name: 'Desk token' }, { newName: 'Desk token' }),
	token('clearPin', { outcome: 'pinCleared', pinSet: false }),
	token('unassign', { outcome: 'unassigned', tokenState: 'Unassigned' }),
	token('assign', { outcome: 'assigned', userId: ADA }),
	token('delete', { outcome: 'deleted' }, {}, { serialNumber: FREE }),
	person('get', { id: GRACE, userStatus: 'Enabled' }, { email: 'grace@example.com' }),
	person('getAll', { emailAddress: 'ada@example.com' }, {}, { emailContains: 'ada@' }),
	person('synchronize', { outcome: 'userSynchronized' }, leaver),
	person('disable', { outcome: 'userDisabled' }, leaver),
	person('enable', { outcome: 'userEnabled' }, leaver),
	person('disable', { outcome: 'userDisabled' }, leaver),
	person('markDeleted', { outcome: 'userMarkedDeleted' }, leaver),
	person('restore', { outcome: 'userRestored' }, leaver),
	person('delete', { outcome: 'userDeleted' }, leaver, { confirmDeletion: true }),
];

let instance: N8nInstance;
let tenant: Tenant;

beforeAll(async () => {
	tenant = await startTenant({
		users: [
			{ userId: ADA, emailAddress: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
			{ userId: GRACE, emailAddress: 'grace@example.com' },
			{ userId: LEAVER, emailAddress: 'leaver@example.com' },
		],
		hardwareTokens: [
			{ tokenSerialNumber: ADAS, userId: ADA, pinSet: true },
			{ tokenSerialNumber: FREE },
		],
	});
	instance = await createPackedInstance('hand');
	const jwt = await tenant.signJwt(tenant.issueKey({ role: 'superAdmin' }));
	await instance.importCredentials([
		{
			id: 'tenant',
			name: 'tenant',
			type: 'rsaCloudAdministrationApi',
			data: { authentication: 'jwt', baseUrl: tenant.adminRestApiUrl, jwt },
		},
	]);
	await instance.start();
	await instance.setUpOwner();
	await instance.importWorkflows([workflowOfAllOperations()]);
	await instance.publishNow(['operations']);
}, 5 * COMMAND);

afterAll(async () => {
	await instance.remove();
	await tenant.stop();
}, COMMAND);

describe('in a real n8n', () => {
	test.each(rows.map((row, index) => [row.resource, row.operation, index, row] as const))(
		'%s: %s',
		async (_resource, _operation, index, { asks, comesOut }) => {
			const answer = await axios.post<unknown>(
				`${instance.url}/webhook/operations`,
				{ ...asks, index },
				{ proxy: false, timeout: COMMAND },
			);
			expect(answer.data).toEqual([expect.objectContaining(comesOut)]);
		},
		COMMAND,
	);
});

describe('the lists of the editor', () => {
	const list = async (methodName: string, user: object, filter?: string) => {
		const answer = await instance.editor.rest.post<{ data: unknown }>(
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: 'parameters.user',
				methodName,
				filter,
				nodeTypeAndVersion: { name: 'n8n-nodes-rsa-securid.rsaSecurId', version: 1 },
				currentNodeParameters: { resource: 'hardwareToken', operation: 'unassign', user },
				credentials: { rsaCloudAdministrationApi: { id: 'tenant', name: 'tenant' } },
			},
			{ validateStatus: () => true },
		);
		return answer.data;
	};

	test('show users by email address and name', async () => {
		expect(await list('searchUsers', {}, 'ada')).toEqual({
			data: { results: [{ name: 'ada@example.com (Ada Lovelace)', value: ADA }] },
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
		const answer = await axios.get<unknown>(
			`${instance.url}/schemas/${node}/1.0.0/hardwareToken/unassign.json`,
			{ proxy: false, timeout: COMMAND },
		);
		expect(answer.data).toMatchObject({
			type: 'object',
			properties: { tokenSerialNumber: { type: 'string' }, outcome: { type: 'string' } },
		});
	},
	COMMAND,
);

/** A webhook, and behind it each operation, chosen by its index. */
function workflowOfAllOperations(): WorkflowFile {
	const position = [0, 0];
	const names = rows.map(({ resource, operation }, index) => `${index} ${resource} ${operation}`);
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
					numberOutputs: rows.length,
					output: '={{ $json.body.index }}',
				},
			},
			...rows.map(({ resource, operation, parameters }, index) => ({
				id: `operation-${index}`,
				name: names[index],
				type: 'n8n-nodes-rsa-securid.rsaSecurId',
				typeVersion: 1,
				position,
				credentials: { rsaCloudAdministrationApi: { id: 'tenant', name: 'tenant' } },
				parameters: { resource, operation, options: {}, ...parameters },
			})),
		],
		connections: {
			Webhook: { main: [[{ node: 'Switch', type: 'main', index: 0 }]] },
			Switch: { main: names.map((node) => [{ node, type: 'main', index: 0 }]) },
		},
		settings: { executionOrder: 'v1' },
	};
}
