import type { Client } from '../throttle/client';
import type { Change, ChangeState, Occasion } from './change';
import { maySucceedLater, type LookUpFailed } from './lookUp';

/** Look-ups after the first one, with growing waits (7.75 to 15.5 s in all): RSA's look-ups may lag behind a change. */
export const REPEATS = 5;

/** The same if the target is unchanged and the change is sent again: the response to that shows the state too. */
const REPEATS_BEFORE_RETRY = 1;

/** What the look-ups are for. */
interface Purpose {
	/** Whether the change is sent again if they show the target unchanged. */
	readonly isSentAgainIfUnchanged?: boolean;
	/** Whether they are repeated until the item's time is over, as long as they fail for a transient cause. */
	readonly mustSettle: boolean;
}

/**
 * Looks the target of a change up, and again after growing waits, until the state is clear or cannot become clearer.
 *
 * @returns the last look-up that did not fail; if all failed, the last one
 */
export async function repeatLookUp(
	lookUp: NonNullable<Change['lookUp']>,
	occasion: Occasion,
	client: Client,
	{ isSentAgainIfUnchanged = false, mustSettle }: Purpose,
): Promise<ChangeState> {
	let seen = await lookUp(client, occasion);
	let last = seen;
	for (let repeat = 0; !isSettled(last, occasion, mustSettle); repeat += 1) {
		const beforeRetry = isSentAgainIfUnchanged && seen.kind === 'unchanged';
		const isEnough = repeat >= (beforeRetry ? REPEATS_BEFORE_RETRY : REPEATS);
		if (isEnough && !(mustSettle && hasFailed(last))) break;
		if (!(await client.waitBeforeLookUp(repeat))) break;
		last = await lookUp(client, occasion);
		if (!hasFailed(last) || hasFailed(seen)) seen = last;
	}
	return seen;
}

/** Whether no further look-up is needed: the state is clear, or another look-up would show the same. */
function isSettled(
	state: ChangeState,
	{ mayHaveBeenApplied }: Occasion,
	mustSettle: boolean,
): boolean {
	if (state.kind === 'done') return true;
	if (hasFailed(state)) return !(mustSettle && maySucceedLater(state.failed));
	// Otherwise it contradicts RSA's response, and may lag behind.
	if (state.kind === 'unchanged') return state.explainsConflict === true;
	if (state.kind === 'unknown' && state.isFinal === true) return true;
	// If the change may have been made, a look-up that does not show it may lag behind.
	return !mayHaveBeenApplied && state.mayLag !== true;
}

type FailedState = Extract<ChangeState, { kind: 'unknown' }> & { readonly failed: LookUpFailed };

function hasFailed(state: ChangeState): state is FailedState {
	return state.kind === 'unknown' && state.failed !== undefined;
}
