import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';

import { credentialFor } from '../../sandbox/demo/leavers.mts';
import type { ExecutionSummary } from '../../sandbox/n8n/editor-api.mts';
import type { N8nInstance, WorkflowFile } from '../../sandbox/n8n/instance.mts';
import { applicationError } from '../../sandbox/tenant/http-response.mts';
import {
	startTenant,
	type Tenant,
	type TenantOptions,
	type User,
} from '../../sandbox/tenant/tenant.mts';
import { createPackedInstance } from '../support/packed-instance.mts';

const person = (number: number, name: string) => ({
	userId: `1c1c0a5e-0000-4a4a-9b9b-${String(number).padStart(12, '0')}`,
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
	phoneless: person(10, 'phoneless'),
	counted: { ...person(11, 'counted'), userStatus: 'Disabled' },
	renamed: { ...person(12, 'renamed'), userStatus: 'Disabled', markDeleted: true },
	gone: person(13, 'gone'),
	kept: person(14, 'kept'),
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
	{ tokenSerialNumber: '000400000003', userId: users.finder.userId, tokenStatus: 'Disabled' },
	{ tokenSerialNumber: '000700000001', userId: users.gone.userId, pinSet: true },
	{ tokenSerialNumber: '000700000002', userId: users.kept.userId },
	{ tokenSerialNumber: '000500000001', userId: users.forgetful.userId, pinSet: true },
	{ tokenSerialNumber: '000500000002', userId: users.forgetful.userId, pinSet: true },
	{ tokenSerialNumber: '000600000001', userId: users.counted.userId },
	{ tokenSerialNumber: '000600000002', userId: users.renamed.userId },
	{ tokenSerialNumber: '000600000003' },
] as const satisfies TenantOptions['hardwareTokens'];

const authenticators = [
	{ kind: 'fido', id: 'robbed-key', userId: users.robbed.userId },
	{
		kind: 'ds100',
		id: 'robbed-ds100',
		userId: users.robbed.userId,
		deviceSerialNumber: '140100080',
	},
	{ kind: 'mobile', id: 'robbed-phone', userId: users.robbed.userId },
	{ kind: 'fido', id: 'finder-key', userId: users.finder.userId },
	{ kind: 'fido', id: 'finder-old-key', userId: users.finder.userId, status: 'Disabled' },
	{ kind: 'mobile', id: 'lost-phone', userId: users.phoneless.userId, name: 'Work phone' },
	{ kind: 'mobile', id: 'kept-phone', userId: users.phoneless.userId, name: 'Private phone' },
	{ kind: 'mobile', id: 'third-phone', userId: users.phoneless.userId, name: 'Private phone' },
	{ kind: 'fido', id: 'kept-key', userId: users.phoneless.userId, name: 'Work phone' },
] as const satisfies TenantOptions['authenticators'];

const examples = [
	'hr-offboarding',
	'bulk-unassign',
	'dry-run-approval',
	'lost-phone',
	'directory-says-gone',
	'lost-or-stolen',
	'stock-take',
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
	tenant = await startTenant({
		users: Object.values(users),
		hardwareTokens: tokens,
		authenticators,
	});
	cleanUps.push(async () => {
		await tenant.stop();
	});
	instance = await createPackedInstance('hand');
	cleanUps.push(async () => {
		await instance.remove();
	});
	await instance.start();
	await instance.setUpOwner();
	await instance.importCredentials([
		await credentialFor(tenant, 'superAdmin'),
		{ id: 'callingSystem', name: 'Calling system', type: 'httpHeaderAuth', data: callingSystem },
		{
			id: 'helpDesk',
			name: 'Help desk',
			type: 'httpBasicAuth',
			data: { user: helpDesk.username, password: helpDesk.password },
		},
	]);
	const workflows = (await Promise.all(examples.map(exampleOf))).map(asAPersonAdaptsIt);
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
		tenant.order({ kind: 'unexpectedResponse', response: error403 }, { operation: 'unassign' });

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

	test('is closed to everyone else', async () => {
		const response = await request({
			method: 'post',
			url: `${instance.url}/webhook/hr-offboarding`,
			data: { email: users.ada.emailAddress },
		});
		expect(response.status).toBe(403);
	});
});

describe('Bulk unassign', () => {
	test('gives results and rejects as CSV, with all zeros of the serial numbers', async () => {
		const { ada, grace } = users;
		const csv = [
			'email,serialNumber',
			`${ada.emailAddress},000200000001`,
			`${ada.emailAddress},000200000002`,
			`${grace.emailAddress},2.00000002E+8`,
			'',
		].join('\r\n');

		const response = await post('bulk-unassign', csv, { 'Content-Type': 'text/csv' });

		expect(response.status).toBe(200);
		expect(linesOf(response.data, 'results.csv')).toEqual([
			'email,serialNumber,outcome,tokenState',
			`${ada.emailAddress},000200000001,unassigned,Unassigned`,
		]);
		expect(linesOf(response.data, 'rejects.csv')).toEqual([
			'line,email,serialNumber,cause,error,nextStep',
			expect.stringContaining(`3,${ada.emailAddress},000200000002,assignedToSomebodyElse,`),
			expect.stringContaining(`4,${grace.emailAddress},2.00000002E+8,refusedBeforeRequest,`),
		]);
		expect(tenant.hardwareToken('000200000001').userId).toBeNull();
		expect(tenant.hardwareToken('000200000002').userId).toBe(grace.userId);
	});

	test('responds to a file without rejects with the results only', async () => {
		const csv = `email,serialNumber\n${users.ada.emailAddress},000200000001\n`;

		const { data } = await post('bulk-unassign', csv, { 'Content-Type': 'text/csv' });

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

describe('Lost phone', () => {
	const report = async (email: string, phone: unknown) =>
		await post('lost-phone', { email, phone, ticket: 'SEC-8' });
	const idsOf = ({ userId }: { userId: string }) =>
		tenant.authenticatorsOf(userId).map(({ id }) => id);

	test.each([
		['a name that two phones have', 'Private phone'],
		['a name that no phone has', 'Red phone'],
		['the ID of something else', 'kept-key'],
		['no phone', undefined],
	])('deletes nothing for %s, and lists the phones', async (_name, phone) => {
		expect(await report(users.phoneless.emailAddress, phone)).toMatchObject({
			status: 422,
			data: {
				ticket: 'SEC-8',
				phones: [
					{ id: 'lost-phone', name: 'Work phone' },
					{ id: 'kept-phone', name: 'Private phone' },
					{ id: 'third-phone', name: 'Private phone' },
				],
			},
		});
		expect(idsOf(users.phoneless)).toHaveLength(4);
	});

	test('deletes the phone that is named, and nothing else', async () => {
		expect(await report(users.phoneless.emailAddress, 'Work phone')).toMatchObject({
			status: 200,
			data: { ticket: 'SEC-8', outcome: 'authenticatorDeleted', authenticatorId: 'lost-phone' },
		});
		expect(idsOf(users.phoneless)).toEqual(['kept-phone', 'third-phone', 'kept-key']);

		expect(await report(users.phoneless.emailAddress, 'third-phone')).toMatchObject({
			status: 200,
		});
		expect(idsOf(users.phoneless)).toEqual(['kept-phone', 'kept-key']);
	});

	test('says that the person has no phone, or is not known, or that RSA deletes none', async () => {
		expect(await report(users.tokenless.emailAddress, 'Work phone')).toMatchObject({
			status: 422,
			data: { phones: [] },
		});
		const unknown = await report('nobody@example.com', 'Work phone');
		expect(unknown).toMatchObject({ status: 422, data: { phones: [] } });
		expect(textIn(unknown.data, 'error')).toContain('nobody@example.com');

		const error403 = applicationError(403, 'User is not authorized');
		const refused = { kind: 'unexpectedResponse', response: error403 } as const;
		tenant.order(refused, { operation: 'deleteRegisteredDevice' });
		expect(await report(users.phoneless.emailAddress, 'kept-phone')).toMatchObject({
			status: 422,
			data: { details: { cause: 'notAllowed' } },
		});
		expect(idsOf(users.phoneless)).toContain('kept-phone');
	});
});

describe('Lost or stolen', () => {
	const report = async ({ emailAddress }: { emailAddress: string }) =>
		await post('lost-or-stolen', { email: emailAddress, ticket: 'SEC-9' });

	const decide = async (response: unknown, decision: string) => {
		const url = await waitingAt(response, 'decisionForm');
		expect((await request({ url })).data).toEqual(expect.stringContaining(decision));
		return await submit(url, [decision]);
	};

	const statesOf = ({ userId }: { userId: string }) =>
		tenant.authenticatorsOf(userId).map((each) => {
			if (each.kind === 'fido') return [each.id, each.status];
			return [each.id, each.kind === 'ds100' ? each.tokenStatus : 'registered'];
		});

	test('marks the user as high-risk first, disables all, and unassigns when that is decided', async () => {
		tenant.clearJournal();
		const response = await report(users.robbed);

		const made = tenant.journal.filter(({ changed }) => changed);
		expect(made.map(({ operation }) => operation)).toEqual([
			'changeHighRiskUsers',
			'disable',
			'disableFidoAuthenticator',
			'disableDs100',
		]);
		expect(response).toMatchObject({
			status: 200,
			data: {
				ticket: 'SEC-9',
				highRisk: 'highRiskUserAdded',
				disabled: [
					{ kind: 'hardwareToken', tokenSerialNumber: '000400000001' },
					{ kind: 'fido', authenticatorId: 'robbed-key' },
					{ kind: 'ds100', deviceSerialNumber: '140100080' },
				],
				already: [],
				failed: [],
			},
		});
		expect(tenant.user(users.robbed.userId)).toMatchObject({ userStatus: 'Enabled' });

		expect(await decide(response.data, 'Unassign the hardware tokens')).toMatchObject({
			status: 200,
		});
		expect(tenant.hardwareToken('000400000001').userId).toBeNull();
		expect(tenant.user(users.robbed.userId)).toMatchObject({ highRiskUser: true });
		expect(statesOf(users.robbed)).toEqual([
			['robbed-key', 'Disabled'],
			['robbed-ds100', 'Disabled'],
			['robbed-phone', 'registered'],
		]);
	});

	test('disables all even if RSA does not take the high-risk user, and reports that', async () => {
		const error403 = applicationError(403, 'User is not authorized');
		const refused = { kind: 'unexpectedResponse', response: error403 } as const;
		tenant.order(refused, { operation: 'changeHighRiskUsers' });

		expect(await report(users.forgetful)).toMatchObject({
			status: 500,
			data: {
				highRisk: 'failed',
				disabled: [{ tokenSerialNumber: '000500000001' }, { tokenSerialNumber: '000500000002' }],
				failed: [{ cause: 'notAllowed' }],
			},
		});
		await tenant.settled();
		for (const serialNumber of ['000500000001', '000500000002']) {
			expect(tenant.hardwareToken(serialNumber).tokenStatus).toBe('Disabled');
		}
	});

	test('enables what it disabled, and nothing else, once all was found', async () => {
		const { data } = await report(users.finder);
		expect(data).toMatchObject({
			disabled: [{ tokenSerialNumber: '000400000002' }, { authenticatorId: 'finder-key' }],
			already: [{ tokenSerialNumber: '000400000003' }, { authenticatorId: 'finder-old-key' }],
		});

		await decide(data, 'Everything was found: enable it again');

		expect(tenant.hardwareToken('000400000002').tokenStatus).toBe('Enabled');
		expect(tenant.hardwareToken('000400000003').tokenStatus).toBe('Disabled');
		expect(statesOf(users.finder)).toEqual([
			['finder-key', 'Enabled'],
			['finder-old-key', 'Disabled'],
		]);
		expect(tenant.user(users.finder.userId)).toMatchObject({ highRiskUser: false });
	});

	test('says that RSA does not know the user, and requests no decision', async () => {
		const response = await report({ emailAddress: 'nobody@example.com' });
		expect(response).toMatchObject({ status: 404, data: { highRisk: 'failed', disabled: [] } });
		expect(response.data).not.toHaveProperty('decisionForm');
	});
});

describe('Stock take', () => {
	const take = async (column: string) => {
		const before = await newestOf('stockTake');
		await post('stock-take', { column });
		const id = await until('the stock take has ended', async () => {
			const newest = await newestOf('stockTake');
			const isOver = newest?.status === 'success' || newest?.status === 'error';
			return isOver && newest.id !== before?.id ? newest.id : undefined;
		});
		return await instance.execution(id);
	};

	test('lists the tokens that are still with people who are disabled or marked as deleted', async () => {
		const { counted, renamed } = users;
		const { status, itemsOf } = await take('Serial Number');
		expect(status).toBe('success');
		const review = itemsOf('Needs review').map(({ json }) => json);
		expect(review).toEqual(
			expect.arrayContaining([
				{
					tokenSerialNumber: '000600000001',
					userId: counted.userId,
					email: counted.emailAddress,
					reason: 'Disabled',
				},
				expect.objectContaining({
					tokenSerialNumber: '000600000002',
					userId: renamed.userId,
					reason: 'marked as deleted',
				}),
			]),
		);
		// All users who are disabled by now, and none who is enabled.
		const disabled = Object.values(users)
			.map(({ userId }) => userId)
			.filter((userId) => tenant.user(userId).userStatus === 'Disabled');
		for (const { userId } of review) expect(disabled).toContain(userId);
	});

	test('lists what could not be read too', async () => {
		tenant.addReport({ reportType: 'hardware_tokens' });
		const none = { kind: 'unexpectedResponse', response: { status: 200, body: {} } } as const;
		tenant.order(none, { operation: 'lookupHardwareToken', times: 99 });
		const { itemsOf } = await take('Serial Number');
		tenant.forgetOrders();
		const review = itemsOf('Needs review').map(({ json }) => json);
		expect(review).toHaveLength(tokens.length);
		for (const { reason } of review) expect(reason).toContain('could not be read');
	});

	test('stops at a column that the report has not, and names those that it has', async () => {
		// RSA lets no second report be downloaded within 15 minutes.
		tenant.addReport({ reportType: 'hardware_tokens' });
		const { status, error } = await take('Serial');
		expect(status).toBe('error');
		expect(error?.message).toContain('no column "Serial". Its columns: Serial Number, User ID');
	});

	test('stops where RSA lets no report be downloaded, and says until when', async () => {
		const { status, error } = await take('Serial Number');
		expect(status).toBe('error');
		expect(error?.message).toMatch(/one download of a report in 15 minutes/);
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

	test('is closed to everyone else', async () => {
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
			expect(tenant.hardwareToken('000700000001')).toMatchObject({ userId: null, pinSet: false });
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
			expect(tenant.hardwareToken('000700000002')).toMatchObject({ userId: users.kept.userId });
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
		const newest = await newestOf(workflowId);
		return newest?.status === 'success' ? newest : undefined;
	});
	return id;
}

async function newestOf(workflowId: string): Promise<ExecutionSummary | undefined> {
	const executions = await instance.executions();
	return executions.find((execution) => execution.workflowId === workflowId);
}

async function auditRowsOf(executionId: string): Promise<object[]> {
	const execution = await instance.execution(executionId);
	return execution.itemsOf('Audit row').map(({ json }) => json);
}

/** What a person adapts before the first run: the column, here as the request names it, and no time to wait. */
function asAPersonAdaptsIt(workflow: WorkflowFile): WorkflowFile {
	const adapted = JSON.stringify(workflow)
		.replace('Enter the heading here', "={{ $('Start').first().json.body.column }}")
		.replace('{"amount":15,"unit":"minutes"}', '{"amount":0,"unit":"seconds"}');
	return { ...workflow, ...(JSON.parse(adapted) as WorkflowFile) };
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
