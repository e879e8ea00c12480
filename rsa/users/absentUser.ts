import type { Failure } from '../errors/failure';
import { inWords, type UserReference } from './user';

const FOUND_BY_ADDRESS =
	"Check the ID. RSA's search finds users by email address only: for a user without one, give the username instead of the ID.";

/**
 * The failure of an item whose user was looked up and not found. A user named by ID is searched for by email address, so
 * one without an address is not found either, although RSA may know them.
 */
export function absentUser(reference: UserReference): Failure {
	const reason = inWords(reference);
	return reference.by === 'id'
		? {
				cause: 'userNotFound',
				reason: `${reason} who has an email address`,
				advice: FOUND_BY_ADDRESS,
			}
		: { cause: 'userNotFound', reason };
}
