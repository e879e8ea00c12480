import type { LookUpResult } from '../delivery/lookUp';
import type { Client } from '../throttle/client';
import { isSameUser } from '../values/sameText';
import type { lookUpUser } from './lookUpUser';
import type { LookedUp, User, UserReference } from './user';
import type { UserCache } from './userCache';

/** A user whom RSA's look-up shows, and the name by which they can be looked up again. */
export interface UserDetails {
	readonly user: User;
	readonly named: LookedUp;
}

/**
 * All that RSA's look-up shows of the user whom an item names. For a user named by ID, RSA's search shows the email
 * address first: RSA's API has no look-up by ID.
 *
 * @param find looks the user up; if left out, the result is cached for the run
 */
export async function userDetails(
	reference: UserReference,
	users: UserCache,
	client: Client,
	find: typeof lookUpUser = async (named) => await users.find(named, client),
): Promise<LookUpResult<UserDetails>> {
	if (reference.by !== 'id') return detailsOf(reference, await find(reference, client));
	const address = await users.emailAddresses.addressOf(reference.value, client);
	if (address.kind !== 'found') return address;
	const named: LookedUp = { by: 'email', value: address.value };
	const details = detailsOf(named, await find(named, client));
	if (details.kind !== 'found' || isSameUser(details.value.user.id, reference.value)) {
		return details;
	}
	const reason = "RSA's look-up shows a user with a different ID";
	return { kind: 'failed', failure: { cause: 'unclear', reason }, reason };
}

function detailsOf(named: LookedUp, result: LookUpResult<User>): LookUpResult<UserDetails> {
	return result.kind === 'found' ? { kind: 'found', value: { user: result.value, named } } : result;
}
