import { deleteDevice as change } from '../../../../rsa/authenticators/changes/deleteDevice';
import { assertConfirmed, confirmDeletionField } from '../confirmDeletion';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { readUserReference, userField } from '../userLocator';
import { authenticatorIdField, readAuthenticatorId } from './authenticatorFields';
import { changeAuthenticator } from './changeAuthenticator';

export const deleteDevice: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete registered device of user',
	description:
		"Delete a phone, browser or other registered device of a user permanently. The list of the user's authenticators is read before and after it.",
	fields: [
		{ ...userField, description: 'The user whose device is deleted permanently' },
		authenticatorIdField,
		confirmDeletionField(
			'Whether to really delete the device. It cannot be undone. A dry run needs no confirmation.',
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
