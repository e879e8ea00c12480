import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import {
	ADA,
	ADAS,
	ADAS_SECOND,
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

describe('an invalid value fails before any request', () => {
	test.each([
		[
			'a serial number that is a number',
			123456789,
			/arrived as a number, so leading zeros may be lost/,
		],
		['a serial number in exponent form', '1.23457E+11', /leading zeros and digits may be lost/],
		['an empty serial number', '', /'Serial Number' is empty/],
		['a serial number of 37 characters', '0'.repeat(37), /has 37 characters/],
		['a serial number with a path in it', '../../users', /has '\.' at position 1/],
	])('%s', async (_, serialNumber, reason) => {
		const { items } = await offboarding.run(
			'unassign',
			[
				[ADA, serialNumber],
				[ADA, ADAS],
			],
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(items()[0]?.json.error).toMatch(reason);
		expect(items()[1]?.json.outcome).toBe('unassigned');
		expect(offboarding.tenant.journal).toHaveLength(1);
	});

	test.each([
		['neither an ID nor an email address', 'ada', /is not an RSA ID/],
		['a user ID that would leave the path', '../../v1/sidTokens', /is not an RSA ID/],
		['no user ID', '', /'User' is empty/],
	])('%s', async (_, userId, reason) => {
		const { thrown } = await offboarding.run('clearPin', [[userId, ADAS]]);
		expect(thrown?.message).toMatch(reason);
		expect(thrown?.itemIndex).toBe(0);
		expect(offboarding.tenant.journal).toEqual([]);
	});

	test('an item without the fields that the expressions read', async () => {
		const { items } = await offboarding.run('unassign', [], {
			items: [{ other: 1 }, { userId: ADA, serialNumber: ADAS_SECOND }],
			onError: 'continueRegularOutput',
		});
		expect(items()[0]?.json.error).toMatch(/'User' is empty \[item 0\]$/);
		expect(items()[1]?.json.outcome).toBe('unassigned');
	});
});

describe('an invalid value of another resource fails before any request', () => {
	const run = async (resource: string, operation: string, parameters: INodeParameters) => {
		const { items } = await offboarding.run(operation, [[ADA, '']], {
			resource,
			onError: 'continueRegularOutput',
			parameters: { confirmDeletion: true, ...parameters },
		});
		return items()[0]?.json.error;
	};
	const noUser = { user: { __rl: true, mode: 'email', value: '={{ $json.serialNumber }}' } };

	test.each<[string, string, string, INodeParameters, RegExp]>([
		[
			'no ID',
			'authenticator',
			'delete',
			{ authenticatorId: '={{ $json.serialNumber }}' },
			/'Authenticator ID' is empty/,
		],
		[
			'an ID that leads to another call',
			'authenticator',
			'delete',
			{ authenticatorId: '../../markDeleted' },
			/'\.\.\/\.\.\/markDeleted' is not an RSA ID/,
		],
		[
			'an ID that an expression does not find',
			'authenticator',
			'disable',
			{ kind: 'fido', authenticatorId: '={{ $json.id }}' },
			/Authenticator ID/,
		],
		[
			'a kind that cannot be disabled',
			'authenticator',
			'disable',
			{ kind: 'mobile', authenticatorId: 'phone-1' },
			/'Kind' must be "ds100" or "fido"/,
		],
		[
			'a serial number that is a number',
			'authenticator',
			'enable',
			{ kind: 'ds100', deviceSerialNumber: '={{ 140100080 }}' },
			/arrived as a number/,
		],
		['no user', 'authenticator', 'getAll', noUser, /'User' is empty/],
		['no user', 'emergencyAccessCode', 'disable', noUser, /'User' is empty/],
		['no user', 'highRiskUser', 'add', noUser, /'User' is empty/],
		['no user', 'highRiskUser', 'remove', noUser, /'User' is empty/],
		['no user', 'user', 'offboard', noUser, /'User' is empty/],
		['a limit of 0', 'highRiskUser', 'getAll', { limit: 0 }, /'Limit' must be at least 1/],
		['a report that is none', 'report', 'generate', { reportType: 'all' }, /'Report' must be/],
		[
			'no name for the file',
			'report',
			'download',
			{ reportType: 'users', binaryPropertyName: ' ' },
			/Put Output File in Field/,
		],
	])('%s (%s: %s)', async (_, resource, operation, parameters, reason) => {
		expect(await run(resource, operation, parameters)).toMatch(reason);
		expect(offboarding.tenant.journal).toEqual([]);
	});
});

describe('an invalid credential fails before any request', () => {
	test('an expired JSON Web Token, saying since when', async () => {
		const { tenant, credential, run } = offboarding;
		const hourAgo = Math.floor(Date.now() / 1000) - 3600;
		const jwt = await tenant.signJwt(tenant.issueKey(), { claims: { exp: hourAgo } });
		const { thrown } = await run('unassign', [[ADA, ADAS]], { credential: { ...credential, jwt } });
		expect(thrown?.message).toBe(
			`Hardware token ${ADAS} was not unassigned. The JSON Web Token expired at ${new Date(hourAgo * 1000).toISOString()} (1 hour ago)`,
		);
		expect(thrown?.description).toContain('Administration API key');
		expect(tenant.journal).toEqual([]);
	});

	test.each([
		[{ jwt: 'secret-api-key' }, /not a JSON Web Token/],
		[{ jwt: undefined }, /JSON Web Token is empty/],
		[{ baseUrl: 'http://tenant.example' }, /http:\/\/: the access token could be intercepted/],
		[{ baseUrl: '' }, /Base URL is empty/],
	])('%j', async (fields, reason) => {
		const { items } = await offboarding.run(
			'unassign',
			[
				[ADA, ADAS],
				[ADA, ADAS_SECOND],
			],
			{
				credential: { ...offboarding.credential, ...fields } as Offboarding['credential'],
				onError: 'continueRegularOutput',
			},
		);
		expect(items().map(({ json }) => json.error)).toEqual([
			expect.stringMatching(reason),
			expect.stringMatching(reason),
		]);
		expect(offboarding.tenant.journal).toEqual([]);
	});
});

test.each(['', '/', '/AdminInterface', '/AdminInterface/restapi', '/AdminInterface/restapi/v1'])(
	"a base URL that ends with '%s' works for v1 and v2",
	async (path) => {
		const { tenant, run } = offboarding;
		const credential = { ...offboarding.credential, baseUrl: tenant.origin + path };
		const cleared = await run('clearPin', [[ADA, ADAS]], { credential });
		const taken = await run('unassign', [[ADA, ADAS]], { credential });
		expect(cleared.items()[0]?.json.outcome).toBe('pinCleared');
		expect(taken.items()[0]?.json.outcome).toBe('unassigned');
	},
);
