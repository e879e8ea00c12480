import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { INodeExecutionData, OnError } from 'n8n-workflow';

import { RsaSecurId } from '../../nodes/RsaSecurId/RsaSecurId.node.ts';
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

const operationsSent = ({ tenant }: Offboarding) =>
	tenant.journal.map(({ operation }) => operation);

describe('Clear PIN', () => {
	test("clears the PIN and gives RSA's token state, pinSet as a real boolean", async () => {
		const { items } = await offboarding.run('clearPin', [[ADA, ADAS]]);
		expect(items()).toEqual([
			{
				json: { userId: ADA, tokenSerialNumber: ADAS, pinSet: false, outcome: 'pinCleared' },
				pairedItem: { item: 0 },
			},
		]);
		expect(offboarding.tenant.hardwareToken(ADAS).pinSet).toBe(false);
	});

	test('succeeds again when run again', async () => {
		await offboarding.run('clearPin', [[ADA, ADAS]]);
		const { items } = await offboarding.run('clearPin', [[ADA, ADAS]]);
		expect(items()[0]?.json).toMatchObject({ pinSet: false, outcome: 'pinCleared' });
	});

	test('of a free token without PIN is done already', async () => {
		const { items } = await offboarding.run('clearPin', [[ADA, FREE]]);
		expect(items()[0]?.json).toMatchObject({
			tokenSerialNumber: FREE,
			pinSet: false,
			outcome: 'pinAlreadyCleared',
			confirmedBy: 'readBack',
		});
	});

	test('of a free token with a PIN says what can be done', async () => {
		const { thrown } = await offboarding.run('clearPin', [[ADA, FREE_WITH_PIN]]);
		expect(thrown?.message).toBe(
			`The PIN of hardware token ${FREE_WITH_PIN} was not cleared: it is unassigned and still has a PIN`,
		);
		expect(thrown?.description).toMatch(/Assign it to a user, clear the PIN, and unassign/);
	});
});

describe('Unassign', () => {
	test("unassigns the token and gives RSA's token state", async () => {
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]]);
		expect(items()).toEqual([
			{
				json: {
					userId: ADA,
					tokenSerialNumber: ADAS,
					tokenState: 'Unassigned',
					outcome: 'unassigned',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(offboarding.tenant.hardwareToken(ADAS)).toMatchObject({
			userId: null,
			tokenState: 'Unassigned',
		});
	});

	test('succeeds again when run again, with another outcome', async () => {
		await offboarding.run('unassign', [[ADA, ADAS]]);
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]]);
		expect(items()[0]?.json).toMatchObject({
			tokenSerialNumber: ADAS,
			tokenState: 'Unassigned',
			outcome: 'alreadyUnassigned',
			confirmedBy: 'readBack',
		});
	});
});

describe.each(['clearPin', 'unassign'] as const)("%s of another user's token", (operation) => {
	test('does not change it and does not name the owner', async () => {
		const before = offboarding.tenant.hardwareToken(GRACES);
		const { items } = await offboarding.run(operation, [[ADA, GRACES]], {
			onError: 'continueRegularOutput',
		});
		expect(items()[0]?.json).toMatchObject({
			error: expect.stringContaining(`it is not assigned to ${ADA} but to someone else`),
			message: expect.stringMatching(/was not changed\./),
			details: { cause: 'assignedToSomebodyElse', tokenSerialNumber: GRACES, userId: ADA },
		});
		expect(JSON.stringify(items())).not.toContain(GRACE);
		expect(offboarding.tenant.hardwareToken(GRACES)).toEqual(before);
	});
});

describe('a batch', () => {
	test('keeps the order of its items, and every item is linked to its input', async () => {
		const { items } = await offboarding.run('unassign', [
			[ADA, ADAS_SECOND],
			[ADA, FREE],
			[GRACE, GRACES],
			[ADA, ADAS],
		]);
		expect(
			items().map(({ json, pairedItem }) => [json.tokenSerialNumber, json.outcome, pairedItem]),
		).toEqual([
			[ADAS_SECOND, 'unassigned', { item: 0 }],
			[FREE, 'alreadyUnassigned', { item: 1 }],
			[GRACES, 'unassigned', { item: 2 }],
			[ADAS, 'unassigned', { item: 3 }],
		]);
	});

	test('costs one request an item', async () => {
		await offboarding.run('unassign', [
			[ADA, ADAS],
			[ADA, ADAS_SECOND],
			[GRACE, GRACES],
		]);
		expect(operationsSent(offboarding)).toEqual(['unassign', 'unassign', 'unassign']);
	});

	test('of one item reads the stored credential only once', async () => {
		const { credentialReads } = await offboarding.run('unassign', [[ADA, ADAS]]);
		expect(credentialReads).toBe(1);
	});

	test('sends what RSA documents', async () => {
		await offboarding.run('clearPin', [[ADA, ADAS]]);
		expect(offboarding.tenant.journal[0]).toMatchObject({
			method: 'PATCH',
			path: `/AdminInterface/restapi/v2/users/${ADA}/sidTokens/clearPin`,
			body: { tokenSerialNumber: ADAS },
			headers: { accept: 'application/json', 'content-type': 'application/json' },
		});
	});
});

describe('when an item fails', () => {
	const items = [
		[ADA, ADAS],
		[ADA, GRACES],
		[GRACE, GRACES],
	] as const;

	test('stop: the node names the item and sends nothing after it', async () => {
		const { thrown, run } = await offboarding.run('unassign', items);
		expect(run.status).toBe('error');
		expect(thrown).toMatchObject({
			message: `Hardware token ${GRACES} was not unassigned: it is not assigned to ${ADA} but to someone else`,
			itemIndex: 1,
		});
		expect(operationsSent(offboarding)).toEqual(['unassign', 'unassign', 'lookupHardwareToken']);
	});

	test('continue: it comes out at its place, the others as usual', async () => {
		const { items: output } = await offboarding.run('unassign', items, {
			onError: 'continueRegularOutput',
		});
		expect(
			output().map(({ json, pairedItem }) => [json.outcome ?? json.error, pairedItem]),
		).toEqual([
			['unassigned', { item: 0 }],
			[expect.stringMatching(/to someone else \[item 1\]$/), { item: 1 }],
			['unassigned', { item: 2 }],
		]);
		expect(Object.keys(output()[1]?.json ?? {})).toEqual(['error', 'message', 'details']);
	});

	test('error output: it goes there with its input, the others to the first', async () => {
		const { items: output } = await offboarding.run('unassign', items, {
			onError: 'continueErrorOutput',
		});
		expect(output(0).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(output(1)).toEqual([
			{
				json: {
					userId: ADA,
					serialNumber: GRACES,
					error: expect.stringContaining('but to someone else'),
					message: expect.stringContaining('was not changed'),
					details: expect.objectContaining({ cause: 'assignedToSomebodyElse', httpCode: 409 }),
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	test('error output: older engines, which look for an error beside the json, find one', async () => {
		const comesOut = await givenToTheEngine('continueErrorOutput');
		expect(comesOut.map(({ error }) => error !== undefined)).toEqual([false, true, false]);
		// Otherwise the engine would keep only the message of an item on the error output.
		expect(comesOut.flatMap((item) => Object.keys({ ...item }))).not.toContain('error');
	});

	test('continue: there is none, since the engine would then keep only the message', async () => {
		const comesOut = await givenToTheEngine('continueRegularOutput');
		expect(comesOut.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
	});

	test('error output of a node without a node before it: nothing of the item is lost', async () => {
		const { items: output } = await offboarding.run('unassign', [], {
			isWithoutSource: true,
			onError: 'continueErrorOutput',
		});
		expect(output(1).map(({ json }) => Object.keys(json))).toEqual([
			['error', 'message', 'details'],
		]);
	});

	/** The items as the node gives them to the engine, which changes them. */
	async function givenToTheEngine(onError: OnError): Promise<INodeExecutionData[]> {
		let given: INodeExecutionData[] = [];
		await offboarding.run('unassign', items, {
			onError,
			async instead() {
				const outputs = await new RsaSecurId().execute.call(this);
				given = outputs.flat();
				return outputs;
			},
		});
		return given;
	}
});
