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
	description: 'New name of the hardware token, up to 255 characters',
} satisfies INodeProperties;

export const rename: Operation = {
	name: 'Rename',
	value: 'rename',
	action: 'Rename a hardware token',
	description: 'Change the name that the user sees for a hardware token',
	fields: [ownerField, serialNumberOfUserField, newNameField, optionsField],
	output: { response: 'RenameResponse', adds: ['outcome', 'confirmedBy'] },
	read(parameters, options) {
		const name = tokenName(textOf(newNameField, enteredIn(parameters, newNameField)));
		return changeHardwareToken(change(name), parameters, options, [name]);
	},
};
