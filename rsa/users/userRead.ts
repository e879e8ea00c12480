import { rights } from '../administration';
import type { Means } from '../delivery/delivery';
import { read, type Read } from '../delivery/read';
import { requestTo } from '../endpoints';
import { isEmailAddress } from '../identifiers';
import { isSameText } from '../sameText';
import { causesOfUsers } from './causesOfUsers';
import { readUser, type User, type UserReference } from './user';

/** A user as RSA's look-up can be asked for them. */
export type LookedUp = Exclude<UserReference, { by: 'id' }>;

/**
 * Looks a user up: RSA's "Cloud Administration User Details API". Nobody is fetched from an identity source for
 * it, which would be slow and a change. A user name with an '@' that RSA does not know is looked up as an email
 * address too: in many directories people sign in with theirs.
 */
export async function readUserNamed(named: LookedUp, means: Means): Promise<Read<User>> {
	const user = await lookUp(named, means);
	const isOther = user.kind === 'absent' && named.by === 'username';
	return isOther && isEmailAddress(named.username)
		? await lookUp({ by: 'email', email: named.username }, means)
		: user;
}

async function lookUp(named: LookedUp, means: Means): Promise<Read<User>> {
	const body = named.by === 'email' ? { email: named.email } : { username: named.username };
	const reading = {
		request: requestTo('lookupUser', { body }),
		right: rights.readUsers,
		causes: causesOfUsers,
		unclear: "RSA's answer to the look-up does not show the requested user",
		thingOf: (answer: unknown) => readUserWho(named, answer),
	};
	return await read(reading, means);
}

/** An answer about somebody else would lead to a change of theirs. */
function readUserWho(named: LookedUp, answer: unknown): User | undefined {
	const user = readUser(answer);
	return user !== undefined && isNamed(user, named) ? user : undefined;
}

function isNamed(user: User, named: LookedUp): boolean {
	const isSame = (name: unknown, requested: string) =>
		typeof name === 'string' && isSameText(name, requested);
	if (named.by === 'email') return isSame(user.emailAddress, named.email);
	return [user.principalUsername, user.alternateUsername].some((name) =>
		isSame(name, named.username),
	);
}
