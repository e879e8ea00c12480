import { disable as change } from '../../../../rsa/hardwareTokens/changes/tokenStatus';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { changeHardwareToken } from './changeHardwareToken';
import { ownerField } from './serialNumber';
import { tokensFields } from './tokens';

export const disable: Operation = {
	name: 'Disable',
	value: 'disable',
	action: 'Disable hardware token of user',
	description:
		'Keep the user of a hardware token from signing in with it, until it is enabled again',
	fields: [ownerField, ...tokensFields, optionsField],
	output: { answer: 'TokenStatusAnswer', adds: ['outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(change, parameters, options),
};
