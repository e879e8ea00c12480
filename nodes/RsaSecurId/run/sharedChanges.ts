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

/** A change that an item requests. */
export interface RequestedChange extends ChangeKey {
	/** The same object for items with the same credential. */
	readonly madeBy: object;
}

/** A change that was started, and the indexes of the items that request it. */
interface SharedChange extends RequestedChange {
	readonly made: Promise<MadeChange>;
	readonly items: number[];
	/** Number of changes that had ended when it ended, itself included; undefined as long as it is made. */
	endedAs?: number;
}

/** Whether two changes of a target are the same, and with the same credential: in a row, they are made once. */
export function isSameChange(
	{ change, madeBy }: RequestedChange,
	other: RequestedChange | undefined,
): boolean {
	return other?.change === change && other.madeBy === madeBy;
}

/**
 * The changes that the items of a run request of one tenant. The same change in a row is made once; after another change of
 * the same target it is made again, because the target is no longer in the state of the first one. It is made again too for
 * an item with another credential, which may have other rights, and for one that has looked the target up after it had ended:
 * then it has failed, or someone else has changed the target since.
 */
export class SharedChanges {
	/** By target, the change that was started last. */
	private readonly latest = new Map<string, SharedChange>();
	/** Number of changes that have ended. */
	ended = 0;

	/**
	 * Joins a change if it is the last one that was started of its target; starts it otherwise.
	 *
	 * @param seenAfter number of changes that had ended before the item looked its target up; undefined if it did not
	 */
	join(
		requested: RequestedChange,
		itemIndex: number,
		start: () => Promise<MadeChange>,
		seenAfter = 0,
	): SharedChange {
		const latest = this.latest.get(requested.target);
		const isJoined =
			latest !== undefined &&
			isSameChange(requested, latest) &&
			(latest.endedAs ?? Infinity) > seenAfter;
		const shared = isJoined ? latest : this.started(requested, start);
		this.latest.set(requested.target, shared);
		shared.items.push(itemIndex);
		return shared;
	}

	private started(requested: RequestedChange, start: () => Promise<MadeChange>): SharedChange {
		const made = start().finally(() => {
			this.ended += 1;
			shared.endedAs = this.ended;
		});
		const shared: SharedChange = { ...requested, made, items: [] };
		return shared;
	}
}
