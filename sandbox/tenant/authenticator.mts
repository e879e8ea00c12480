import { randomUUID } from 'node:crypto';
import type { components } from '../../contract/rsa-cloud-administration.types.ts';

type TokenState = components['schemas']['TokenState'];
type TokenStatus = components['schemas']['TokenStatus'];

/** What RSA lists of every authenticator. Times are ISO 8601 with milliseconds and Z. */
interface Common {
	readonly id: string;
	readonly userId: string;
	readonly name: string;
	readonly registeredDate: string;
	readonly deviceType: string;
}

/** A phone or a browser that a user has registered. */
interface RegisteredDevice extends Common {
	readonly kind: 'mobile' | 'browser';
	readonly capabilities: string;
	readonly browser: string | null;
}

export interface FidoAuthenticator extends Common {
	readonly kind: 'fido';
	readonly status: TokenStatus;
}

/** A SecurID DS100 and its OTP credential. */
export interface Ds100 extends Common {
	readonly kind: 'ds100';
	/** On the back of the device. */
	readonly deviceSerialNumber: string;
	/** Of the OTP credential. */
	readonly tokenSerialNumber: string;
	readonly tokenState: TokenState;
	readonly tokenStatus: TokenStatus;
	readonly tokenStatusReason: string | null;
	readonly expiryDate: string | null;
	readonly pinSet: boolean;
}

/** An authenticator of a user, other than a SecurID 700, and all the tenant knows of it. */
export type Authenticator = RegisteredDevice | FidoAuthenticator | Ds100;

type SeedOf<Kind extends Authenticator> = Pick<Kind, 'kind' | 'userId'> & Partial<Kind>;

/** What a test says of an authenticator; the rest is made up. */
export type AuthenticatorSeed =
	SeedOf<RegisteredDevice> | SeedOf<FidoAuthenticator> | SeedOf<Ds100>;

/**
 * @param seed what matters of the authenticator
 * @param now the tenant's time
 * @returns the authenticator, with all else made up
 */
export function makeAuthenticator(seed: AuthenticatorSeed, now: Date): Authenticator {
	const common = { id: randomUUID(), registeredDate: now.toISOString() };
	switch (seed.kind) {
		case 'mobile':
		case 'browser': {
			const isPhone = seed.kind === 'mobile';
			return {
				...common,
				name: isPhone ? 'Phone' : 'Firefox on Windows',
				deviceType: isPhone ? 'iPhone' : 'Browser',
				capabilities: 'Approve',
				browser: isPhone ? null : 'Firefox',
				...seed,
			};
		}
		case 'fido':
			return { ...common, name: 'Key', deviceType: 'FIDO', status: 'Enabled', ...seed };
		case 'ds100':
			return {
				...common,
				name: 'DS100',
				deviceType: 'SecurID DS100',
				// RSA's example of Disable.
				deviceSerialNumber: '140100080',
				tokenSerialNumber: '014010008031',
				tokenState: 'Activated',
				tokenStatus: 'Enabled',
				tokenStatusReason: null,
				expiryDate: null,
				pinSet: true,
				...seed,
			};
	}
}

/** The list of RSA's response that an authenticator stands in. That a DS100 stands among sidTokens is assumed. */
export const listOf = {
	mobile: 'devices',
	browser: 'devices',
	fido: 'fidoTokens',
	ds100: 'sidTokens',
} as const satisfies Readonly<Record<Authenticator['kind'], string>>;

/** @returns what RSA shows of an authenticator */
export function detailsOf<Kind extends Authenticator>({
	kind: _kind,
	...details
}: Kind): Omit<Kind, 'kind'> {
	return details;
}
