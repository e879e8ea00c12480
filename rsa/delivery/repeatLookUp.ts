import type { Client } from '../throttle/client';
import type { Change, ChangeState, Occasion } from './change';
import { maySucceedLater, type LookUpFailed } from './lookUp';

/** Look-ups that must show the same, with growing waits (7.75 to 15.5 s in all): RSA's look-ups may lag behind a change. */
export const LOOK_UPS = 6;

/** The same if the target is unchanged and the change is sent again: the response to that shows the state too. */
const LOOK_UPS_BEFORE_RETRY = 2;

/** What the look-ups are for. */
interface Purpose {
	/** Whether the change is sent again if they show the target unchanged. */
	readonly isSentAgainIfUnchanged?: boolean;
	/** Whether they are repeated until the item's time is over, as long as they fail for a transient cause. */
	readonly mustSettle: boolean;
	/** The same as long as RSA answers them without the state; the time of the item's later steps is left to these. */
	readonly mustShowState?: boolean;
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
	{ isSentAgainIfUnchanged = false, mustSettle, mustShowState = false }: Purpose,
): Promise<ChangeState> {
	const answered: ChangeState[] = [];
	const look = async () => {
		const state = await lookUp(client, occasion);
		if (!hasFailed(state)) answered.push(state);
		return state;
	};
	const isEnough = (last: ChangeState) => {
		if (hasFailed(last)) return false;
		const hasOwnTime = client.timeLeft() >= client.timeOfLaterSteps;
		if (mustShowState && last.kind === 'unknown' && hasOwnTime) return false;
		const beforeRetry = isSentAgainIfUnchanged && last.kind === 'unchanged';
		const alike = answered.filter(({ kind }) => kind === last.kind).length;
		return alike >= (beforeRetry ? LOOK_UPS_BEFORE_RETRY : LOOK_UPS);
	};
	let last = await look();
	for (let repeat = 0; !isSettled(last, occasion, mustSettle) && !isEnough(last); repeat += 1) {
		if (!(await client.waitBeforeLookUp(repeat))) break;
		last = await look();
	}
	return answered.at(-1) ?? last;
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
