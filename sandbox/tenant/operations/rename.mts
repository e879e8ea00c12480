import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { tokenOfUser } from './preconditions.mts';

/** Update name. */
export const rename: Operation<'rename'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.sidtoken.manage',
	isRead: false,
	execute(directory, request) {
		const found = tokenOfUser(directory, request);
		if ('errorResponse' in found) return found.errorResponse;
		const { updatedName } = request.body;
		const { tokenSerialNumber } = directory.changeHardwareToken(found.token, { name: updatedName });
		return success({
			tokenSerialNumber,
			name: updatedName,
			userId: request.path.userId,
		} satisfies components['schemas']['RenameResponse']);
	},
};
