import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/** Authenticator details, version 2. Users of the tenant have no other authenticators than hardware tokens. */
export const listAuthenticators: Operation<'listAuthenticators'> = {
	roles: anyAdministrator,
	// RSA's page has it for version 1; for version 2 it is assumed.
	scope: 'rsa.authenticator.mobile.read',
	isRead: true,
	execute(directory, { path: { userId } }) {
		if (!directory.user(userId)) return userNotFound(userId);
		return success({
			devices: [],
			fidoTokens: [],
			sidTokens: directory.hardwareTokensOf(userId),
		} satisfies components['schemas']['Authenticators']);
	},
};
