import { unassign as change } from '../../../../rsa/changes/unassign';
import type { Operation } from '../operation';
import { optionsField } from '../options';
import { changeHardwareToken } from './changeHardwareToken';
import { ownerField, serialNumberOfUserField } from './serialNumber';

export const unassign: Operation = {
	name: 'Unassign',
	value: 'unassign',
	action: 'Unassign hardware token',
	description: 'Take a hardware token back from its user, who can no longer sign in with it',
	fields: [ownerField, serialNumberOfUserField, optionsField],
	read: (parameters) => changeHardwareToken(change, parameters),
};
