import { markDeleted as change } from '../../../../rsa/users/changes/deletionMark';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

export const markDeleted: Operation = {
	name: 'Mark Deleted',
	value: 'markDeleted',
	action: 'Mark user deleted',
	description:
		'Mark a disabled user as deleted: RSA removes them after seven days, until which they can be restored',
	fields: [{ ...userField, description: 'The user who is removed after seven days' }, optionsField],
	output: { answer: 'MarkUserDeletedAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
	read: (parameters, options) => changeUser(change, parameters, options),
};
