import type { components } from '../../contract/rsa-cloud-administration.types.ts';

type TokenState = components['schemas']['TokenState'];
type TokenStatus = components['schemas']['TokenStatus'];

/** A SecurID 700. Times are ISO 8601 with milliseconds and Z. */
export interface HardwareToken {
	readonly tokenSerialNumber: string;
	readonly deviceType: string;
	readonly name: string | null;
	readonly userId: string | null;
	readonly tokenState: TokenState;
	readonly tokenStatus: TokenStatus;
	readonly tokenStatusChangedAt: string | null;
	readonly pinSet: boolean;
	readonly assignedBy: string | null;
	readonly assignedAt: string | null;
	readonly registeredDate: string | null;
	readonly expiryDate: string;
}

/** The properties of a hardware token that a test gives; the rest follows from whether it is assigned. */
export type HardwareTokenSeed = Pick<HardwareToken, 'tokenSerialNumber'> & Partial<HardwareToken>;

/** Who makes all changes. */
export const administrator = 'Help Desk Administrator';

/** Defaults of an unassigned hardware token: RSA's lookup example. */
export const unassigned = {
	userId: null,
	name: null,
	tokenState: 'Unassigned',
	assignedBy: null,
	assignedAt: null,
	registeredDate: null,
	tokenStatusChangedAt: null,
} as const satisfies Partial<HardwareToken>;

/**
 * @param tokenSerialNumber which hardware token
 * @param now the tenant's time
 * @returns defaults of a hardware token that is assigned now
 */
export function assignedAt(tokenSerialNumber: string, now: Date) {
	const time = now.toISOString();
	return {
		// RSA's Assign page: the server names the token after its serial number by default.
		name: tokenSerialNumber,
		tokenState: 'Activated',
		tokenStatusChangedAt: time,
		assignedBy: administrator,
		assignedAt: time,
		registeredDate: time,
	} as const satisfies Partial<HardwareToken>;
}

/**
 * @param seed the properties that matter
 * @param now the tenant's time
 * @returns the hardware token, with all else made up
 */
export function makeHardwareToken(seed: HardwareTokenSeed, now: Date): HardwareToken {
	const isAssigned = typeof seed.userId === 'string';
	return {
		deviceType: 'SID700',
		tokenStatus: 'Enabled',
		pinSet: false,
		expiryDate: '2030-02-12T00:00:00.000Z',
		...(isAssigned ? assignedAt(seed.tokenSerialNumber, now) : unassigned),
		userId: null,
		...seed,
	};
}
