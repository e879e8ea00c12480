import type { Lane } from '../resources/operation';

/** Work that has entered a lane. */
interface Entry {
	readonly position: number;
	isStarted: boolean;
	readonly ended: Promise<void>;
}

/** Keeps the work for one target in the order of the items: for a hardware token, all tokens of a user, or another target. */
export class Lanes {
	/** By serial number, the work for this hardware token that has not ended. */
	private readonly byToken = new Map<string, Set<Entry>>();
	/** By owner, the items for all of their hardware tokens that have not ended; by its key, the work for any other target. */
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
	 * after they are listed.
	 * Nothing waits for the work of a later item that has not started, so there is always something that can start.
	 *
	 * @returns a function that leaves the lane
	 */
	async enter(position: number, { owner, tokenSerialNumber }: Lane = {}): Promise<() => void> {
		const forAll = owner === undefined ? undefined : entriesOf(this.forAll, owner);
		const lane =
			tokenSerialNumber === undefined ? forAll : entriesOf(this.byToken, tokenSerialNumber);
		if (lane === undefined) return () => {};
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
