import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import type { Directory } from '../directory.mts';
import type { User } from '../user.mts';
import { superAdministrator, type Operation } from './operation.mts';

/** Add or remove high-risk users. Those whom the tenant does not know fail, the others are changed. */
export const changeHighRiskUsers: Operation<'changeHighRiskUsers'> = {
	roles: superAdministrator,
	scope: 'rsa.user.risky.manage',
	isRead: false,
	execute(directory, { body: { action, users } }, { failedHighRiskUsersAs }) {
		const failed = users.filter((email) => {
			const user = userWith(email, directory);
			if (user) directory.changeUser(user, { highRiskUser: action === 'add' });
			return !user;
		});
		if (failed.length === 0) return success([]);
		const body = (
			failedHighRiskUsersAs === 'emails'
				? failed
				: { users: failed.map((email) => ({ email, statusCode: '404', error: 'User not found' })) }
		) satisfies components['schemas']['HighRiskUserFailures'];
		return { ...success(body), status: 207 };
	},
};

/** Retrieve high-risk user list, version 2. */
export const listHighRiskUsers: Operation<'listHighRiskUsers'> = {
	roles: superAdministrator,
	scope: 'rsa.user.risky.read',
	isRead: true,
	execute: (directory) =>
		success({
			users: directory.users
				.filter(({ highRiskUser, unsynched }) => highRiskUser && !unsynched)
				.map(({ emailAddress, principalUsername, alternateUsername }) => ({
					email: emailAddress,
					primaryUsername: principalUsername,
					alternateUsername,
				})),
		} satisfies components['schemas']['HighRiskUsers']),
};

/** RSA's page: emails, in any case. */
function userWith(email: string, directory: Directory): User | undefined {
	return directory.users.find(
		({ emailAddress, unsynched }) =>
			!unsynched && emailAddress.toLowerCase() === email.toLowerCase(),
	);
}
