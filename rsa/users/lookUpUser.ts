import { permissions } from '../errors/permissions';
import type { Client } from '../throttle/client';
import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import { isEmailAddress } from '../values/identifiers';
import { isSameText } from '../values/sameText';
import { userStatusCauses } from '../errors/userStatusCauses';
import { parseUser, type LookedUp, type User } from './user';

/**
 * Looks a user up: RSA's "Cloud Administration User Details API". RSA is not told to fetch the user from an identity
 * source: that would be slow, and a change. A username with an '@' that RSA does not know is looked up as an email address
 * too: in many directories, people sign in with theirs.
 */
export async function lookUpUser(named: LookedUp, client: Client): Promise<LookUpResult<User>> {
	const user = await lookUpOnce(named, client);
	const isOther = user.kind === 'absent' && named.by === 'username';
	return isOther && isEmailAddress(named.value)
		? await lookUpOnce({ by: 'email', value: named.value }, client)
		: user;
}

async function lookUpOnce(named: LookedUp, client: Client): Promise<LookUpResult<User>> {
	const { by, value } = named;
	const query = {
		request: requestTo('lookupUser', {
			body: by === 'email' ? { email: value } : { username: value },
		}),
		permission: permissions.readUsers,
		causes: userStatusCauses,
		unclear: "RSA's response to the look-up does not show the requested user",
		parse(body: unknown): User | undefined {
			const user = parseUser(body);
			// A response about someone else would lead to a change of theirs.
			return user !== undefined && isNamed(user, named) ? user : undefined;
		},
	};
	return await lookUp(query, client);
}

function isNamed(user: User, { by, value }: LookedUp): boolean {
	const { emailAddress, principalUsername, alternateUsername } = user;
	const names = by === 'email' ? [emailAddress] : [principalUsername, alternateUsername];
	return names.some((name) => typeof name === 'string' && isSameText(name, value));
}
