import { restore as change } from '../../../../rsa/users/changes/deletionMark';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

export const restore: Operation = {
	name: 'Restore',
	value: 'restore',
	action: 'Restore user',
	description: 'Take the mark of deletion from a user again',
	fields: [{ ...userField, description: 'The user who is not to be removed' }, optionsField],
	output: { answer: 'MarkUserDeletedAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
	read: (parameters, options) => changeUser(change, parameters, options),
};
