import { synchronize as change } from '../../../../rsa/users/changes/synchronize';
import { phoneNumbers } from '../../../../rsa/users/user';
import type { Operation } from '../operation';
import { optionsFieldWhereVerify } from '../options';
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
		optionsFieldWhereVerify(
			'Whether to look the user up before and after, and to add both states to the item. It cannot show that all was fetched: the item says verified: false.',
		),
	],
	output: { answer: 'User', without: phoneNumbers, adds: ['userId', 'outcome'] },
	read: (parameters, options) => changeUser(change, parameters, options),
};
