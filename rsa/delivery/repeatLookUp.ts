import type { Client } from '../throttle/client';
import type { Change, ChangeState, Occasion } from './change';
import { isOutage, maySucceedLater, type LookUpFailed } from './lookUp';

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
 * @returns what the last look-up that did not fail shows. If the change may have been made, and too few look-ups have
 * shown that before one failed: the failed one
 */
export async function repeatLookUp(
	lookUp: NonNullable<Change['lookUp']>,
	occasion: Occasion,
	client: Client,
	{ isSentAgainIfUnchanged = false, mustSettle, mustShowState = false }: Purpose,
): Promise<ChangeState> {
	const all: ChangeState[] = [];
	const look = async () => {
		const state = await lookUp(client, occasion);
		all.push(state);
		return state;
	};
	const isShown = ({ kind }: ChangeState) => {
		const alike = all.filter((state) => state.kind === kind && !hasFailed(state)).length;
		const beforeRetry = isSentAgainIfUnchanged && kind === 'unchanged';
		return alike >= (beforeRetry ? LOOK_UPS_BEFORE_RETRY : LOOK_UPS);
	};
	const isEnough = (last: ChangeState) => {
		const leavesTime = client.timeLeft() < client.timeOfLaterSteps && all.length >= LOOK_UPS;
		if (hasFailed(last)) return leavesTime && !isOutage(last.failed);
		const isOpen = mustShowState && last.kind === 'unknown' && last.mayLag !== true;
		return isOpen ? leavesTime : isShown(last);
	};
	let last = await look();
	for (let repeat = 0; !isSettled(last, occasion, mustSettle) && !isEnough(last); repeat += 1) {
		if (!(await client.waitBeforeLookUp(repeat))) break;
		last = await look();
	}
	const seen = all.filter((state) => !hasFailed(state)).at(-1) ?? last;
	const isOpen = occasion.mayHaveBeenApplied && hasFailed(last) && !isShown(seen);
	return isOpen && seen.kind !== 'unknown' ? last : seen;
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
