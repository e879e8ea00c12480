import type { INodeProperties } from 'n8n-workflow';

import { rename as change } from '../../../../rsa/hardwareTokens/changes/rename';
import { tokenName } from '../../../../rsa/values/identifiers';
import { textOf } from '../fieldValue';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { enteredIn } from '../parameters';
import { changeHardwareToken } from './changeHardwareToken';
import { ownerField, serialNumberOfUserField } from './serialNumber';

const newNameField = {
	displayName: 'New Name',
	name: 'newName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Spare token of the London office',
	description: 'What the hardware token is called from now on, in 255 characters at most',
} satisfies INodeProperties;

export const rename: Operation = {
	name: 'Rename',
	value: 'rename',
	action: 'Rename hardware token of user',
	description: 'Change the name under which a user sees their hardware token',
	fields: [ownerField, serialNumberOfUserField, newNameField, optionsField],
	output: { answer: 'RenameAnswer', adds: ['outcome', 'confirmedBy'] },
	read(parameters, options) {
		const name = tokenName(textOf(newNameField, enteredIn(parameters, newNameField)));
		return changeHardwareToken(change(name), parameters, options, [name]);
	},
};
