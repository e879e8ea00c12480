import type { INodeProperties } from 'n8n-workflow';

import { choiceOf } from '../fieldValue';
import { enteredIn, type ItemParameters } from '../parameters';
import { serialNumberOfUserField } from './serialNumber';

const tokensField = {
	displayName: 'Tokens',
	name: 'tokens',
	type: 'options' as const,
	options: [
		{
			name: 'One Token',
			value: 'one' as const,
			description: 'The hardware token with this serial number',
		},
		{
			name: "All of the User's Tokens",
			value: 'all' as const,
			description: 'Every hardware token of the user. Each is an output item of its own.',
		},
	],
	default: 'one',
	description: 'Which hardware tokens of the user to change',
};

/** Which of the user's hardware tokens an operation is for. */
export const tokensFields: INodeProperties[] = [
	tokensField,
	{ ...serialNumberOfUserField, displayOptions: { show: { tokens: ['one'] } } },
];

/**
 * Whether an item is for all hardware tokens of its user.
 *
 * @throws {UserFacingError} for anything else than one of the form's two values
 */
export function namesAllTokens(parameters: ItemParameters): boolean {
	return choiceOf(tokensField, enteredIn(parameters, tokensField)) === 'all';
}
