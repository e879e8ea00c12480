import { unassign as change } from '../../../../rsa/hardwareTokens/changes/unassign';
import type { Operation } from '../operation';
import { optionsFieldWith } from '../options';
import { changeHardwareToken } from './changeHardwareToken';
import { ownerField } from './serialNumber';
import { tokensFields } from './tokens';

export const unassign: Operation = {
	name: 'Unassign',
	value: 'unassign',
	action: 'Unassign hardware token from user',
	description: 'Take a hardware token back from its user, who can no longer sign in with it',
	fields: [ownerField, ...tokensFields, optionsFieldWith('clearPinFirst')],
	output: { answer: 'UnassignAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(change, parameters, options),
};
