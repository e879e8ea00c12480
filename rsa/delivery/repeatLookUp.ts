import type { Cause } from '../errors/causes';
import type { Client } from '../throttle/client';
import type { Change, ChangeState, Occasion } from './change';
import type { LookUpFailed } from './lookUp';

/** Look-ups after the first one, with growing waits (8 to 16 s in all): RSA's look-ups may lag behind a change. */
export const REPEATS = 5;

/** The same before a change is sent again in any case, which is itself another look at what became of it. */
export const REPEATS_BEFORE_RETRY = 1;

/**
 * Looks the target of a change up, and again after growing waits until that settles the matter.
 *
 * @param repeats look-ups after the first one, at most
 * @returns what the last look-up showed that did not fail
 */
export async function repeatLookUp(
	lookUp: NonNullable<Change['lookUp']>,
	occasion: Occasion,
	repeats: number,
	client: Client,
): Promise<ChangeState> {
	let seen = await lookUp(client, occasion);
	for (let repeat = 0; repeat < repeats && !isSettled(seen, occasion); repeat += 1) {
		if (!(await client.waitBeforeLookUp(repeat))) break;
		const next = await lookUp(client, occasion);
		if (hasFailedForGood(next)) break;
		if (!hasFailed(next) || hasFailed(seen)) seen = next;
	}
	return seen;
}

/**
 * Whether a look-up can be gone by. One that shows the target unchanged contradicts RSA's response, also where that
 * is a 409, and may lag behind the change. If the change may have been made, so may all that does not show it.
 */
function isSettled(seen: ChangeState, { mayHaveBeenApplied }: Occasion): boolean {
	if (seen.kind === 'done' || hasFailedForGood(seen)) return true;
	if (hasFailed(seen)) return false;
	if (seen.kind === 'unchanged') return seen.explainsConflict === true;
	if (seen.kind === 'unknown' && seen.isFinal === true) return true;
	return !mayHaveBeenApplied && seen.mayLag !== true;
}

/** What RSA answered may have been damaged on its way. A request that got no answer has been sent again already. */
function hasFailedForGood(seen: ChangeState): boolean {
	return (
		hasFailed(seen) &&
		!(seen.failed.error === undefined && puzzling.includes(seen.failed.failure.cause))
	);
}

/** Causes of a look-up that was answered, but not in a way that RSA documents. */
const puzzling: readonly Cause[] = ['notTheApi', 'unclear', 'unexpectedStatus'];

type FailedState = Extract<ChangeState, { kind: 'unknown' }> & { readonly failed: LookUpFailed };

function hasFailed(seen: ChangeState): seen is FailedState {
	return seen.kind === 'unknown' && seen.failed !== undefined;
}
