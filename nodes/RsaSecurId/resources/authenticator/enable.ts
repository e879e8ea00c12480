import { statusOperation } from './changeStatus';

export const enable = statusOperation('Enabled', {
	name: 'Enable',
	value: 'enable',
	action: 'Enable an authenticator',
	description: 'Allow sign-in with a disabled FIDO authenticator or DS100 again',
	ofUser: 'The user of the authenticator',
});
