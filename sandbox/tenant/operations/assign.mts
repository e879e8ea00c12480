import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { applicationError, success } from '../http-response.mts';
import { isSameUser } from '../directory.mts';
import { assignedAt } from '../hardware-token.mts';
import { refusalOfOneMore } from './active-token-limit.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { assignmentOf, userAndToken } from './preconditions.mts';

/** Assign. Keeps a PIN that the hardware token has: no RSA page says that it is cleared. */
export const assign: Operation<'assign'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.sidtoken.manage',
	isRead: false,
	execute(directory, request, { assignedTokenState, repeatedAssign }) {
		const found = userAndToken(directory, request);
		if ('errorResponse' in found) return found.errorResponse;
		const { user, token } = found;
		const { tokenSerialNumber, tokenName = tokenSerialNumber } = request.body;
		const isRepeated = isSameUser(token.userId, user.userId) && repeatedAssign === 'accepted';
		if (token.userId !== null && !isRepeated) return applicationError(409, assignmentOf(token));
		const refusal = isRepeated ? undefined : refusalOfOneMore(directory, user.userId);
		if (refusal) return refusal;
		const { tokenState } = isRepeated
			? token
			: directory.changeHardwareToken(token, {
					...assignedAt(tokenSerialNumber, directory.now),
					userId: user.userId,
					name: tokenName,
					tokenState: assignedTokenState,
				});
		return success({
			userId: request.path.userId,
			tokenSerialNumber,
			tokenState,
		} satisfies components['schemas']['AssignResponse']);
	},
};
