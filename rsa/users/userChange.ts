import type { RsaRequest } from '../endpoints';
import type { Undertaking } from '../failure';
import { isSameUser } from '../hardwareToken';
import { jsonObject, type JsonObject } from '../jsonObject';
import type { User, UserReference } from './user';

/** What an output item says was done to a user. Saved workflows branch on these words. */
export type UserOutcome =
	| 'userDeleted'
	| 'userAlreadyDeleted'
	| 'userDisabled'
	| 'userAlreadyDisabled'
	| 'userEnabled'
	| 'userAlreadyEnabled'
	| 'userMarkedDeleted'
	| 'userAlreadyMarkedDeleted'
	| 'userRestored'
	| 'userAlreadyRestored'
	| 'userSynchronized';

/** A user as their changes name them: by RSA's ID, and as the item does. */
interface UserTarget {
	readonly reference: UserReference;
}

/** What RSA says of a user after a change, as an item carries it. */
export type UserState = JsonObject;

/** One change of a user that RSA's API can make. All of them set a state, so that sending one twice does no harm. */
export interface UserChange extends Undertaking<UserTarget> {
	readonly outcome: UserOutcome;
	/** The outcome where the user was in the asked state already. */
	readonly outcomeBefore: UserOutcome;
	/** Why RSA refuses it with a 409, as the end of a sentence, and what to do about that. */
	readonly conflict: { readonly why: string; readonly advice: string };
	/** Whether a user whom RSA does not know is in the asked state. */
	readonly isReachedByAbsence?: boolean;
	request(userId: string): RsaRequest;
	/** The user's state where a 200's body says that it is the asked one, else nothing. */
	confirmedState(body: unknown, userId: string): UserState | undefined;
	/** Whether a user who was looked up is in the asked state. */
	isReached(user: User): boolean;
}

/** What RSA's answer to a change of a user says of them; nothing where it is about another. */
export function readUserState(body: unknown, userId: string): UserState | undefined {
	const json = jsonObject(body);
	return typeof json?.id === 'string' && isSameUser(json.id, userId) ? json : undefined;
}
