import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import {
	startTenant,
	type Fault,
	type Tenant,
	type TenantOptions,
} from '../../sandbox/tenant/tenant.mts';
import { ADA, GRACE } from '../support/offboarding.mts';
import { TriggerWorkflow } from '../support/trigger.mts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GONE = ['userDisabledInDirectory', 'userNotFoundInDirectory'];

let tenant: Tenant;
let workflow: TriggerWorkflow;
/** Everything but the date goes by the real time. */
const NOT_FAKED = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as const;

beforeEach(async () => {
	jest.useFakeTimers({ doNotFake: [...NOT_FAKED] });
	await start();
});
afterEach(async () => {
	jest.useRealTimers();
	await tenant.stop();
});

async function start(options: TenantOptions = {}, parameters: INodeParameters = {}): Promise<void> {
	tenant = await startTenant({
		now: () => new Date(),
		users: [
			{ userId: ADA, emailAddress: 'ada@example.com' },
			{ userId: GRACE, emailAddress: 'grace@example.com' },
		],
		...options,
	});
	workflow = workflowWith(parameters);
}

function workflowWith(parameters: INodeParameters, role: 'helpDesk' | 'none' = 'helpDesk') {
	const apiKeyFile = JSON.stringify(tenant.issueKey({ role }));
	const credential = { authentication: 'apiKey', baseUrl: '', apiKeyFile };
	return new TriggerWorkflow(credential, { events: GONE, ...parameters });
}

const order = (fault: Fault, operation: EndpointName, times = 1) => {
	tenant.order(fault, { operation, times });
};
const pass = (milliseconds: number) => {
	jest.setSystemTime(Date.now() + milliseconds);
};
const codes = (items: ReadonlyArray<{ json: object }>) =>
	items.map(({ json }) => ('eventCode' in json ? json.eventCode : undefined));

/** Activates the workflow two seconds ago: the Date of a response has whole seconds. */
async function activate(): Promise<void> {
	await workflow.activate();
	pass(2000);
}

describe('what an event becomes', () => {
	test('a user who is gone from the directory starts the workflow, by the address that RSA names', async () => {
		await activate();
		const { eventId } = tenant.directoryFinds(ADA, 'disabled');
		pass(MINUTE);
		const items = await workflow.poll();
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({
			event: 'userDisabledInDirectory',
			eventId,
			eventCode: '401',
			email: 'ada@example.com',
			userIdInLog: 'ada@example.com',
			eventLogDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
		});
		expect(items[0]?.json).not.toHaveProperty('userId');
		expect(eventId).toMatch(/^\d{19}$/);
	});

	test('what the item says of its own is not replaced by a property of the log', async () => {
		await activate();
		pass(MINUTE);
		const entry = { eventId: 1, eventCode: '401', event: 'other', email: 'admin@example.com' };
		const page = { totalPages: 1, totalElements: 1, currentPage: 0 };
		const body = { ...page, userEventLogExportEntries: [entry] };
		order({ kind: 'unexpectedResponse', response: { status: 200, body } }, 'exportUserEventLog');
		const [item] = await workflow.poll();
		expect(item?.json).toMatchObject({
			event: 'userDisabledInDirectory',
			eventInLog: 'other',
			emailInLog: 'admin@example.com',
		});
		expect(item?.json).not.toHaveProperty('email');
	});

	test('only the chosen events start it', async () => {
		await activate();
		tenant.directoryFinds(ADA, 'missing');
		tenant.directoryFinds(ADA, 'enabled');
		tenant.logUserEvent({ eventCode: '4010', eventDescription: 'User disabled in directory 401' });
		tenant.logUserEvent({ eventDescription: 'No code' });
		pass(MINUTE);
		expect(codes(await workflow.poll())).toEqual(['402']);
	});

	test('a user ID in the message is taken if the message calls it a user’s, and it names one user', async () => {
		workflow.parameters = { events: ['userEvent'], eventCodes: '20, 21' };
		await activate();
		tenant.logUserEvent({ eventCode: '20', eventDescription: `User ${ADA} changed` });
		tenant.logUserEvent({
			eventCode: '21',
			eventDescription: `Policy ${GRACE} of ada@example.com and grace@example.com`,
		});
		pass(MINUTE);
		const [first, second] = await workflow.poll();
		expect(first?.json).toMatchObject({ event: 'userEvent', userId: ADA });
		expect(second?.json).not.toHaveProperty('userId');
		expect(second?.json).not.toHaveProperty('email');
	});

	test('a user event is found by a part of its description, too', async () => {
		workflow.parameters = { events: ['userEvent'], eventDescription: 'LOCKED' };
		await activate();
		tenant.logUserEvent({ eventCode: '20', eventDescription: 'Tokencode locked' });
		tenant.logUserEvent({ eventCode: '20', eventDescription: 'Signed in' });
		pass(MINUTE);
		expect(await workflow.poll()).toHaveLength(1);
	});

	test('an administration event is found by its activity key, and names the target that is a user', async () => {
		workflow.parameters = { events: ['administrationEvent'], activityKeys: 'USER_EDITED' };
		await activate();
		const user = {
			targetObject1Id: ADA,
			targetObject1Type: 'User',
			targetObject1Name: 'ada@example.com',
		};
		tenant.logAdministrationEvent({
			activityKey: 'USER_EDITED',
			activityCode: 80_001,
			adminUserName: 'grace@example.com',
			...user,
		});
		tenant.logAdministrationEvent({ activityKey: 'POLICY_EDITED' });
		pass(MINUTE);
		const items = await workflow.poll();
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({ userId: ADA, email: 'ada@example.com' });
	});

	test('both logs together start it, in the order of time', async () => {
		workflow.parameters = { events: [...GONE, 'administrationEvent'], message: 'sandbox' };
		await activate();
		tenant.directoryFinds(ADA, 'disabled');
		pass(1000);
		tenant.logAdministrationEvent({ message: 'From the sandbox' });
		pass(MINUTE);
		const events = (await workflow.poll()).map(({ json }) => json['event']);
		expect(events).toEqual(['userDisabledInDirectory', 'administrationEvent']);
	});
});

describe('no event is lost, none comes twice', () => {
	test('the first activation begins at the current time', async () => {
		tenant.directoryFinds(ADA, 'disabled');
		pass(MINUTE);
		expect(await workflow.activate()).toEqual([]);
		pass(MINUTE);
		expect(await workflow.poll()).toEqual([]);
	});

	test('events while the workflow was inactive come with its next activation, and not again', async () => {
		await activate();
		tenant.directoryFinds(ADA, 'disabled');
		pass(3 * DAY);
		expect(codes(await workflow.activate())).toEqual(['401']);
		pass(MINUTE);
		expect(await workflow.activate()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
	});

	test('an event that comes into the log 14 minutes late is given out', async () => {
		await activate();
		tenant.directoryFinds(ADA, 'disabled', { delay: 14 * MINUTE });
		for (let minutes = 0; minutes < 14; minutes += 2) {
			pass(2 * MINUTE - 10);
			expect(await workflow.poll()).toEqual([]);
		}
		pass(MINUTE);
		expect(codes(await workflow.poll())).toEqual(['401']);
	});

	test.each(['ascending', 'descending'] as const)(
		'pages are read to the end, in %s order',
		async (eventOrder) => {
			await tenant.stop();
			await start({ eventOrder, largestEventPage: 7 });
			await activate();
			const events = Array.from({ length: 100 }, () => tenant.directoryFinds(ADA, 'disabled'));
			pass(MINUTE);
			const items = await workflow.poll();
			expect(items.map(({ json }) => json['eventId']).sort()).toEqual(
				events.map(({ eventId }) => eventId),
			);
			expect(await workflow.poll()).toEqual([]);
		},
	);

	test('a poll that fails in the middle of its pages begins again from the old checkpoint', async () => {
		await tenant.stop();
		await start({ largestEventPage: 7 });
		await activate();
		for (let count = 0; count < 50; count += 1) tenant.directoryFinds(ADA, 'disabled');
		pass(MINUTE);
		const arrivals = tenant.journal.length;
		const failing = workflow.poll();
		while (tenant.journal.length < arrivals + 4) await tenant.nextArrival();
		order(
			{ kind: 'unexpectedResponse', response: { status: 409, body: {} } },
			'exportUserEventLog',
		);
		await expect(failing).rejects.toThrow(/could not be read/);
		expect(await workflow.poll()).toHaveLength(50);
	});

	test('faults that pass are no faults of the poll', async () => {
		await activate();
		tenant.directoryFinds(ADA, 'disabled');
		pass(MINUTE);
		order({ kind: 'responseCutOff' }, 'exportUserEventLog');
		order({ kind: 'tooManyRequests', retryAfter: 1 }, 'exportUserEventLog');
		expect(codes(await workflow.poll())).toEqual(['401']);
	}, 20_000);

	test('what is not a page of the log is no empty log', async () => {
		await activate();
		tenant.directoryFinds(ADA, 'disabled');
		pass(MINUTE);
		const body = { totalPages: 0, totalElements: 0, currentPage: 0, pageSize: 100 };
		order({ kind: 'unexpectedResponse', response: { status: 200, body } }, 'exportUserEventLog');
		await expect(workflow.poll()).rejects.toThrow(/not the requested page of the event log/);
		expect(codes(await workflow.poll())).toEqual(['401']);
	});

	test('entries without an ID, or without a readable time, are given out once; what is no event is reported', async () => {
		await activate();
		pass(MINUTE);
		const entries = [
			{ eventCode: '401', eventLogDate: new Date(Date.now() - 5000).toISOString() },
			{ eventCode: '402', eventLogDate: 'yesterday', eventId: 5 },
			null,
		];
		const body = {
			totalPages: 1,
			totalElements: 3,
			currentPage: 0,
			userEventLogExportEntries: entries,
		};
		order({ kind: 'unexpectedResponse', response: { status: 200, body } }, 'exportUserEventLog', 2);
		expect(codes(await workflow.poll())).toEqual(['401', '402']);
		expect(workflow.warnings).toEqual([
			expect.stringMatching(/entries of RSA's user event log that are not events were skipped: 1$/),
		]);
		expect(await workflow.poll()).toEqual([]);
	});

	test('a workflow down for longer than RSA keeps its log says so, and goes on from what there is', async () => {
		await activate();
		tenant.directoryFinds(ADA, 'disabled');
		pass(50 * DAY);
		tenant.purgeUserEvents(new Date(Date.now() - 40 * DAY));
		tenant.directoryFinds(GRACE, 'missing');
		pass(MINUTE);
		expect(codes(await workflow.activate())).toEqual(['402']);
		expect(workflow.warnings).toEqual([expect.stringMatching(/RSA keeps it for 40 days/)]);
		pass(MINUTE);
		await workflow.poll();
		expect(workflow.warnings).toHaveLength(1);
	});

	test("n8n's log says where a log begins that was never read, or whose checkpoint is lost", async () => {
		await activate();
		const begins = expect.stringMatching(
			/no checkpoint of the user event log is stored, .* events from \d/,
		);
		expect(workflow.notices).toEqual([begins]);
		await workflow.poll();
		expect(workflow.notices).toHaveLength(1);
		workflow.staticData = {};
		await workflow.poll();
		expect(workflow.notices).toEqual([begins, begins]);
	});

	test("n8n's log says nothing of a poll that fails: the next one does it all again", async () => {
		workflow.parameters = { events: [...GONE, 'administrationEvent'], message: 'x' };
		const body = { totalPages: 1, totalElements: 1, userEventLogExportEntries: ['no event'] };
		const damaged: Fault = { kind: 'unexpectedResponse', response: { status: 200, body } };
		const refused: Fault = { kind: 'unexpectedResponse', response: { status: 403, body: {} } };
		order(refused, 'exportAdministrationEventLog');
		await expect(workflow.activate()).rejects.toThrow(/administration event log/);
		expect(workflow.notices).toEqual([]);
		await activate();
		expect(workflow.notices).toHaveLength(2);
		order(damaged, 'exportUserEventLog');
		order(refused, 'exportAdministrationEventLog');
		await expect(workflow.poll()).rejects.toThrow(/administration event log/);
		expect(workflow.warnings).toEqual([]);
		order(damaged, 'exportUserEventLog');
		await workflow.poll();
		expect(workflow.warnings).toEqual([expect.stringMatching(/not events were skipped: 1$/)]);
	});

	test('two polls at the same time give an event out once', async () => {
		await activate();
		tenant.directoryFinds(ADA, 'disabled');
		pass(MINUTE);
		const polls = await Promise.all([workflow.poll(), workflow.poll()]);
		expect(codes(polls.flat())).toEqual(['401']);
	});

	test('a log that is chosen later begins at that time, and a log that is left goes out of the checkpoint', async () => {
		await activate();
		tenant.logAdministrationEvent({ activityKey: 'KEY' });
		pass(MINUTE);
		workflow.parameters = { events: ['administrationEvent'], activityKeys: 'KEY' };
		expect(await workflow.poll()).toEqual([]);
		expect(Object.keys(workflow.staticData)).toEqual(['administrationEvents']);
	});

	test('a damaged checkpoint stops the trigger, which neither loses nor repeats events', async () => {
		await activate();
		workflow.staticData = { userEvents: { version: 1, readUpTo: 'now' } };
		await expect(workflow.poll()).rejects.toThrow(/checkpoint of this workflow is damaged/);
	});
});

describe('an activation', () => {
	test('fails while RSA is down, and begins once it is there', async () => {
		order(
			{ kind: 'unexpectedResponse', response: { status: 400, body: {} } },
			'exportUserEventLog',
		);
		await expect(workflow.activate()).rejects.toThrow(/user event log could not be read/);
		expect(workflow.staticData).toEqual({});
		await activate();
		tenant.directoryFinds(ADA, 'disabled');
		pass(MINUTE);
		expect(await workflow.poll()).toHaveLength(1);
	});

	test('says which permission the credential needs', async () => {
		workflow = workflowWith({}, 'none');
		await expect(workflow.activate()).rejects.toMatchObject({
			description: expect.stringContaining('rsa.audit.user'),
		});
	});

	test.each([
		['a status that RSA does not document', { status: 418, body: '' }],
		['a wait for RSA', { status: 429, body: '', headers: { 'retry-after': '9000' } }],
	])('says of %s neither "item" nor options, which a poll does not have', async (_, response) => {
		order({ kind: 'unexpectedResponse', response }, 'exportUserEventLog', 9);
		const { message, description } = (await workflow
			.activate()
			.catch((error: unknown) => error)) as { message: string; description: string };
		expect(description).toMatch(/^No event is lost: .*\.$/);
		expect(`${message} ${description}`).not.toMatch(/\bitem\b|option|[ ]{2}/);
	});

	test.each([
		[400, { description: 'Invalid parameter.' }, /HTTP 400/],
		[401, {}, /does not accept the credential's access token/],
		[403, { description: 'User is not authorized' }, /not allowed to do this/],
		[404, { code: '404 NOT_FOUND', description: 'Not found' }, /does not know this event log/],
		[404, '<html></html>', /something other than RSA/],
	])('fails with a text of its own for HTTP %d %j', async (status, body, text) => {
		order({ kind: 'unexpectedResponse', response: { status, body } }, 'exportUserEventLog', 2);
		await expect(workflow.activate()).rejects.toThrow(text);
		expect(workflow.staticData).toEqual({});
	});

	test.each([
		[{ events: [] }, /'Events' is empty/],
		[{ events: '={{ [] }}' }, /'Events' is empty/],
		[{ events: '={{ undefined }}' }, /'Events' is empty/],
		[{ events: ['userLeft'] }, /this version of the node does not know: userLeft/],
		[{ events: '={{ [null] }}' }, /this version of the node does not know: null/],
		[
			{ events: "={{ 'userReEnabled' }}" },
			/'Events' holds a value of type string instead of a list/,
		],
		[
			{ events: ['userEvent'], eventCodes: "={{ '' }}", eventDescription: 'locked' },
			/'Event Codes' has no value/,
		],
		[
			{ events: ['userEvent'], eventCodes: ' , ', eventDescription: 'locked' },
			/'Event Codes' has no value/,
		],
		[{ events: [...GONE, 'userLeft'] }, /this version of the node does not know: userLeft/],
		[{ events: ['userEvent'] }, /no field says which events/],
		[{ events: ['administrationEvent'], activityKeys: ' , ' }, /'Activity Keys' has no value/],
		[{ events: ['userEvent'], eventCodes: {} }, /of type object instead of text/],
	])('is rejected for parameters that name no event: %j', async (parameters, message) => {
		workflow.parameters = parameters;
		await expect(workflow.activate()).rejects.toThrow(message);
		expect(tenant.journal).toEqual([]);
	});
});

describe('Fetch Test Event', () => {
	test('shows the newest events, and moves no checkpoint', async () => {
		await activate();
		for (let count = 0; count < 7; count += 1) {
			tenant.directoryFinds(ADA, 'disabled');
			pass(1000);
		}
		const { eventId } = tenant.directoryFinds(GRACE, 'missing');
		pass(MINUTE);
		const before = JSON.stringify(workflow.staticData);
		const items = await workflow.fetchTestEvent();
		expect(items).toHaveLength(5);
		expect(items[0]?.json).toMatchObject({ eventId });
		expect(JSON.stringify(workflow.staticData)).toBe(before);
		expect(await workflow.poll()).toHaveLength(8);
	});

	test('looks as far back as RSA keeps the log', async () => {
		tenant.directoryFinds(ADA, 'disabled');
		pass(20 * DAY);
		expect(codes(await workflow.fetchTestEvent())).toEqual(['401']);
	});

	test('ends if RSA says any number of pages', async () => {
		for (let page = 0; page < 10; page += 1) {
			const totalPages = Number.MAX_SAFE_INTEGER;
			const currentPage = page < 5 ? page : totalPages - 10 + page;
			const entry = { eventId: page + 1, eventCode: '401' };
			const body = { totalPages, currentPage, userEventLogExportEntries: [entry] };
			order({ kind: 'unexpectedResponse', response: { status: 200, body } }, 'exportUserEventLog');
		}
		expect(await workflow.fetchTestEvent()).toHaveLength(5);
	});

	test('says so if RSA has no such event', async () => {
		await expect(workflow.fetchTestEvent()).rejects.toThrow(/None of the chosen events was found/);
	});
});
