import type { Tenant } from '../../sandbox/tenant/tenant.mts';

/** The tokens that one execution unassigns: those of one leaver. */
export interface Batch {
	readonly ticket: string;
	readonly leavers: ReadonlyArray<{ readonly userId: string; readonly serialNumber: string }>;
}

/** Gives a tenant leavers with tokens that no execution has changed yet. */
export class BatchSupply {
	readonly #tenant: Tenant;
	#tickets = 0;
	#serialNumbers = 0;

	constructor(tenant: Tenant) {
		this.#tenant = tenant;
	}

	/** @returns `count` batches, each of a new user with `tokensEach` tokens */
	take(count: number, tokensEach: number): Batch[] {
		return Array.from({ length: count }, () => {
			const { userId } = this.#tenant.addUser();
			const leavers = Array.from({ length: tokensEach }, () => ({
				userId,
				serialNumber: this.#addToken(userId),
			}));
			return { ticket: `HR-${++this.#tickets}`, leavers };
		});
	}

	#addToken(userId: string): string {
		const tokenSerialNumber = String(++this.#serialNumbers).padStart(12, '0');
		this.#tenant.addHardwareToken({ tokenSerialNumber, userId, pinSet: true });
		return tokenSerialNumber;
	}
}

/** The serial numbers of all tokens of the batches. */
export function serialNumbersOf(batches: readonly Batch[]): string[] {
	return batches.flatMap(({ leavers }) => leavers.map(({ serialNumber }) => serialNumber));
}
