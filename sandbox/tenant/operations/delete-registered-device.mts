import { applicationError, success } from '../http-response.mts';
import { isSameUser } from '../directory.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/**
 * Delete user device, which deletes phones. Whether RSA's call takes a browser is not stated: the test decides. That it
 * takes no FIDO authenticator and no DS100 is assumed, since RSA has calls of their own for them.
 */
export const deleteRegisteredDevice: Operation<'deleteRegisteredDevice'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.mobile.delete',
	isRead: false,
	execute(directory, { path: { userId, deviceId } }, { deletableDevices }) {
		if (!directory.user(userId)) return userNotFound(userId);
		const device = directory.authenticator(deviceId);
		const isDeletable = device !== undefined && deletableDevices.includes(device.kind);
		if (!isDeletable || !isSameUser(device.userId, userId)) {
			return applicationError(404, `Device ${deviceId} not found`);
		}
		directory.deleteAuthenticator(device);
		return success({});
	},
};
