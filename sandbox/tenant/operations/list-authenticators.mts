import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { detailsOf, listOf, type Authenticator } from '../authenticator.mts';
import { success } from '../http-response.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';

/** Authenticator details, version 2. */
export const listAuthenticators: Operation<'listAuthenticators'> = {
	roles: anyAdministrator,
	// RSA's page has it for version 1; for version 2 it is assumed.
	scope: 'rsa.authenticator.mobile.read',
	isRead: true,
	execute(directory, { path: { userId }, query }) {
		if (!directory.user(userId)) return userNotFound(userId);
		const { includeBrowsers = false } = query ?? {};
		const shown = directory
			.authenticatorsOf(userId)
			.filter(({ kind }) => includeBrowsers || kind !== 'browser');
		const inList = (list: (typeof listOf)[Authenticator['kind']]) =>
			shown.filter(({ kind }) => listOf[kind] === list).map(detailsOf);
		const ds100s = shown.filter((each) => each.kind === 'ds100').map(detailsOf);
		return success({
			devices: inList('devices'),
			fidoTokens: inList('fidoTokens'),
			sidTokens: [...directory.hardwareTokensOf(userId), ...ds100s],
		} satisfies components['schemas']['Authenticators']);
	},
};
