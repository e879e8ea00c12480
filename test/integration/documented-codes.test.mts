import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import {
	ADA,
	ADAS,
	FREE,
	GRACE,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

/** A user who is marked as deleted. */
const MARKED = '5c1a0a5e-3333-4a4a-9b9b-000000000003';
/** A hardware token of ADA's. */
const DISABLED = '000400000004';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding(
		{
			users: [
				{ userId: ADA, emailAddress: 'ada@example.com' },
				{ userId: GRACE, emailAddress: 'grace@example.com', userStatus: 'Disabled' },
				{ userId: MARKED, userStatus: 'Disabled', markDeleted: true },
			],
		},
		'superAdmin',
	);
	offboarding.tenant.addHardwareToken({
		tokenSerialNumber: DISABLED,
		userId: ADA,
		tokenStatus: 'Disabled',
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** What RSA's page of the call documents, and what the operation makes of it. */
interface Row {
	readonly resource?: 'user';
	readonly operation: string;
	readonly call: EndpointName;
	readonly item: readonly [user: string, serialNumber: string];
	readonly parameters?: object;
	/** What happened, and what to do about it. */
	readonly codes: Readonly<Record<number, readonly [what: RegExp, next: RegExp]>>;
	/** The role or scope that the text of a 403 names. */
	readonly right: RegExp;
}

const invalidToken = [
	/RSA rejected the serial number or the user ID as invalid/,
	/Check both: the serial number .*RSA's answer: "as RSA has it"$/,
] as const;
const invalidUser = [
	/RSA rejected the request as invalid/,
	/Check how the item names the user\..*RSA's answer: "as RSA has it"$/,
] as const;
const noOwner = [
	/RSA still shows it as assigned to the user with the ID .*does not seem to know that user/,
	/^The hardware token is as it was\. .*'Restore' the user/,
] as const;
const neither = [
	/RSA knows either no such user or no such hardware token/,
	/Check the user, the serial number, and the Base URL of the credential\./,
] as const;
const manage = /sidtoken\.manage/;
const byEmail = { user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' } };
const noUser = [
	/RSA knows no user with/,
	/Check (how the item names the user|the spelling in)/,
] as const;
const conflict = [
	/RSA sees a conflict, which a look-up of the hardware token does not explain/,
	/Look at the hardware token in RSA's Cloud Administration Console\./,
] as const;
const overScim = [/managed over SCIM/, /make the change there\./] as const;
const adas = [ADA, ADAS] as const;

const rows: readonly Row[] = [
	{
		operation: 'assign',
		call: 'assign',
		item: [ADA, FREE],
		codes: { 400: invalidToken, 404: noUser, 409: conflict },
		right: manage,
	},
	{
		operation: 'clearPin',
		call: 'clearPin',
		item: adas,
		codes: { 404: noOwner, 409: conflict },
		right: manage,
	},
	{
		operation: 'disable',
		call: 'disable',
		item: adas,
		codes: { 404: noOwner, 409: conflict },
		right: manage,
	},
	{
		operation: 'enable',
		call: 'enable',
		item: [ADA, DISABLED],
		codes: { 404: noOwner, 409: conflict },
		right: manage,
	},
	{
		operation: 'rename',
		call: 'rename',
		item: adas,
		parameters: { newName: 'Desk token' },
		codes: { 400: invalidToken, 404: noOwner, 409: conflict },
		right: manage,
	},
	{
		operation: 'unassign',
		call: 'unassign',
		item: adas,
		codes: { 400: invalidToken, 404: noOwner, 409: conflict },
		right: manage,
	},
	{
		operation: 'delete',
		call: 'deleteHardwareToken',
		item: ['', FREE],
		codes: { 404: neither },
		right: /Super Administrator.*sidtoken\.delete/,
	},
	{
		operation: 'get',
		call: 'lookupHardwareToken',
		item: ['', ADAS],
		codes: {
			400: invalidToken,
			404: [/RSA knows no hardware token with this serial number/, /leading zeros included/],
		},
		right: /sidtoken\.read/,
	},
	{
		operation: 'getAll',
		call: 'listAuthenticators',
		item: [ADA, ''],
		parameters: { returnAll: true },
		codes: { 400: invalidUser, 404: noUser },
		right: /mobile\.read/,
	},
	{
		resource: 'user',
		operation: 'get',
		call: 'lookupUser',
		item: ['ada@example.com', ''],
		parameters: byEmail,
		codes: { 400: invalidUser, 404: noUser, 415: [/HTTP 415/, /ask RSA's support\./] },
		right: /rsa\.user\.read/,
	},
	{
		resource: 'user',
		operation: 'getAll',
		call: 'searchUsers',
		item: ['', ''],
		parameters: { emailContains: 'ada', returnAll: true },
		codes: { 400: invalidUser },
		right: /rsa\.user\.read/,
	},
	...(['disable', 'enable'] as const).map((operation): Row => ({
		resource: 'user' as const,
		operation,
		call: 'setUserStatus' as const,
		item: [operation === 'disable' ? ADA : GRACE, ''] as const,
		codes: { 400: invalidUser, 404: noUser, 409: [/pending deletion/, /Look at the user in/] },
		right: /rsa\.user\.manage/,
	})),
	{
		resource: 'user',
		operation: 'markDeleted',
		call: 'markUserDeleted',
		item: [GRACE, ''],
		codes: {
			400: invalidUser,
			404: noUser,
			405: overScim,
			409: [/has to be disabled/, /'Disable' of the user before/],
		},
		right: /rsa\.user\.delete\.soft/,
	},
	{
		resource: 'user',
		operation: 'restore',
		call: 'markUserDeleted',
		item: [MARKED, ''],
		codes: {
			400: invalidUser,
			404: noUser,
			405: overScim,
			409: [/can be restored/, /Look at the user in/],
		},
		right: /rsa\.user\.delete\.soft/,
	},
	{
		resource: 'user',
		operation: 'delete',
		call: 'deleteUser',
		item: [GRACE, ''],
		parameters: { confirmDeletion: true },
		codes: {
			405: overScim,
			409: [/disabled and not marked as deleted/, /'Disable' of the user before/],
		},
		right: /Super Administrator.*rsa\.user\.delete/,
	},
	{
		resource: 'user',
		operation: 'synchronize',
		call: 'synchronizeUser',
		item: [ADA, ''],
		codes: { 400: invalidUser, 404: noUser },
		right: /rsa\.user\.sync/,
	},
];

const named = rows.map((row) => [row.resource ?? 'hardwareToken', row.operation, row] as const);

/** Each change is sent once, and waits end soon. */
const impatient = { maxTries: 1, itemDeadline: 1 };

async function textsFor({ resource, operation, call, item, parameters }: Row, status: number) {
	const body = { code: `${status} CODE`, description: 'as RSA has it' };
	const headers = status === 429 ? { 'retry-after': '30' } : {};
	offboarding.tenant.order(
		{ kind: 'unexpectedAnswer', answer: { status, body, headers } },
		{ operation: call, times: 9 },
	);
	const { thrown } = await offboarding.run(operation, [item], {
		...(resource && { resource }),
		options: impatient,
		parameters: { ...parameters },
	});
	return { message: thrown?.message ?? '', description: thrown?.description ?? '' };
}

describe.each(named)('%s: %s explains', (_resource, _operation, row) => {
	test.each(Object.entries(row.codes))('%s', async (status, [what, next]) => {
		const { message, description } = await textsFor(row, Number(status));
		expect(message).toMatch(what);
		expect(description).toMatch(next);
		expect(description).toMatch(/^[A-Z].*[.:"]$/);
	});

	test('403, with the right that is missing', async () => {
		const { message, description } = await textsFor(row, 403);
		expect(message).toMatch(/: RSA says that this credential is not allowed to do this$/);
		expect(description).toMatch(row.right);
	});

	test('429, with how long to wait', async () => {
		const { message, description } = await textsFor(row, 429);
		expect(message).toMatch(/RSA is receiving too many requests and asks to wait 30 s/);
		expect(description).toContain('Item Deadline');
	});

	test('500, with what is known', async () => {
		const { message, description } = await textsFor(row, 500);
		expect(message).toMatch(/RSA's service answered with HTTP 500/);
		expect(description).toMatch(/safe|stays in it|RSA's support|not changed twice/);
	});
});
