import type { INodeProperties } from 'n8n-workflow';

import { UserFacingError } from '../../../../rsa/values/userFacingError';
import { deleteUser as change } from '../../../../rsa/users/changes/deleteUser';
import { switchOf } from '../fieldValue';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { enteredIn } from '../parameters';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

const confirmField = {
	displayName: 'Confirm Deletion',
	name: 'confirmDeletion',
	type: 'boolean',
	default: false,
	description:
		'Whether to really delete the user. It cannot be undone; the operation Mark Deleted can, for seven days. A dry run needs no confirmation.',
} satisfies INodeProperties;

export const deleteUser: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete user for good',
	description:
		'Delete a disabled user at once and for good, with all information and authenticators. The API key needs the role Super Administrator.',
	fields: [
		{ ...userField, description: 'The user who is deleted for good' },
		confirmField,
		optionsField,
	],
	output: { adds: ['id', 'userId', 'outcome', 'deleted', 'confirmedBy'] },
	read(parameters, options) {
		const task = changeUser(change, parameters, options);
		const isConfirmed = switchOf(confirmField, enteredIn(parameters, confirmField));
		if (isConfirmed || options.dryRun === true) return task;
		throw new UserFacingError(
			'The user was not deleted, since that is not confirmed and cannot be undone',
			"Switch 'Confirm Deletion' on, or use the operation 'Mark Deleted', which can be undone for seven days.",
		);
	},
};
