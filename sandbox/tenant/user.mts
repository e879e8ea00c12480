import { randomUUID } from 'node:crypto';
import type { components } from '../../contract/rsa-cloud-administration.types.ts';

/** A user in RSA's responses. */
type UserDetails = components['schemas']['User'];

/** RSA shows these only if the company has SMS or voice tokencodes; the sandbox has none. */
type NotKept = 'smsNumber' | 'voiceNumber';

/** A person in the tenant. Times are ISO 8601 with milliseconds and Z. */
export interface User extends Readonly<Required<Omit<UserDetails, 'id' | NotKept>>> {
	/** A GUID; RSA's `id`. */
	readonly userId: string;
	/** The user name. */
	readonly principalUsername: string;
	/** Comes from an identity source that is managed over SCIM. RSA does not show it. */
	readonly scimManaged: boolean;
	/** Is so far in the identity source only. RSA does not show it. */
	readonly unsynched: boolean;
}

const longAgo = '2025-01-15T08:00:00.000Z';

/** Defaults of a user: a response that an existing client recorded. */
const ordinary = {
	firstName: 'John',
	lastName: 'Doe',
	creationDate: longAgo,
	identitySource: 'Sandbox directory',
	userStatus: 'Enabled',
	highRiskUser: false,
	markDeleted: false,
	markDeletedAt: null,
	markDeletedBy: null,
	isTokenLocked: false,
	isSmsLocked: false,
	isVoiceLocked: false,
	isFingerprintLocked: false,
	isApproveLocked: false,
	lastSyncTime: longAgo,
	emergencyAccessStatus: 'Disabled',
	emergencyTokencodeId: null,
	emergencyTokencodeExpiration: null,
	emergencyTokencodeLastUse: null,
	offlineEmergencyTokencodeExpiration: null,
	offlineEmergencyAccessStatus: 'Disabled',
	monthLastAuthenticated: 'Jun 2025',
	alternateUsername: '',
	scimManaged: false,
	unsynched: false,
} as const satisfies Partial<User>;

/** What is so of a user whom RSA does not have any more, but the identity source still has. */
export const asInIdentitySource = {
	unsynched: true,
	userStatus: 'Enabled',
	highRiskUser: false,
	markDeleted: false,
	markDeletedAt: null,
	markDeletedBy: null,
	emergencyAccessStatus: 'Disabled',
	emergencyTokencodeId: null,
	emergencyTokencodeExpiration: null,
	emergencyTokencodeLastUse: null,
} as const satisfies Partial<User>;

/**
 * @param seed the properties that matter
 * @returns the user, with all else made up
 */
export function makeUser(seed: Partial<User>): User {
	const { userId = randomUUID() } = seed;
	const { principalUsername = `user-${userId.slice(0, 8)}` } = seed;
	return {
		userId,
		principalUsername,
		emailAddress: `${principalUsername}@example.com`,
		primaryUniqueIdentifier: userId,
		...ordinary,
		...seed,
	};
}

/**
 * @param user a person in the tenant
 * @returns the user as RSA's responses show them
 */
export function detailsOf({ userId, scimManaged, unsynched, ...details }: User): UserDetails {
	return { id: userId, ...details };
}
