import type { Trace } from '../../../rsa/throttle/client';
import type { AppliedChange } from '../resources/appliedChange';
import type { ChangeKey } from '../resources/operation';

/** What a change came to. */
export interface MadeChange {
	/** With the Clear PIN before it, if there was one. */
	readonly applied: readonly AppliedChange[];
	readonly trace: Readonly<Trace>;
	readonly endedAt: Date;
}

/** A change that is under way or made, and the items that ask for it. */
interface SharedChange {
	readonly change: string;
	readonly made: Promise<MadeChange>;
	readonly items: number[];
}

/**
 * The changes that the items of a run ask for: the same one in a row is made once. With another one in between it is
 * made again: what the first came to is no longer so.
 */
export class SharedChanges {
	/** By target, the change that was started last. */
	private readonly latest = new Map<string, SharedChange>();

	/** Joins a change if it is the last one started with its target, else starts it. */
	join(
		{ target, change }: ChangeKey,
		itemIndex: number,
		start: () => Promise<MadeChange>,
	): SharedChange {
		const latest = this.latest.get(target);
		const shared = latest?.change === change ? latest : { change, made: start(), items: [] };
		this.latest.set(target, shared);
		shared.items.push(itemIndex);
		return shared;
	}
}
