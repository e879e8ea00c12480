import { rights } from '../administration';
import type { Means } from '../delivery/delivery';
import { read, type Read } from '../delivery/read';
import { requestTo } from '../endpoints';
import { causesOfUsers } from './causesOfUsers';
import { readUser, type User, type UserReference } from './user';

/** A user as RSA's look-up can be asked for them. */
export type LookedUp = Exclude<UserReference, { by: 'id' }>;

/**
 * Looks a user up: RSA's "Cloud Administration User Details API". Nobody is fetched from an identity source for
 * it, which would be slow and a change.
 */
export async function readUserNamed(named: LookedUp, means: Means): Promise<Read<User>> {
	const body = named.by === 'email' ? { email: named.email } : { username: named.username };
	const reading = {
		request: requestTo('lookupUser', { body }),
		right: rights.readUsers,
		causes: causesOfUsers,
		unclear: "RSA's answer to the look-up of the user holds no user",
		thingOf: readUser,
	};
	return await read(reading, means);
}
