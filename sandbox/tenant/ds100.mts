import { randomInt, randomUUID } from 'node:crypto';
import type { components } from '../../contract/rsa-cloud-administration.types.ts';

/** A DS100 as it stands in a user's list: its one-time passcodes are a credential of their own. */
export type Ds100 = Required<components['schemas']['ListedDs100']> & { readonly userId: string };

/** What a test says of a DS100; whose it is decides in whose list it stands. */
export type Ds100Seed = Pick<Ds100, 'userId'> & Partial<Ds100>;

const digits = (count: number) => String(randomInt(10 ** (count - 1), 10 ** count));

/**
 * @param seed what matters of the DS100
 * @param now the tenant's time
 * @returns the DS100, with all else made up
 */
export function makeDs100(seed: Ds100Seed, now: Date): Ds100 {
	const time = now.toISOString();
	return {
		id: randomUUID(),
		deviceType: 'SecurID DS100',
		tokenSerialNumber: digits(12),
		deviceSerialNumber: digits(9),
		name: 'DS100',
		tokenState: 'Activated',
		tokenStatus: 'Enabled',
		tokenStatusReason: null,
		registeredDate: time,
		assignedAt: time,
		assignedBy: 'Help Desk Administrator',
		expiryDate: null,
		updatedAt: time,
		...seed,
	};
}
