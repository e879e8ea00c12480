import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../answers.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './refusals.mts';

/** Authenticator details, version 2. Nobody in the tenant has any but hardware tokens and DS100s. */
export const listAuthenticators: Operation<'listAuthenticators'> = {
	roles: anyAdministrator,
	// RSA's page has it for version 1; for version 2 it is assumed.
	scope: 'rsa.authenticator.mobile.read',
	isRead: true,
	answer(directory, { path: { userId } }) {
		if (!directory.user(userId)) return userNotFound(userId);
		return success({
			devices: [],
			fidoTokens: [],
			sidTokens: [...directory.hardwareTokensOf(userId), ...directory.ds100sOf(userId)],
		} satisfies components['schemas']['Authenticators']);
	},
};
