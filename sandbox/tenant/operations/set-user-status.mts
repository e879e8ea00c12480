import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { applicationError, success } from '../http-response.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/** User status. That a user who is marked as deleted keeps it is assumed. */
export const setUserStatus: Operation<'setUserStatus'> = {
	roles: anyAdministrator,
	scope: 'rsa.user.manage',
	isRead: false,
	execute(directory, { path: { userId }, body: { userStatus } }, { repeatedUserStatus }) {
		const user = directory.user(userId);
		if (!user) return userNotFound(userId);
		if (user.markDeleted) return applicationError(409, `User ${userId} is pending deletion`);
		if (user.userStatus === userStatus && repeatedUserStatus === 'refused') {
			return applicationError(409, `User ${userId} is ${userStatus} already`);
		}
		directory.changeUser(user, { userStatus });
		return success({
			id: userId,
			userStatus,
		} satisfies components['schemas']['UserStatusResponse']);
	},
};
