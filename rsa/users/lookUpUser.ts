import { permissions } from '../errors/permissions';
import type { Client } from '../throttle/client';
import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import { isEmailAddress } from '../values/identifiers';
import { isSameText } from '../values/sameText';
import { userCauses } from '../errors/userCauses';
import { parseUser, type User, type UserReference } from './user';

/** A user as RSA's look-up takes them. */
export type LookedUp = Exclude<UserReference, { by: 'id' }>;

/**
 * Looks a user up: RSA's "Cloud Administration User Details API". Nobody is fetched from an identity source for
 * it, which would be slow and a change. A user name with an '@' that RSA does not know is looked up as an email
 * address too: in many directories people sign in with theirs.
 */
export async function lookUpUser(named: LookedUp, client: Client): Promise<LookUpResult<User>> {
	const user = await lookUpOnce(named, client);
	const isOther = user.kind === 'absent' && named.by === 'username';
	return isOther && isEmailAddress(named.username)
		? await lookUpOnce({ by: 'email', email: named.username }, client)
		: user;
}

async function lookUpOnce(named: LookedUp, client: Client): Promise<LookUpResult<User>> {
	const body = named.by === 'email' ? { email: named.email } : { username: named.username };
	const reading = {
		request: requestTo('lookupUser', { body }),
		permission: permissions.readUsers,
		causes: userCauses,
		unclear: "RSA's answer to the look-up does not show the requested user",
		parse: (body: unknown) => parseUserNamed(named, body),
	};
	return await lookUp(reading, client);
}

/** A response about someone else would lead to a change of theirs. */
function parseUserNamed(named: LookedUp, body: unknown): User | undefined {
	const user = parseUser(body);
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
