import { success } from '../answers.mts';
import { detailsOf } from '../user.mts';
import type { Operation } from './operation.mts';
import { userNotFound } from './refusals.mts';

/** Synchronize user. */
export const synchronizeUser: Operation<'synchronizeUser'> = (directory, { path: { userId } }) => {
	const user = directory.user(userId);
	if (!user) return userNotFound(userId);
	return success(detailsOf(directory.synchronize(user)));
};
