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

	/**
	 * Adds tokens to the tenant, each of them assigned.
	 *
	 * @param isUnknown whether one of them, by its place, is left out: the tenant does not know its serial number
	 */
	take(count: number, isUnknown: (index: number) => boolean = () => false): TokenRange {
		const range = { count, firstSerialNumber: this.#nextSerialNumber, userIds: this.#userIds };
		this.#nextSerialNumber += count;
		for (const [index, tokenSerialNumber] of serialNumbersOf(range).entries()) {
			const userId = this.#userIds[index % this.#userIds.length] ?? null;
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
