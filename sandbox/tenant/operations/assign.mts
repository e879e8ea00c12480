import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { applicationError, success } from '../answers.mts';
import { isSameUser, type Directory } from '../directory.mts';
import { assignedAt } from '../hardware-token.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { assignmentOf, userAndToken } from './refusals.mts';

/** RSA's page: the most active ones that a user may have. */
const MOST_ACTIVE = 5;

/**
 * Assign. Keeps a PIN that the hardware token has: no RSA page says that it is cleared. The code for one too many is
 * not known; a 409 is assumed.
 */
export const assign: Operation<'assign'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.sidtoken.manage',
	isRead: false,
	answer(directory, request, { assignedTokenState, repeatedAssign }) {
		const found = userAndToken(directory, request);
		if ('refusal' in found) return found.refusal;
		const { user, token } = found;
		const { tokenSerialNumber, tokenName = tokenSerialNumber } = request.body;
		const isRepeated = isSameUser(token.userId, user.userId) && repeatedAssign === 'accepted';
		if (token.userId !== null && !isRepeated) return applicationError(409, assignmentOf(token));
		if (!isRepeated && activeTokensOf(user.userId, directory) >= MOST_ACTIVE) {
			return applicationError(409, 'The user has the most hardware tokens that are allowed');
		}
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
		} satisfies components['schemas']['AssignAnswer']);
	},
};

function activeTokensOf(userId: string, directory: Directory): number {
	return directory.hardwareTokensOf(userId).filter(({ tokenState }) => tokenState === 'Activated')
		.length;
}
