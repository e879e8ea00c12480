import type { Lane } from '../resources/operation';

/** Keeps items of the same hardware token, or of all tokens of a user, in their order. */
export class Lanes {
	/** By serial number, the end of the work that entered the lane last. */
	private readonly byToken = new Map<string, Promise<void>>();
	/** By owner, the end of the last item that entered for all of their hardware tokens. */
	private readonly forAll = new Map<string, Promise<void>>();

	/**
	 * Waits until all earlier work in a lane is finished. Work for one token of an owner, or for all of them, waits for the
	 * earlier items that are for all: their tokens are known only after they are listed.
	 *
	 * @returns a function that leaves the lane
	 */
	async enter({ owner, tokenSerialNumber }: Lane = {}): Promise<() => void> {
		const allBefore = owner === undefined ? undefined : this.forAll.get(owner);
		if (tokenSerialNumber === undefined) {
			const leave = owner === undefined ? () => {} : register(this.forAll, owner);
			await allBefore;
			return leave;
		}
		// The lane of the token comes after that: the items for all tokens enter it too, for their changes of this token.
		if (allBefore !== undefined) await allBefore;
		const before = this.byToken.get(tokenSerialNumber);
		const leave = register(this.byToken, tokenSerialNumber);
		await before;
		return leave;
	}
}

/** Registers work in a lane. @returns a function that ends the work */
function register(lanes: Map<string, Promise<void>>, key: string): () => void {
	let end = () => {};
	const work = new Promise<void>((resolve) => {
		end = resolve;
	});
	lanes.set(key, work);
	return end;
}
