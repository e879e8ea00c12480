import type { Ending } from '../resources/operation';

/** A change under way or made, and the items that ask for it. */
interface SharedChange {
	readonly ending: Promise<Omit<Ending, 'sharedBy'>>;
	readonly items: number[];
}

/** The changes that the items of a run ask for: each is made once, those of one hardware token in their order. */
export class ChangesOfRun {
	private readonly changes = new Map<string, SharedChange>();
	/** By serial number, what was begun last. */
	private readonly last = new Map<string, Promise<unknown>>();

	/**
	 * Makes a change, or waits for what it comes to where another item asked for it before.
	 *
	 * @param name the same for the same change
	 */
	async once(name: string, itemIndex: number, make: () => SharedChange['ending']): Promise<Ending> {
		const change = this.changes.get(name) ?? { ending: make(), items: [] };
		this.changes.set(name, change);
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
}
