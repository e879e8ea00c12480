import { enableUser as change } from '../../../../rsa/users/changes/userStatus';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

export const enable: Operation = {
	name: 'Enable',
	value: 'enable',
	action: 'Enable user',
	description: 'Let a disabled user sign in again',
	fields: [{ ...userField, description: 'The user who can sign in again' }, optionsField],
	output: { answer: 'UserStatusAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
	read: (parameters, options) => changeUser(change, parameters, options),
};
