import type { Means } from '../delivery/changeResult';
import type { LookUpResult, LookUpFailed } from '../delivery/lookUp';
import { repeatLookUp } from '../delivery/repeatLookUp';
import { isSameUser } from '../hardwareTokens/hardwareToken';
import type { UserCache } from './userCache';
import { listHardwareTokens } from '../hardwareTokens/listHardwareTokens';
import { inWords, type User, type UserReference } from './user';
import type { UserChange, UserState } from './userChange';
import { lookUpUser, type LookedUp } from './lookUpUser';

/** The user to change: RSA's ID, and how the item names them, by which they can be looked up again. */
export interface UserToChange {
	readonly userId: string;
	readonly reference: UserReference;
}

/** What a change of a user is delivered with. */
export interface UserMeans extends Means {
	/** Finds the address of a user who is named by ID. */
	readonly people: UserCache;
}

/** How a user stands to a change that was sent. */
export type Sight =
	| { readonly kind: 'reached'; readonly state: UserState }
	/** `isRefused`: whether RSA would answer with a 409 to the change of a user in this state. */
	| { readonly kind: 'asBefore'; readonly isRefused: boolean }
	/** Why it could not be seen, and the read that brought nothing, where there was one. */
	| { readonly kind: 'unread'; readonly reason: string; readonly read?: LookUpFailed };

/** What is looked at, and how. */
interface Look {
	/** Whether RSA refused the change with a 409, which the user's state may explain. */
	readonly isConflict: boolean;
	/** How often the user is looked up again, at most, where the first look settles nothing. */
	readonly laterReads: number;
}

/**
 * Looks at a user after a change of them, again where that may lag behind it. RSA's API shows no user by ID: one who
 * is named so is searched for, once a run, and then looked up by the email address that the search shows.
 */
export async function lookAtUser(
	change: UserChange,
	user: UserToChange,
	{ isConflict, laterReads }: Look,
	means: UserMeans,
): Promise<Sight> {
	// RSA refuses to delete whom it knows, so that nothing is left to see.
	if (isConflict && change.isReachedByAbsence) return { kind: 'asBefore', isRefused: true };
	const look = await lookFor(change, user, means);
	if ('kind' in look) return look;
	return await repeatLookUp(
		look.again,
		(sight) => sight.kind !== 'asBefore' || (isConflict && sight.isRefused),
		laterReads,
		means.courier,
	);
}

/** How the user is looked at, or why they cannot be. */
async function lookFor(
	change: UserChange,
	{ userId, reference }: UserToChange,
	means: UserMeans,
): Promise<{ again(): Promise<Sight> } | Sight> {
	if (reference.by !== 'id') {
		return { again: async () => await sightOf(change, userId, reference, means) };
	}
	if (change.isReachedByAbsence) {
		return { again: async () => absenceIn(await listHardwareTokens(userId, means), userId) };
	}
	const address = await means.people.addressOf(userId, means);
	if (address.kind === 'unread') return { kind: 'unread', reason: address.reason, read: address };
	if (address.kind === 'absent') return { kind: 'unread', reason: NOT_SHOWN };
	const named: LookedUp = { by: 'email', email: address.value };
	return { again: async () => await sightOf(change, userId, named, means) };
}

const NOT_SHOWN = 'RSA shows users by email address only, and its search shows none with this ID';

async function sightOf(
	change: UserChange,
	userId: string,
	named: LookedUp,
	means: UserMeans,
): Promise<Sight> {
	const read = await lookUpUser(named, means);
	switch (read.kind) {
		case 'unread':
			return { kind: 'unread', reason: read.reason, read };
		case 'absent':
			return change.isReachedByAbsence
				? { kind: 'reached', state: { id: userId } }
				: { kind: 'unread', reason: `RSA knows no user with ${inWords(named)}` };
		case 'found':
			return seen(change, userId, read.value);
	}
}

function seen(change: UserChange, userId: string, user: User): Sight {
	if (!isSameUser(user.id, userId)) {
		return { kind: 'unread', reason: "RSA's look-up shows a user with a different ID" };
	}
	const isReached = change.isReached?.(user);
	if (isReached === undefined) {
		return { kind: 'unread', reason: "RSA's look-up does not show the requested state" };
	}
	return isReached
		? { kind: 'reached', state: user }
		: { kind: 'asBefore', isRefused: change.isRefusedFor(user) };
}

/** Of a user who is gone, RSA's list of authenticators says in its own words that it does not know them. */
function absenceIn(list: LookUpResult<unknown>, userId: string): Sight {
	switch (list.kind) {
		case 'unread':
			return { kind: 'unread', reason: list.reason, read: list };
		case 'absent':
			return { kind: 'reached', state: { id: userId } };
		case 'found':
			return { kind: 'asBefore', isRefused: false };
	}
}
