import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import type { WorkflowRun } from '../support/engine.mts';
import {
	ADA,
	GRACE,
	UNKNOWN_USER,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';
import { withoutWaits } from '../support/skipped-waits.mts';

const MARKED = '5c1a0a5e-3333-4a4a-9b9b-000000000003';
const emails: Readonly<Record<string, string>> = {
	[ADA]: 'ada@example.com',
	[GRACE]: 'grace@example.com',
	[MARKED]: 'marked@example.com',
	[UNKNOWN_USER]: 'nobody@example.com',
};

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding(
		{
			users: [
				{ userId: ADA, emailAddress: emails[ADA] ?? '' },
				{ userId: GRACE, emailAddress: emails[GRACE] ?? '', userStatus: 'Disabled' },
				{
					userId: MARKED,
					emailAddress: emails[MARKED] ?? '',
					userStatus: 'Disabled',
					markDeleted: true,
				},
			],
			hardwareTokens: [],
		},
		'superAdmin',
	);
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** Ways to name a user: RSA's API looks users up by email address, and finds those by ID in its search. */
const ways = ['id', 'email'] as const;
type Way = (typeof ways)[number];

/** Runs a change of one user, and goes on where it fails. */
async function itemOf(
	operation: string,
	userId: string,
	options: WorkflowRun['options'],
	way: Way = 'id',
): Promise<IDataObject> {
	const named = way === 'id' ? userId : (emails[userId] ?? '');
	const { items } = await withoutWaits(
		async () =>
			await offboarding.run(operation, [[named, '']], {
				resource: 'user',
				onError: 'continueRegularOutput',
				parameters: {
					user: { __rl: true, mode: way, value: '={{ $json.userId }}' },
					confirmDeletion: options?.['dryRun'] !== true,
				},
				...(options && { options }),
			}),
	);
	return items()[0]?.json ?? {};
}

const requested = () => offboarding.tenant.journal.map(({ operation }) => operation);
const changesMade = () => offboarding.tenant.journal.filter(({ changed }) => changed);
const countOf = (operation: EndpointName) =>
	requested().filter((name) => name === operation).length;
const answered = (status: number, body: unknown): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body },
});

/** Each change of users: whom it changes, and who is in the requested state already. */
const changes = [
	['disable', ADA, 'wouldDisableUser', 'userDisabled', { userStatus: 'Disabled' }, GRACE],
	['enable', GRACE, 'wouldEnableUser', 'userEnabled', { userStatus: 'Enabled' }, ADA],
	[
		'markDeleted',
		GRACE,
		'wouldMarkUserDeleted',
		'userMarkedDeleted',
		{ markDeleted: true },
		MARKED,
	],
	['restore', MARKED, 'wouldRestoreUser', 'userRestored', { markDeleted: false }, ADA],
	['delete', GRACE, 'wouldDeleteUser', 'userDeleted', null, UNKNOWN_USER],
] as const;
const alreadyOf = (outcome: string) => outcome.replace(/^user/, 'userAlready');

describe.each(changes)('%s', (operation, userId, wouldBe, outcome, state, doneBefore) => {
	describe.each(ways)('of a user named by %s', (way) => {
		test('Dry Run says what would be done, and changes nothing', async () => {
			const item = await itemOf(operation, userId, { dryRun: true }, way);
			expect(item).toMatchObject({
				userId,
				...(way === 'email' && { email: emails[userId] }),
				outcome: wouldBe,
				dryRun: true,
				before: { id: userId, emailAddress: emails[userId] },
				after: state,
			});
			expect(item).not.toHaveProperty('deleted');
			expect(changesMade()).toEqual([]);
		});

		test('Dry Run says where there is nothing to do', async () => {
			const item = await itemOf(operation, doneBefore, { dryRun: true }, way);
			expect(item).toMatchObject({ outcome: alreadyOf(outcome), dryRun: true });
			expect(Object.keys(item)).toEqual(expect.arrayContaining(['before', 'after']));
			expect(changesMade()).toEqual([]);
		});

		test('Verify looks the user up before and after the change', async () => {
			const item = await itemOf(operation, userId, { verify: true }, way);
			expect(item).toMatchObject({
				userId,
				outcome,
				before: { id: userId },
				after: state,
				verified: true,
				...(operation === 'delete' && { deleted: true }),
			});
			expect(changesMade()).toHaveLength(1);
		});

		test('Verify sends nothing where the user is in the requested state', async () => {
			const item = await itemOf(operation, doneBefore, { verify: true }, way);
			expect(item).toMatchObject({ outcome: alreadyOf(outcome), verified: true });
			expect(changesMade()).toEqual([]);
		});
	});

	test('Verify fails where RSA says that it was done, and a look-up does not confirm it', async () => {
		const confirmation = state === null ? { id: userId } : { id: userId, ...state };
		offboarding.tenant.order(answered(200, confirmation), { operation: callOf(operation) });
		const item = await itemOf(operation, userId, { verify: true }, 'email');
		expect(item).toMatchObject({
			error: expect.stringMatching(
				/^It is not known whether the user .* was .*: RSA confirmed the change, but a look-up after it did not: it does not show the requested state/,
			),
			details: { cause: 'notVerified', userId },
		});
		expect(countOf(callOf(operation))).toBe(1);
	});

	test('Verify changes nothing where the user cannot be looked up first', async () => {
		offboarding.tenant.order(answered(403, ''), { operation: 'searchUsers' });
		const item = await itemOf(operation, userId, { verify: true });
		expect(item).toMatchObject({
			message: expect.stringMatching(/^The user was not changed\. .*rsa\.user\.read/),
			details: { cause: 'lookUpFailed', userId },
		});
		expect(changesMade()).toEqual([]);
	});

	test('Dry Run gives items that the real run takes as they are', async () => {
		const planned = await itemOf(operation, userId, { dryRun: true }, 'email');
		const { items } = await offboarding.run(operation, [], {
			resource: 'user',
			items: [planned],
			parameters: { confirmDeletion: true },
		});
		expect(items()[0]?.json).toMatchObject({ userId, outcome });
	});

	test('Dry Run of the same user as a real change does not stand in for it', async () => {
		const items = [{ dryRun: true }, { dryRun: false }].map((item) => ({ ...item, userId }));
		const result = await offboarding.run(operation, [], {
			resource: 'user',
			items,
			options: { dryRun: '={{ $json.dryRun }}' },
			parameters: { confirmDeletion: true },
		});
		expect(result.items().map(({ json }) => json.outcome)).toEqual([wouldBe, outcome]);
	});
});

describe('Dry Run fails as the real run would', () => {
	test.each([
		[
			'markDeleted',
			ADA,
			'only a user who is disabled and not yet marked as deleted can be marked as deleted',
		],
		['delete', ADA, 'only a user who is disabled and not marked as deleted'],
		['delete', MARKED, 'only a user who is disabled and not marked as deleted'],
		['enable', MARKED, 'a user who is marked as deleted, or who is already enabled'],
	])('%s', async (operation, userId, why) => {
		const options = { dryRun: true };
		const real = await itemOf(operation, userId, {});
		const dry = await itemOf(operation, userId, options);
		expect(dry).toMatchObject({
			error: expect.stringContaining(why),
			details: { cause: 'userConflict', userId, dryRun: true },
		});
		expect(real['message']).toContain(dry['message']);
		expect(dry['error']).toBe(real['error']);
	});

	test('for a user whom RSA does not know', async () => {
		expect(await itemOf('disable', UNKNOWN_USER, { dryRun: true }, 'email')).toMatchObject({
			error: expect.stringContaining('RSA knows no user with the email address nobody@example.com'),
			details: { cause: 'userNotFound', dryRun: true },
		});
		expect(await itemOf('disable', UNKNOWN_USER, { dryRun: true })).toMatchObject({
			error: expect.stringContaining('its search shows none with this ID'),
			details: { cause: 'lookUpFailed', userId: UNKNOWN_USER, dryRun: true },
		});
	});
});

test('a change that RSA may take after all is left to RSA by Verify', async () => {
	offboarding.tenant.order(answered(200, { id: MARKED, userStatus: 'Enabled' }), {
		operation: 'setUserStatus',
	});
	await itemOf('enable', MARKED, { verify: true }, 'email');
	expect(countOf('setUserStatus')).toBe(1);
});

describe('Synchronize, which no look-up shows', () => {
	test.each(ways)('by %s: Dry Run shows the user as they are, and fetches nothing', async (way) => {
		const item = await itemOf('synchronize', ADA, { dryRun: true }, way);
		expect(item).toMatchObject({
			userId: ADA,
			outcome: 'wouldSynchronizeUser',
			dryRun: true,
			before: { id: ADA, emailAddress: 'ada@example.com' },
		});
		expect(item).not.toHaveProperty('after');
		expect(countOf('synchronizeUser')).toBe(0);
	});

	test.each(ways)('by %s: Verify shows both states, and does not say verified', async (way) => {
		const item = await itemOf('synchronize', ADA, { verify: true }, way);
		expect(item).toMatchObject({
			outcome: 'userSynchronized',
			before: { id: ADA },
			after: { id: ADA, lastSyncTime: item['lastSyncTime'] },
			verified: false,
		});
		expect(countOf('synchronizeUser')).toBe(1);
	});

	test('Verify fails where the user is not there any more', async () => {
		const gone = { code: '404 NOT_FOUND', description: 'User not found' };
		// The first look-up finds the ID, the second is the one before the change.
		offboarding.tenant.order(answered(200, userAsRsaHas(ADA)), {
			operation: 'lookupUser',
			times: 2,
		});
		offboarding.tenant.order(answered(404, gone), { operation: 'lookupUser', times: 9 });
		expect(await itemOf('synchronize', ADA, { verify: true }, 'email')).toMatchObject({
			error: expect.stringContaining('RSA knows no user with the email address ada@example.com'),
			details: { cause: 'notVerified' },
		});
	});
});

describe('phone numbers stand in no item of a change', () => {
	const numbers = { smsNumber: '+49301234567', voiceNumber: '+49307654321' };

	test.each([{}, { verify: true }, { dryRun: true }])('%j', async (options) => {
		const user = answered(200, { ...userAsRsaHas(ADA), ...numbers });
		offboarding.tenant.order(user, { operation: 'lookupUser', times: 9 });
		offboarding.tenant.order(user, { operation: 'synchronizeUser' });
		const item = await itemOf('synchronize', ADA, options, 'email');
		expect(item).toMatchObject({ id: ADA, userId: ADA });
		expect(JSON.stringify(item)).not.toMatch(/\+4930|smsNumber|voiceNumber/);
	});
});

test('Delete without a confirmation deletes nobody, with or without Verify', async () => {
	const { thrown } = await offboarding.run('delete', [[GRACE, '']], {
		resource: 'user',
		options: { verify: true },
	});
	expect(thrown?.message).toMatch(/permanent and was not confirmed/);
	expect(requested()).toEqual([]);
});

describe('Max Changes', () => {
	test.each(changes)('counts %s by the ID of the user', async (...[operation, userId]) => {
		const run = async (maxChanges: number) => {
			const { items } = await offboarding.run(operation, [], {
				resource: 'user',
				items: [
					{ mode: 'id', name: userId },
					{ mode: 'email', name: emails[userId] },
					{ mode: 'id', name: userId === ADA ? GRACE : ADA },
				],
				onError: 'continueRegularOutput',
				parameters: {
					user: '={{ { __rl: true, mode: $json.mode, value: $json.name } }}',
					confirmDeletion: true,
				},
				options: { maxChanges },
			});
			return items().map(({ json }) => (json['details'] as IDataObject | undefined)?.['cause']);
		};
		expect(await run(1)).toEqual(Array(3).fill('tooManyChanges'));
		expect(countOf(callOf(operation))).toBe(0);
		expect(await run(2)).not.toContain('tooManyChanges');
		expect(countOf(callOf(operation))).toBe(2);
	});
});

function callOf(operation: (typeof changes)[number][0]): EndpointName {
	if (operation === 'delete') return 'deleteUser';
	return operation === 'markDeleted' || operation === 'restore'
		? 'markUserDeleted'
		: 'setUserStatus';
}

/** RSA's JSON of a user of the tenant, as far as a look-up needs it. */
function userAsRsaHas(userId: string) {
	const { emailAddress, userStatus, markDeleted } = offboarding.tenant.user(userId);
	return { id: userId, emailAddress, userStatus, markDeleted };
}
