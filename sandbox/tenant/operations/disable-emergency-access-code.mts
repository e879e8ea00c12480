import { applicationError, success } from '../http-response.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/** Disable emergency tokencode. An offline code stays: it works until it expires (RSA's page). */
export const disableEmergencyAccessCode: Operation<'disableEmergencyAccessCode'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.emergency.manage',
	isRead: false,
	execute(directory, { path: { userId, emergencyTokencodeId } }) {
		const user = directory.user(userId);
		if (!user) return userNotFound(userId);
		if (user.emergencyTokencodeId !== emergencyTokencodeId) {
			return applicationError(404, `Emergency tokencode ${emergencyTokencodeId} not found`);
		}
		directory.changeUser(user, {
			emergencyAccessStatus: 'Disabled',
			emergencyTokencodeId: null,
			emergencyTokencodeExpiration: null,
		});
		return success({});
	},
};
