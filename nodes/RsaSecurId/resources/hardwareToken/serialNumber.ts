import type { INodeProperties } from 'n8n-workflow';

import { tokenSerialNumber } from '../../../../rsa/values/identifiers';
import { UserFacingError } from '../../../../rsa/values/userFacingError';
import { enteredIn, type ItemParameters } from '../parameters';
import { userField } from '../userLocator';

/** The field for the user to whom the token must be assigned. */
export const ownerField: INodeProperties = {
	...userField,
	description:
		'The user whom the hardware token must be assigned to. A token of someone else is never changed.',
};

const bySerialNumber = {
	displayName: 'Serial',
	name: 'serial',
	type: 'string' as const,
	placeholder: 'e.g. 000123456789',
};

const fromList = {
	displayName: 'From List',
	name: 'list',
	type: 'list' as const,
	placeholder: 'Select a hardware token…',
	typeOptions: { searchListMethod: 'searchHardwareTokens', searchable: true },
};

/** Not called `tokenSerialNumber`: n8n's lint would have a string of that name masked. */
export const serialNumberField: INodeProperties = {
	displayName: 'Serial Number',
	name: 'serialNumber',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'serial', value: '' },
	description:
		'The serial number on the back of the hardware token, as text: a number would lose leading zeros',
	modes: [bySerialNumber],
};

/**
 * The same for an operation with the field User, whose tokens can be listed. The editor empties it when another user is
 * chosen from the list. It depends on the label of the chosen user, not on the value: if that comes from an expression, it
 * changes with the input (n8n 2.41.1, dependentParametersValues).
 */
export const serialNumberOfUserField: INodeProperties = {
	...serialNumberField,
	typeOptions: { loadOptionsDependsOn: ['user.cachedResultName'] },
	default: { mode: 'list', value: '' },
	modes: [fromList, bySerialNumber],
};

/**
 * The serial number of the token that an item names.
 *
 * @throws {UserFacingError} if it cannot be one, or the form does not have the mode
 */
export function readSerialNumber(parameters: ItemParameters): string {
	const mode = parameters.mode(serialNumberField.name) ?? bySerialNumber.name;
	if (mode === bySerialNumber.name || mode === fromList.name) {
		return tokenSerialNumber(enteredIn(parameters, serialNumberField).value);
	}
	throw new UserFacingError(
		`The parameter '${serialNumberField.displayName}' has an unknown mode`,
		"Choose 'From List' or 'Serial' for the 'Serial Number'.",
	);
}
