import { clearPin as pinChange } from '../../../../rsa/hardwareTokens/changes/clearPin';
import * as tokenStatus from '../../../../rsa/hardwareTokens/changes/tokenStatus';
import { unassign as unassignment } from '../../../../rsa/hardwareTokens/changes/unassign';
import type { Operation } from '../operation';
import { optionsField, optionsFieldWith } from '../options';
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
	read: (parameters, options) => changeHardwareToken(pinChange, parameters, options),
};

export const disable: Operation = {
	name: 'Disable',
	value: 'disable',
	action: 'Disable hardware token of user',
	description:
		'Keep the user of a hardware token from signing in with it, until it is enabled again',
	fields: [ownerField, ...tokensFields, optionsField],
	output: { answer: 'TokenStatusAnswer', adds: ['outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(tokenStatus.disable, parameters, options),
};

export const enable: Operation = {
	name: 'Enable',
	value: 'enable',
	action: 'Enable hardware token of user',
	description: 'Let the user of a disabled hardware token sign in with it again',
	fields: [ownerField, ...tokensFields, optionsField],
	output: { answer: 'TokenStatusAnswer', adds: ['outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(tokenStatus.enable, parameters, options),
};

export const unassign: Operation = {
	name: 'Unassign',
	value: 'unassign',
	action: 'Unassign hardware token from user',
	description: 'Take a hardware token back from its user, who can no longer sign in with it',
	fields: [ownerField, ...tokensFields, optionsFieldWith('clearPinFirst')],
	output: { answer: 'UnassignAnswer', adds: ['userId', 'outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(unassignment, parameters, options),
};
