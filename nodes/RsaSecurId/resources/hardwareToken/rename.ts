import { rename as change } from '../../../../rsa/changes/rename';
import { tokenName } from '../../../../rsa/identifiers';
import type { Operation } from '../operation';
import { optionsFieldWith } from '../options';
import { changeHardwareToken } from './changeHardwareToken';
import { ownerField, serialNumberOfUserField } from './serialNumber';

export const rename: Operation = {
	name: 'Rename',
	value: 'rename',
	action: 'Rename hardware token of user',
	description: 'Change the name under which a user sees their hardware token',
	fields: [
		ownerField,
		serialNumberOfUserField,
		{
			displayName: 'New Name',
			name: 'newName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Spare token of the London office',
			description: 'What the hardware token is called from now on, in 255 characters at most',
		},
		optionsFieldWith('dryRun', 'verify'),
	],
	read(parameters) {
		const name = tokenName(parameters.value('newName'));
		return changeHardwareToken(change(name), parameters, [name]);
	},
};
