import type { Trace } from '../../../rsa/throttle/client';
import type { AppliedChange } from '../resources/appliedChange';
import type { ChangeKey } from '../resources/operation';

/** The result of a change step. */
export interface MadeChange {
	/** The results of its changes: Clear PIN First, if it was requested, and the change itself. */
	readonly applied: readonly AppliedChange[];
	readonly trace: Readonly<Trace>;
	readonly endedAt: Date;
}

/** A change that was started, and the indexes of the items that request it. */
interface SharedChange {
	readonly change: string;
	readonly made: Promise<MadeChange>;
	readonly items: number[];
}

/**
 * The changes that the items of a run request. The same change in a row is made once; after another change of the same
 * target it is made again, because the target is no longer in the state of the first one.
 */
export class SharedChanges {
	/** By target, the change that was started last. */
	private readonly latest = new Map<string, SharedChange>();

	/** Joins a change if it is the last one that was started of its target; starts it otherwise. */
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
