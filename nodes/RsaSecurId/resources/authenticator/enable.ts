import { statusOperation } from './changeStatus';

export const enable = statusOperation('Enabled', {
	name: 'Enable',
	value: 'enable',
	action: 'Enable authenticator of user',
	description: 'Let a user sign in again with a FIDO authenticator or a DS100 that was disabled',
	ofUser: 'The user who can sign in with the authenticator again',
});
