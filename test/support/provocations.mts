import type { INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Cause } from '../../rsa/errors/errorTexts.ts';
import { CertificateAuthority } from '../../sandbox/tenant/authorization/certificate-authority.mts';
import { oauthCredentialOf } from '../../sandbox/tenant/authorization/oauth-credential.mts';
import type { Fault, TenantOptions } from '../../sandbox/tenant/tenant.mts';
import { ADA, ADAS, GRACE, type Offboarding } from './offboarding.mts';

/** The ways in which an item names its user. */
const namings = ['id', 'list', 'email', 'username'] as const;
/** Scope of an item: one hardware token, or all that its user has. */
const scopes = ['one', 'all'] as const;
const modes = ['plain', 'verified', 'dryRun'] as const;

export interface Way {
	readonly naming: (typeof namings)[number];
	readonly scope: (typeof scopes)[number];
	readonly mode: (typeof modes)[number];
}

/** All there are. */
export const ways: readonly Way[] = namings.flatMap((naming) =>
	scopes.flatMap((scope) => modes.map((mode) => ({ naming, scope, mode }))),
);

/** Provokes a cause of failure, in a tenant whose Ada has one hardware token. */
export interface Provocation {
	/** Faults, and the calls that they hit: all of them, if none is named. */
	readonly faults?: ReadonlyArray<readonly [Fault, on?: EndpointName]>;
	/** The ways in which it is possible; all by default. */
	readonly in?: (way: Way) => boolean;
	readonly resource?: 'user' | 'authenticator' | 'emergencyAccessCode' | 'highRiskUser' | 'report';
	/** What the texts name, if not the hardware token or the user. */
	readonly target?: string;
	readonly operation?: string;
	readonly options?: INodeParameters;
	readonly parameters?: INodeParameters;
	readonly credential?: INodeParameters;
	/** A credential in place of the key's. */
	readonly credentialOf?: (offboarding: Offboarding) => Promise<Offboarding['credential']>;
	/** Whether an item of Grace's comes before the item under test. */
	readonly isSecond?: boolean;
	/** Whether the item names no user at all. */
	readonly isWithoutUser?: boolean;
	/** Whether the serial number cannot be read. */
	readonly isWithoutToken?: boolean;
	readonly tenant?: () => Promise<TenantOptions>;
	readonly before?: (offboarding: Offboarding) => Promise<void>;
}

/** An error response in RSA's own shape. */
export const rsaError = (status: number, description: string): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body: { code: `${status} CODE`, description } },
});
const gateway = (message: string): Fault => ({
	kind: 'unexpectedResponse',
	response: { status: 403, body: { status: 403, error: 'Forbidden', message, path: '/x' } },
});
const respondsWith = (status: number, body: unknown = ''): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body },
});
const tokenOf = (userId: string | null, pinSet = true): Fault =>
	respondsWith(200, { tokenSerialNumber: ADAS, userId, pinSet, tokenStatus: 'Enabled' });

/** The user of the item in each naming, as n8n stores the resource locator's value. */
export const entered: Readonly<
	Record<Way['naming'], { mode: string; ada: string; grace: string }>
> = {
	id: { mode: 'id', ada: ADA, grace: GRACE },
	list: { mode: 'list', ada: ADA, grace: GRACE },
	email: { mode: 'email', ada: 'ada@example.com', grace: 'grace@example.com' },
	username: { mode: 'username', ada: 'ada.lovelace', grace: 'grace.hopper' },
};

const isPlain = ({ mode }: Way) => mode === 'plain';
const isVerified = ({ mode }: Way) => mode === 'verified';
const isReal = ({ mode }: Way) => mode !== 'dryRun';
const isForOne = ({ scope }: Way) => scope === 'one';
const isPlainForOne = (way: Way) => isPlain(way) && isForOne(way);
const looksUserUp = ({ naming }: Way) => naming === 'email' || naming === 'username';
/** For causes that take their time, which do not hang on the naming. */
const isByEmail = ({ naming, mode }: Way) => naming === 'email' && mode !== 'verified';

const isRealByEmail = (way: Way) => isReal(way) && isForOne(way) && way.naming === 'email';
const PHONE = 'phone-1';
const KEY = 'key-1';
const withAuthenticators = async (): Promise<TenantOptions> =>
	await Promise.resolve({
		authenticators: [
			{ kind: 'mobile', id: PHONE, userId: ADA },
			{ kind: 'fido', id: KEY, userId: ADA },
		],
	});
const deleteDevice = (authenticatorId: string) =>
	({
		resource: 'authenticator',
		operation: 'delete',
		parameters: { authenticatorId, confirmDeletion: true },
		tenant: withAuthenticators,
		target: authenticatorId,
	}) as const;
const withCode = async (): Promise<TenantOptions> =>
	await Promise.resolve({
		users: [
			{
				userId: ADA,
				emailAddress: entered.email.ada,
				principalUsername: entered.username.ada,
				emergencyAccessStatus: 'Enabled',
				emergencyTokencodeId: 'f10d0514-7dd1-4a13-a30e-236d0e65b56a',
			},
			{ userId: GRACE, emailAddress: entered.email.grace },
		],
	});

const userChange = { resource: 'user', operation: 'disable', in: isPlainForOne } as const;
const oneAtATime = { maxConcurrency: 1 };

/** Causes without a row in the table, since no request leads to them. */
type OfTheItem = 'credentialRefused' | 'refusedBeforeRequest' | 'unexpected';

/** A provocation of each cause, or why it cannot occur in an execution of n8n's engine. */
export const provocations: Readonly<Record<Cause | OfTheItem, Provocation | string>> = {
	refusedBeforeRequest: { options: { timeout: 0 } },
	unexpected: 'nothing is known that the node does not expect',
	accessTokenDelayed: {
		credentialOf: async ({ tenant }) =>
			oauthCredentialOf(tenant, await tenant.issueOAuthClient({ keyType: 'EC' })),
		before: async ({ tenant }) => {
			tenant.orderAtTokenEndpoint({ kind: 'serviceUnavailable', retryAfter: 60 }, { times: 99 });
			await Promise.resolve();
		},
	},
	credentialRefused: { credential: { jwt: 'none' } },
	invalidParameters: { faults: [[rsaError(400, 'Invalid serial'), 'unassign']], in: isReal },
	accessIdUnknown: { faults: [[gateway('Invalid Access Id')]] },
	audienceInvalid: { faults: [[gateway('Invalid audience')]] },
	accessTokenExpired: { faults: [[gateway('Expired Access Token is not allowed')]] },
	accessTokenRefused: { faults: [[respondsWith(401, '<html>Unauthorized</html>')]] },
	notAllowed: { faults: [[rsaError(403, 'User is not authorized'), 'unassign']], in: isReal },
	userUnknown: {
		faults: [
			[rsaError(404, 'Not found'), 'unassign'],
			[tokenOf(GRACE), 'lookupHardwareToken'],
		],
		in: isPlain,
	},
	ownerUnknown: { faults: [[rsaError(404, 'User not found'), 'unassign']], in: isReal },
	hardwareTokenUnknown: {
		faults: [
			[rsaError(404, 'Not found'), 'unassign'],
			[rsaError(404, 'Not found'), 'lookupHardwareToken'],
		],
	},
	userOrHardwareTokenUnknown: {
		faults: [
			[rsaError(404, 'Not found'), 'unassign'],
			[{ kind: 'internalError' }, 'lookupHardwareToken'],
		],
		in: isPlain,
	},
	conflict: { faults: [[rsaError(409, 'In use'), 'unassign']], in: isReal },
	conflictUnexplained: {
		faults: [
			[rsaError(409, `Token is assigned to user ${GRACE}`), 'unassign'],
			[rsaError(403, 'not authorized'), 'lookupHardwareToken'],
		],
		in: isPlain,
	},
	assignedToSomebodyElse: {
		faults: [
			[rsaError(409, `Token is assigned to user ${GRACE}`), 'unassign'],
			[tokenOf(GRACE), 'lookupHardwareToken'],
		],
	},
	unassigned: {
		operation: 'disable',
		faults: [
			[rsaError(409, 'Not assigned'), 'disable'],
			[tokenOf(null), 'lookupHardwareToken'],
		],
		in: isForOne,
	},
	unassignedWithPin: {
		operation: 'clearPin',
		faults: [
			[rsaError(409, 'Not assigned'), 'clearPin'],
			[tokenOf(null), 'lookupHardwareToken'],
		],
	},
	nameDiffers: {
		operation: 'assign',
		options: { newName: 'Spare token' },
		in: (way) => isReal(way) && isForOne(way),
	},
	stillAssigned: { operation: 'delete', isWithoutUser: true, in: isForOne },
	lookUpFailed: {
		faults: [[{ kind: 'internalError' }, 'lookupHardwareToken']],
		in: ({ mode }) => mode !== 'plain',
	},
	userNotFound: { faults: [[rsaError(404, 'User not found'), 'lookupUser']], in: looksUserUp },
	userLookUpFailed: { faults: [[{ kind: 'internalError' }, 'lookupUser']], in: looksUserUp },
	userConflict: { ...userChange, faults: [[rsaError(409, 'Pending deletion'), 'setUserStatus']] },
	managedOverScim: { ...userChange, faults: [[rsaError(405, 'SCIM'), 'setUserStatus']] },
	invalidUserRequest: { ...userChange, faults: [[rsaError(400, 'Invalid'), 'setUserStatus']] },
	userStateUnknown: {
		...userChange,
		faults: [
			[{ kind: 'internalError' }, 'setUserStatus'],
			[{ kind: 'internalError' }, 'searchUsers'],
		],
		// A user who is named by an address is looked up afterwards, and is as before.
		in: (way) => isPlainForOne(way) && !looksUserUp(way),
	},
	authenticatorUnknown: {
		resource: 'authenticator',
		operation: 'disable',
		parameters: { kind: 'ds100', deviceSerialNumber: '140100080' },
		target: '140100080',
		in: isForOne,
	},
	notRegisteredDevice: { ...deleteDevice(KEY), in: isForOne },
	deviceNotDeletable: {
		...deleteDevice(PHONE),
		faults: [[rsaError(404, 'Device not found'), 'deleteRegisteredDevice']],
		in: (way) => isReal(way) && isForOne(way),
	},
	fidoNotChangeable: {
		resource: 'authenticator',
		operation: 'disable',
		parameters: { kind: 'fido', authenticatorId: KEY },
		tenant: withAuthenticators,
		target: KEY,
		faults: [[rsaError(404, 'Authenticator not found'), 'disableFidoAuthenticator']],
		in: (way) => isReal(way) && isForOne(way),
	},
	emergencyAccessCodeUnknown: {
		resource: 'emergencyAccessCode',
		operation: 'disable',
		tenant: withCode,
		faults: [[rsaError(404, 'Not found'), 'disableEmergencyAccessCode']],
		in: isRealByEmail,
	},
	highRiskUserRefused: {
		resource: 'highRiskUser',
		operation: 'add',
		faults: [
			[
				respondsWith(207, { users: [{ email: entered.email.ada, error: 'x' }] }),
				'changeHighRiskUsers',
			],
		],
		in: isRealByEmail,
	},
	reportUnknown: {
		resource: 'report',
		operation: 'generate',
		isWithoutUser: true,
		target: 'hardware_tokens',
		faults: [[rsaError(404, 'No such report'), 'generateReport']],
		in: isPlainForOne,
	},
	reportNotReady: {
		resource: 'report',
		operation: 'download',
		isWithoutUser: true,
		target: 'hardware_tokens',
		in: isPlainForOne,
	},
	reportLimitReached: {
		resource: 'report',
		operation: 'generate',
		isWithoutUser: true,
		target: 'hardware_tokens',
		faults: [[{ kind: 'tooManyRequests' }, 'generateReport']],
		in: isPlainForOne,
	},
	unclear: {
		operation: 'get',
		isWithoutUser: true,
		faults: [[respondsWith(200, {}), 'lookupHardwareToken']],
		in: isPlainForOne,
	},
	tooManyRequests: { faults: [[{ kind: 'tooManyRequests', retryAfter: 30 }]] },
	runDeadlineReached: {
		isSecond: true,
		options: { ...oneAtATime, runDeadline: 1 },
		faults: [[{ kind: 'slow', milliseconds: 1100 }]],
		in: isByEmail,
	},
	tooManyFailuresInARow: {
		isSecond: true,
		options: { ...oneAtATime, stopAfterFailures: 1 },
		before: async ({ tenant }) => {
			tenant.order(rsaError(418, 'No'));
			await Promise.resolve();
		},
	},
	tooManyChanges: { isSecond: true, options: { maxChanges: 1 } },
	changesNotCounted: {
		options: { maxChanges: 5, maxTries: 1 },
		faults: [
			[{ kind: 'internalError' }, 'lookupUser'],
			[{ kind: 'internalError' }, 'listAuthenticators'],
		],
		in: (way) => looksUserUp(way) || !isForOne(way),
	},
	stoppedAtFailure:
		'the node throws the first failure then, and n8n shows no items of a node that throws',
	cancelled: 'n8n looks at no output of a node whose execution was cancelled',
	serviceFailed: { faults: [[{ kind: 'badGateway' }, 'unassign']], in: isReal },
	answerLost: { faults: [[{ kind: 'connectionReset' }, 'unassign']], in: isReal },
	notConfirmed: { faults: [[respondsWith(200, '<html>Sign in</html>'), 'unassign']], in: isReal },
	stateUnknown: {
		faults: [
			[{ kind: 'internalError' }, 'unassign'],
			[{ kind: 'internalError' }, 'lookupHardwareToken'],
		],
		in: isPlain,
	},
	notVerified: {
		faults: [
			[respondsWith(200, { tokenSerialNumber: ADAS, tokenState: 'Unassigned' }), 'unassign'],
		],
		in: isVerified,
	},
	notDelivered: {
		before: async ({ tenant }) => {
			await tenant.refuseConnections();
		},
	},
	certificateRefused: {
		tenant: async () => ({ certificate: await (await CertificateAuthority.found()).issue() }),
	},
	proxyRefused: { faults: [[respondsWith(407)]] },
	redirected: { faults: [[respondsWith(302)]] },
	notTheApi: { faults: [[respondsWith(404, '<html>Not found</html>')]] },
	unexpectedStatus: { faults: [[rsaError(418, 'No'), 'unassign']], in: isReal },
};
