import { clearPin as change } from '../../../../rsa/hardwareTokens/changes/clearPin';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { changeHardwareToken } from './changeHardwareToken';
import { ownerField } from './serialNumber';
import { tokensFields } from './tokens';

export const clearPin: Operation = {
	name: 'Clear PIN',
	value: 'clearPin',
	action: 'Clear PIN of hardware token of user',
	description:
		'Clear the PIN of a hardware token, so that its user sets a new one at the next sign-in',
	fields: [ownerField, ...tokensFields, optionsField],
	output: { answer: 'ClearPinAnswer', adds: ['outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(change, parameters, options),
};
