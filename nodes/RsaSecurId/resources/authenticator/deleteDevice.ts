import { deleteDevice as change } from '../../../../rsa/authenticators/changes/deleteDevice';
import { assertConfirmed, confirmDeletionField, deletionBuilderHint } from '../confirmDeletion';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { readUserReference, userField } from '../userLocator';
import { authenticatorIdField, readAuthenticatorId } from './authenticatorFields';
import { changeAuthenticator } from './changeAuthenticator';

export const deleteDevice: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a registered device',
	description:
		"Permanently delete a phone, browser or other registered device of a user. The user's authenticators are read before and after it.",
	builderHint: deletionBuilderHint,
	fields: [
		{ ...userField, description: 'The user whose device to delete' },
		authenticatorIdField,
		confirmDeletionField(
			'Whether to confirm that the device is deleted permanently. Not needed for a dry run.',
		),
		optionsField,
	],
	output: { adds: ['id', 'userId', 'authenticatorId', 'deleted', 'outcome', 'confirmedBy'] },
	read(parameters, options) {
		const reference = readUserReference(parameters);
		const authenticatorId = readAuthenticatorId(parameters);
		assertConfirmed(parameters, options, 'The device');
		const requested = {
			reference,
			named: { authenticatorId },
			change: change(authenticatorId),
			facts: { deleted: true },
		};
		return changeAuthenticator(requested, options);
	},
};
