import type { Tenant } from '../sandbox/tenant/tenant.mts';

/** Hardware tokens with serial numbers in a row, as the webhook takes them. */
export interface TokenRange {
	readonly count: number;
	readonly firstSerialNumber: number;
	/** Their owners, one after the other. */
	readonly userIds: readonly string[];
}

const usersOfATenant = 5;

/** Gives a tenant assigned tokens that no run has changed yet. */
export class TokenSupply {
	readonly #tenant: Tenant;
	readonly #userIds: readonly string[];
	#nextSerialNumber = 1;

	constructor(tenant: Tenant) {
		this.#tenant = tenant;
		this.#userIds = Array.from({ length: usersOfATenant }, () => tenant.addUser().userId);
	}

	/** Adds users with one token each to the tenant. */
	takeOfNewUsers(count: number): TokenRange {
		const userIds = Array.from({ length: count }, () => this.#tenant.addUser().userId);
		return this.#take(count, userIds, () => false);
	}

	/**
	 * Adds tokens to the tenant, each of them assigned.
	 *
	 * @param isUnknown whether one of them, by its place, is left out: the tenant does not know its serial number
	 */
	take(count: number, isUnknown: (index: number) => boolean = () => false): TokenRange {
		return this.#take(count, this.#userIds, isUnknown);
	}

	#take(
		count: number,
		userIds: readonly string[],
		isUnknown: (index: number) => boolean,
	): TokenRange {
		const range = { count, firstSerialNumber: this.#nextSerialNumber, userIds };
		this.#nextSerialNumber += count;
		for (const [index, tokenSerialNumber] of serialNumbersOf(range).entries()) {
			const userId = userIds[index % userIds.length] ?? null;
			if (!isUnknown(index)) this.#tenant.addHardwareToken({ tokenSerialNumber, userId });
		}
		return range;
	}
}

/** The serial numbers of a range, in order. */
export function serialNumbersOf({ count, firstSerialNumber }: TokenRange): string[] {
	return Array.from({ length: count }, (_, index) =>
		String(firstSerialNumber + index).padStart(12, '0'),
	);
}
