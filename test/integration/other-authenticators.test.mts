import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { searchHardwareTokens } from '../../nodes/RsaSecurId/listSearch/searchHardwareTokens.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import { listContext } from '../support/list-context.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	GRACE,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

const DS100 = { tokenSerialNumber: '000500000005', deviceSerialNumber: '500000005' };
const passedOver = [{ deviceType: 'SecurID DS100', name: 'DS100', ...DS100 }];
const hint = (userId: string) =>
	`Skipped, because it is not a SID700 hardware token: SecurID DS100 000500000005 of the user with the ID ${userId}`;

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const requested = () => offboarding.tenant.journal.map(({ operation }) => operation);
const listed = (...sidTokens: readonly object[]): Fault => ({
	kind: 'unexpectedResponse',
	response: { status: 200, body: { devices: [], fidoTokens: [], sidTokens } },
});
const all = { parameters: { tokens: 'all' }, onError: 'continueErrorOutput' } as const;

describe('a DS100 in the list of a user', () => {
	beforeEach(() => {
		offboarding.tenant.addAuthenticator({ kind: 'ds100', userId: ADA, ...DS100 });
	});

	test.each([
		['unassign', 'unassigned'],
		['clearPin', 'pinCleared'],
		['disable', 'disabled'],
		['enable', 'enabled'],
	])('is passed over by %s of all tokens, and named', async (operation, outcome) => {
		const { items, hints } = await offboarding.run(operation, [[ADA, '']], all);
		expect(items().map(({ json }) => json)).toMatchObject([
			{ tokenSerialNumber: ADAS, outcome, passedOver },
			{ tokenSerialNumber: ADAS_SECOND, outcome, passedOver },
		]);
		expect(hints).toEqual([hint(ADA)]);
		expect(requested()).toEqual(['listAuthenticators', operation, operation]);
	});

	test('is named in the item of a token that failed', async () => {
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status: 403, body: '' } },
			{ operation: 'unassign', times: 2 },
		);
		const { items } = await offboarding.run('unassign', [[ADA, '']], all);
		expect(items(1).map(({ json }) => json.details)).toMatchObject([
			{ passedOver },
			{ passedOver },
		]);
	});

	test('that is all the user has leaves nothing to do, and is named', async () => {
		offboarding.tenant.addAuthenticator({ kind: 'ds100', userId: GRACE, ...DS100 });
		await offboarding.run('unassign', [[GRACE, '']], all);
		const { items, hints } = await offboarding.run('unassign', [[GRACE, '']], all);
		expect(items().map(({ json }) => json)).toEqual([
			{ userId: GRACE, outcome: 'nothingToDo', passedOver },
		]);
		expect(hints).toEqual([hint(GRACE)]);
	});

	test('is not counted by Max Changes, and named once', async () => {
		const items = [
			[ADA, ''],
			[ADA, ''],
		] as const;
		const run = async (maxChanges: number) =>
			await offboarding.run('unassign', items, { ...all, options: { maxChanges } });
		const stopped = await run(1);
		expect(stopped.items(1)).toHaveLength(2);
		const made = await run(2);
		expect(made.items().map(({ json }) => json.outcome)).toEqual(Array(4).fill('unassigned'));
		expect(made.hints.filter((message) => message.includes('DS100'))).toEqual([hint(ADA)]);
	});

	test('is left out of Get Many, and named', async () => {
		const { items, hints } = await offboarding.run('getAll', [[ADA, '']], {
			parameters: { returnAll: true },
		});
		expect(items().map(({ json }) => json.tokenSerialNumber)).toEqual([ADAS, ADAS_SECOND]);
		expect(hints).toEqual([hint(ADA)]);
	});

	test('cannot be chosen from the list of tokens', async () => {
		expect(await choicesOf(ADA)).toEqual([ADAS, ADAS_SECOND]);
	});

	test('that is all the user has is named in the list of tokens', async () => {
		await offboarding.run('unassign', [[ADA, '']], all);
		expect(await choicesOf(ADA)).toBe(
			'The user has no SID700 hardware token, only SecurID DS100 000500000005. Hardware token operations work with SID700 tokens only.',
		);
	});
});

describe('an entry of the list', () => {
	const token = { tokenSerialNumber: ADAS };

	test.each<[string, object]>([
		['of the type of a hardware token, in any case', { ...token, deviceType: 'sid700' }],
		['without a type that looks like a hardware token', token],
		['whose type is null', { ...token, deviceType: null, deviceSerialNumber: null }],
	])('%s is changed', async (_, entry) => {
		offboarding.tenant.order(listed(entry), { operation: 'listAuthenticators' });
		const { items } = await offboarding.run('unassign', [[ADA, '']], all);
		expect(items().map(({ json }) => json)).toEqual([
			expect.objectContaining({ tokenSerialNumber: ADAS, outcome: 'unassigned' }),
		]);
	});

	test('of a type that is not known is passed over and named by what it has', async () => {
		offboarding.tenant.order(listed({ deviceType: 'SID800', name: 'Old token' }), {
			operation: 'listAuthenticators',
		});
		const { items, hints } = await offboarding.run('unassign', [[ADA, '']], all);
		expect(items()[0]?.json).toMatchObject({
			outcome: 'nothingToDo',
			passedOver: [{ deviceType: 'SID800', name: 'Old token' }],
		});
		expect(hints[0]).toContain('SID800 Old token of the user');
	});

	test.each<[string, object]>([
		['without a type that has the serial number of a device', { ...token, ...DS100 }],
		['without a type that has capabilities', { ...token, capabilities: ['OTP'] }],
		['whose type is no text', { ...token, deviceType: 700 }],
		['whose type is empty', { ...token, deviceType: ' ' }],
		['of another user', { ...DS100, deviceType: 'SecurID DS100', userId: GRACE }],
	])('%s stops the item', async (_, entry) => {
		offboarding.tenant.order(listed({ tokenSerialNumber: ADAS_SECOND }, entry), {
			operation: 'listAuthenticators',
		});
		const { items } = await offboarding.run('unassign', [[ADA, '']], all);
		expect(items(1)[0]?.json.error).toContain(
			"is not a readable list of the user's hardware tokens",
		);
		expect(requested()).toEqual(['listAuthenticators']);
	});

	test('that gives a serial number another type stops the item', async () => {
		const entries = [
			{ ...token, deviceType: 'SID700' },
			{ ...token, deviceType: 'SecurID DS100' },
		];
		offboarding.tenant.order(listed(...entries), { operation: 'listAuthenticators' });
		const { items } = await offboarding.run('unassign', [[ADA, '']], all);
		expect(items(1)[0]?.json.error).toContain(
			"is not a readable list of the user's hardware tokens",
		);
	});
});

/** What the editor's list of a user's tokens offers, or why it offers nothing. */
async function choicesOf(userId: string): Promise<unknown> {
	let shown: unknown;
	await offboarding.run('unassign', [[ADA, ADAS]], {
		async instead() {
			const user = { __rl: true, mode: 'id', value: userId };
			shown = await searchHardwareTokens.call(listContext(this, user)).then(
				({ results }) => results.map(({ value }) => value),
				(error: unknown) => (error instanceof Error ? error.message : error),
			);
			return [[]];
		},
	});
	return shown;
}
