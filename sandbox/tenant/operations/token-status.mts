import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { applicationError, success } from '../http-response.mts';
import { administrator } from '../hardware-token.mts';
import { refusalOfOneMore } from './active-token-limit.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { tokenOfUser } from './preconditions.mts';

/**
 * @param tokenStatus the status that the operation sets
 * @returns the operation that makes it so
 */
export function setsTokenStatus(
	tokenStatus: components['schemas']['TokenStatus'],
): Operation<'enable' | 'disable'> {
	return {
		roles: anyAdministrator,
		scope: 'rsa.authenticator.sidtoken.manage',
		isRead: false,
		execute(directory, request, { repeatedTokenStatus }) {
			const found = tokenOfUser(directory, request);
			if ('errorResponse' in found) return found.errorResponse;
			const { token } = found;
			const { tokenSerialNumber } = token;
			if (token.tokenStatus === tokenStatus && repeatedTokenStatus === 'refused') {
				return applicationError(
					409,
					`Hardware token ${tokenSerialNumber} is ${tokenStatus} already`,
				);
			}
			const isOneMore = tokenStatus === 'Enabled' && token.tokenStatus !== tokenStatus;
			const refusal = isOneMore ? refusalOfOneMore(directory, request.path.userId) : undefined;
			if (refusal) return refusal;
			const { tokenStatusChangedAt } =
				token.tokenStatus === tokenStatus
					? token
					: directory.changeHardwareToken(token, {
							tokenStatus,
							tokenStatusChangedAt: directory.now.toISOString(),
						});
			return success({
				userId: request.path.userId,
				tokenSerialNumber,
				tokenStatus,
				tokenStatusChangedBy: administrator,
				tokenStatusChangedAt,
			} satisfies components['schemas']['TokenStatusResponse']);
		},
	};
}
