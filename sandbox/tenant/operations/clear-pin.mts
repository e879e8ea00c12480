import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { tokenOfUser } from './preconditions.mts';

/** Clear PIN. A PIN that is already clear is a success: nothing in RSA's table says otherwise. */
export const clearPin: Operation<'clearPin'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.sidtoken.manage',
	isRead: false,
	execute(directory, request, { pinSetAs }) {
		const found = tokenOfUser(directory, request);
		if ('errorResponse' in found) return found.errorResponse;
		const { tokenSerialNumber, pinSet } = directory.changeHardwareToken(found.token, {
			pinSet: false,
		});
		return success({
			userId: request.path.userId,
			tokenSerialNumber,
			pinSet: pinSetAs === 'boolean' ? pinSet : `${pinSet}`,
		} satisfies components['schemas']['ClearPinResponse']);
	},
};
