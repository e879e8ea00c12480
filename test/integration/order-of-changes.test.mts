import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import {
	ADA,
	ADAS,
	ADAS_SECOND,
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

const all = { tokens: 'all', clearPinFirst: true, dryRun: false };
const one = { tokens: 'one', clearPinFirst: false, dryRun: false, serialNumber: ADAS };

/** Output for the token that all items are for. */
async function outcomes(items: readonly IDataObject[]) {
	const { items: output } = await offboarding.run('unassign', [], {
		items: [...items],
		onError: 'continueRegularOutput',
		options: {
			clearPinFirst: '={{ $json.clearPinFirst }}',
			dryRun: '={{ $json.dryRun }}',
		},
		parameters: {
			tokens: '={{ $json.tokens }}',
			user: { __rl: true, mode: 'id', value: ADA },
		},
	});
	return output()
		.filter(({ json }) => json.tokenSerialNumber === ADAS)
		.map(({ json: { outcome, pinOutcome } }) => [outcome, pinOutcome]);
}

test('a token of an item for all tokens has its PIN cleared before a later item unassigns it without clearing the PIN', async () => {
	expect(await outcomes([all, one])).toEqual([
		['unassigned', 'pinCleared'],
		['alreadyUnassigned', undefined],
	]);
	expect(offboarding.tenant.hardwareToken(ADAS)).toMatchObject({ pinSet: false, userId: null });
});

test('a dry run for all tokens shows the state before a later item changed it', async () => {
	expect(await outcomes([{ ...all, dryRun: true }, one])).toEqual([
		['wouldUnassign', 'wouldClearPin'],
		['unassigned', undefined],
	]);
});

test('a dry run of one token shows the state after an earlier item for all tokens', async () => {
	expect(await outcomes([all, { ...one, dryRun: true }])).toEqual([
		['unassigned', 'pinCleared'],
		['alreadyUnassigned', undefined],
	]);
});

test('two items for one hardware token keep their order while the first waits for an item for all tokens', async () => {
	offboarding.tenant.order({ kind: 'slow', milliseconds: 300 });
	const cleared = { ...all, user: ADA, serialNumber: GRACES };
	const { items } = await offboarding.run('unassign', [], {
		items: [cleared, { ...cleared, tokens: 'one' }, { ...one, user: GRACE, serialNumber: GRACES }],
		onError: 'continueRegularOutput',
		options: { clearPinFirst: '={{ $json.clearPinFirst }}' },
		parameters: {
			tokens: '={{ $json.tokens }}',
			user: { __rl: true, mode: 'id', value: '={{ $json.user }}' },
		},
	});
	const ofToken = items().filter(({ json }) => json.tokenSerialNumber !== ADAS);
	expect(ofToken.map(({ json }) => json.outcome ?? json.details)).toEqual([
		'unassigned',
		expect.objectContaining({ cause: 'assignedToSomebodyElse' }),
		'unassigned',
	]);
});

describe('Max Changes, if an item for all tokens waits for one before it', () => {
	const allOfAda = { ...all, user: ADA };
	const items = [allOfAda, allOfAda, { ...one, user: GRACE }];
	const unassigned = () =>
		offboarding.tenant.journal.filter(({ operation }) => operation === 'unassign');

	const run = async (maxChanges: number) => {
		offboarding.tenant.responseMilliseconds = ({ body }) =>
			JSON.stringify([body]).includes(ADAS_SECOND) ? 300 : 0;
		return await offboarding.run('unassign', [], {
			items,
			onError: 'continueRegularOutput',
			options: { maxChanges },
			parameters: {
				tokens: '={{ $json.tokens }}',
				user: { __rl: true, mode: 'id', value: '={{ $json.user }}' },
			},
		});
	};

	test('counts what may be sent: the other change of the token may come in between', async () => {
		const { items: output } = await run(3);
		expect(output()[0]?.json.details).toMatchObject({ cause: 'tooManyChanges' });
		expect(unassigned()).toEqual([]);
	});

	test('is not exceeded', async () => {
		await run(4);
		expect(unassigned()).not.toEqual([]);
		expect(unassigned().length).toBeLessThanOrEqual(4);
	});
});

describe('a dry run shows the state before a later item changes it', () => {
	const FIDO = 'key-1';

	beforeEach(async () => {
		await offboarding.tenant.stop();
		offboarding = await startOffboarding(
			{
				users: [{ userId: ADA, emailAddress: 'ada@example.com' }],
				hardwareTokens: [],
				authenticators: [{ kind: 'fido', id: FIDO, userId: ADA }],
			},
			'superAdmin',
		);
		// The first look-up is the one of the dry run.
		offboarding.tenant.order({ kind: 'slow', milliseconds: 300 }, { times: 1 });
	});

	test.each([
		['authenticator', 'disable', 'authenticatorDisabled', { kind: 'fido', authenticatorId: FIDO }],
		['highRiskUser', 'add', 'highRiskUserAdded', {}],
		['user', 'disable', 'userDisabled', {}],
	])('%s: %s', async (resource, operation, outcome, parameters) => {
		const mode = resource === 'highRiskUser' ? 'email' : 'id';
		const value = resource === 'highRiskUser' ? 'ada@example.com' : ADA;
		const { items } = await offboarding.run(operation, [], {
			resource,
			items: [{ dryRun: true }, { dryRun: false }],
			onError: 'continueRegularOutput',
			options: { dryRun: '={{ $json.dryRun }}' },
			parameters: { user: { __rl: true, mode, value }, ...parameters },
		});
		expect(items().map(({ json }) => json.outcome ?? json.details)).toEqual([
			expect.stringMatching(/^would/),
			outcome,
		]);
	});
});
