import { statusOperation } from './changeStatus';

export const enable = statusOperation('Enabled', {
	name: 'Enable',
	value: 'enable',
	action: 'Enable an authenticator',
	description:
		'Allow sign-in again with a disabled FIDO authenticator, or with the one-time passwords of a disabled DS100',
	ofUser: 'The user of the authenticator',
});
