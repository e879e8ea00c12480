import type { ChangeKey, ItemResult } from '../resources/operation';

/** A change under way or made, and the items that ask for it. */
interface SharedChange {
	readonly name: string;
	readonly ending: Promise<Omit<ItemResult, 'sharedBy'>>;
	readonly items: number[];
}

/**
 * The changes that the items of a run ask for: the same one in a row is made once, those of one hardware token in
 * their order. With another one in between it is made again: what the first came to is no longer so.
 */
export class Lanes {
	/** By target, the change that was begun last. */
	private readonly changes = new Map<string, SharedChange>();
	/** By serial number, what was begun last. */
	private readonly last = new Map<string, Promise<unknown>>();
	/** By user, the item begun last that is for all of their hardware tokens. */
	private readonly lastForAll = new Map<string, Promise<unknown>>();

	/** Makes a change, or waits for what it comes to where it is the last one begun with its target. */
	async once(
		{ target, change: name }: ChangeKey,
		itemIndex: number,
		make: () => SharedChange['ending'],
	): Promise<ItemResult> {
		const latest = this.changes.get(target);
		const change = latest?.name === name ? latest : { name, ending: make(), items: [] };
		this.changes.set(target, change);
		change.items.push(itemIndex);
		return { ...(await change.ending), sharedBy: change.items };
	}

	/** Works on a hardware token once all work on it is over that was begun before. */
	async inTurn<Outcome>(tokenSerialNumber: string, work: () => Promise<Outcome>): Promise<Outcome> {
		const before = this.last.get(tokenSerialNumber);
		const mine = before === undefined ? work() : before.then(work, work);
		this.last.set(tokenSerialNumber, mine);
		return await mine;
	}

	/**
	 * Works on a hardware token of a user, or on all of them, once the items are over that were begun before for all:
	 * which tokens those are, shows only once they are listed.
	 *
	 * @param user the same for items that name their user alike
	 */
	async inTurnOf<Outcome>(
		user: string,
		tokenSerialNumber: string | undefined,
		work: () => Promise<Outcome>,
	): Promise<Outcome> {
		const before = this.lastForAll.get(user);
		const begin = async () =>
			tokenSerialNumber === undefined ? await work() : await this.inTurn(tokenSerialNumber, work);
		const mine = before === undefined ? begin() : before.then(begin, begin);
		if (tokenSerialNumber === undefined) this.lastForAll.set(user, mine);
		return await mine;
	}
}
