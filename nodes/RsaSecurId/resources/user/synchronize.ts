import { synchronize as change } from '../../../../rsa/users/changes/synchronize';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

export const synchronize: Operation = {
	name: 'Synchronize',
	value: 'synchronize',
	action: 'Synchronize user',
	description:
		'Fetch a user from their identity source into RSA again, with all that has changed there',
	fields: [
		{ ...userField, description: 'The user to fetch from their identity source' },
		optionsField,
	],
	output: { answer: 'User', adds: ['userId', 'outcome'] },
	read: (parameters) => changeUser(change, parameters),
};
