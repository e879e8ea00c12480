import type { INodeProperties } from 'n8n-workflow';

import type { Target } from '../../../../rsa/change';
import { tokenSerialNumber, userId } from '../../../../rsa/identifiers';
import type { ItemParameters } from '../parameters';

/** Whose token it must be. A resource locator, so that further ways to name a user fit in. */
export const userField: INodeProperties = {
	displayName: 'User',
	name: 'user',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'id', value: '' },
	description:
		"The user whom the hardware token must be assigned to. Somebody else's token is never touched.",
	modes: [
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			hint: "RSA's own ID of the user, as its user lookup returns it",
			placeholder: 'e.g. eb2e12ae-1112-451b-98e1-dfe4e6afd60d',
		},
	],
};

/** Not called `tokenSerialNumber`: n8n's lint would have a string of that name masked. */
export const serialNumberField: INodeProperties = {
	displayName: 'Serial Number',
	name: 'serialNumber',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'serial', value: '' },
	description:
		'The serial number on the back of the hardware token. It is text: a number would lose its leading zeros.',
	modes: [
		{
			displayName: 'By Serial Number',
			name: 'serial',
			type: 'string',
			placeholder: 'e.g. 000123456789',
		},
	],
};

/**
 * The token and the user that an item names.
 *
 * @throws {Refusal} where one of them cannot be what it should be
 */
export function readTarget(parameters: ItemParameters): Target {
	return {
		userId: userId(parameters.value('user')),
		tokenSerialNumber: tokenSerialNumber(parameters.value('serialNumber')),
	};
}
