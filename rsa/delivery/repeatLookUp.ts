import type { Client } from '../throttle/client';

/** How often something is read again, after growing waits (8 to 16 s in all): RSA's look-ups may lag behind a change. */
export const REPEATS = 5;

/** Before a change is sent again, which is itself another look at what became of it. */
export const REPEATS_BEFORE_RETRY = 1;

/**
 * Reads something, and again after growing waits as long as it does not settle the matter.
 *
 * @param laterReads how often it is read again, at most
 * @returns the last that was read; where a later read brings nothing, the one before it
 */
export async function repeatLookUp<Found extends { readonly kind: string }>(
	read: () => Promise<Found>,
	isSettled: (found: Found) => boolean,
	laterReads: number,
	{ waitBeforeLookUp }: Client,
): Promise<Found> {
	let found = await read();
	for (let later = 0; later < laterReads && !isSettled(found); later += 1) {
		if (found.kind === 'unread' || !(await waitBeforeLookUp(later))) break;
		const next = await read();
		if (next.kind === 'unread') break;
		found = next;
	}
	return found;
}
