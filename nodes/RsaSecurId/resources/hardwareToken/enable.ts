import { enable as change } from '../../../../rsa/hardwareTokens/changes/tokenStatus';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { changeHardwareToken } from './changeHardwareToken';
import { ownerField } from './serialNumber';
import { tokensFields } from './tokens';

export const enable: Operation = {
	name: 'Enable',
	value: 'enable',
	action: 'Enable hardware token of user',
	description: 'Let the user of a disabled hardware token sign in with it again',
	fields: [ownerField, ...tokensFields, optionsField],
	output: { answer: 'TokenStatusAnswer', adds: ['outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(change, parameters, options),
};
