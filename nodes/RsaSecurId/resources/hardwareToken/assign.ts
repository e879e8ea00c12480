import { assign as change } from '../../../../rsa/hardwareTokens/changes/assign';
import { tokenName } from '../../../../rsa/values/identifiers';
import type { Operation } from '../operation';
import { optionsFieldWith } from '../options';
import { userField } from '../userLocator';
import { changeHardwareToken } from './changeHardwareToken';
import { serialNumberField } from './serialNumber';

export const assign: Operation = {
	name: 'Assign',
	value: 'assign',
	action: 'Assign a hardware token',
	description: 'Assign an unassigned hardware token to a user',
	fields: [
		{ ...userField, description: 'The user to assign the hardware token to' },
		serialNumberField,
		optionsFieldWith('newName'),
	],
	output: { response: 'AssignResponse', adds: ['outcome', 'confirmedBy'] },
	read(parameters, options) {
		const { newName = '' } = options;
		const name = newName === '' ? undefined : tokenName(newName);
		return changeHardwareToken(change(name), parameters, options, [name ?? '']);
	},
};
