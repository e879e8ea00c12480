import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { applicationError, success, type HttpResponse } from '../http-response.mts';
import { detailsOf } from '../authenticator.mts';
import { isSameUser } from '../directory.mts';
import { administrator } from '../hardware-token.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/** Retrieve DS100 OTP credential. */
export const lookupDs100: Operation<'lookupDs100'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.ds100.read',
	isRead: true,
	execute(directory, { body: { deviceSerialNumber } }) {
		const ds100 = directory.ds100(deviceSerialNumber);
		if (!ds100) return ds100NotFound(deviceSerialNumber);
		const { pinSet: _pinSet, ...details } = detailsOf(ds100);
		return success([details] satisfies components['schemas']['Ds100Details']);
	},
};

/**
 * @param tokenStatus what the OTP credential is to be
 * @returns the operation that makes it so. RSA's table has no 409, so that the DS100 of another user counts as none
 */
function setsDs100Status(
	tokenStatus: components['schemas']['TokenStatus'],
): Operation<'enableDs100' | 'disableDs100'> {
	return {
		roles: anyAdministrator,
		scope: 'rsa.authenticator.ds100.manage',
		isRead: false,
		execute(directory, { body: { deviceSerialNumber, userId } }) {
			if (!directory.user(userId)) return userNotFound(userId);
			const ds100 = directory.ds100(deviceSerialNumber);
			if (!ds100 || !isSameUser(ds100.userId, userId)) return ds100NotFound(deviceSerialNumber);
			const { tokenSerialNumber } = directory.changeAuthenticator(ds100, { tokenStatus });
			return success([
				{
					userId,
					tokenSerialNumber,
					tokenStatus,
					tokenStatusChangedAt: directory.now.toISOString(),
					tokenStatusChangedBy: administrator,
					deviceSerialNumber,
				},
			] satisfies components['schemas']['Ds100StatusResponse']);
		},
	};
}

/** Enable DS100 OTP credential. */
export const enableDs100 = setsDs100Status('Enabled');

/** Disable DS100 OTP credential. */
export const disableDs100 = setsDs100Status('Disabled');

function ds100NotFound(deviceSerialNumber: string): HttpResponse {
	return applicationError(404, `DS100 ${deviceSerialNumber} not found`);
}
