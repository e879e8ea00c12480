import type { RsaRequest } from '../http/endpoints';
import type { Wording } from '../errors/failure';
import { isSameUser } from '../hardwareTokens/hardwareToken';
import type { JsonObject } from '../values/jsonObject';
import type { HttpResponse } from '../http/response';
import { parseUser, type User, type UserReference } from './user';

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
export interface UserChange extends Wording<UserTarget> {
	readonly outcome: UserOutcome;
	/** The outcome where the user was in the asked state already. */
	readonly noopOutcome: UserOutcome;
	/** The state that it asks for, as an adjective. */
	readonly requestedState: string;
	/** Why RSA refuses it with a 409, as the end of a sentence, and what to do about that. */
	readonly conflict: { readonly why: string; readonly advice: string };
	/** Whether a user whom RSA does not know is in the asked state. */
	readonly isReachedByAbsence?: boolean;
	request(userId: string): RsaRequest;
	/** The user's state where RSA's answer says that it is the requested one, else nothing. */
	confirmedState(answer: HttpResponse, userId: string): UserState | undefined;
	/**
	 * Whether a user who was looked up is in the requested state; nothing where RSA does not say. Left out where no
	 * look-up can show it.
	 */
	isReached?(user: User): boolean | undefined;
	/** Whether the state of a user who was looked up is a reason for RSA's 409. */
	isRefusedFor(user: User): boolean;
}

/** What RSA's answer to a change of a user says of them; nothing where it is no 200, or is about another. */
export function readUserState({ status, body }: HttpResponse, userId: string): User | undefined {
	const user = status === 200 ? parseUser(body) : undefined;
	return user !== undefined && isSameUser(user.id, userId) ? user : undefined;
}
