import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import { superAdministrator, type Operation } from './operation.mts';
import { hardwareTokenNotFound } from './preconditions.mts';

/** Delete a hardware token's record, whether or not it is assigned: RSA's table has no 409. */
export const deleteHardwareToken: Operation<'deleteHardwareToken'> = {
	roles: superAdministrator,
	scope: 'rsa.authenticator.sidtoken.delete',
	isRead: false,
	execute(directory, { body: { tokenSerialNumber } }) {
		const token = directory.hardwareToken(tokenSerialNumber);
		if (!token) return hardwareTokenNotFound(tokenSerialNumber);
		directory.deleteHardwareToken(token);
		return success(token satisfies components['schemas']['DeleteHardwareTokenResponse']);
	},
};
