import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import type { WorkflowRun } from '../support/engine.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	FREE,
	GRACE,
	GRACES,
	UNKNOWN_USER,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';
import { withoutWaits } from '../support/skipped-waits.mts';
import { changesOfOffboarding } from '../support/leaver.mts';

const EMAIL = 'ada@example.com';
const PHONE = 'phone-1';
const BROWSER = 'browser-1';
const KEY = 'key-1';
const DS100 = '140100080';
const CODE = 'f10d0514-7dd1-4a13-a30e-236d0e65b56a';
const OFFLINE_UNTIL = '2100-01-22T08:00:00.000Z';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding({
		users: [
			{
				userId: ADA,
				emailAddress: EMAIL,
				emergencyAccessStatus: 'Enabled',
				emergencyTokencodeId: CODE,
				offlineEmergencyAccessStatus: 'Enabled',
				offlineEmergencyTokencodeExpiration: OFFLINE_UNTIL,
			},
			{ userId: GRACE, emailAddress: 'grace@example.com' },
		],
		authenticators: [
			{ kind: 'mobile', id: PHONE, userId: ADA },
			{ kind: 'browser', id: BROWSER, userId: ADA },
			{ kind: 'fido', id: KEY, userId: ADA },
			{ kind: 'ds100', id: 'ds100-1', userId: ADA, deviceSerialNumber: DS100 },
			{ kind: 'mobile', id: 'phone-2', userId: GRACE },
		],
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const everything = { registeredDevices: true, confirmDeletion: true, markDeleted: true };

/** Offboards the users whom the items name, and gives what came out. */
async function offboard(
	names: readonly string[],
	parameters: INodeParameters = {},
	options: INodeParameters = {},
	settings: Partial<WorkflowRun> = {},
): Promise<readonly IDataObject[]> {
	const by = (name: string | undefined) => (name?.includes('@') === true ? 'email' : 'id');
	const { items } = await offboarding.run(
		'offboard',
		names.map((name) => [name, ''] as const),
		{
			resource: 'user',
			onError: 'continueRegularOutput',
			options,
			...settings,
			parameters: {
				user: { __rl: true, mode: by(names[0]), value: '={{ $json.userId }}' },
				...parameters,
			},
		},
	);
	return items().map(({ json }) => json);
}

/** A text of an item; empty if there is none. */
function textIn(item: IDataObject | undefined, name: string): string {
	const value = item?.[name];
	return typeof value === 'string' ? value : '';
}

const sent = () => offboarding.tenant.journal.map(({ operation }) => String(operation));
const changes = () =>
	offboarding.tenant.journal.flatMap(({ operation, changed }) => (changed ? [operation] : []));
const order = (fault: Fault, operation: EndpointName, times = 1) => {
	offboarding.tenant.order(fault, { operation, times });
};
const rsaError = (status: number, description: string): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body: { code: `${status} CODE`, description } },
});

/** RSA's list of what Ada has, as it should not be. */
const listed = (lists: IDataObject): Fault => ({
	kind: 'unexpectedResponse',
	response: { status: 200, body: { devices: [], fidoTokens: [], sidTokens: [], ...lists } },
});

const tokens = [
	{ kind: 'hardwareToken', tokenSerialNumber: ADAS },
	{ kind: 'hardwareToken', tokenSerialNumber: ADAS_SECOND },
];
const key = { kind: 'fido', authenticatorId: KEY };
const ds100 = { kind: 'ds100', deviceSerialNumber: DS100 };
const phone = { kind: 'mobile', authenticatorId: PHONE };
const browser = { kind: 'browser', authenticatorId: BROWSER };
const codes = { kind: 'emergencyAccessCodes' };
const user = { kind: 'user', userId: ADA };
const offline = {
	kind: 'offlineEmergencyAccessCode',
	offlineCodeValidUntil: OFFLINE_UNTIL,
	reason: 'worksUntilItExpires',
};

/** What the tenant shows of Ada when nothing is left that the node can take away. */
function expectNothingLeft(): void {
	const { tenant } = offboarding;
	expect(tenant.hardwareToken(ADAS)).toMatchObject({ userId: null, pinSet: false });
	expect(tenant.hardwareToken(ADAS_SECOND)).toMatchObject({ userId: null, pinSet: false });
	expect(tenant.authenticatorsOf(ADA)).toMatchObject([
		{ kind: 'fido', status: 'Disabled' },
		{ kind: 'ds100', tokenStatus: 'Disabled' },
	]);
	expect(tenant.user(ADA)).toMatchObject({
		userStatus: 'Disabled',
		markDeleted: true,
		emergencyAccessStatus: 'Disabled',
	});
	// Not of another user.
	expect(tenant.hardwareToken(GRACES)).toMatchObject({ userId: GRACE, pinSet: true });
	expect(tenant.authenticatorsOf(GRACE)).toMatchObject([{ kind: 'mobile' }]);
	expect(tenant.user(GRACE)).toMatchObject({ userStatus: 'Enabled' });
}

describe('a leaver is offboarded by one item', () => {
	test.each([ADA, EMAIL])('named by %s, and twice is safe', async (name) => {
		const [first] = await offboard([name], everything);
		expect(first).toMatchObject({
			userId: ADA,
			outcome: 'offboarded',
			already: [],
			failed: [],
			leftOver: [offline],
		});
		expect(first?.['done']).toMatchObject([
			{ ...user, outcome: 'userDisabled' },
			{ ...phone, outcome: 'authenticatorDeleted' },
			{ ...browser, outcome: 'authenticatorDeleted' },
			{ ...key, outcome: 'authenticatorDisabled' },
			{ ...tokens[0], outcome: 'unassigned', pinOutcome: 'pinCleared' },
			{ ...tokens[1], outcome: 'unassigned', pinOutcome: 'pinCleared' },
			{ ...ds100, outcome: 'authenticatorDisabled' },
			{ ...codes, outcome: 'emergencyAccessCodesDisabled' },
			{ ...user, outcome: 'userMarkedDeleted' },
		]);
		expectNothingLeft();
		expect(changes().sort()).toEqual(changesOfOffboarding);

		const [second] = await offboard([name], everything);
		expect(second).toMatchObject({ userId: ADA, outcome: 'alreadyOffboarded', done: [] });
		expect(second?.['already']).toMatchObject([
			{ ...user, outcome: 'userAlreadyDisabled' },
			{ ...key, outcome: 'authenticatorAlreadyDisabled' },
			{ ...ds100, outcome: 'authenticatorAlreadyDisabled' },
			{ ...codes, outcome: 'emergencyAccessCodesAlreadyDisabled' },
			{ ...user, outcome: 'userAlreadyMarkedDeleted' },
		]);
		expect(changes()).toHaveLength(changesOfOffboarding.length);
	});
});

describe('order:', () => {
	const partsOf = (operations: readonly string[]) =>
		operations.filter((operation) => changesOfOffboarding.includes(operation));

	test.each([
		['before', 0],
		['after', changesOfOffboarding.length - 2],
	])('the user is disabled %s the rest, and marked as deleted last', async (disableUser, place) => {
		await offboard([ADA], { ...everything, disableUser });
		const made = partsOf(sent());
		expect(made).toHaveLength(changesOfOffboarding.length);
		expect(made.indexOf('setUserStatus')).toBe(place);
		expect(made.at(-1)).toBe('markUserDeleted');
	});

	test('what is not to be taken is left, and named; the user who stays enabled too', async () => {
		const [out] = await offboard([EMAIL], {
			disableUser: 'no',
			fidoAndDs100: false,
			emergencyAccessCodes: false,
		});
		expect(out).toMatchObject({
			outcome: 'offboarded',
			done: tokens.map((token) => ({ ...token, outcome: 'unassigned' })),
			leftOver: [user, phone, browser, key, ds100, codes]
				.map((name) => ({ ...name, reason: 'notRequested' }))
				.concat([offline]),
		});
		expect(changes().sort()).toEqual(['clearPin', 'clearPin', 'unassign', 'unassign']);
	});

	test('by default, nothing is done that cannot be undone but the codes', async () => {
		const [out] = await offboard([EMAIL]);
		expect(out).toMatchObject({
			outcome: 'offboarded',
			leftOver: [
				{ ...phone, reason: 'notRequested' },
				{ ...browser, reason: 'notRequested' },
				offline,
			],
		});
		expect(changes()).not.toContain('deleteRegisteredDevice');
		expect(changes()).not.toContain('markUserDeleted');
	});
});

describe('nothing is sent for an item', () => {
	test.each([
		[
			'that deletes devices without a confirmation',
			{ registeredDevices: true },
			/not confirmed/,
			/Switch on 'Confirm Deletion'/,
		],
		[
			'that requests nothing',
			{
				disableUser: 'no',
				hardwareTokens: false,
				fidoAndDs100: false,
				emergencyAccessCodes: false,
			},
			/Nothing to offboard is switched on/,
			/Switch on what to remove/,
		],
		['with a choice that is none', { disableUser: 'never' }, /Disable User/, /"?before"?/],
		[
			'with a switch that is none',
			{ hardwareTokens: 'perhaps' },
			/Hardware Tokens/,
			/true or false/,
		],
		[
			'with a confirmation that is none, though it deletes no devices',
			{ confirmDeletion: 'perhaps' },
			/Confirm Deletion/,
			/true or false/,
		],
	])('%s', async (_name, parameters, error, message) => {
		const [out] = await offboard([ADA], parameters);
		expect(`${textIn(out, 'error')} ${textIn(out, 'message')}`).toMatch(error);
		expect(`${textIn(out, 'error')} ${textIn(out, 'message')}`).toMatch(message);
		expect(sent()).toEqual([]);
	});

	test.each([UNKNOWN_USER, 'nobody@example.com'])('of %s, whom RSA does not know', async (name) => {
		const [out] = await offboard([name], everything);
		expect(out).toMatchObject({ details: { cause: 'userNotFound' } });
		expect(changes()).toEqual([]);
	});
});

describe('a failed part', () => {
	test('of a user named by ID who has no email address: not that RSA does not know the user', async () => {
		const noAddress = '1c1c0a5e-2222-4a4a-9b9b-000000000007';
		await offboarding.tenant.stop();
		offboarding = await startOffboarding({
			users: [{ userId: noAddress, emailAddress: '' }],
			hardwareTokens: [],
		});
		const [out] = await offboard([noAddress]);
		expect(textIn(out, 'message')).toMatch(
			/^Done: user account\. .*RSA knows no user with the ID .* who has an email address\. .*give the username instead of the ID\./,
		);
	});

	test('stops no other one; the item fails, says what is done, and running it again is safe', async () => {
		order(rsaError(400, 'Invalid'), 'unassign');
		const [first] = await offboard([EMAIL], everything);
		expect(textIn(first, 'error')).toMatch(
			/^The user with the email address ada@example.com was not offboarded completely: 2 of 9 parts failed: hardware token \d+, user account \[item 0\]$/,
		);
		expect(textIn(first, 'message')).toMatch(
			/^Done: .*DS100 140100080.*Running this item again is safe/,
		);
		const { details } = first as { details: Record<string, IDataObject[]> };
		expect(details).toMatchObject({ cause: 'offboardingIncomplete', userId: ADA, email: EMAIL });
		expect(details['done']).toHaveLength(7);
		expect(details['failed']).toMatchObject([
			{
				kind: 'hardwareToken',
				cause: 'invalidParameters',
				pinOutcome: 'pinCleared',
				httpCode: 400,
			},
			{ ...user, cause: 'earlierPartFailed', attempted: false },
		]);
		expect(changes()).not.toContain('markUserDeleted');

		const [second] = await offboard([EMAIL], everything);
		expect(second).toMatchObject({ outcome: 'offboarded', failed: [] });
		expectNothingLeft();
		expect(changes().sort()).toEqual(changesOfOffboarding);
	});

	test('does not keep the user enabled, whom nothing is listed of', async () => {
		order(rsaError(500, 'No'), 'listAuthenticators', 9);
		const [out] = await withoutWaits(async () => await offboard([EMAIL], everything));
		expect(out).toMatchObject({
			details: {
				done: [{ ...user, outcome: 'userDisabled' }, codes],
				failed: [{ kind: 'authenticators', cause: 'lookUpFailed' }, user],
			},
		});
	});

	test.each([
		[
			'a kind that no page of RSA names',
			{ id: 'x-1', deviceType: 'SID800', tokenSerialNumber: '77' },
			{ kind: 'other', deviceType: 'SID800' },
		],
		[
			'a DS100 without the serial number that RSA takes',
			{ id: 'x-1', deviceType: 'SecurID DS100' },
			{ kind: 'ds100' },
		],
	])('is %s, by name, not passed over', async (_name, entry, named) => {
		order(listed({ sidTokens: [entry] }), 'listAuthenticators');
		const [out] = await offboard([EMAIL], { disableUser: 'no', markDeleted: true });
		expect(out).toMatchObject({
			details: { failed: [{ ...named, cause: 'unclear' }, { cause: 'earlierPartFailed' }] },
		});
	});

	test('is an authenticator in a list of which nothing is known', async () => {
		const passkey = { id: 'passkey-1', deviceType: 'Passkey', status: 'Enabled' };
		order(listed({ passkeys: [passkey] }), 'listAuthenticators', 2);
		const [out] = await offboard([EMAIL], everything);
		expect(out).toMatchObject({
			details: {
				failed: [
					{ kind: 'other', authenticatorId: 'passkey-1', deviceType: 'Passkey', cause: 'unclear' },
					{ ...user, cause: 'earlierPartFailed' },
				],
			},
		});
	});

	test('is what RSA leaves open, such as whether there is an emergency access code', async () => {
		order(
			{
				kind: 'unexpectedResponse',
				response: { status: 200, body: { id: ADA, emailAddress: EMAIL, userStatus: 'Enabled' } },
			},
			'lookupUser',
		);
		const [out] = await offboard([EMAIL]);
		expect(out).toMatchObject({ details: { failed: [{ ...codes, cause: 'lookUpFailed' }] } });
		expect(changes()).toContain('unassign');
	});

	test.each<[string, Fault]>([
		['a web page', { kind: 'errorPage' }],
		['empty', { kind: 'emptyResponse' }],
		['without FIDO authenticators', listed({ fidoTokens: undefined })],
		['without tokens', listed({ sidTokens: null })],
		['a 404', rsaError(404, 'User not found')],
		[
			'a 404 of something else',
			{ kind: 'unexpectedResponse', response: { status: 404, body: '' } },
		],
	])('is a list that is %s: it never stands for nothing to take', async (_name, fault) => {
		order(fault, 'listAuthenticators');
		const [out] = await offboard([EMAIL], everything);
		expect(out).toMatchObject({
			details: {
				done: [{ ...user, outcome: 'userDisabled' }, codes],
				failed: [{ kind: 'authenticators' }, { cause: 'earlierPartFailed' }],
			},
		});
		expect(await offboard([EMAIL], everything)).toMatchObject([{ outcome: 'offboarded' }]);
	});

	test('is a list that cannot be read when the user is disabled: more may be registered by then', async () => {
		order(listed({}), 'listAuthenticators');
		order(listed({ devices: null }), 'listAuthenticators');
		const [out] = await offboard([EMAIL], everything);
		expect(out).toMatchObject({
			details: { failed: [{ kind: 'authenticators', cause: 'lookUpFailed' }, user] },
		});
		expect(changes()).not.toContain('markUserDeleted');
	});

	test('does not hide the FIDO half of a DS100, which is disabled for itself', async () => {
		const half = { id: KEY, deviceType: 'SecurID DS100', deviceSerialNumber: DS100 };
		order(listed({ fidoTokens: [half] }), 'listAuthenticators');
		const [out] = await offboard([EMAIL], { disableUser: 'no' });
		expect(out).toMatchObject({ done: [{ ...key, outcome: 'authenticatorDisabled' }, codes] });
		expect(changes()).toContain('disableFidoAuthenticator');
	});

	test.each(['before', 'after'])(
		'is what was registered while the user was offboarded, disabled %s the rest',
		async (disableUser) => {
			order(listed({ devices: [{ id: PHONE, deviceType: 'iPhone' }] }), 'listAuthenticators');
			const [out] = await offboard([EMAIL], { disableUser });
			expect(out).toMatchObject({
				details: {
					failed: [browser, key, ...tokens, ds100].map((name) => ({
						...name,
						cause: 'registeredMeanwhile',
					})),
				},
			});
			expect(await offboard([EMAIL])).toMatchObject([{ outcome: 'offboarded' }]);
		},
	);
});

describe('Dry Run', () => {
	const dryRun = { dryRun: true };

	test('shows the whole plan and changes nothing; its item feeds the real run', async () => {
		const [plan] = await offboard([EMAIL], { ...everything, confirmDeletion: false }, dryRun);
		expect(plan).toMatchObject({
			userId: ADA,
			email: EMAIL,
			outcome: 'wouldOffboard',
			dryRun: true,
			planned: [
				{ ...user, outcome: 'wouldDisableUser' },
				{ ...phone, outcome: 'wouldDeleteAuthenticator' },
				{ ...browser, outcome: 'wouldDeleteAuthenticator' },
				{ ...key, outcome: 'wouldDisableAuthenticator' },
				{ ...tokens[0], outcome: 'wouldUnassign', pinOutcome: 'wouldClearPin' },
				{ ...tokens[1], outcome: 'wouldUnassign', pinOutcome: 'wouldClearPin' },
				{ ...ds100, outcome: 'wouldDisableAuthenticator' },
				{ ...codes, outcome: 'wouldDisableEmergencyAccessCodes' },
				{ ...user, outcome: 'wouldMarkUserDeleted' },
			],
			done: [],
			already: [],
			failed: [],
			leftOver: [offline],
		});
		expect(changes()).toEqual([]);

		const [real] = await offboard([textIn(plan, 'userId')], everything);
		expect(real).toMatchObject({ outcome: 'offboarded' });
		expectNothingLeft();
		const [after] = await offboard([EMAIL], everything, dryRun);
		expect(after).toMatchObject({ outcome: 'alreadyOffboarded', planned: [], dryRun: true });
	});

	test('fails where a user who stays enabled is to be marked as deleted, as the real run would', async () => {
		const [plan] = await offboard([EMAIL], { disableUser: 'no', markDeleted: true }, dryRun);
		expect(plan).toMatchObject({
			message: expect.stringMatching(/^Nothing was changed\./),
			details: { dryRun: true, failed: [{ ...user, cause: 'userConflict' }] },
		});
		expect(changes()).toEqual([]);
	});
});

describe('Verify', () => {
	const verify = { verify: true };

	test('shows as left over what RSA itself still lists', async () => {
		const [out] = await offboard([EMAIL], { registeredDevices: false }, verify);
		expect(out).toMatchObject({
			outcome: 'offboarded',
			verified: true,
			leftOver: [
				offline,
				{ ...phone, reason: 'notRequested' },
				{ ...browser, reason: 'notRequested' },
				{ ...key, reason: 'disabled' },
				{ ...ds100, reason: 'disabled' },
			],
		});
	});

	test('fails where the list still shows what should be gone', async () => {
		const stays = listed({ sidTokens: [{ tokenSerialNumber: ADAS, deviceType: 'SID700' }] });
		order(stays, 'listAuthenticators', 99);
		const [out] = await withoutWaits(async () => await offboard([EMAIL], {}, verify));
		expect(out).toMatchObject({
			details: {
				done: expect.arrayContaining([expect.objectContaining({ tokenSerialNumber: ADAS })]),
				failed: [{ ...tokens[0], cause: 'notVerified' }],
			},
		});
	});

	describe('looks the user up at the end:', () => {
		const shown = (facts: IDataObject): Fault => ({
			kind: 'unexpectedResponse',
			response: { status: 200, body: { id: ADA, emailAddress: EMAIL, ...facts } },
		});
		const enabled = shown({ userStatus: 'Enabled' });
		const disabled = shown({ userStatus: 'Disabled' });
		const code = { emergencyAccessStatus: 'Enabled', emergencyTokencodeId: CODE };
		const withCode = shown({ userStatus: 'Disabled', ...code });
		const withoutCode = shown({ userStatus: 'Disabled', emergencyAccessStatus: 'Disabled' });

		test.each<[string, INodeParameters, readonly Fault[], Fault, IDataObject]>([
			[
				'a synchronization has enabled them again',
				{ emergencyAccessCodes: false },
				[enabled, enabled, disabled],
				enabled,
				user,
			],
			[
				'they were given another code',
				{},
				[withCode, withCode, withoutCode, withoutCode],
				withCode,
				codes,
			],
			['no response says what became of them', {}, [withoutCode], rsaError(400, 'No'), codes],
			[
				'their address belongs to someone else by now',
				{},
				[withoutCode],
				shown({ id: GRACE, userStatus: 'Disabled', emergencyAccessStatus: 'Disabled' }),
				codes,
			],
		])('that %s is a failure', async (_name, parameters, before, last, failed) => {
			before.forEach((fault) => {
				order(fault, 'lookupUser');
			});
			order(last, 'lookupUser', 99);
			const [out] = await withoutWaits(async () => await offboard([EMAIL], parameters, verify));
			expect(out).toMatchObject({
				details: { failed: expect.arrayContaining([expect.objectContaining(failed)]) },
			});
		});
	});

	test('waits for a list that lags behind', async () => {
		order({ kind: 'staleResponse', milliseconds: 60_000 }, 'listAuthenticators', 3);
		const [out] = await withoutWaits(
			async () => await offboard([EMAIL], { fidoAndDs100: false }, verify),
		);
		expect(out).toMatchObject({ outcome: 'offboarded', verified: true });
		expect(sent().filter((each) => each === 'listAuthenticators')).toHaveLength(4);
	});
});

describe('Max Changes', () => {
	test.each([
		[9, 'offboarded'],
		[8, undefined],
	])('%d for nine parts, counted before any is changed', async (maxChanges, outcome) => {
		const [out] = await offboard([EMAIL], everything, { maxChanges });
		expect(out?.['outcome']).toBe(outcome);
		if (outcome === undefined) {
			expect(out).toMatchObject({ details: { cause: 'tooManyChanges', attempted: false } });
			expect(changes()).toEqual([]);
		}
	});

	test('changes nothing where the parts could not be listed', async () => {
		order(rsaError(400, 'No'), 'listAuthenticators');
		const [out] = await offboard([EMAIL], everything, { maxChanges: 99 });
		expect(out).toMatchObject({ details: { cause: 'changesNotCounted', attempted: false } });
		expect(changes()).toEqual([]);
	});
});

describe('a run', () => {
	test('makes each part once, however often the list has a person', async () => {
		const out = await offboard([EMAIL, EMAIL, EMAIL], everything);
		expect(out.map(({ outcome }) => outcome)).toEqual([
			'offboarded',
			'alreadyOffboarded',
			'alreadyOffboarded',
		]);
		expect(
			sent()
				.filter((each) => changesOfOffboarding.includes(each))
				.sort(),
		).toEqual(changesOfOffboarding);
		expectNothingLeft();
	});

	test.each([[[EMAIL, ADA]], [[ADA, EMAIL]]])(
		'makes each part once for a person who is named in two ways: %j',
		async (names) => {
			const mode = "$json.userId.includes('@') ? 'email' : 'id'";
			const user = `={{ { __rl: true, mode: ${mode}, value: $json.userId } }}`;
			const out = await offboard(names, { ...everything, markDeleted: false, user });
			expect(out.map(({ outcome }) => textIn({ outcome }, 'outcome').toLowerCase())).toEqual(
				names.map(() => expect.stringMatching(/^(already)?offboarded$/)),
			);
			const made = sent().filter((each) => changesOfOffboarding.includes(each));
			expect(made.sort()).toEqual(
				changesOfOffboarding.filter((each) => each !== 'markUserDeleted'),
			);
		},
	);

	test('gives the item an audit record', async () => {
		const [out] = await offboard([EMAIL], everything, { auditRecord: true, reference: 'HR-1' });
		expect(out).toMatchObject({
			audit: { operation: 'offboard', userId: ADA, outcome: 'offboarded', reference: 'HR-1' },
		});
	});

	test('stops at a failed item, once its other parts are over', async () => {
		order(rsaError(400, 'Invalid'), 'disableFidoAuthenticator');
		const result = await offboarding.run(
			'offboard',
			[
				[EMAIL, ''],
				['grace@example.com', ''],
			],
			{
				resource: 'user',
				parameters: { user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' } },
				options: { maxConcurrency: 1 },
			},
		);
		expect(result.thrown?.message).toMatch(/FIDO authenticator key-1/);
		expect(changes().filter((each) => each === 'unassign')).toHaveLength(2);
		expect(offboarding.tenant.hardwareToken(GRACES)).toMatchObject({ userId: GRACE });
	});

	test('that was cancelled in the middle is finished by the next one', async () => {
		const { tenant } = offboarding;
		await offboard(
			[EMAIL],
			everything,
			{},
			{
				running: (cancel) => {
					const watch = () => {
						if (changes().length < 3) return void setImmediate(watch);
						cancel();
					};
					watch();
				},
			},
		).catch(() => []);
		await tenant.settled();
		expect(changes().length).toBeLessThan(changesOfOffboarding.length);

		expect(await offboard([EMAIL], everything)).toMatchObject([{ outcome: 'offboarded' }]);
		expectNothingLeft();
		expect(changes().sort()).toEqual(changesOfOffboarding);
	});

	test.each([1, 2, 3, 4, 5, 6])(
		'under lost answers, 429s and 5xx (%d) takes all away, each part once',
		async (seed) => {
			offboarding.tenant.disturb(
				{
					answerLost: 0.2,
					tooManyRequests: 0.15,
					internalError: 0.1,
					gatewayTimeout: 0.1,
					lookups: true,
					applied: 0.5,
				},
				seed,
			);
			const options = { itemDeadline: 600, maxTries: 10 };
			await withoutWaits(async () => {
				const [first] = await offboard([EMAIL], everything, options);
				const done = first?.['outcome'] === 'offboarded';
				if (!done) expect(first).toMatchObject({ details: { cause: 'offboardingIncomplete' } });
			});
			offboarding.tenant.disturb({});
			const [last] = await offboard([EMAIL], everything);
			expect(textIn(last, 'outcome')).toMatch(/^(alreadyO|o)ffboarded$/);
			expectNothingLeft();
			expect(changes().sort()).toEqual(changesOfOffboarding);
		},
	);
});

describe('what RSA lists oddly', () => {
	const addKey = (id: string) =>
		offboarding.tenant.addAuthenticator({ kind: 'fido', id, userId: ADA });
	const keysLeft = () =>
		offboarding.tenant
			.authenticatorsOf(ADA)
			.filter((each) => each.kind === 'fido' && each.status !== 'Disabled');

	test('a FIDO authenticator with the ID of a DS100 is disabled beside it', async () => {
		addKey(DS100);
		const [out] = await offboard([EMAIL], everything);
		expect(out).toMatchObject({
			outcome: 'offboarded',
			done: expect.arrayContaining([
				expect.objectContaining({ kind: 'fido', authenticatorId: DS100 }),
				expect.objectContaining(ds100),
			]),
		});
		expect(keysLeft()).toEqual([]);
	});

	test('two FIDO authenticators whose IDs differ in case are both disabled', async () => {
		addKey(KEY.toUpperCase());
		const [out] = await offboard([EMAIL], everything);
		expect(out).toMatchObject({
			outcome: 'offboarded',
			done: expect.arrayContaining([
				expect.objectContaining(key),
				expect.objectContaining({ kind: 'fido', authenticatorId: KEY.toUpperCase() }),
			]),
		});
		expect(keysLeft()).toEqual([]);
	});

	const confirmedOnly: Fault = {
		kind: 'unexpectedResponse',
		response: { status: 200, body: { status: 'Disabled' } },
	};

	test('a FIDO authenticator that is enabled at the end is not done, whatever RSA has confirmed', async () => {
		order(confirmedOnly, 'disableFidoAuthenticator');
		const [out] = await withoutWaits(async () => await offboard([EMAIL], everything));
		expect(out).toMatchObject({
			details: { failed: [{ ...key, cause: 'notVerified' }, { cause: 'earlierPartFailed' }] },
		});
		expect(changes()).not.toContain('markUserDeleted');
	});

	test('a FIDO authenticator whose status the list does not show is as RSA has confirmed', async () => {
		order(confirmedOnly, 'disableFidoAuthenticator');
		order(listed({ fidoTokens: [{ id: KEY, deviceType: 'FIDO' }] }), 'listAuthenticators', 2);
		const [out] = await offboard([EMAIL]);
		expect(out).toMatchObject({ outcome: 'offboarded', failed: [] });
	});

	test('what a later item of the run still finds is disabled, though it was disabled before', async () => {
		order(confirmedOnly, 'disableFidoAuthenticator');
		const [, later] = await withoutWaits(async () => await offboard([EMAIL, EMAIL]));
		expect(later).toMatchObject({ done: [{ ...key, outcome: 'authenticatorDisabled' }] });
		expect(keysLeft()).toEqual([]);
	});

	test.each([
		['Disabled', 'Enabled'],
		['Enabled', 'Disabled'],
	])('a FIDO authenticator that is %s and %s at once is no disabled one', async (one, other) => {
		const twice = [one, other].map((status) => ({ id: KEY, deviceType: 'FIDO', status }));
		order(listed({ fidoTokens: twice }), 'listAuthenticators', 99);
		const [out] = await offboard([EMAIL], { disableUser: 'no' }, { dryRun: true });
		expect(out).toMatchObject({
			planned: expect.arrayContaining([expect.objectContaining(key)]),
		});
	});

	test('a device that is missing for a moment has not been deleted', async () => {
		const shown = listed({ devices: [{ id: PHONE, deviceType: 'iPhone' }] });
		order(shown, 'listAuthenticators');
		order(listed({}), 'listAuthenticators');
		order(shown, 'listAuthenticators', 99);
		const [out] = await withoutWaits(async () => await offboard([EMAIL], everything));
		expect(out).toMatchObject({
			details: { failed: [{ ...phone, cause: 'notVerified' }, { cause: 'earlierPartFailed' }] },
		});
		expect(changes()).not.toContain('markUserDeleted');
	});

	test.each([{}, { verify: true }])(
		"a device that cannot be deleted fails once, with RSA's own words (%j)",
		async (options) => {
			order(rsaError(404, 'Device not found'), 'deleteRegisteredDevice', 99);
			const [out] = await withoutWaits(async () => await offboard([EMAIL], everything, options));
			const failed = [phone, browser].map((name) => ({ ...name, cause: 'deviceNotDeletable' }));
			expect(out).toMatchObject({
				details: { failed: [...failed, { cause: 'earlierPartFailed' }] },
			});
		},
	);

	test('codes that could not be looked up are left over, not absent', async () => {
		order(rsaError(403, 'No'), 'searchUsers', 99);
		const nothingElse = { disableUser: 'no', emergencyAccessCodes: false };
		const [out] = await offboard([ADA], nothingElse);
		expect(out).toMatchObject({
			leftOver: expect.arrayContaining([{ ...codes, reason: 'notRequested' }]),
		});
	});

	test('a hardware token whose PIN was cleared counts as done, though it was unassigned by then', async () => {
		const cleared = { tokenSerialNumber: FREE, pinSet: false };
		order(listed({ sidTokens: [{ ...cleared, deviceType: 'SID700' }] }), 'listAuthenticators');
		order({ kind: 'unexpectedResponse', response: { status: 200, body: cleared } }, 'clearPin');
		const [out] = await offboard([EMAIL], { disableUser: 'no', emergencyAccessCodes: false });
		expect(out).toMatchObject({
			outcome: 'offboarded',
			done: [{ tokenSerialNumber: FREE, pinOutcome: 'pinCleared' }],
		});
	});
});
