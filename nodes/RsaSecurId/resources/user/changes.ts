import type { INodeProperties } from 'n8n-workflow';

import { markDeleted as mark, restore as unmark } from '../../../../rsa/users/changes/deletionMark';
import { synchronize as synchronizeUser } from '../../../../rsa/users/changes/synchronize';
import { disableUser, enableUser } from '../../../../rsa/users/changes/userStatus';
import { phoneNumbers } from '../../../../rsa/users/user';
import type { UserChange } from '../../../../rsa/users/userChange';
import type { Operation } from '../operation';
import { optionsField, optionsFieldWhereVerify } from '../options';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

/** The change of a user, as a person sees it: `user` describes the user, the only field of its own. */
type Described = Omit<Operation, 'fields' | 'read'> & {
	readonly user: string;
	/** Set if it has other options than most changes. */
	readonly options?: INodeProperties;
};

function changeOperation(
	change: UserChange,
	{ user, options: optionsOfChange = optionsField, ...described }: Described,
): Operation {
	return {
		...described,
		fields: [{ ...userField, description: user }, optionsOfChange],
		read: (parameters, options) => changeUser(change, parameters, options),
	};
}

export const disable = changeOperation(disableUser, {
	name: 'Disable',
	value: 'disable',
	action: 'Disable user',
	description:
		'Keep a user from signing in, whatever authenticators they have, until they are enabled again',
	user: 'The user who can no longer sign in',
	output: { answer: 'UserStatusAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
});

export const enable = changeOperation(enableUser, {
	name: 'Enable',
	value: 'enable',
	action: 'Enable user',
	description: 'Let a disabled user sign in again',
	user: 'The user who can sign in again',
	output: { answer: 'UserStatusAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
});

export const markDeleted = changeOperation(mark, {
	name: 'Mark Deleted',
	value: 'markDeleted',
	action: 'Mark user deleted',
	description:
		'Mark a disabled user as deleted: RSA removes them after seven days, until which they can be restored',
	user: 'The user who is removed after seven days',
	output: { answer: 'MarkUserDeletedAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
});

export const restore = changeOperation(unmark, {
	name: 'Restore',
	value: 'restore',
	action: 'Restore user',
	description: 'Take the mark of deletion from a user again',
	user: 'The user who is not to be removed',
	output: { answer: 'MarkUserDeletedAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
});

export const synchronize = changeOperation(synchronizeUser, {
	name: 'Synchronize',
	value: 'synchronize',
	action: 'Synchronize user',
	description:
		'Fetch a user from their identity source into RSA again, with all that has changed there',
	user: 'The user to fetch from their identity source',
	options: optionsFieldWhereVerify(
		'Whether to look the user up before and after, and to add both states to the item. It cannot show that all was fetched: the item says verified: false.',
	),
	output: { answer: 'User', without: phoneNumbers, adds: ['userId', 'outcome'] },
});
