import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import {
	ADA,
	GRACE,
	UNKNOWN_USER,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';
import { withoutWaits } from '../support/skipped-waits.mts';

const CODE = 'f10d0514-7dd1-4a13-a30e-236d0e65b56a';
const LATER = '2100-01-15T08:00:00.000Z';
const AT_ALL = 'emergencyAccessCodesDisabled';
const ALREADY = 'emergencyAccessCodesAlreadyDisabled';
const ada = {
	userId: ADA,
	emailAddress: 'ada@example.com',
	emergencyAccessStatus: 'Enabled',
	emergencyTokencodeId: CODE,
	emergencyTokencodeExpiration: LATER,
	offlineEmergencyAccessStatus: 'Enabled',
	offlineEmergencyTokencodeExpiration: LATER,
};

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding({
		users: [ada, { userId: GRACE, emailAddress: 'grace@example.com' }],
		hardwareTokens: [],
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

async function disable(user: string, options: INodeParameters = {}) {
	const mode = user.includes('@') ? 'email' : 'id';
	const { items } = await offboarding.run('disable', [[user, '']], {
		resource: 'emergencyAccessCode',
		onError: 'continueRegularOutput',
		options: { itemDeadline: 20, ...options },
		parameters: { user: { __rl: true, mode, value: '={{ $json.userId }}' } },
	});
	return items()[0]?.json;
}

const sent = () => offboarding.tenant.journal.map(({ operation }) => operation);
const order = (fault: Fault, operation: EndpointName, times = 1) => {
	offboarding.tenant.order(fault, { operation, times });
};
const shown = (fields: object): Fault => ({
	kind: 'unexpectedResponse',
	response: {
		status: 200,
		body: { id: ADA, emailAddress: 'ada@example.com', userStatus: 'Enabled', ...fields },
	},
});

test.each(['ada@example.com', ADA])(
	'all codes of %s are disabled, which a look-up shows, and an offline code is shown with its time',
	async (user) => {
		expect(await disable(user)).toEqual({
			id: ADA,
			userId: ADA,
			...(user !== ADA && { email: user }),
			emergencyAccessStatus: 'Disabled',
			emergencyTokencodeId: null,
			emergencyTokencodeExpiration: null,
			emergencyTokencodeLastUse: null,
			offlineEmergencyAccessStatus: 'Enabled',
			offlineEmergencyTokencodeExpiration: LATER,
			offlineCodeValidUntil: LATER,
			outcome: AT_ALL,
			confirmedBy: 'readBack',
		});
		expect(offboarding.tenant.user(ADA)).toMatchObject({ emergencyTokencodeId: null });
		expect(sent().slice(-3)).toEqual(['lookupUser', 'disableEmergencyAccessCode', 'lookupUser']);
	},
);

test('a user without a code is a success, twice, and nothing is sent', async () => {
	expect(await disable('grace@example.com')).toMatchObject({ outcome: ALREADY, userId: GRACE });
	await disable('ada@example.com');
	offboarding.tenant.clearJournal();
	expect(await disable('ada@example.com')).toMatchObject({
		outcome: ALREADY,
		offlineCodeValidUntil: LATER,
	});
	expect(sent()).toEqual(['lookupUser']);
});

describe('the item about an offline code', () => {
	test.each([
		[
			'nothing once it has expired',
			{ offlineEmergencyTokencodeExpiration: '2020-01-15T08:00:00.000Z' },
			undefined,
		],
		[
			'nothing where RSA says that it is disabled',
			{ offlineEmergencyAccessStatus: 'DISABLED' },
			undefined,
		],
		[
			'nothing where there is none',
			{ offlineEmergencyAccessStatus: 'Disabled', offlineEmergencyTokencodeExpiration: null },
			undefined,
		],
		[
			'that RSA does not say until when it works',
			{ offlineEmergencyAccessStatus: 'Enabled', offlineEmergencyTokencodeExpiration: null },
			null,
		],
		[
			'the time as RSA says it, where that cannot be understood',
			{ offlineEmergencyTokencodeExpiration: 'in a week' },
			'in a week',
		],
	])('%s', async (_name, fields, validUntil) => {
		offboarding.tenant.addUser({ ...ada, ...fields });
		expect((await disable('ada@example.com'))?.['offlineCodeValidUntil']).toBe(validUntil);
	});
});

const TODAY = new Date().toISOString().slice(0, 10);
/** An hour ago in UTC. */
const LOCAL = new Date(Date.now() - 3_600_000).toISOString().slice(0, -1);

test.each<[string, object, string | null | undefined]>([
	['nothing', {}, undefined],
	['no time', { offlineEmergencyTokencodeExpiration: null }, undefined],
	['a year, or a count of something', { offlineEmergencyTokencodeExpiration: '1' }, '1'],
	['a day, which may have hours to go', { offlineEmergencyTokencodeExpiration: TODAY }, TODAY],
	[
		'a time of no zone, in which it may be earlier',
		{ offlineEmergencyTokencodeExpiration: LOCAL },
		LOCAL,
	],
	[
		'a time of no zone that is over everywhere',
		{ offlineEmergencyTokencodeExpiration: '2020-01-15T08:00:00' },
		undefined,
	],
	['a time that is no text', { offlineEmergencyTokencodeExpiration: 4_102_444_800_000 }, null],
	['a status alone', { offlineEmergencyAccessStatus: 'Enabled' }, null],
	['a status that is not known', { offlineEmergencyAccessStatus: 1 }, null],
])(
	'of an offline code, RSA shows %s: what is not known is not over',
	async (_name, fields, until) => {
		order(shown({ emergencyAccessStatus: 'Disabled', ...fields }), 'lookupUser');
		expect((await disable('ada@example.com'))?.['offlineCodeValidUntil']).toBe(until);
	},
);

describe('whether there is a code', () => {
	test.each([
		['none by status', { emergencyAccessStatus: 'disabled' }, ALREADY],
		[
			'none by status, beside an old ID',
			{ emergencyAccessStatus: 'Disabled', emergencyTokencodeId: CODE },
			ALREADY,
		],
		['none by the ID alone', { emergencyTokencodeId: null }, ALREADY],
	])('%s', async (_name, fields, outcome) => {
		order(shown(fields), 'lookupUser');
		expect(await disable('ada@example.com')).toMatchObject({ outcome });
	});

	test.each([
		['nothing about it', {}],
		['a status without an ID', { emergencyAccessStatus: 'Enabled', emergencyTokencodeId: null }],
		['a status that is not known', { emergencyAccessStatus: 'Expired' }],
		['an ID that leads to another call', { emergencyTokencodeId: '..' }],
	])('nothing is sent and nothing claimed where the look-up shows %s', async (_name, fields) => {
		order(shown(fields), 'lookupUser');
		expect(await disable('ada@example.com')).toMatchObject({
			error: expect.stringContaining('does not say whether they have an emergency access code'),
			details: { cause: 'lookUpFailed', email: 'ada@example.com', userId: ADA },
		});
		expect(sent()).toEqual(['lookupUser']);
	});
});

test('a code itself never comes out, whatever RSA answers', async () => {
	const secret = { emergencyTokencode: '12345678' };
	order(shown({ ...ada, ...secret }), 'lookupUser', 99);
	order(
		{ kind: 'unexpectedResponse', response: { status: 200, body: secret } },
		'disableEmergencyAccessCode',
		99,
	);
	for (const options of [{ verify: true, itemDeadline: 2, maxTries: 1 }, { dryRun: true }]) {
		expect(JSON.stringify(await disable('ada@example.com', options))).not.toContain('12345678');
	}
});

test('neither does it come out of the operation that gets the user', async () => {
	order(shown({ emergencyTokencode: '12345678' }), 'lookupUser');
	const { items } = await offboarding.run('get', [['ada@example.com', '']], {
		resource: 'user',
		parameters: { user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' } },
	});
	expect(items()).toMatchObject([{ json: { id: ADA } }]);
	expect(JSON.stringify(items())).not.toContain('12345678');
});

test('it is not claimed that codes are disabled which RSA still shows', async () => {
	order(
		{ kind: 'unexpectedResponse', response: { status: 200, body: '' } },
		'disableEmergencyAccessCode',
		99,
	);
	expect(await disable('ada@example.com', { itemDeadline: 1, maxTries: 1 })).toMatchObject({
		error: expect.stringMatching(
			/^The emergency access codes of the user with the email address ada@example\.com were not disabled/,
		),
		details: { cause: 'notConfirmed' },
	});
});

test('another code that the user was given during the run is disabled too, for the item that finds it', async () => {
	const withCode = (emergencyTokencodeId: string) =>
		shown({ principalUsername: 'ada', emergencyAccessStatus: 'Enabled', emergencyTokencodeId });
	order(withCode(CODE), 'lookupUser');
	order(shown({ emergencyAccessStatus: 'Disabled' }), 'lookupUser');
	order(withCode('other-code'), 'lookupUser', 99);
	const items = [
		{ name: 'ada@example.com', mode: 'email' },
		{ name: 'ada', mode: 'username' },
	];
	await withoutWaits(
		async () =>
			await offboarding.run('disable', [], {
				items,
				resource: 'emergencyAccessCode',
				onError: 'continueRegularOutput',
				options: { maxConcurrency: 1, maxTries: 1 },
				parameters: { user: '={{ { __rl: true, mode: $json.mode, value: $json.name } }}' },
			}),
	);
	const paths = offboarding.tenant.journal.map(({ path }) => path);
	expect(paths.filter((path) => path.includes('emergencyTokencode/'))).toEqual([
		expect.stringContaining(CODE),
		expect.stringContaining('other-code'),
	]);
});

test('a lost answer is looked up, and a dry run changes nothing', async () => {
	expect(await disable('ada@example.com', { dryRun: true })).toMatchObject({
		outcome: 'wouldDisableEmergencyAccessCodes',
		dryRun: true,
		before: { emergencyTokencodeId: CODE },
		after: { emergencyAccessStatus: 'Disabled' },
	});
	expect(sent()).not.toContain('disableEmergencyAccessCode');
	order({ kind: 'answerLost' }, 'disableEmergencyAccessCode');
	expect(await disable('ada@example.com')).toMatchObject({ outcome: AT_ALL });
});

test('a user whom RSA does not know is a failure, since the name may be wrong', async () => {
	expect(await disable('nobody@example.com')).toMatchObject({ details: { cause: 'userNotFound' } });
	expect(await disable(UNKNOWN_USER)).toMatchObject({ details: { cause: 'userNotFound' } });
});

test('a user named by ID whom the search does not show may have no address: RSA may know them', async () => {
	expect(await disable(UNKNOWN_USER)).toMatchObject({
		error: expect.stringMatching(/RSA knows no user with the ID .* who has an email address/),
		message: expect.stringMatching(/give the username instead of the ID\.$/),
	});
});
