import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { hardwareTokenNotFound } from './preconditions.mts';

/** Retrieve hardware token details. */
export const lookupHardwareToken: Operation<'lookupHardwareToken'> = {
	roles: anyAdministrator,
	scope: 'rsa.authenticator.sidtoken.read',
	isRead: true,
	execute(directory, { body: { tokenSerialNumber } }, openQuestions) {
		const { lookupHasTokenState, lookupLeavesOutNulls } = openQuestions;
		const token = directory.hardwareToken(tokenSerialNumber);
		if (!token) return hardwareTokenNotFound(tokenSerialNumber);
		const { tokenState, ...details } = token;
		const answer = {
			...details,
			...(lookupHasTokenState && { tokenState }),
		} satisfies components['schemas']['HardwareTokenDetails'];
		return success(lookupLeavesOutNulls ? withoutNulls(answer) : answer);
	},
};

function withoutNulls(answer: object): object {
	return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null));
}
