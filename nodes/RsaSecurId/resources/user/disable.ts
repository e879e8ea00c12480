import { disableUser as change } from '../../../../rsa/users/changes/userStatus';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

export const disable: Operation = {
	name: 'Disable',
	value: 'disable',
	action: 'Disable user',
	description:
		'Keep a user from signing in, whatever authenticators they have, until they are enabled again',
	fields: [{ ...userField, description: 'The user who can no longer sign in' }, optionsField],
	output: { answer: 'UserStatusAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
	read: (parameters, options) => changeUser(change, parameters, options),
};
