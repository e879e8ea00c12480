import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../answers.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { tokenOfUser } from './refusals.mts';

/** Update name. */
export const rename: Operation<'rename'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.sidtoken.manage',
	isRead: false,
	answer(directory, request) {
		const found = tokenOfUser(directory, request);
		if ('refusal' in found) return found.refusal;
		const { updatedName } = request.body;
		const { tokenSerialNumber } = directory.changeHardwareToken(found.token, { name: updatedName });
		return success({
			tokenSerialNumber,
			name: updatedName,
			userId: request.path.userId,
		} satisfies components['schemas']['RenameAnswer']);
	},
};
