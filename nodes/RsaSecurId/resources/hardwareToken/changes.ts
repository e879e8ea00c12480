import { clearPin as pinChange } from '../../../../rsa/hardwareTokens/changes/clearPin';
import * as tokenStatus from '../../../../rsa/hardwareTokens/changes/tokenStatus';
import { unassign as unassignment } from '../../../../rsa/hardwareTokens/changes/unassign';
import type { Operation } from '../operation';
import { optionsField, optionsFieldWith } from '../options';
import { changeHardwareToken } from './changeHardwareToken';
import { ownerField } from './serialNumber';
import { tokensFields } from './tokensField';

export const clearPin: Operation = {
	name: 'Clear PIN',
	value: 'clearPin',
	action: "Clear a hardware token's PIN",
	description: 'Clear the PIN of a hardware token. The user sets a new one at the next sign-in.',
	fields: [ownerField, ...tokensFields, optionsField],
	output: { response: 'ClearPinResponse', adds: ['outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(pinChange, parameters, options),
};

export const disable: Operation = {
	name: 'Disable',
	value: 'disable',
	action: 'Disable a hardware token',
	description: 'Prevent sign-in with a hardware token until it is enabled again',
	fields: [ownerField, ...tokensFields, optionsField],
	output: { response: 'TokenStatusResponse', adds: ['outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(tokenStatus.disable, parameters, options),
};

export const enable: Operation = {
	name: 'Enable',
	value: 'enable',
	action: 'Enable a hardware token',
	description: 'Allow sign-in with a disabled hardware token again',
	fields: [ownerField, ...tokensFields, optionsField],
	output: { response: 'TokenStatusResponse', adds: ['outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(tokenStatus.enable, parameters, options),
};

export const unassign: Operation = {
	name: 'Unassign',
	value: 'unassign',
	action: 'Unassign a hardware token',
	description: 'Remove a hardware token from its user, who can no longer sign in with it',
	builderHint:
		"For a leaver, add the option 'Clear PIN First': RSA cannot clear the PIN of an unassigned hardware token. To take everything from a leaver, use the operation 'Offboard' of the resource 'User'.",
	fields: [ownerField, ...tokensFields, optionsFieldWith('clearPinFirst')],
	output: { response: 'UnassignResponse', adds: ['userId', 'outcome', 'confirmedBy'] },
	read: (parameters, options) => changeHardwareToken(unassignment, parameters, options),
};
