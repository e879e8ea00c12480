import { randomUUID } from 'node:crypto';

import type { Tenant } from '../sandbox/tenant/tenant.mts';
import { works, type Work, type WorkName } from './works.mts';

/** An item, as its workflow gets it, and what it is about. */
export interface Item {
	readonly work: WorkName;
	readonly json: { readonly userId: string; readonly serialNumber: string };
	/** The hardware tokens that are to be changed; none where the item names the wrong one. */
	readonly own: readonly string[];
	/** The hardware token of somebody else that it names, or one that there is not. */
	readonly wrong?: string;
}

/** Makes items of every sort, each with users and hardware tokens of its own. */
export class ItemSupply {
	readonly #tenant: Tenant;
	readonly #random: () => number;
	#next = 1;

	/** @param random gives numbers from 0 to below 1 */
	constructor(tenant: Tenant, random: () => number) {
		this.#tenant = tenant;
		this.#random = random;
	}

	/** One in twenty names a token that is somebody else's or that there is not, where it names one at all. */
	take(work: WorkName, count: number): Item[] {
		const { ofAllTokens = false }: Work = works[work];
		return Array.from({ length: count }, () => {
			if (ofAllTokens) return this.#ofAll(work);
			return this.#random() < 0.05 ? this.#wrong(work) : this.#right(work);
		});
	}

	#right(work: WorkName): Item {
		const { userId } = this.#tenant.addUser();
		const serialNumber = this.#tokenOf(userId);
		return { work, json: { userId, serialNumber }, own: [serialNumber] };
	}

	#ofAll(work: WorkName): Item {
		const { userId } = this.#tenant.addUser();
		const own = Array.from({ length: 1 + Math.floor(this.#random() * 3) }, () =>
			this.#tokenOf(userId),
		);
		return { work, json: { userId, serialNumber: '' }, own };
	}

	#wrong(work: WorkName): Item {
		const { userId } = this.#tenant.addUser();
		const wrong =
			this.#random() < 0.5 ? this.#tokenOf(this.#tenant.addUser().userId) : randomUUID();
		return { work, json: { userId, serialNumber: wrong }, own: [], wrong };
	}

	#tokenOf(userId: string): string {
		const tokenSerialNumber = String(this.#next++).padStart(12, '0');
		this.#tenant.addHardwareToken({ tokenSerialNumber, userId, pinSet: true });
		return tokenSerialNumber;
	}
}
