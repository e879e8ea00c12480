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
	/**
	 * Whether they are repeated until the item's time is over, as long as they fail for a cause that may pass; after a change that
	 * RSA has not confirmed, also as long as RSA answers them without the state.
	 */
	readonly mustSettle: boolean;
}

/** What the look-ups so far have shown, the first one first. */
type States = [ChangeState, ...ChangeState[]];

/**
 * Looks the target of a change up, and again after growing waits, until the state is clear or cannot become clearer.
 *
 * @returns what the last look-up that did not fail shows. If the change may have been made, too few look-ups have shown
 * that, and others have failed or not shown the state: the last of these, with what that one found
 */
export async function repeatLookUp(
	lookUp: NonNullable<Change['lookUp']>,
	occasion: Occasion,
	client: Client,
	purpose: Purpose,
): Promise<ChangeState> {
	const states: States = [await lookUp(client, occasion)];
	for (let repeat = 0; ; repeat += 1) {
		const last = lastOf(states);
		const isOver =
			isSettled(last, occasion, purpose.mustSettle) || isEnough(states, occasion, client, purpose);
		if (isOver || !(await client.waitBeforeLookUp(repeat))) break;
		states.push(await lookUp(client, occasion));
	}
	return shownBy(states, occasion, purpose);
}

function lastOf(states: Readonly<States>): ChangeState {
	return states[states.length - 1] ?? states[0];
}

/** Whether so many look-ups as must have shown the last state, or the item's later steps need the time. */
function isEnough(
	states: Readonly<States>,
	{ stage }: Occasion,
	client: Client,
	purpose: Purpose,
): boolean {
	const last = lastOf(states);
	const leavesTime = client.timeLeft() < client.timeOfLaterSteps && states.length >= LOOK_UPS;
	if (hasFailed(last)) return leavesTime && !isOutage(last.failed);
	const mustShowState = purpose.mustSettle && stage === 'after';
	const isOpen = last.kind === 'unknown' && last.mayLag !== true;
	return mustShowState && isOpen ? leavesTime : isShown(last, states, purpose);
}

/** Whether so many look-ups as must have shown a state. Those that failed do not count. */
function isShown(
	{ kind }: ChangeState,
	states: Readonly<States>,
	{ isSentAgainIfUnchanged }: Purpose,
): boolean {
	const alike = states.filter((state) => state.kind === kind && !hasFailed(state)).length;
	const isBeforeRetry = isSentAgainIfUnchanged === true && kind === 'unchanged';
	return alike >= (isBeforeRetry ? LOOK_UPS_BEFORE_RETRY : LOOK_UPS);
}

function shownBy(states: Readonly<States>, occasion: Occasion, purpose: Purpose): ChangeState {
	const seen = states.filter((state) => !hasFailed(state)).at(-1) ?? lastOf(states);
	if (!occasion.mayHaveBeenApplied || seen.kind === 'done') return seen;
	const open = states.filter((state) => state.kind === 'unknown').at(-1);
	const isOpen = open !== undefined && !isShown(seen, states, purpose);
	return isOpen && seen.kind !== 'unknown' ? { ...open, found: seen.found } : seen;
}

/** Whether no further look-up is needed: the state is clear, or another look-up would show the same. */
function isSettled(
	state: ChangeState,
	{ mayHaveBeenApplied }: Occasion,
	mustSettle: boolean,
): boolean {
	if (state.kind === 'done') return true;
	if (hasFailed(state)) return !(mustSettle && maySucceedLater(state.failed));
	if (state.kind !== 'blocked' && state.isFinal === true) return true;
	// If the change may have been made, a look-up that does not show it may lag behind.
	if (mayHaveBeenApplied) return false;
	// Otherwise it contradicts RSA's response, and may lag behind.
	if (state.kind === 'unchanged') return state.explainsConflict === true;
	return state.mayLag !== true;
}

type FailedState = Extract<ChangeState, { kind: 'unknown' }> & { readonly failed: LookUpFailed };

function hasFailed(state: ChangeState): state is FailedState {
	return state.kind === 'unknown' && state.failed !== undefined;
}
