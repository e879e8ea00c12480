import { deleteUser as change } from '../../../../rsa/users/changes/deleteUser';
import { assertConfirmed, confirmDeletionField, deletionBuilderHint } from '../confirmDeletion';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { userField } from '../userLocator';
import { changeUser } from './changeUser';

export const deleteUser: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a user permanently',
	description:
		'Permanently delete a disabled user with all information and authenticators. The API key needs the role Super Administrator.',
	builderHint: deletionBuilderHint,
	fields: [
		{ ...userField, description: 'The user to delete permanently' },
		confirmDeletionField(
			"Whether to confirm that the user is deleted permanently. The operation 'Mark Deleted' can be undone for seven days. Not needed for a dry run.",
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
