import type { Lane } from '../resources/operation';

/** Work that has entered a lane. */
interface Entry {
	readonly position: number;
	isStarted: boolean;
	readonly ended: Promise<void>;
}

/** Keeps the work for one target, such as a hardware token, and for all hardware tokens of a user, in the order of the items. */
export class Lanes {
	/** By target, the work for it that has not ended. */
	private readonly byTarget = new Map<string, Set<Entry>>();
	/** By owner, the items for all of their hardware tokens that have not ended. */
	private readonly forAll = new Map<string, Set<Entry>>();
	private lastPosition = 0;

	/** The place of an item in the order of the items. Its steps keep it, whenever they enter a lane. */
	nextPosition(): number {
		this.lastPosition += 1;
		return this.lastPosition;
	}

	/**
	 * Waits until the work of earlier items in a lane is finished, and what later items have started in it. Work for one
	 * token of an owner, or for all of them, waits for the earlier items that are for all, too: their tokens are known only
	 * after they are listed. A step whose item is in the lane does not wait: the item has waited for it. Nothing waits for
	 * the work of a later item that has not started, so there is always something that can start.
	 *
	 * @returns a function that leaves the lane
	 */
	async enter(position: number, { owner, target }: Lane = {}): Promise<() => void> {
		const forAll = owner === undefined ? undefined : entriesOf(this.forAll, owner);
		const lane = target === undefined ? forAll : entriesOf(this.byTarget, target);
		if (lane === undefined || isIn(lane, position)) return () => {};
		const { entry, leave } = register(lane, position);
		const isEarlier = (other: Entry) => other.position < position;
		const isInTheWay = (other: Entry) => other !== entry && (isEarlier(other) || other.isStarted);
		for (;;) {
			const before = [...lane].reverse().find(isInTheWay) ?? [...(forAll ?? [])].find(isEarlier);
			if (before === undefined) break;
			await before.ended;
		}
		entry.isStarted = true;
		return leave;
	}
}

/** Whether the work of an item has started in a lane. */
function isIn(lane: ReadonlySet<Entry>, position: number): boolean {
	return [...lane].some((entry) => entry.position === position && entry.isStarted);
}

function entriesOf(lanes: Map<string, Set<Entry>>, key: string): Set<Entry> {
	const entries = lanes.get(key) ?? new Set<Entry>();
	lanes.set(key, entries);
	return entries;
}

/** Registers work in a lane, and gives a function that ends it. */
function register(lane: Set<Entry>, position: number): { entry: Entry; leave: () => void } {
	let end = () => {};
	const ended = new Promise<void>((resolve) => {
		end = resolve;
	});
	const entry = { position, isStarted: false, ended };
	lane.add(entry);
	const leave = () => {
		lane.delete(entry);
		end();
	};
	return { entry, leave };
}
