import type { ChangeState, Occasion } from '../delivery/change';
import type { LookUpResult } from '../delivery/lookUp';
import { listHardwareTokens } from '../hardwareTokens/listHardwareTokens';
import type { Client } from '../throttle/client';
import { isSameUser } from '../values/sameText';
import { lookUpUser } from './lookUpUser';
import { inWords, type LookedUp, type User, type UserReference } from './user';
import type { UserCache } from './userCache';

/** The user to change: RSA's ID, and how the item names them, by which they can be looked up again. */
export interface UserTarget {
	readonly userId: string;
	readonly reference: UserReference;
}

/** The parts of a change that a look-up of its user depends on. */
interface ComparedChange {
	readonly isDoneByAbsence?: boolean;
	isDone(user: User): boolean | undefined;
	isRefusedFor(user: User): boolean;
}

const NOT_SHOWN = 'RSA finds users by email address only, and its search shows none with this ID';

/**
 * Looks a user up and compares them with a change. RSA's API has no look-up by ID: a user who is named by ID is searched
 * for, once a run, and then looked up by the email address that the search shows.
 */
export async function lookUpChangedUser(
	change: ComparedChange,
	{ userId, reference }: UserTarget,
	users: UserCache,
	client: Client,
	occasion: Occasion,
): Promise<ChangeState> {
	// RSA refuses to delete only users whom it knows, so no look-up is needed.
	if (isConflict(occasion) && change.isDoneByAbsence === true) {
		return { kind: 'unchanged', explainsConflict: true, isFinal: true };
	}
	if (reference.by !== 'id') {
		const result = await lookUpUser(reference, client);
		return stateOfUser(change, { userId, reference }, result, occasion);
	}
	if (change.isDoneByAbsence === true) {
		// For a user who is gone, RSA answers the list of their authenticators with its own 404.
		const list = await listHardwareTokens(userId, client);
		if (list.kind !== 'found') return stateOfUser(change, { userId, reference }, list, occasion);
		// Before a deletion, the state of the user matters too.
		if (occasion.stage !== 'before') return { kind: 'unchanged' };
	}
	const address = await users.emailAddresses.addressOf(userId, client);
	if (address.kind === 'failed') {
		return { kind: 'unknown', reason: address.reason, failed: address };
	}
	// The search is made once a run.
	if (address.kind === 'absent') return { kind: 'unknown', reason: NOT_SHOWN, isFinal: true };
	const named: LookedUp = { by: 'email', value: address.value };
	const result = await lookUpUser(named, client);
	return stateOfUser(change, { userId, reference: named }, result, occasion);
}

function isConflict({ cause }: Occasion): boolean {
	return cause === 'userConflict';
}

function stateOfUser(
	change: ComparedChange,
	{ userId, reference }: UserTarget,
	result: LookUpResult<User>,
	occasion: Occasion,
): ChangeState {
	if (result.kind === 'failed') return { kind: 'unknown', reason: result.reason, failed: result };
	if (result.kind === 'absent') {
		return change.isDoneByAbsence === true
			? { kind: 'done', state: { id: userId } }
			: { kind: 'unknown', reason: `RSA knows no user with ${inWords(reference)}` };
	}
	const user = result.value;
	if (!isSameUser(user.id, userId)) {
		return { kind: 'unknown', reason: "RSA's look-up shows a user with a different ID" };
	}
	const isDone = change.isDone(user);
	if (isDone === undefined) {
		return { kind: 'unknown', reason: "RSA's look-up does not show the requested state" };
	}
	if (isDone) return { kind: 'done', state: user, found: user };
	const isRefused = change.isRefusedFor(user);
	return {
		kind: 'unchanged',
		explainsConflict: isRefused && isConflict(occasion),
		...(isRefused && occasion.stage === 'before' && { refusedAs: 'userConflict' }),
		found: user,
	};
}
