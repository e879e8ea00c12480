import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { applicationError, success } from '../http-response.mts';
import { isSameUser } from '../directory.mts';
import { administrator } from '../hardware-token.mts';
import { anyAdministrator, type Operation } from './operation.mts';

/**
 * @param status what the FIDO authenticator is to be
 * @returns the operation that makes it so. RSA's table has 400 for a wrong user ID or authenticator ID, and no 404
 */
function setsFidoStatus(
	status: components['schemas']['TokenStatus'],
): Operation<'enableFidoAuthenticator' | 'disableFidoAuthenticator'> {
	return {
		roles: anyAdministrator,
		scope: 'rsa.authenticator.fido.manage',
		isRead: false,
		execute(directory, { path: { userId, authenticatorId } }) {
			const authenticator = directory.authenticator(authenticatorId);
			if (authenticator?.kind !== 'fido' || !isSameUser(authenticator.userId, userId)) {
				return applicationError(400, 'Invalid userId/authenticatorId.');
			}
			directory.changeAuthenticator(authenticator, { status });
			return success({
				statusChangedAt: directory.now.getTime(),
				statusChangedBy: administrator,
				status,
			} satisfies components['schemas']['FidoStatusResponse']);
		},
	};
}

/** Enable FIDO authenticator. */
export const enableFidoAuthenticator = setsFidoStatus('Enabled');

/** Disable FIDO authenticator. */
export const disableFidoAuthenticator = setsFidoStatus('Disabled');
