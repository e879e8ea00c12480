import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import { unassigned } from '../hardware-token.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { tokenOfUser } from './preconditions.mts';

/** Unassign. Keeps the PIN: no RSA page says that it is cleared, so no client may rely on that. */
export const unassign: Operation<'unassign'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.sidtoken.manage',
	isRead: false,
	execute(directory, request) {
		const found = tokenOfUser(directory, request);
		if ('errorResponse' in found) return found.errorResponse;
		const { tokenSerialNumber, tokenState } = directory.changeHardwareToken(
			found.token,
			unassigned,
		);
		return success({
			tokenSerialNumber,
			tokenState,
		} satisfies components['schemas']['UnassignResponse']);
	},
};
