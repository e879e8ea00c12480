import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault, TenantOptions } from '../../sandbox/tenant/tenant.mts';
import {
	ADA,
	ADAS,
	GRACE,
	UNKNOWN_USER,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';
import { withoutWaits } from '../support/skipped-waits.mts';

const PHONE = 'phone-1';
const BROWSER = 'browser-1';
const KEY = 'key-1';
const DS100 = '140100080';
const GRACES_DS100 = '140100099';
const GRACES_PHONE = 'phone-2';

let offboarding: Offboarding;
beforeEach(async () => {
	await start();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

async function start(options: TenantOptions = {}): Promise<void> {
	offboarding = await startOffboarding({
		authenticators: [
			{ kind: 'mobile', id: PHONE, userId: ADA },
			{ kind: 'browser', id: BROWSER, userId: ADA },
			{ kind: 'fido', id: KEY, userId: ADA },
			{ kind: 'ds100', id: 'ds100-1', userId: ADA, deviceSerialNumber: DS100 },
			{ kind: 'ds100', id: 'ds100-2', userId: GRACE, deviceSerialNumber: GRACES_DS100 },
			{ kind: 'mobile', id: GRACES_PHONE, userId: GRACE },
		],
		...options,
	});
}

async function restart(options: TenantOptions): Promise<void> {
	await offboarding.tenant.stop();
	await start(options);
}

/** Runs an operation for authenticators of Ada's, one item each, and gives what came out. */
async function run(
	operation: string,
	names: readonly string[],
	parameters: INodeParameters = {},
	options: INodeParameters = {},
	userId = ADA,
) {
	const { items, hints } = await offboarding.run(
		operation,
		names.map((name) => [userId, name] as const),
		{
			resource: 'authenticator',
			onError: 'continueRegularOutput',
			options: { itemDeadline: 20, ...options },
			parameters,
		},
	);
	return { out: items().map(({ json }) => json), hints };
}

const name = '={{ $json.serialNumber }}';
const byId = { kind: 'fido', authenticatorId: name };
const byDevice = { kind: 'ds100', deviceSerialNumber: name };
const confirmed = { ...byId, confirmDeletion: true };
const remove = async (id: string, options: INodeParameters = {}, userId = ADA) =>
	(await run('delete', [id], confirmed, options, userId)).out[0];
const disable = async (id: string, options: INodeParameters = {}) =>
	(await run('disable', [id], byId, options)).out[0];
const disableDs100 = async (serial: string, options: INodeParameters = {}) =>
	(await run('disable', [serial], byDevice, options)).out[0];

const sent = () => offboarding.tenant.journal.map(({ operation }) => operation);
const countOf = (operation: EndpointName) => sent().filter((each) => each === operation).length;
const changed = () => offboarding.tenant.journal.filter((entry) => entry.changed).length;
const idsOf = (userId: string) => offboarding.tenant.authenticatorsOf(userId).map(({ id }) => id);
const order = (fault: Fault, operation: EndpointName, times = 1) => {
	offboarding.tenant.order(fault, { operation, times });
};
const answered = (body: unknown): Fault => ({
	kind: 'unexpectedResponse',
	response: { status: 200, body },
});

/** RSA's response for a user who has nothing. */
const empty = { devices: [], fidoTokens: [], sidTokens: [] };

describe('Get Many gives', () => {
	test('an item for all that a user holds, with its kind and what the changes need', async () => {
		const { out } = await run('getAll', [''], { returnAll: true });
		expect(out).toMatchObject([
			{ kind: 'mobile', id: PHONE, userId: ADA },
			{ kind: 'browser', id: BROWSER },
			{ kind: 'fido', id: KEY, status: 'Enabled' },
			{ kind: 'hardwareToken', tokenSerialNumber: ADAS, pinSet: true },
			{ kind: 'hardwareToken' },
			{ kind: 'ds100', deviceSerialNumber: DS100, tokenStatus: 'Enabled' },
		]);
		expect(offboarding.tenant.journal[0]?.path).toMatch(/\/v2\/.*\?includeBrowsers=true$/);
	});

	test('up to the limit', async () => {
		expect((await run('getAll', [''], { limit: 2 })).out).toHaveLength(2);
	});

	test.each([
		[
			'a hardware token by its type',
			{ sidTokens: [{ tokenSerialNumber: '1', deviceType: 'SID700' }] },
			'hardwareToken',
		],
		[
			'a hardware token that has no type',
			{ sidTokens: [{ tokenSerialNumber: '1' }] },
			'hardwareToken',
		],
		[
			'a DS100 by its type, among devices too',
			{ devices: [{ id: '1', deviceType: 'SecurID DS100' }] },
			'ds100',
		],
		[
			'the FIDO half of a DS100, which is disabled for itself',
			{ fidoTokens: [{ id: '1', deviceType: 'SecurID DS100', deviceSerialNumber: DS100 }] },
			'fido',
		],
		[
			'a hardware token by its type in any case',
			{ sidTokens: [{ tokenSerialNumber: '1', deviceType: 'sid700' }] },
			'hardwareToken',
		],
		[
			'another token by its own type',
			{ sidTokens: [{ tokenSerialNumber: '1', deviceType: 'SID800' }] },
			'other',
		],
		[
			'an authenticator in a list of which nothing is known',
			{ passkeys: [{ id: '1', deviceType: 'Passkey' }] },
			'other',
		],
		['a browser by a switch', { devices: [{ id: '1', browser: true }] }, 'browser'],
		['a phone that says so', { devices: [{ id: '1', browser: 'false' }] }, 'mobile'],
	])('%s', async (_name, body, kind) => {
		order(answered({ ...empty, ...body }), 'listAuthenticators');
		expect((await run('getAll', [''])).out).toMatchObject([{ kind }]);
	});

	test.each([
		['no list of devices', { devices: undefined }],
		['no list of FIDO authenticators', { fidoTokens: undefined }],
		['no list of tokens', { sidTokens: null }],
		['a list that is none', { devices: {} }],
		[
			'a token without a type that has the serial number of a device',
			{ sidTokens: [{ tokenSerialNumber: '1', deviceSerialNumber: '2' }] },
		],
		['a device without an ID', { devices: [{ name: 'Phone' }] }],
		['a hardware token among devices', { devices: [{ id: '1', deviceType: 'SID700' }] }],
		['a device of someone else', { devices: [{ id: '1', userId: GRACE }] }],
		['a hardware token without a serial number', { sidTokens: [{ deviceType: 'SID700' }] }],
		['a web page', '<html>Sign in</html>'],
		[
			'one serial number of a hardware token and of a DS100',
			{
				sidTokens: [
					{ tokenSerialNumber: '1', deviceType: 'SID700' },
					{ tokenSerialNumber: '1', deviceType: 'SecurID DS100' },
				],
			},
		],
	])('a failure instead of a part of the list where the answer has %s', async (_name, body) => {
		order(answered(typeof body === 'string' ? body : { ...empty, ...body }), 'listAuthenticators');
		const { out } = await run('getAll', ['']);
		expect(out).toMatchObject([{ error: expect.stringContaining('could not be read') }]);
	});

	test('the failure that RSA does not know the user', async () => {
		const { out } = await run('getAll', [''], {}, {}, UNKNOWN_USER);
		expect(out).toMatchObject([{ details: { cause: 'userNotFound' } }]);
	});
});

describe('Delete', () => {
	test.each([PHONE, BROWSER])(
		'deletes %s, and says so once the list does not show it',
		async (id) => {
			expect(await remove(id)).toMatchObject({
				outcome: 'authenticatorDeleted',
				deleted: true,
				confirmedBy: 'readBack',
				userId: ADA,
				authenticatorId: id,
			});
			expect(idsOf(ADA)).not.toContain(id);
			expect(sent()).toEqual([
				'listAuthenticators',
				'deleteRegisteredDevice',
				'listAuthenticators',
			]);
		},
	);

	test('is a success without a request for what is gone already', async () => {
		await remove(PHONE);
		offboarding.tenant.clearJournal();
		expect(await remove(PHONE)).toMatchObject({
			outcome: 'authenticatorAlreadyDeleted',
			deleted: true,
		});
		expect(sent()).toEqual(['listAuthenticators']);
	});

	test.each([false, '={{ undefined }}', 'yes'])(
		'sends nothing where it is not confirmed: %s',
		async (confirmDeletion) => {
			const { out } = await run('delete', [PHONE], { ...byId, confirmDeletion });
			expect(out).toMatchObject([{ details: { cause: 'refusedBeforeRequest' } }]);
			expect(sent()).toEqual([]);
		},
	);

	test.each([KEY, 'ds100-1'])('leaves %s alone, which is no registered device', async (id) => {
		expect(await remove(id)).toMatchObject({ details: { cause: 'notRegisteredDevice' } });
		expect(sent()).toEqual(['listAuthenticators']);
	});

	test("never touches someone else's device", async () => {
		await remove(GRACES_PHONE);
		expect(idsOf(GRACE)).toContain(GRACES_PHONE);
		expect(changed()).toBe(0);
	});

	test.each(['..', '.', '../..', 'a/b', 'a?b', '%2e%2e', '', ' '])(
		'sends nothing for the ID %j, which would lead to another call',
		async (id) => {
			expect(await remove(id)).toMatchObject({ details: { cause: 'refusedBeforeRequest' } });
			expect(sent()).toEqual([]);
		},
	);

	test('is not claimed where RSA says 200 and the list still shows the device', async () => {
		order(answered({}), 'deleteRegisteredDevice', 99);
		const item = await remove(PHONE, { itemDeadline: 1, maxTries: 1 });
		expect(item).toMatchObject({ details: { cause: 'notConfirmed', authenticatorId: PHONE } });
		expect(item?.['deleted']).toBeUndefined();
	});

	test('does not say that nothing was deleted where a FIDO authenticator has the ID of the device', async () => {
		const fidoTokens = [{ id: PHONE, deviceType: 'FIDO', status: 'Enabled' }];
		const devices = [{ id: PHONE, deviceType: 'iPhone' }];
		order(answered({ ...empty, devices, fidoTokens }), 'listAuthenticators');
		order(answered({ ...empty, fidoTokens }), 'listAuthenticators', 99);
		const item = await withoutWaits(async () => await remove(PHONE));
		expect(item).toMatchObject({
			error: expect.stringMatching(
				/^It is not known whether Registered device phone-1 was deleted/,
			),
			details: { cause: 'stateUnknown' },
		});
		expect(idsOf(ADA)).not.toContain(PHONE);
	});

	test('does not take a device for gone whose ID is listed with white space around it', async () => {
		const devices = [{ id: ` ${PHONE} `, deviceType: 'iPhone' }];
		order(answered({ ...empty, devices }), 'listAuthenticators', 99);
		const item = await withoutWaits(async () => await remove(PHONE));
		expect(item).toMatchObject({ details: { cause: 'deviceNotDeletable' } });
	});

	test('is reported if the response was lost, and not sent twice', async () => {
		order({ kind: 'answerLost' }, 'deleteRegisteredDevice');
		expect(await remove(PHONE)).toMatchObject({ outcome: 'authenticatorDeleted' });
		expect(countOf('deleteRegisteredDevice')).toBe(1);
	});

	test('says where RSA does not delete a browser, which its page leaves open', async () => {
		await restart({ deletableDevices: ['mobile'] });
		expect(await remove(BROWSER, { itemDeadline: 1 })).toMatchObject({
			error: expect.stringMatching(
				/^Registered device browser-1 was not deleted: .* says that it does not exist/,
			),
			details: { cause: 'deviceNotDeletable' },
		});
		expect(idsOf(ADA)).toContain(BROWSER);
	});

	test('as a dry run changes nothing, and its item feeds the real run', async () => {
		// Nothing is deleted, so that nothing is to be confirmed.
		const [item] = (await run('delete', [PHONE], byId, { dryRun: true })).out;
		expect(item).toMatchObject({
			outcome: 'wouldDeleteAuthenticator',
			dryRun: true,
			before: { id: PHONE },
			after: null,
			userId: ADA,
			authenticatorId: PHONE,
		});
		expect(item?.['deleted']).toBeUndefined();
		expect(changed()).toBe(0);
	});

	test('verified has the device before it, and none after it', async () => {
		expect(await remove(PHONE, { verify: true })).toMatchObject({
			verified: true,
			before: { id: PHONE, kind: 'mobile' },
			after: null,
		});
	});
});

describe('Disable and Enable of a FIDO authenticator', () => {
	test('say what RSA says of it', async () => {
		expect(await disable(KEY)).toMatchObject({
			outcome: 'authenticatorDisabled',
			status: 'Disabled',
			userId: ADA,
			authenticatorId: KEY,
		});
		expect((await run('enable', [KEY], byId)).out).toMatchObject([
			{ outcome: 'authenticatorEnabled', status: 'Enabled' },
		]);
		expect(sent()).toEqual(['disableFidoAuthenticator', 'enableFidoAuthenticator']);
	});

	test('are successes twice', async () => {
		await disable(KEY);
		expect(await disable(KEY, { verify: true })).toMatchObject({
			outcome: 'authenticatorAlreadyDisabled',
		});
		expect(changed()).toBe(1);
	});

	test('are made once for two items that request the same', async () => {
		const { out } = await run('disable', [KEY, KEY], byId);
		expect(out).toMatchObject([{ sharedByItems: [0, 1] }, { sharedByItems: [0, 1] }]);
		expect(countOf('disableFidoAuthenticator')).toBe(1);
	});

	test.each<[string, Fault]>([
		['the answer was lost', { kind: 'answerLost' }],
		['a gateway answered, and RSA did it', { kind: 'gatewayTimeout', applied: true }],
		['a gateway answered, and RSA did not', { kind: 'gatewayTimeout' }],
		['the answer is about something else', answered({ status: 'Enabled' })],
	])('tell the state there is where %s', async (_name, fault) => {
		order(fault, 'disableFidoAuthenticator');
		expect(await disable(KEY)).toMatchObject({ outcome: 'authenticatorDisabled' });
		expect(offboarding.tenant.authenticatorsOf(ADA)).toContainEqual(
			expect.objectContaining({ id: KEY, status: 'Disabled' }),
		);
	});

	test.each([{ userId: GRACE }, { id: 'key-9' }, { authenticatorId: 7 }])(
		'are not confirmed by an answer about another one: %j',
		async (about) => {
			order(answered({ status: 'Disabled', ...about }), 'disableFidoAuthenticator');
			const item = await withoutWaits(async () => await disable(KEY));
			expect(item).toMatchObject({ outcome: 'authenticatorDisabled' });
			expect(offboarding.tenant.authenticatorsOf(ADA)).toContainEqual(
				expect.objectContaining({ id: KEY, status: 'Disabled' }),
			);
		},
	);

	test('say that it is not known where neither answer nor list tells', async () => {
		order({ kind: 'internalError' }, 'disableFidoAuthenticator', 99);
		order({ kind: 'internalError' }, 'listAuthenticators', 99);
		expect(await disable(KEY, { maxTries: 1, itemDeadline: 2 })).toMatchObject({
			error: expect.stringMatching(
				/^It is not known whether FIDO authenticator key-1 was disabled/,
			),
			message: expect.not.stringContaining('hardware token'),
			details: { cause: 'stateUnknown' },
		});
	});

	test('are counted by Max Changes, each', async () => {
		const { out } = await run('disable', [KEY, 'key-2'], byId, { maxChanges: 1 });
		expect(out).toMatchObject([
			{ details: { cause: 'tooManyChanges', authenticatorId: KEY } },
			{ details: { cause: 'tooManyChanges' } },
		]);
		expect(changed()).toBe(0);
	});

	test('are in the audit record, with what was changed', async () => {
		expect(await disable(KEY, { auditRecord: true })).toMatchObject({
			audit: {
				resource: 'authenticator',
				operation: 'disable',
				userId: ADA,
				authenticatorId: KEY,
				deviceSerialNumber: null,
				outcome: 'authenticatorDisabled',
			},
		});
	});

	test('take the items of Get Many as they are, whatever their kind', async () => {
		const { out } = await run('getAll', [''], { returnAll: true });
		const items = out.filter(({ kind }) => kind === 'fido' || kind === 'ds100');
		const result = await offboarding.run('disable', [], {
			resource: 'authenticator',
			items,
			parameters: {
				kind: '={{ $json.kind }}',
				authenticatorId: '={{ $json.id }}',
				deviceSerialNumber: '={{ $json.deviceSerialNumber }}',
			},
		});
		expect(result.items().map(({ json }) => json)).toMatchObject([
			{ outcome: 'authenticatorDisabled', authenticatorId: KEY },
			{ outcome: 'authenticatorDisabled', deviceSerialNumber: DS100 },
		]);
	});

	test.each(['passkey', '={{ undefined }}'])('refuse the kind %s', async (kind) => {
		const { out } = await run('disable', [KEY], { ...byId, kind });
		expect(out).toMatchObject([{ details: { cause: 'refusedBeforeRequest' } }]);
		expect(sent()).toEqual([]);
	});
});

describe('Disable and Enable of a DS100', () => {
	test('look it up first, and say what RSA says of it', async () => {
		expect(await disableDs100(DS100)).toMatchObject({
			outcome: 'authenticatorDisabled',
			tokenStatus: 'Disabled',
			deviceSerialNumber: DS100,
			userId: ADA,
		});
		expect((await run('enable', [DS100], byDevice)).out).toMatchObject([
			{ outcome: 'authenticatorEnabled', tokenStatus: 'Enabled' },
		]);
		expect(sent()).toEqual(['lookupDs100', 'disableDs100', 'lookupDs100', 'enableDs100']);
	});

	test("never touch someone else's", async () => {
		expect(await disableDs100(GRACES_DS100)).toMatchObject({
			error: expect.stringContaining(`it is not assigned to ${ADA} but to someone else`),
			details: { cause: 'assignedToSomebodyElse', deviceSerialNumber: GRACES_DS100 },
		});
		expect(sent()).toEqual(['lookupDs100']);
	});

	test.each([
		['no credential', []],
		['another device', [{ userId: ADA, tokenStatus: 'Enabled', deviceSerialNumber: '1' }]],
		['no status', [{ userId: ADA }]],
		['no owner', [{ userId: null, tokenStatus: 'Enabled', deviceSerialNumber: DS100 }]],
	])('change nothing where the look-up shows %s', async (_name, body) => {
		order(answered(body), 'lookupDs100');
		expect(await disableDs100(DS100)).toMatchObject({ details: { cause: 'lookUpFailed' } });
		expect(changed()).toBe(0);
	});

	test('change nothing where one of two credentials is of someone else', async () => {
		const credential = { tokenStatus: 'Enabled', deviceSerialNumber: DS100 };
		const both = [
			{ ...credential, userId: ADA },
			{ ...credential, userId: GRACE },
		];
		order(answered(both), 'lookupDs100');
		expect(await disableDs100(DS100)).toMatchObject({
			details: { cause: 'assignedToSomebodyElse' },
		});
		expect(changed()).toBe(0);
	});

	test('refuse a serial number that arrives as a number', async () => {
		const { out } = await run('disable', [''], {
			kind: 'ds100',
			deviceSerialNumber: '={{ 140100080 }}',
		});
		expect(out).toMatchObject([
			{
				error: expect.stringContaining('arrived as a number'),
				details: { cause: 'refusedBeforeRequest' },
			},
		]);
	});
});
