import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	FREE,
	FREE_WITH_PIN,
	GRACE,
	GRACES,
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

const operationsSent = () => offboarding.tenant.journal.map(({ operation }) => operation);
const countOf = (operation: EndpointName) =>
	operationsSent().filter((name) => name === operation).length;
const token = (serialNumber: string) => offboarding.tenant.hardwareToken(serialNumber);
const respondsWith = (status: number, description = ''): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body: { code: `${status}`, description } },
});

describe('Clear PIN First', () => {
	const options = { clearPinFirst: true };

	test('clears the PIN, then unassigns', async () => {
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(items()).toEqual([
			{
				json: {
					userId: ADA,
					tokenSerialNumber: ADAS,
					tokenState: 'Unassigned',
					outcome: 'unassigned',
					pinOutcome: 'pinCleared',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(token(ADAS)).toMatchObject({ userId: null, pinSet: false });
		expect(operationsSent()).toEqual(['clearPin', 'unassign']);
	});

	test('succeeds again when run again', async () => {
		await offboarding.run('unassign', [[ADA, ADAS]], { options });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(items()[0]?.json).toMatchObject({
			outcome: 'alreadyUnassigned',
			pinOutcome: 'pinAlreadyCleared',
		});
	});

	test('says that the PIN was cleared where Unassign failed', async () => {
		offboarding.tenant.order(respondsWith(403, 'not authorized'), { operation: 'unassign' });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], {
			options,
			onError: 'continueRegularOutput',
		});
		expect(items()[0]?.json).toMatchObject({
			error: expect.stringMatching(/was not unassigned: RSA says.*\. Its PIN was cleared/),
			details: { cause: 'notAllowed', pinOutcome: 'pinCleared' },
		});
		expect(token(ADAS)).toMatchObject({ userId: ADA, pinSet: false });
	});

	test('does not unassign where the PIN was not cleared', async () => {
		offboarding.tenant.order(respondsWith(403, 'not authorized'), { operation: 'clearPin' });
		const { thrown } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(thrown?.message).toMatch(
			/^Hardware token .* was not unassigned, because its PIN could not be cleared first: /,
		);
		expect(token(ADAS)).toMatchObject({ userId: ADA, pinSet: true });
	});
});

describe("all of the user's tokens", () => {
	const all = { parameters: { tokens: 'all' } };

	test('come out one by one, linked to their item', async () => {
		const { items } = await offboarding.run(
			'unassign',
			[
				[GRACE, ''],
				[ADA, ''],
			],
			all,
		);
		expect(
			items().map(({ json, pairedItem }) => [json.tokenSerialNumber, json.outcome, pairedItem]),
		).toEqual([
			[GRACES, 'unassigned', { item: 0 }],
			[ADAS, 'unassigned', { item: 1 }],
			[ADAS_SECOND, 'unassigned', { item: 1 }],
		]);
	});

	test('are a success where there are none', async () => {
		await offboarding.run('unassign', [[ADA, '']], all);
		const { items } = await offboarding.run('unassign', [[ADA, '']], all);
		expect(items().map(({ json }) => json)).toEqual([{ userId: ADA, outcome: 'nothingToDo' }]);
	});

	test('are changed only once where two items name the user', async () => {
		const { items } = await offboarding.run(
			'clearPin',
			[
				[ADA, ''],
				[ADA, ''],
			],
			all,
		);
		expect(items()).toHaveLength(4);
		expect(countOf('clearPin')).toBe(2);
		expect(countOf('listAuthenticators')).toBe(1);
	});

	test('are changed where one of them fails, and the item says which', async () => {
		offboarding.tenant.order(respondsWith(403, 'not authorized'), { operation: 'unassign' });
		const { items } = await offboarding.run('unassign', [[ADA, '']], {
			...all,
			onError: 'continueErrorOutput',
		});
		expect(items(1)).toHaveLength(1);
		expect(items(0)).toHaveLength(1);
	});

	test('are a failure where RSA does not know the user: the name may be wrong', async () => {
		const { thrown } = await offboarding.run(
			'unassign',
			[['00000000-0000-4000-8000-000000000000', '']],
			all,
		);
		expect(thrown?.message).toContain('RSA knows no user with the ID');
	});

	test('are not none where RSA has one in another list', async () => {
		const listed = { tokenSerialNumber: ADAS, deviceType: 'SID700' };
		const body = { devices: [], fidoTokens: [], sidTokens: [], hardwareTokens: [listed] };
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status: 200, body } },
			{ operation: 'listAuthenticators' },
		);
		const { thrown } = await offboarding.run('unassign', [[ADA, '']], all);
		expect(thrown?.message).toContain('is not a readable list');
		expect(countOf('unassign')).toBe(0);
	});

	test('count for Max Changes before any is changed', async () => {
		const { items } = await offboarding.run(
			'unassign',
			[
				[GRACE, ''],
				[ADA, ''],
			],
			{ ...all, options: { maxChanges: 2 }, onError: 'continueRegularOutput' },
		);
		expect(items().map(({ json }) => json.details)).toEqual([
			expect.objectContaining({ cause: 'tooManyChanges', attempted: false }),
			expect.objectContaining({ cause: 'tooManyChanges', attempted: false }),
		]);
		expect(countOf('unassign')).toBe(0);
	});
});

describe('Dry Run', () => {
	const options = { dryRun: true };

	test('says what would be done, and changes nothing', async () => {
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(items()[0]?.json).toMatchObject({
			userId: ADA,
			tokenSerialNumber: ADAS,
			outcome: 'wouldUnassign',
			dryRun: true,
			before: { userId: ADA, pinSet: true },
			after: { userId: null, tokenState: 'Unassigned' },
		});
		expect(operationsSent()).toEqual(['lookupHardwareToken']);
	});

	test.each([
		['clearPin', 'wouldClearPin', { pinSet: false }],
		['disable', 'wouldDisable', { tokenStatus: 'Disabled' }],
	])('%s', async (operation, outcome, after) => {
		const { items } = await offboarding.run(operation, [[ADA, ADAS]], { options });
		expect(items()[0]?.json).toMatchObject({ outcome, before: { userId: ADA }, after });
		expect(operationsSent()).toEqual(['lookupHardwareToken']);
	});

	test('gives items that the real run accepts as they are', async () => {
		const dry = await offboarding.run(
			'unassign',
			[
				[ADA, ADAS],
				[ADA, FREE],
			],
			{ options },
		);
		const { items } = await offboarding.run('unassign', [], {
			items: dry.items().map(({ json }) => json),
			parameters: {
				serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.tokenSerialNumber }}' },
			},
		});
		expect(items().map(({ json }) => json.outcome)).toEqual(['unassigned', 'alreadyUnassigned']);
	});

	test('says where there is nothing to do', async () => {
		const { items } = await offboarding.run('unassign', [[ADA, FREE]], { options });
		expect(items()[0]?.json).toMatchObject({ outcome: 'alreadyUnassigned', dryRun: true });
	});

	test("fails for another user's token, as the real run would", async () => {
		const { thrown } = await offboarding.run('unassign', [[ADA, GRACES]], { options });
		expect(thrown?.message).toContain('but to someone else');
	});

	test("works for all of a user's tokens too, with the PIN", async () => {
		const { items } = await offboarding.run('unassign', [[ADA, '']], {
			options: { ...options, clearPinFirst: true },
			parameters: { tokens: 'all' },
		});
		const planned = {
			outcome: 'wouldUnassign',
			pinOutcome: 'wouldClearPin',
			before: { userId: ADA, pinSet: true },
			after: { userId: null, pinSet: false },
		};
		expect(items().map(({ json }) => json)).toMatchObject([planned, planned]);
		expect(countOf('unassign') + countOf('clearPin')).toBe(0);
	});
});

describe('Verify', () => {
	const options = { verify: true };

	test('reads the token before and after the change', async () => {
		const { items } = await offboarding.run('clearPin', [[ADA, ADAS]], { options });
		expect(items()[0]?.json).toMatchObject({
			outcome: 'pinCleared',
			before: { userId: ADA, pinSet: true },
			after: { userId: ADA, pinSet: false },
			verified: true,
		});
		expect(operationsSent()).toEqual(['lookupHardwareToken', 'clearPin', 'lookupHardwareToken']);
	});

	test('sends no change where the token is in the requested state', async () => {
		const { items } = await offboarding.run('unassign', [[ADA, FREE]], { options });
		expect(items()[0]?.json).toMatchObject({ outcome: 'alreadyUnassigned', verified: true });
		expect(operationsSent()).toEqual(['lookupHardwareToken']);
	});

	test('fails where RSA confirms the change and the look-up does not', async () => {
		offboarding.tenant.order(
			{
				kind: 'unexpectedResponse',
				response: { status: 200, body: { tokenSerialNumber: ADAS, tokenState: 'Unassigned' } },
			},
			{ operation: 'unassign' },
		);
		const { thrown } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(thrown?.message).toMatch(
			/^It is not known whether .*: RSA confirmed the change, but a look-up after it did not/,
		);
	});
});

describe('Audit Record', () => {
	const options = { auditRecord: true, reference: 'INC0012345' };

	test('contains the request and the result', async () => {
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(items()[0]?.json.audit).toEqual({
			time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			reference: 'INC0012345',
			executionId: '1',
			workflowId: null,
			workflowName: null,
			resource: 'hardwareToken',
			operation: 'unassign',
			userId: ADA,
			email: null,
			username: null,
			tokenSerialNumber: ADAS,
			authenticatorId: null,
			deviceSerialNumber: null,
			outcome: 'unassigned',
			pinOutcome: null,
			cause: null,
			confirmedBy: null,
			dryRun: false,
			httpCode: 200,
			tries: 1,
			pinTries: null,
			waitedMs: expect.any(Number),
		});
	});

	test('counts attempts', async () => {
		offboarding.tenant.order({ kind: 'connectionReset' });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(items()[0]?.json.audit).toMatchObject({ tries: 2, httpCode: 200 });
	});

	test('of a failed item is in its details', async () => {
		const { items } = await offboarding.run('unassign', [[ADA, GRACES]], {
			options,
			onError: 'continueErrorOutput',
		});
		expect(Object.keys(items(1)[0]?.json ?? {})).toEqual(
			expect.arrayContaining(['error', 'message', 'details']),
		);
		expect(items(1)[0]?.json.details).toMatchObject({
			audit: {
				outcome: 'failed',
				cause: 'assignedToSomebodyElse',
				userId: ADA,
				tokenSerialNumber: GRACES,
				httpCode: 409,
				reference: 'INC0012345',
			},
		});
	});

	test('contains no secret', async () => {
		const { items } = await offboarding.run('unassign', [[ADA, FREE_WITH_PIN]], { options });
		const { jwt } = offboarding.credential;
		expect(JSON.stringify(items())).not.toContain(typeof jwt === 'string' ? jwt.slice(0, 40) : '');
	});
});
