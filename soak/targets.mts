import type { JournalEntry, Tenant } from '../sandbox/tenant/tenant.mts';

/** A request that changes something, by its name in the contract. */
type Change = NonNullable<JournalEntry['operation']>;

/** Something that an item is to change. */
export interface Target {
	/** Its name in requests and in the node's output. */
	readonly key: string;
	readonly change: Change;
	/** The outcome of a change that was made. Any other outcome means that nothing was left to do. */
	readonly outcome: string;
	/** Whether the PIN is cleared first. */
	readonly clearsPinFirst?: boolean;
	readonly isReached: (tenant: Tenant) => boolean;
}

/** Changes that are not sent again after they were made, unless a look-up shows that they were not. */
export const madeOnce: ReadonlySet<string> = new Set<Change>([
	'clearPin',
	'unassign',
	'disable',
	'deleteRegisteredDevice',
	'disableEmergencyAccessCode',
]);

/** Changes of hardware tokens. */
export type TokenChange = 'clearPin' | 'unassign' | 'disable';

const outcomes: Readonly<Record<TokenChange, string>> = {
	clearPin: 'pinCleared',
	unassign: 'unassigned',
	disable: 'disabled',
};

/** The outcome for the PIN of a hardware token that is cleared before another change. */
export const PIN_CLEARED = outcomes.clearPin;

/** A hardware token that is to be changed. */
export function tokenTarget(key: string, change: TokenChange, clearsPinFirst = false): Target {
	return {
		key,
		change,
		outcome: outcomes[change],
		clearsPinFirst,
		isReached(tenant) {
			const { userId, pinSet, tokenStatus } = tenant.hardwareToken(key);
			if (clearsPinFirst && pinSet) return false;
			const reached = {
				clearPin: !pinSet,
				unassign: userId === null,
				disable: tokenStatus === 'Disabled',
			};
			return reached[change];
		},
	};
}

/** A registered device that is to be deleted. */
export function deviceTarget(key: string, userId: string): Target {
	return {
		key,
		change: 'deleteRegisteredDevice',
		outcome: 'authenticatorDeleted',
		isReached: (tenant) => tenant.authenticatorsOf(userId).every(({ id }) => id !== key),
	};
}

/** A FIDO authenticator whose status is to be set. */
export function fidoTarget(key: string, userId: string, status: 'Enabled' | 'Disabled'): Target {
	return {
		key,
		change: status === 'Enabled' ? 'enableFidoAuthenticator' : 'disableFidoAuthenticator',
		outcome: `authenticator${status}`,
		isReached: (tenant) =>
			tenant
				.authenticatorsOf(userId)
				.some((each) => each.kind === 'fido' && each.id === key && each.status === status),
	};
}

/** A DS100 whose status is to be set, by the serial number on its back. */
export function ds100Target(key: string, userId: string, status: 'Enabled' | 'Disabled'): Target {
	return {
		key,
		change: status === 'Enabled' ? 'enableDs100' : 'disableDs100',
		outcome: `authenticator${status}`,
		isReached: (tenant) =>
			tenant
				.authenticatorsOf(userId)
				.some(
					(each) =>
						each.kind === 'ds100' && each.deviceSerialNumber === key && each.tokenStatus === status,
				),
	};
}

/** The emergency access codes of a user, by RSA's ID of the code. */
export function codesTarget(key: string, userId: string): Target {
	return {
		key,
		change: 'disableEmergencyAccessCode',
		outcome: 'emergencyAccessCodesDisabled',
		isReached: (tenant) => tenant.user(userId).emergencyTokencodeId === null,
	};
}

/** A user who is to be on the list of high-risk users, or not. */
export function highRiskTarget(key: string, userId: string, action: 'add' | 'remove'): Target {
	return {
		key,
		change: 'changeHighRiskUsers',
		outcome: action === 'add' ? 'highRiskUserAdded' : 'highRiskUserRemoved',
		isReached: (tenant) => tenant.user(userId).highRiskUser === (action === 'add'),
	};
}

/** A user who is to be disabled. */
export function disabledUserTarget(userId: string): Target {
	return {
		key: userId,
		change: 'setUserStatus',
		outcome: 'userDisabled',
		isReached: (tenant) => tenant.user(userId).userStatus === 'Disabled',
	};
}

/** The key of the target of a request; undefined if it has none. */
export function keyOfRequest({ path, body }: Pick<JournalEntry, 'path' | 'body'>) {
	const fields = typeof body === 'object' && body !== null ? body : {};
	if ('tokenSerialNumber' in fields) return textOrNone(fields.tokenSerialNumber);
	if ('deviceSerialNumber' in fields) return textOrNone(fields.deviceSerialNumber);
	if ('users' in fields && Array.isArray(fields.users)) return textOrNone(fields.users[0]);
	const [, own] = /\/(?:devices|authenticators|emergencyTokencode)\/([^/?]+)/.exec(path) ?? [];
	const [, userId] = /\/users\/([^/?]+)/.exec(path) ?? [];
	return own ?? userId;
}

function textOrNone(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}
