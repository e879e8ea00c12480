import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';

import { credentialFor } from '../../sandbox/demo/leavers.mts';
import type { N8nInstance, WorkflowFile } from '../../sandbox/n8n/instance.mts';
import { applicationError } from '../../sandbox/tenant/http-response.mts';
import { startTenant, type Tenant, type User } from '../../sandbox/tenant/tenant.mts';
import { createPackedInstance } from '../support/packed-instance.mts';

const person = (number: number, name: string) => ({
	userId: `1c1c0a5e-0000-4a4a-9b9b-00000000000${number}`,
	emailAddress: `${name}@example.com`,
});

/** One or more for each example, so that none finds what another one left. */
const users = {
	leaver: person(1, 'leaver'),
	tokenless: person(2, 'tokenless'),
	unlucky: person(0, 'unlucky'),
	ada: person(3, 'ada'),
	grace: person(4, 'grace'),
	planned: person(5, 'planned'),
	rejected: person(6, 'rejected'),
	robbed: person(7, 'robbed'),
	finder: person(8, 'finder'),
	forgetful: person(9, 'forgetful'),
	gone: { userId: '1c1c0a5e-0000-4a4a-9b9b-000000000010', emailAddress: 'gone@example.com' },
	kept: { userId: '1c1c0a5e-0000-4a4a-9b9b-000000000011', emailAddress: 'kept@example.com' },
} as const satisfies Readonly<Record<string, Partial<User>>>;

const tokens = [
	{ tokenSerialNumber: '000100000001', userId: users.leaver.userId, pinSet: true },
	{ tokenSerialNumber: '000100000002', userId: users.leaver.userId },
	{ tokenSerialNumber: '000100000003', userId: users.unlucky.userId },
	{ tokenSerialNumber: '000200000001', userId: users.ada.userId },
	{ tokenSerialNumber: '000200000002', userId: users.grace.userId },
	{ tokenSerialNumber: '000300000001', userId: users.planned.userId },
	{ tokenSerialNumber: '000300000002', userId: users.planned.userId },
	{ tokenSerialNumber: '000300000003', userId: users.rejected.userId },
	{ tokenSerialNumber: '000400000001', userId: users.robbed.userId },
	{ tokenSerialNumber: '000400000002', userId: users.finder.userId },
	{ tokenSerialNumber: '000600000001', userId: users.gone.userId, pinSet: true },
	{ tokenSerialNumber: '000600000002', userId: users.kept.userId },
	{ tokenSerialNumber: '000500000001', userId: users.forgetful.userId, pinSet: true },
	{ tokenSerialNumber: '000500000002', userId: users.forgetful.userId, pinSet: true },
];

const examples = [
	'hr-offboarding',
	'bulk-take-back',
	'dry-run-approval',
	'directory-says-gone',
	'lost-or-stolen',
	'help-desk-forgotten-pin',
] as const;

/** Measured: an n8n command takes 4 to 8 s here, the first one 10 s; the machine may be busy. */
const COMMAND = 120_000;

const callingSystem = { name: 'X-Api-Key', value: randomBytes(12).toString('hex') };
const helpDesk = { username: 'helpdesk', password: randomBytes(12).toString('hex') };
const byHelpDesk: AxiosRequestConfig = { auth: helpDesk };

let instance: N8nInstance;
let tenant: Tenant;
/** Clean-up steps so far: the set-up may fail in the middle. */
const cleanUps: (() => Promise<void>)[] = [];

beforeAll(async () => {
	tenant = await startTenant({ users: Object.values(users), hardwareTokens: tokens });
	cleanUps.push(async () => {
		await tenant.stop();
	});
	instance = await createPackedInstance('hand');
	cleanUps.push(async () => {
		await instance.remove();
	});
	await instance.importCredentials([
		await credentialFor(tenant),
		{ id: 'callingSystem', name: 'Calling system', type: 'httpHeaderAuth', data: callingSystem },
		{
			id: 'helpDesk',
			name: 'Help desk',
			type: 'httpBasicAuth',
			data: { user: helpDesk.username, password: helpDesk.password },
		},
	]);
	await instance.start();
	await instance.setUpOwner();
	const workflows = await Promise.all(examples.map(exampleOf));
	await instance.importWorkflows(workflows);
	await instance.publishNow(workflows.map(({ id }) => id));
}, 9 * COMMAND);

afterAll(async () => {
	await Promise.all(
		cleanUps.map(async (cleanUp) => {
			await cleanUp();
		}),
	);
}, COMMAND);

describe('HR offboarding', () => {
	const offboard = async (email: string) =>
		await post('hr-offboarding', { email, ticket: 'HR-4711' });

	const tokenOf = (tokenSerialNumber: string) => ({ kind: 'hardwareToken', tokenSerialNumber });
	const disabled = { kind: 'user', outcome: 'userDisabled' };

	test('takes all from the user, disables them and reports it to the HR system', async () => {
		const response = await offboard(users.leaver.emailAddress);

		expect(response).toMatchObject({
			status: 200,
			data: {
				ticket: 'HR-4711',
				email: users.leaver.emailAddress,
				outcome: 'offboarded',
				done: [
					disabled,
					{ ...tokenOf('000100000001'), outcome: 'unassigned', pinOutcome: 'pinCleared' },
					{ ...tokenOf('000100000002'), outcome: 'unassigned', pinOutcome: 'pinCleared' },
				],
				failed: [],
				leftOver: [],
			},
		});
		expect(tenant.hardwareToken('000100000001')).toMatchObject({ userId: null, pinSet: false });
		expect(tenant.hardwareToken('000100000002')).toMatchObject({ userId: null });
		expect(tenant.user(users.leaver.userId).userStatus).toBe('Disabled');
	});

	test('leaves an audit row with the ticket', async () => {
		const rows = await auditRowsOf(await newestExecution('hrOffboarding'));

		expect(rows).toEqual([
			expect.objectContaining({
				reference: 'HR-4711',
				operation: 'offboard',
				outcome: 'offboarded',
				email: users.leaver.emailAddress,
			}),
		]);
	});

	test('changes nothing when it is posted again', async () => {
		expect(await offboard(users.leaver.emailAddress)).toMatchObject({
			status: 200,
			data: { outcome: 'alreadyOffboarded', done: [], failed: [] },
		});
	});

	test('disables a person without tokens too', async () => {
		const response = await offboard(users.tokenless.emailAddress);

		expect(response).toMatchObject({ status: 200, data: { done: [disabled] } });
		expect(tenant.user(users.tokenless.userId).userStatus).toBe('Disabled');
	});

	test('disables a user whose token could not be unassigned, and reports it to the HR system', async () => {
		const error403 = applicationError(403, 'User is not authorized');
		tenant.order({ kind: 'unexpectedAnswer', response: error403 }, { operation: 'unassign' });

		const response = await offboard(users.unlucky.emailAddress);

		expect(response).toMatchObject({
			status: 500,
			data: {
				outcome: 'failed',
				cause: 'offboardingIncomplete',
				done: [disabled],
				failed: [{ ...tokenOf('000100000003'), cause: 'notAllowed' }],
			},
		});
		expect(tenant.user(users.unlucky.userId).userStatus).toBe('Disabled');
	});

	test('reports an email address that RSA does not know to the HR system', async () => {
		const response = await offboard('nobody@example.com');

		expect(response).toMatchObject({
			status: 404,
			data: { ticket: 'HR-4711', outcome: 'failed', cause: 'userNotFound' },
		});
		expect(JSON.stringify(response.data)).toContain('nobody@example.com');
	});

	test('reports a request without an email address to the HR system', async () => {
		expect(await post('hr-offboarding', { ticket: 'HR-4712' })).toMatchObject({
			status: 400,
			data: { ticket: 'HR-4712', cause: 'refusedBeforeRequest' },
		});
	});

	test('is closed to anybody else', async () => {
		const response = await request({
			method: 'post',
			url: `${instance.url}/webhook/hr-offboarding`,
			data: { email: users.ada.emailAddress },
		});
		expect(response.status).toBe(403);
	});
});

describe('Bulk take back', () => {
	test('gives results and rejects as CSV, with all zeros of the serial numbers', async () => {
		const { ada, grace } = users;
		const csv = [
			'email,serialNumber',
			`${ada.emailAddress},000200000001`,
			`${ada.emailAddress},000200000002`,
			`${grace.emailAddress},2.00000002E+8`,
			'',
		].join('\r\n');

		const response = await post('bulk-take-back', csv, { 'Content-Type': 'text/csv' });

		expect(response.status).toBe(200);
		expect(linesOf(response.data, 'results.csv')).toEqual([
			'email,serialNumber,outcome,tokenState',
			`${ada.emailAddress},000200000001,unassigned,Unassigned`,
		]);
		expect(linesOf(response.data, 'rejects.csv')).toEqual([
			'email,serialNumber,cause,error,nextStep',
			expect.stringContaining(`${ada.emailAddress},000200000002,assignedToSomebodyElse,`),
			expect.stringContaining(`${grace.emailAddress},2.00000002E+8,refusedBeforeRequest,`),
		]);
		expect(tenant.hardwareToken('000200000001').userId).toBeNull();
		expect(tenant.hardwareToken('000200000002').userId).toBe(grace.userId);
	});

	test('responds to a file without rejects with the results only', async () => {
		const csv = `email,serialNumber\n${users.ada.emailAddress},000200000001\n`;

		const { data } = await post('bulk-take-back', csv, { 'Content-Type': 'text/csv' });

		expect(linesOf(data, 'results.csv')).toHaveLength(2);
		expect(data).not.toHaveProperty(['rejects.csv']);
	});
});

describe('Dry run, approval, real run', () => {
	const requestChange = async (email: string) =>
		await post('dry-run-approval', { email, ticket: 'T-1' });

	test('changes nothing before the approval, and then what was approved', async () => {
		const response = await requestChange(users.planned.emailAddress);

		const planned = { outcome: 'wouldUnassign', userId: users.planned.userId, dryRun: true };
		expect(response).toMatchObject({
			status: 202,
			data: {
				ticket: 'T-1',
				plan: [
					{ ...planned, tokenSerialNumber: '000300000001' },
					{ ...planned, tokenSerialNumber: '000300000002' },
				],
			},
		});
		expect(tenant.hardwareToken('000300000001').userId).toBe(users.planned.userId);

		const url = await waitingAt(response.data, 'approvalUrl');
		const approval = await request({ method: 'post', url, data: { approved: true } });

		expect(approval).toMatchObject({
			status: 200,
			data: {
				ticket: 'T-1',
				tokens: [
					{ tokenSerialNumber: '000300000001', outcome: 'unassigned', audit: { reference: 'T-1' } },
					{ tokenSerialNumber: '000300000002', outcome: 'unassigned', audit: { reference: 'T-1' } },
				],
			},
		});
		expect(tenant.hardwareToken('000300000001').userId).toBeNull();
		expect(tenant.hardwareToken('000300000002').userId).toBeNull();
	});

	test('changes nothing without the approval', async () => {
		const { data } = await requestChange(users.rejected.emailAddress);

		const url = await waitingAt(data, 'approvalUrl');
		const rejection = await request({ method: 'post', url, data: { approved: false } });

		expect(rejection).toMatchObject({ status: 200, data: { outcome: 'notApproved' } });
		expect(tenant.hardwareToken('000300000003').userId).toBe(users.rejected.userId);
	});

	test('requests no approval if there is nothing to unassign, or the user is not known', async () => {
		expect(await requestChange(users.tokenless.emailAddress)).toMatchObject({
			status: 200,
			data: { plan: [{ outcome: 'nothingToDo' }] },
		});
		expect(await requestChange('nobody@example.com')).toMatchObject({
			status: 422,
			data: { plan: [{ details: { cause: 'userNotFound' } }] },
		});
	});
});

describe('Lost or stolen token', () => {
	const report = async ({ emailAddress }: { emailAddress: string }, serialNumber: string) =>
		await post('lost-or-stolen', { email: emailAddress, serialNumber, ticket: 'SEC-9' });

	const decide = async (response: unknown, decision: string) => {
		const url = await waitingAt(response, 'decisionForm');
		expect((await request({ url })).data).toEqual(expect.stringContaining(decision));
		return await submit(url, [decision]);
	};

	test('disables the token immediately, and unassigns it when that is decided', async () => {
		const response = await report(users.robbed, '000400000001');

		expect(response).toMatchObject({ status: 200, data: { outcome: 'disabled' } });
		expect(tenant.hardwareToken('000400000001')).toMatchObject({
			userId: users.robbed.userId,
			tokenStatus: 'Disabled',
		});

		expect(await decide(response.data, 'Take the token back')).toMatchObject({ status: 200 });
		expect(tenant.hardwareToken('000400000001').userId).toBeNull();
	});

	test('enables a token that was found again', async () => {
		const { data } = await report(users.finder, '000400000002');

		await decide(data, 'It was found: enable it again');

		expect(tenant.hardwareToken('000400000002')).toMatchObject({
			userId: users.finder.userId,
			tokenStatus: 'Enabled',
		});
	});

	test('says that the token is not assigned to the user who reports it', async () => {
		expect(await report(users.ada, '000200000002')).toMatchObject({
			status: 422,
			data: { details: { cause: 'assignedToSomebodyElse' } },
		});
	});
});

describe('Help desk: forgotten PIN', () => {
	const formUrl = () => `${instance.url}/form/forgotten-pin`;

	test('clears the PIN of each token and confirms it on the last page', async () => {
		const form = await request({ url: formUrl(), ...byHelpDesk });
		expect(form.data).toEqual(expect.stringContaining('Email address'));

		const page = await lastPageFor(users.forgetful.emailAddress);

		expect(page).toContain('The PIN is cleared');
		expect(page).toContain('Token 000500000001: the PIN is cleared');
		expect(page).toContain('Token 000500000002: the PIN is cleared');
		const cleared = { userId: users.forgetful.userId, pinSet: false };
		expect(tenant.hardwareToken('000500000001')).toMatchObject(cleared);
		expect(tenant.hardwareToken('000500000002')).toMatchObject(cleared);
	});

	test('says that the person has no tokens', async () => {
		expect(await lastPageFor(users.tokenless.emailAddress)).toContain('has no hardware tokens');
	});

	test('says that RSA does not know the email address', async () => {
		const page = await lastPageFor('nobody@example.com');
		expect(page).toContain('The PIN was not cleared');
		expect(page).toContain('nobody@example.com');
	});

	test('is closed to anybody else', async () => {
		expect((await request({ url: formUrl() })).status).toBe(401);
		expect((await submit(formUrl(), [users.ada.emailAddress])).status).toBe(401);
	});

	/** As a browser does it: the form's response has the address of the last page, which is then opened. */
	const lastPageFor = async (email: string): Promise<string> => {
		const submitted = await submit(formUrl(), [email], byHelpDesk);
		expect(submitted.status).toBe(200);
		const url = await waitingAt(submitted.data, 'formWaitingUrl');
		const page = await request({ url });
		// The page itself does so when it is shown, which ends the execution.
		await request({ method: 'post', url });
		return String(page.data);
	};
});

describe('Directory says gone', () => {
	const waitingExecution = async () =>
		await until('an execution waits for the approval', async () => {
			const executions = await instance.executions();
			const waiting = executions.find(
				({ workflowId, status }) => workflowId === 'directorySaysGone' && status === 'waiting',
			);
			return waiting?.id;
		});

	const decide = async (approved: boolean) => {
		const execution = await instance.execution(await waitingExecution());
		const message = execution.itemsOf('Message to the approver')[0]?.json;
		const url = await waitingAt(message, 'approvalUrl');
		expect((await request({ method: 'post', url, data: { approved } })).status).toBe(200);
		return message;
	};

	test(
		'offboards who is gone from the directory, once it is approved, with an audit row that names the event',
		async () => {
			const { eventId } = tenant.directoryFinds(users.gone.userId, 'missing');

			const message = await decide(true);

			expect(message).toMatchObject({ plan: [{ outcome: 'wouldOffboard' }] });
			const rows = await auditRowsOf(await newestExecution('directorySaysGone'));
			expect(rows).toEqual([
				expect.objectContaining({
					reference: eventId,
					operation: 'offboard',
					outcome: 'offboarded',
					userId: users.gone.userId,
				}),
			]);
			expect(tenant.hardwareToken('000600000001')).toMatchObject({ userId: null, pinSet: false });
		},
		3 * COMMAND,
	);

	test(
		'changes nothing without the approval',
		async () => {
			tenant.directoryFinds(users.kept.userId, 'disabled');

			await decide(false);

			const execution = await instance.execution(await newestExecution('directorySaysGone'));
			expect(execution.itemsOf('Nothing was changed')).toHaveLength(1);
			expect(tenant.hardwareToken('000600000002')).toMatchObject({ userId: users.kept.userId });
		},
		3 * COMMAND,
	);
});

/** A request that fails by no status: what comes back is what the tests look at. */
async function request(config: AxiosRequestConfig): Promise<AxiosResponse<unknown>> {
	return await axios.request<unknown>({
		proxy: false,
		timeout: COMMAND,
		validateStatus: () => true,
		...config,
	});
}

async function post(path: string, data: unknown, headers: Readonly<Record<string, string>> = {}) {
	return await request({
		method: 'post',
		url: `${instance.url}/webhook/${path}`,
		data,
		headers: { ...headers, [callingSystem.name]: callingSystem.value },
	});
}

/** Posts the fields of an n8n form in their order, as a browser does. */
async function submit(url: string, values: readonly string[], config: AxiosRequestConfig = {}) {
	const data = new FormData();
	values.forEach((value, index) => {
		data.append(`field-${index}`, value);
	});
	return await request({ method: 'post', url, data, ...config });
}

/** The address at which a waiting execution goes on, once it waits: n8n responds before it does. */
async function waitingAt(response: unknown, name: string): Promise<string> {
	const { pathname, search } = new URL(textIn(response, name));
	const executionId = pathname.split('/').at(-1);
	await until(`execution ${executionId ?? ''} waits`, async () => {
		const executions = await instance.executions();
		return executions.find(({ id, status }) => id === executionId && status === 'waiting');
	});
	// n8n names itself localhost, which may be another address family than the one it listens on.
	return `${instance.url}${pathname}${search}`;
}

async function until<Value>(
	condition: string,
	look: () => Promise<Value | undefined>,
): Promise<Value> {
	// A trigger polls once a minute.
	const deadline = Date.now() + COMMAND;
	while (Date.now() < deadline) {
		const value = await look();
		if (value !== undefined) return value;
		await sleep(100);
	}
	throw new Error(`Not in time: ${condition}`);
}

function textIn(response: unknown, name: string): string {
	const value: unknown = isRecord(response) ? response[name] : undefined;
	if (typeof value === 'string') return value;
	throw new Error(`There is no text "${name}" in ${JSON.stringify(response)}`);
}

function linesOf(response: unknown, file: string): string[] {
	return textIn(response, file).trimEnd().split('\n');
}

/** n8n responds before it has saved the end of an execution. */
async function newestExecution(workflowId: string): Promise<string> {
	const { id } = await until(`${workflowId} has ended`, async () => {
		const executions = await instance.executions();
		const newest = executions.find((execution) => execution.workflowId === workflowId);
		return newest?.status === 'success' ? newest : undefined;
	});
	return id;
}

async function auditRowsOf(executionId: string): Promise<object[]> {
	const execution = await instance.execution(executionId);
	return execution.itemsOf('Audit row').map(({ json }) => json);
}

async function exampleOf(name: (typeof examples)[number]): Promise<WorkflowFile> {
	const file = new URL(`../../examples/${name}.json`, import.meta.url);
	const workflow: unknown = JSON.parse(await readFile(file, 'utf8'));
	if (isWorkflowFile(workflow)) return workflow;
	throw new Error(`examples/${name}.json is no workflow`);
}

function isWorkflowFile(value: unknown): value is WorkflowFile {
	return (
		isRecord(value) &&
		typeof value['id'] === 'string' &&
		typeof value['name'] === 'string' &&
		Array.isArray(value['nodes']) &&
		isRecord(value['connections'])
	);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
