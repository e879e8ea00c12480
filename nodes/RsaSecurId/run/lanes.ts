import type { Lane } from '../resources/operation';

/** Keeps the items of a run in their order where they are for the same hardware token, or for all of a user's. */
export class Lanes {
	/** By serial number, the end of the work that entered its lane last. */
	private readonly byToken = new Map<string, Promise<void>>();
	/** By owner, the end of the item that entered last and is for all of their hardware tokens. */
	private readonly forAll = new Map<string, Promise<void>>();

	/**
	 * Waits until all work in a lane is over that entered it before. Work for one token of an owner, or for all of
	 * them, waits for the items before it that are for all: which tokens those are, shows only once they are listed.
	 *
	 * @returns what leaves the lane again
	 */
	async enter({ owner, tokenSerialNumber }: Lane = {}): Promise<() => void> {
		const allBefore = owner === undefined ? undefined : this.forAll.get(owner);
		if (tokenSerialNumber === undefined) {
			const leave = owner === undefined ? () => {} : register(this.forAll, owner);
			await allBefore;
			return leave;
		}
		// Later than the items for all, whose changes of this token wait for the lane as well.
		if (allBefore !== undefined) await allBefore;
		const before = this.byToken.get(tokenSerialNumber);
		const leave = register(this.byToken, tokenSerialNumber);
		await before;
		return leave;
	}
}

/** @returns what ends the work that is registered */
function register(lanes: Map<string, Promise<void>>, key: string): () => void {
	let end = () => {};
	const work = new Promise<void>((resolve) => {
		end = resolve;
	});
	lanes.set(key, work);
	return end;
}
