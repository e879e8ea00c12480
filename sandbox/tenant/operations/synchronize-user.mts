import type { Directory } from '../directory.mts';
import { success } from '../http-response.mts';
import { detailsOf, type User } from '../user.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/** Synchronize user. */
export const synchronizeUser: Operation<'synchronizeUser'> = {
	roles: anyAdministrator,
	scope: 'rsa.user.sync',
	isRead: false,
	execute(directory, { path: { userId } }) {
		const user = directory.user(userId);
		if (!user) return userNotFound(userId);
		return success(detailsOf(synchronized(directory, user)));
	},
};

/** @returns a user, fetched from the identity source now */
export function synchronized(directory: Directory, user: User): User {
	return directory.changeUser(user, {
		lastSyncTime: directory.now.toISOString(),
		unsynched: false,
	});
}
