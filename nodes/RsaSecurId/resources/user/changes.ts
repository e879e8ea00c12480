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

/** An operation whose only field of its own is the user. */
type Described = Omit<Operation, 'fields' | 'read'> & {
	/** Description of the field User. */
	readonly user: string;
	/** The field Options, if it is not the one of most changes. */
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
	action: 'Disable a user',
	description:
		'Prevent a user from signing in, with any authenticator, until they are enabled again',
	user: 'The user to disable',
	output: { response: 'UserStatusResponse', adds: ['userId', 'outcome', 'confirmedBy'] },
});

export const enable = changeOperation(enableUser, {
	name: 'Enable',
	value: 'enable',
	action: 'Enable a user',
	description: 'Allow a disabled user to sign in again',
	user: 'The user to enable',
	output: { response: 'UserStatusResponse', adds: ['userId', 'outcome', 'confirmedBy'] },
});

export const markDeleted = changeOperation(mark, {
	name: 'Mark Deleted',
	value: 'markDeleted',
	action: 'Mark a user as deleted',
	description:
		'Mark a disabled user as deleted. RSA removes the user after seven days. Until then, the user can be restored.',
	user: 'The user to mark as deleted',
	output: { response: 'MarkUserDeletedResponse', adds: ['userId', 'outcome', 'confirmedBy'] },
});

export const restore = changeOperation(unmark, {
	name: 'Restore',
	value: 'restore',
	action: 'Restore a user',
	description: 'Restore a user who was marked as deleted',
	user: 'The user to restore',
	output: { response: 'MarkUserDeletedResponse', adds: ['userId', 'outcome', 'confirmedBy'] },
});

export const synchronize = changeOperation(synchronizeUser, {
	name: 'Synchronize',
	value: 'synchronize',
	action: 'Synchronize a user',
	description: 'Update a user in RSA with the changes in their identity source',
	user: 'The user to synchronize',
	options: optionsFieldWhereVerify(
		'Whether to look up the user before and after and add both states to the item. This cannot prove that everything was synchronized, so the item says verified: false.',
	),
	output: { response: 'User', without: phoneNumbers, adds: ['userId', 'outcome'] },
});
