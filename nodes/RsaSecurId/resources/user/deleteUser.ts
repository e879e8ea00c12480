import { deleteUser as change } from '../../../../rsa/users/changes/deleteUser';
import { assertConfirmed, confirmDeletionField } from '../confirmDeletion';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

export const deleteUser: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete user for good',
	description:
		'Delete a disabled user at once and for good, with all information and authenticators. The API key needs the role Super Administrator.',
	fields: [
		{ ...userField, description: 'The user who is deleted for good' },
		confirmDeletionField(
			'Whether to really delete the user. It cannot be undone; the operation Mark Deleted can, for seven days. A dry run needs no confirmation.',
		),
		optionsField,
	],
	output: { adds: ['id', 'userId', 'outcome', 'deleted', 'confirmedBy'] },
	read(parameters, options) {
		const task = changeUser(change, parameters, options);
		const instead = ", or use the operation 'Mark Deleted', which can be undone for seven days";
		assertConfirmed(parameters, options, 'The user', instead);
		return task;
	},
};
