import type { INodeParameters } from 'n8n-workflow';

import type { Scope } from '../../sandbox/tenant/authorization/oauth-clients.mts';
import type { Role, TenantOptions } from '../../sandbox/tenant/tenant.mts';
import type { EndpointName } from '../../rsa/http/endpoints.ts';
import { ADA, ADAS, FREE, GRACE } from './offboarding.mts';

/** A user who is marked as deleted. */
const MARKED = '5c1a0a5e-3333-4a4a-9b9b-000000000003';
/** A disabled hardware token of GRACE's. */
const DISABLED = '000400000004';
const PHONE = 'phone-1';
const KEY = 'key-1';
const DISABLED_KEY = 'key-2';
const DS100 = '140100080';
const DISABLED_DS100 = '140100081';

/** A tenant in which each of {@link operationCases} succeeds. */
export const tenantOfCases = {
	users: [
		{
			userId: ADA,
			emailAddress: 'ada@example.com',
			firstName: 'Ada',
			lastName: 'Lovelace',
			emergencyAccessStatus: 'Enabled',
			emergencyTokencodeId: 'f10d0514-7dd1-4a13-a30e-236d0e65b56a',
			emergencyTokencodeExpiration: '2100-01-15T08:00:00.000Z',
			offlineEmergencyAccessStatus: 'Enabled',
			offlineEmergencyTokencodeExpiration: '2100-01-22T08:00:00.000Z',
		},
		{
			userId: GRACE,
			emailAddress: 'grace@example.com',
			userStatus: 'Disabled',
			highRiskUser: true,
		},
		{
			userId: MARKED,
			emailAddress: 'marked@example.com',
			userStatus: 'Disabled',
			markDeleted: true,
			markDeletedAt: '2026-01-15T08:00:00.000Z',
			markDeletedBy: 'Help Desk Administrator',
		},
	],
	hardwareTokens: [
		{ tokenSerialNumber: ADAS, userId: ADA, pinSet: true },
		{ tokenSerialNumber: DISABLED, userId: GRACE, tokenStatus: 'Disabled' },
		{ tokenSerialNumber: FREE },
	],
	authenticators: [
		{ kind: 'mobile', id: PHONE, userId: ADA },
		{ kind: 'browser', id: 'browser-1', userId: ADA },
		{ kind: 'fido', id: KEY, userId: ADA },
		{ kind: 'fido', id: DISABLED_KEY, userId: ADA, status: 'Disabled' },
		{ kind: 'ds100', id: 'ds100-1', userId: GRACE, deviceSerialNumber: DS100 },
		{
			kind: 'ds100',
			id: 'ds100-2',
			userId: GRACE,
			deviceSerialNumber: DISABLED_DS100,
			tokenSerialNumber: '014010008132',
			tokenStatus: 'Disabled',
		},
	],
	reports: [{ reportType: 'hardware_tokens' }],
} as const satisfies TenantOptions;

/** An operation of the node: its result, and its texts for the codes that RSA documents for the call. */
export interface OperationCase {
	readonly resource:
		'hardwareToken' | 'user' | 'authenticator' | 'emergencyAccessCode' | 'highRiskUser' | 'report';
	readonly operation: string;
	readonly call: EndpointName;
	/** Look-ups that it makes and no other operation. */
	readonly lookUps?: readonly EndpointName[];
	/** More than one if the results differ in their types; the first is a case by itself. */
	readonly items: readonly [Item, ...Item[]];
	readonly parameters?: INodeParameters;
	/** Properties of the first item's result. */
	readonly result: object;
	/** By code: what happened, and the next step. */
	readonly codes: Readonly<Record<number, readonly [what: RegExp, next: RegExp]>>;
	/** What it says of a 429 with a time to come back, if RSA limits the call by itself. */
	readonly ownLimit?: RegExp;
	/** The least role of an Administration API key that may make the call. */
	readonly role: Exclude<Role, 'none'>;
	/** The one scope that an OAuth client needs for it. */
	readonly scope: Scope;
}

type Item = readonly [userId: string, serialNumber: string];

const byEmail = { user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' } };

const invalidToken = [
	/RSA rejected the serial number or the user ID as invalid/,
	/Check the serial number, .*RSA's response: "as RSA has it"$/,
] as const;
const invalidUser = [
	/RSA rejected the request as invalid/,
	/Check the values in the node\. .*RSA's response: "as RSA has it"$/,
] as const;
const noOwner = [
	/RSA still shows it as assigned to the user with the ID .*no longer seems to know that user/,
	/^The hardware token is unchanged\. .*use the operation 'Restore'/,
] as const;
const neither = [
	/RSA says that it does not know the hardware token or the user/,
	/Check the user, the serial number, and the Base URL of the credential\./,
] as const;
const noUser = [/RSA knows no user with/, /Check the (user of this item|spelling in)/] as const;
const conflict = [
	/RSA reports a conflict that the state of the hardware token does not explain/,
	/Look at the hardware token in RSA's Cloud Administration Console\./,
] as const;
const overScim = [
	/managed over SCIM/,
	/Make changes to such users in their identity source\./,
] as const;
const adas = [ADA, ADAS] as const;
const authenticatorOf = (parameter: string, kind: 'fido' | 'ds100') => ({
	kind,
	[parameter]: '={{ $json.serialNumber }}',
});
const byId = { authenticatorId: '={{ $json.serialNumber }}', confirmDeletion: true };
const invalidAuthenticator = [
	/RSA rejected the request as invalid/,
	/Check the user and the ID or serial number of the authenticator/,
] as const;
const noReport = [
	/RSA knows no report of this kind/,
	/it may not be part of your license\./,
] as const;
const markedAsDeleted = [/a user who is marked as deleted/, /Look at the user in/] as const;

/** All operations of the node, a row each. */
export const operationCases: readonly OperationCase[] = [
	{
		resource: 'hardwareToken',
		operation: 'assign',
		call: 'assign',
		items: [[ADA, FREE]],
		codes: { 400: invalidToken, 404: noUser, 409: conflict },
		role: 'helpDesk',
		scope: 'rsa.authenticator.sidtoken.manage',
		result: { outcome: 'assigned', userId: ADA },
	},
	{
		resource: 'hardwareToken',
		operation: 'clearPin',
		call: 'clearPin',
		items: [adas],
		codes: { 404: noOwner, 409: conflict },
		role: 'helpDesk',
		scope: 'rsa.authenticator.sidtoken.manage',
		result: { outcome: 'pinCleared', pinSet: false },
	},
	{
		resource: 'hardwareToken',
		operation: 'disable',
		call: 'disable',
		items: [adas],
		codes: { 404: noOwner, 409: conflict },
		role: 'helpDesk',
		scope: 'rsa.authenticator.sidtoken.manage',
		result: { outcome: 'disabled' },
	},
	{
		resource: 'hardwareToken',
		operation: 'enable',
		call: 'enable',
		items: [[GRACE, DISABLED]],
		codes: { 404: noOwner, 409: conflict },
		role: 'helpDesk',
		scope: 'rsa.authenticator.sidtoken.manage',
		result: { outcome: 'enabled' },
	},
	{
		resource: 'hardwareToken',
		operation: 'rename',
		call: 'rename',
		items: [adas],
		parameters: { newName: 'Desk token' },
		codes: { 400: invalidToken, 404: noOwner, 409: conflict },
		role: 'helpDesk',
		scope: 'rsa.authenticator.sidtoken.manage',
		result: { outcome: 'renamed', name: 'Desk token' },
	},
	{
		resource: 'hardwareToken',
		operation: 'unassign',
		call: 'unassign',
		items: [adas],
		codes: { 400: invalidToken, 404: noOwner, 409: conflict },
		role: 'helpDesk',
		scope: 'rsa.authenticator.sidtoken.manage',
		result: { outcome: 'unassigned', tokenState: 'Unassigned' },
	},
	{
		resource: 'hardwareToken',
		operation: 'delete',
		call: 'deleteHardwareToken',
		items: [['', FREE]],
		codes: { 404: neither },
		role: 'superAdmin',
		scope: 'rsa.authenticator.sidtoken.delete',
		result: { outcome: 'deleted', deleted: true },
	},
	{
		resource: 'hardwareToken',
		operation: 'get',
		call: 'lookupHardwareToken',
		items: [
			['', ADAS],
			['', FREE],
		],
		codes: {
			400: invalidToken,
			404: [/RSA knows no hardware token with this serial number/, /leading zeros included/],
		},
		role: 'helpDesk',
		scope: 'rsa.authenticator.sidtoken.read',
		result: { tokenSerialNumber: ADAS, userId: ADA, pinSet: true },
	},
	{
		resource: 'hardwareToken',
		operation: 'getAll',
		call: 'listAuthenticators',
		items: [[ADA, '']],
		parameters: { returnAll: true },
		codes: { 400: invalidUser, 404: noUser },
		role: 'helpDesk',
		scope: 'rsa.authenticator.mobile.read',
		result: { tokenSerialNumber: ADAS },
	},
	{
		resource: 'user',
		operation: 'get',
		call: 'lookupUser',
		items: [['ada@example.com', '']],
		parameters: byEmail,
		codes: { 400: invalidUser, 404: noUser, 415: [/HTTP 415/, /ask RSA's support\./] },
		role: 'helpDesk',
		scope: 'rsa.user.read',
		result: { id: ADA, userStatus: 'Enabled' },
	},
	{
		resource: 'user',
		operation: 'offboard',
		call: 'lookupUser',
		items: [['ada@example.com', '']],
		parameters: byEmail,
		codes: { 400: invalidUser, 404: noUser, 415: [/HTTP 415/, /ask RSA's support\./] },
		role: 'helpDesk',
		scope: 'rsa.user.read',
		result: { outcome: 'offboarded', userId: ADA },
	},
	{
		resource: 'user',
		operation: 'getAll',
		call: 'searchUsers',
		items: [
			['ada@', ''],
			['@example.com', ''],
		],
		parameters: { emailContains: '={{ $json.userId }}', returnAll: true },
		codes: { 400: invalidUser },
		role: 'helpDesk',
		scope: 'rsa.user.read',
		result: { emailAddress: 'ada@example.com' },
	},
	{
		resource: 'user',
		operation: 'disable',
		call: 'setUserStatus',
		items: [[ADA, '']],
		codes: { 400: invalidUser, 404: noUser, 409: markedAsDeleted },
		role: 'helpDesk',
		scope: 'rsa.user.manage',
		result: { outcome: 'userDisabled' },
	},
	{
		resource: 'user',
		operation: 'enable',
		call: 'setUserStatus',
		items: [[GRACE, '']],
		codes: { 400: invalidUser, 404: noUser, 409: markedAsDeleted },
		role: 'helpDesk',
		scope: 'rsa.user.manage',
		result: { outcome: 'userEnabled' },
	},
	{
		resource: 'user',
		operation: 'markDeleted',
		call: 'markUserDeleted',
		items: [[GRACE, '']],
		codes: {
			400: invalidUser,
			404: noUser,
			405: overScim,
			409: [/only a user who is disabled/, /'Disable' of the user before/],
		},
		role: 'helpDesk',
		scope: 'rsa.user.delete.soft',
		result: { outcome: 'userMarkedDeleted' },
	},
	{
		resource: 'user',
		operation: 'restore',
		call: 'markUserDeleted',
		items: [[MARKED, '']],
		codes: {
			400: invalidUser,
			404: noUser,
			405: overScim,
			409: [/can be restored/, /Look at the user in/],
		},
		role: 'helpDesk',
		scope: 'rsa.user.delete.soft',
		result: { outcome: 'userRestored' },
	},
	{
		resource: 'user',
		operation: 'delete',
		call: 'deleteUser',
		items: [[GRACE, '']],
		parameters: { confirmDeletion: true },
		codes: {
			405: overScim,
			409: [/disabled and not marked as deleted/, /'Disable' of the user before/],
		},
		role: 'superAdmin',
		scope: 'rsa.user.delete',
		result: { outcome: 'userDeleted', deleted: true },
	},
	{
		resource: 'user',
		operation: 'synchronize',
		call: 'synchronizeUser',
		items: [[ADA, '']],
		codes: { 400: invalidUser, 404: noUser },
		role: 'helpDesk',
		scope: 'rsa.user.sync',
		result: { outcome: 'userSynchronized' },
	},
	{
		resource: 'authenticator',
		operation: 'getAll',
		call: 'listAuthenticators',
		items: [[ADA, '']],
		parameters: { limit: 1 },
		codes: { 400: invalidUser, 404: noUser },
		role: 'helpDesk',
		scope: 'rsa.authenticator.mobile.read',
		result: { kind: 'mobile', id: PHONE, userId: ADA },
	},
	{
		resource: 'authenticator',
		operation: 'delete',
		call: 'deleteRegisteredDevice',
		items: [[ADA, PHONE]],
		parameters: byId,
		codes: {
			400: invalidAuthenticator,
			404: [
				/RSA lists it among the user's authenticators, but says that it does not exist/,
				/Delete it in RSA's Cloud Administration/,
			],
		},
		role: 'helpDesk',
		scope: 'rsa.authenticator.mobile.delete',
		result: { outcome: 'authenticatorDeleted', deleted: true, authenticatorId: PHONE },
	},
	{
		resource: 'authenticator',
		operation: 'disable',
		call: 'disableFidoAuthenticator',
		items: [[ADA, KEY]],
		parameters: authenticatorOf('authenticatorId', 'fido'),
		codes: { 400: invalidAuthenticator },
		role: 'helpDesk',
		scope: 'rsa.authenticator.fido.manage',
		result: { outcome: 'authenticatorDisabled', status: 'Disabled', authenticatorId: KEY },
	},
	{
		resource: 'authenticator',
		operation: 'disable',
		call: 'disableDs100',
		lookUps: ['lookupDs100'],
		items: [[GRACE, DS100]],
		parameters: authenticatorOf('deviceSerialNumber', 'ds100'),
		codes: { 400: invalidAuthenticator, 404: noUser },
		role: 'helpDesk',
		scope: 'rsa.authenticator.ds100.manage',
		result: { outcome: 'authenticatorDisabled', tokenStatus: 'Disabled', userId: GRACE },
	},
	{
		resource: 'authenticator',
		operation: 'enable',
		call: 'enableFidoAuthenticator',
		items: [[ADA, DISABLED_KEY]],
		parameters: authenticatorOf('authenticatorId', 'fido'),
		codes: { 400: invalidAuthenticator },
		role: 'helpDesk',
		scope: 'rsa.authenticator.fido.manage',
		result: { outcome: 'authenticatorEnabled', status: 'Enabled' },
	},
	{
		resource: 'authenticator',
		operation: 'enable',
		call: 'enableDs100',
		items: [[GRACE, DISABLED_DS100]],
		parameters: authenticatorOf('deviceSerialNumber', 'ds100'),
		codes: { 400: invalidAuthenticator, 404: noUser },
		role: 'helpDesk',
		scope: 'rsa.authenticator.ds100.manage',
		result: { outcome: 'authenticatorEnabled', tokenStatus: 'Enabled' },
	},
	{
		resource: 'emergencyAccessCode',
		operation: 'disable',
		call: 'disableEmergencyAccessCode',
		items: [[ADA, '']],
		codes: {
			400: invalidUser,
			404: [/no emergency access code with this ID/, /may have a new code/],
		},
		role: 'helpDesk',
		scope: 'rsa.authenticator.emergency.manage',
		result: {
			outcome: 'emergencyAccessCodesDisabled',
			offlineCodeValidUntil: '2100-01-22T08:00:00.000Z',
		},
	},
	{
		resource: 'highRiskUser',
		operation: 'add',
		call: 'changeHighRiskUsers',
		items: [['ada@example.com', '']],
		parameters: byEmail,
		codes: {
			207: [/RSA refused this user/, /RSA accepts only email addresses of users that it knows/],
			400: invalidUser,
		},
		role: 'superAdmin',
		scope: 'rsa.user.risky.manage',
		result: { outcome: 'highRiskUserAdded', email: 'ada@example.com' },
	},
	{
		resource: 'highRiskUser',
		operation: 'remove',
		call: 'changeHighRiskUsers',
		items: [['grace@example.com', '']],
		parameters: byEmail,
		codes: {
			207: [/RSA refused this user/, /RSA accepts only email addresses of users that it knows/],
		},
		role: 'superAdmin',
		scope: 'rsa.user.risky.manage',
		result: { outcome: 'highRiskUserRemoved', highRiskUser: false },
	},
	{
		resource: 'highRiskUser',
		operation: 'getAll',
		call: 'listHighRiskUsers',
		items: [['', '']],
		parameters: { limit: 1 },
		codes: { 400: invalidUser },
		role: 'superAdmin',
		scope: 'rsa.user.risky.read',
		result: { email: 'grace@example.com' },
	},
	{
		resource: 'report',
		operation: 'generate',
		call: 'generateReport',
		items: [['', '']],
		codes: { 404: noReport },
		ownLimit: /it generates a report only once in 8 hours, and asks to wait 30 s$/,
		role: 'helpDesk',
		scope: 'rsa.report.read',
		result: { outcome: 'reportStarted', reportType: 'hardware_tokens' },
	},
	{
		resource: 'report',
		operation: 'download',
		call: 'downloadReport',
		items: [['', '']],
		codes: { 404: [/no finished report of this kind/, /in a few minutes/] },
		ownLimit: /it allows one download of a report in 15 minutes, and asks to wait 30 s$/,
		role: 'helpDesk',
		scope: 'rsa.report.read',
		result: { reportType: 'hardware_tokens', fileName: 'hardware_tokens.csv' },
	},
];
