import { statusOperation } from './changeStatus';

export const disable = statusOperation('Disabled', {
	name: 'Disable',
	value: 'disable',
	action: 'Disable authenticator of user',
	description:
		'Keep a user from signing in with a FIDO authenticator or a DS100, until it is enabled again',
	ofUser: 'The user who can no longer sign in with the authenticator',
});
