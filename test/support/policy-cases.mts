import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type {
	Fault,
	HardwareToken,
	Tenant,
	TenantOptions,
	User,
} from '../../sandbox/tenant/tenant.mts';
import { ADA, ADAS, GRACE, startOffboarding } from './offboarding.mts';
import { rsaError } from './provocations.mts';

const ADAS_EMAIL = 'ada@example.com';
const NEW_NAME = 'Desk token';

/** The state of a user or of a hardware token, as far as it matters. */
type State = Partial<Omit<User, 'userId'>> & Partial<HardwareToken>;

/** A change of Ada, or of a hardware token, and the states of them that matter to it. */
export interface Change {
	readonly of: 'token' | 'user';
	readonly operation: string;
	readonly endpoint: EndpointName;
	readonly outcome: string;
	/** The outcome if the state was the requested one before. */
	readonly noopOutcome: string;
	/** A state in which the change has to be made. */
	readonly before?: State;
	/** The state after the change; undefined if nothing is left of it. */
	readonly after?: State;
	/** A state in which RSA rejects the change with a 409; undefined if there is none. */
	readonly obstacle?: State;
}

const ofToken = { of: 'token', obstacle: { userId: GRACE } } as const;
const ofUser = { of: 'user' } as const;
const disabled = { userStatus: 'Disabled' } as const;

export const changes = {
	'Clear PIN': {
		...ofToken,
		operation: 'clearPin',
		endpoint: 'clearPin',
		outcome: 'pinCleared',
		noopOutcome: 'pinAlreadyCleared',
		after: { pinSet: false, userId: null },
	},
	Unassign: {
		...ofToken,
		operation: 'unassign',
		endpoint: 'unassign',
		outcome: 'unassigned',
		noopOutcome: 'alreadyUnassigned',
		after: { userId: null },
	},
	Assign: {
		...ofToken,
		operation: 'assign',
		endpoint: 'assign',
		outcome: 'assigned',
		noopOutcome: 'alreadyAssigned',
		before: { userId: null },
		after: {},
	},
	Rename: {
		...ofToken,
		operation: 'rename',
		endpoint: 'rename',
		outcome: 'renamed',
		noopOutcome: 'alreadyRenamed',
		after: { name: NEW_NAME },
	},
	Enable: {
		...ofToken,
		operation: 'enable',
		endpoint: 'enable',
		outcome: 'enabled',
		noopOutcome: 'alreadyEnabled',
		before: { tokenStatus: 'Disabled' },
		after: {},
	},
	Disable: {
		...ofToken,
		operation: 'disable',
		endpoint: 'disable',
		outcome: 'disabled',
		noopOutcome: 'alreadyDisabled',
		after: { tokenStatus: 'Disabled' },
	},
	Delete: {
		of: 'token',
		operation: 'delete',
		endpoint: 'deleteHardwareToken',
		outcome: 'deleted',
		noopOutcome: 'alreadyDeleted',
		before: { userId: null },
	},
	'Enable user': {
		...ofUser,
		operation: 'enable',
		endpoint: 'setUserStatus',
		outcome: 'userEnabled',
		noopOutcome: 'userAlreadyEnabled',
		before: disabled,
		after: {},
		obstacle: { ...disabled, markDeleted: true },
	},
	'Disable user': {
		...ofUser,
		operation: 'disable',
		endpoint: 'setUserStatus',
		outcome: 'userDisabled',
		noopOutcome: 'userAlreadyDisabled',
		after: disabled,
		obstacle: { markDeleted: true },
	},
	'Mark user deleted': {
		...ofUser,
		operation: 'markDeleted',
		endpoint: 'markUserDeleted',
		outcome: 'userMarkedDeleted',
		noopOutcome: 'userAlreadyMarkedDeleted',
		before: disabled,
		after: { ...disabled, markDeleted: true },
		obstacle: {},
	},
	'Restore user': {
		...ofUser,
		operation: 'restore',
		endpoint: 'markUserDeleted',
		outcome: 'userRestored',
		noopOutcome: 'userAlreadyRestored',
		before: { ...disabled, markDeleted: true },
		after: disabled,
	},
	'Delete user': {
		...ofUser,
		operation: 'delete',
		endpoint: 'deleteUser',
		outcome: 'userDeleted',
		noopOutcome: 'userAlreadyDeleted',
		before: disabled,
		obstacle: {},
	},
	'Synchronize user': {
		...ofUser,
		operation: 'synchronize',
		endpoint: 'synchronizeUser',
		outcome: 'userSynchronized',
		noopOutcome: 'userSynchronized',
	},
} as const satisfies Readonly<Record<string, Change>>;

export type ChangeName = keyof typeof changes;

/** The way in which an item names its user. RSA shows a user by an address in one request, and by ID in a search only. */
export type Naming = 'id' | 'email';

/** Faults in place of RSA's own responses. */
export interface Response {
	/** To the first requests of the change, one each. */
	readonly toChange?: readonly Fault[];
	/** To all look-ups. */
	readonly toLookUps?: Fault;
	/** The state that the user or hardware token is in: by default the one in which the change has to be made. */
	readonly state?: 'before' | 'after' | 'obstacle';
	readonly isUnreachable?: boolean;
	readonly options?: INodeParameters;
}

const respondsWith = (status: number, body: unknown, applied = false): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body },
	applied,
});
const page = (status: number, applied = false): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, contentType: 'text/html', body: '<html><body>No</body></html>' },
	applied,
});
const unconfirmed = { ok: true };
const busy: Fault = { kind: 'serviceUnavailable' };
const conflict = rsaError(409, 'In use');
const MADE = true;

/** The responses that the policy covers. */
export const responses = {
	'200 without the state, not made': { toChange: [respondsWith(200, unconfirmed)] },
	'200 without the state, made': { toChange: [respondsWith(200, unconfirmed, MADE)] },
	'200 with a web page, not made': { toChange: [page(200)] },
	'200 without the state, not made, look-up fails': {
		toChange: [respondsWith(200, unconfirmed)],
		toLookUps: { kind: 'internalError' },
	},
	'202, not made': { toChange: [respondsWith(202, '')] },
	'202, made': { toChange: [respondsWith(202, '', MADE)] },
	'204, not made': { toChange: [respondsWith(204, '')] },
	'204, made': { toChange: [respondsWith(204, '', MADE)] },
	'500, not made': { toChange: [{ kind: 'internalError' }] },
	'500, made': { toChange: [respondsWith(500, { code: '500', description: 'Failed' }, MADE)] },
	'500, not made, look-up fails': {
		toChange: [{ kind: 'internalError' }],
		toLookUps: { kind: 'internalError' },
	},
	'502 page, not made': { toChange: [page(502)] },
	'502 page, made': { toChange: [page(502, MADE)] },
	'503, not made': { toChange: [busy] },
	'503 each time': { toChange: [busy, busy] },
	'503, then 403': { toChange: [busy, rsaError(403, 'not authorized')] },
	'408, not made': { toChange: [page(408)] },
	'408, made': { toChange: [page(408, MADE)] },
	'connection reset before the change': { toChange: [{ kind: 'connectionReset' }] },
	'connection closed after the change': { toChange: [{ kind: 'answerLost' }] },
	'not delivered': { isUnreachable: true },
	'400': { toChange: [rsaError(400, 'Invalid')] },
	'401': { toChange: [page(401)] },
	'403': { toChange: [rsaError(403, 'not authorized')] },
	"404 in RSA's words": { toChange: [rsaError(404, 'Not found')] },
	'404 page': { toChange: [page(404)] },
	'409, state is the requested one': { toChange: [conflict], state: 'after' },
	'409, state is the reason': { toChange: [conflict], state: 'obstacle' },
	'409, look-up shows no reason': { toChange: [conflict] },
	'409, look-up fails': { toChange: [conflict], toLookUps: { kind: 'internalError' } },
	'418, not made': { toChange: [rsaError(418, 'No')] },
	'418, made': { toChange: [respondsWith(418, { code: '418', description: 'No' }, MADE)] },
	'429, come back now': { toChange: [{ kind: 'tooManyRequests', retryAfter: 0 }] },
	'429, come back too late': {
		toChange: [{ kind: 'tooManyRequests', retryAfter: 30 }],
		options: { itemDeadline: 5 },
	},
} satisfies Readonly<Record<string, Response>>;

export type ResponseName = keyof typeof responses;

/** The result of an item. */
export interface Ran {
	/** The requests after the look-up that an item of this kind starts with. */
	readonly sent: readonly EndpointName[];
	readonly json: IDataObject;
}

/** The look-up that an item starts with: that of its user, or the one before a deletion. */
function firstLookUp({ operation, of }: Change, naming: Naming): EndpointName | undefined {
	if (of === 'token') return operation === 'delete' ? 'lookupHardwareToken' : undefined;
	return naming === 'email' ? 'lookupUser' : undefined;
}

/** Makes a change of one item in a tenant of its own. undefined if there is no state that the response needs. */
export async function ranWith(
	change: Change,
	naming: Naming,
	response: Response,
): Promise<Ran | undefined> {
	const state = change[response.state ?? 'before'] ?? (response.state ? undefined : {});
	if (state === undefined) return undefined;
	const { tenant, run } = await startOffboarding(tenantIn(state, change), 'superAdmin');
	const first = firstLookUp(change, naming);
	try {
		order(tenant, change, response, first);
		if (response.isUnreachable) await tenant.refuseConnections();
		const { items } = await run(change.operation, [[naming === 'id' ? ADA : ADAS_EMAIL, ADAS]], {
			resource: change.of === 'user' ? 'user' : 'hardwareToken',
			onError: 'continueRegularOutput',
			parameters: {
				user: { __rl: true, mode: naming, value: '={{ $json.userId }}' },
				newName: NEW_NAME,
				confirmDeletion: true,
			},
			options: { auditRecord: true, maxTries: 2, ...response.options },
		});
		const sent = tenant.journal.map(({ operation = 'searchUsers' }) => operation);
		return { sent: sent[0] === first ? sent.slice(1) : sent, json: items()[0]?.json ?? {} };
	} finally {
		await tenant.stop();
	}
}

function tenantIn(state: State, { of }: Change): TenantOptions {
	const ada = { userId: ADA, emailAddress: ADAS_EMAIL };
	const token = { tokenSerialNumber: ADAS, userId: ADA, pinSet: true };
	return {
		users: [of === 'user' ? { ...state, ...ada } : ada, { userId: GRACE }],
		hardwareTokens: [of === 'token' ? { ...token, ...state } : token],
	};
}

function order(
	tenant: Tenant,
	{ endpoint }: Change,
	{ toChange = [], toLookUps }: Response,
	first: EndpointName | undefined,
): void {
	for (const fault of toChange) tenant.order(fault, { operation: endpoint });
	if (toLookUps === undefined) return;
	if (first !== undefined) tenant.order(inOrder, { operation: first });
	for (const operation of lookUps) tenant.order(toLookUps, { operation, times: 999 });
}

const inOrder: Fault = { kind: 'slow', milliseconds: 0 };
/** The calls that only read. */
export const lookUps: readonly EndpointName[] = [
	'lookupHardwareToken',
	'lookupUser',
	'listAuthenticators',
	'searchUsers',
];
