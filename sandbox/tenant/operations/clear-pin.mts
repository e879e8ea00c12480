import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../answers.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { tokenOfUser } from './refusals.mts';

/** Clear PIN. A PIN that is already clear is a success: nothing in RSA's table says otherwise. */
export const clearPin: Operation<'clearPin'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.sidtoken.manage',
	isRead: false,
	answer(directory, request, { pinSetAs }) {
		const found = tokenOfUser(directory, request);
		if ('refusal' in found) return found.refusal;
		const { tokenSerialNumber, pinSet } = directory.changeHardwareToken(found.token, {
			pinSet: false,
		});
		return success({
			userId: request.path.userId,
			tokenSerialNumber,
			pinSet: pinSetAs === 'boolean' ? pinSet : `${pinSet}`,
		} satisfies components['schemas']['ClearPinAnswer']);
	},
};
