import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import { administrator } from '../hardware-token.mts';
import { managedOverScim, errorResponseFor, type Obstacle } from './obstacles.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/** RSA's page: the user is inactive, and not marked already or marked already. */
const obstacles: ReadonlyArray<Obstacle<{ readonly markDeleted: boolean }>> = [
	managedOverScim,
	{
		status: 409,
		stands: (user, { markDeleted }) => user.markDeleted === markDeleted,
		text: 'The user is marked so already.',
	},
	{
		status: 409,
		stands: ({ userStatus }, { markDeleted }) => markDeleted && userStatus === 'Enabled',
		text: 'The user is enabled.',
	},
];

/** Mark user deleted, and take the mark away. */
export const markUserDeleted: Operation<'markUserDeleted'> = {
	roles: anyAdministrator,
	scope: 'rsa.user.delete.soft',
	isRead: false,
	execute(directory, { path: { userId }, body }) {
		const user = directory.user(userId);
		if (!user) return userNotFound(userId);
		const errorResponse = errorResponseFor(obstacles, user, body);
		if (errorResponse) return errorResponse;
		const { markDeleted } = body;
		directory.changeUser(user, {
			markDeleted,
			markDeletedAt: markDeleted ? directory.now.toISOString() : null,
			markDeletedBy: markDeleted ? administrator : null,
		});
		return success({
			id: userId,
			markDeleted,
		} satisfies components['schemas']['MarkUserDeletedResponse']);
	},
};
