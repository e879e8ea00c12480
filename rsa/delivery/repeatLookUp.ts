import type { Client } from '../throttle/client';
import type { Change, ChangeState, Occasion } from './change';
import { mayPass, type LookUpFailed } from './lookUp';

/** Look-ups after the first one, with growing waits (8 to 16 s in all): RSA's look-ups may lag behind a change. */
export const REPEATS = 5;

/** The same that show the target unchanged, before a change is sent again: that is itself another look at it. */
const REPEATS_BEFORE_RETRY = 1;

/** What follows the look-ups. */
interface Purpose {
	/** Whether the change is sent again if they show the target unchanged. */
	readonly isSentAgainIfUnchanged?: boolean;
	/** Whether they are made until the item's time is over, as long as they fail in a way that may pass. */
	readonly mustSettle: boolean;
}

/**
 * Looks the target of a change up, and again after growing waits until that settles the matter.
 *
 * @returns what the last look-up showed that did not fail
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

/** Whether a look-up ends the matter: it is clear, or another one would end alike. */
function isSettled(
	state: ChangeState,
	{ mayHaveBeenApplied }: Occasion,
	mustSettle: boolean,
): boolean {
	if (state.kind === 'done') return true;
	if (hasFailed(state)) return !(mustSettle && mayPass(state.failed));
	// It contradicts RSA's response, also where that is a 409.
	if (state.kind === 'unchanged') return state.explainsConflict === true;
	if (state.kind === 'unknown' && state.isFinal === true) return true;
	// Where the change may have been made, all that does not show it may lag behind.
	return !mayHaveBeenApplied && state.mayLag !== true;
}

type FailedState = Extract<ChangeState, { kind: 'unknown' }> & { readonly failed: LookUpFailed };

function hasFailed(state: ChangeState): state is FailedState {
	return state.kind === 'unknown' && state.failed !== undefined;
}
