import type { HttpResponse } from '../http-response.mts';
import { unassigned } from '../hardware-token.mts';
import { asInIdentitySource } from '../user.mts';
import { managedOverScim, errorResponseFor, type Obstacle } from './obstacles.mts';
import { superAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/** RSA's page. */
const obstacles: ReadonlyArray<Obstacle<unknown>> = [
	managedOverScim,
	{
		status: 409,
		stands: ({ userStatus }) => userStatus === 'Enabled',
		text: 'User is in enabled state.',
	},
	{
		status: 409,
		stands: ({ markDeleted }) => markDeleted,
		text: 'User is in pending deletion state.',
	},
];

/** RSA's page announces JSON and shows none: an empty body is the hardest case for a client. */
const deleted: HttpResponse = { status: 200, contentType: 'application/json', body: '' };

/**
 * Delete user now. Leaves the user's hardware tokens unassigned: no page says what happens to them. Who is still in the
 * identity source comes back with the next synchronization (RSA's page).
 */
export const deleteUser: Operation<'deleteUser'> = {
	roles: superAdministrator,
	scope: 'rsa.user.delete',
	isRead: false,
	execute(directory, request) {
		const { userId } = request.path;
		const user = directory.user(userId);
		if (!user) return userNotFound(userId);
		const errorResponse = errorResponseFor(obstacles, user, request);
		if (errorResponse) return errorResponse;
		for (const token of directory.hardwareTokensOf(userId)) {
			directory.changeHardwareToken(token, unassigned);
		}
		directory.authenticatorsOf(userId).forEach((each) => {
			directory.deleteAuthenticator(each);
		});
		directory.changeUser(user, asInIdentitySource);
		return deleted;
	},
};
