import { statusOperation } from './changeStatus';

export const disable = statusOperation('Disabled', {
	name: 'Disable',
	value: 'disable',
	action: 'Disable an authenticator',
	description:
		'Prevent sign-in with a FIDO authenticator, or with the one-time passwords of a DS100, until it is enabled again',
	ofUser: 'The user of the authenticator',
});
