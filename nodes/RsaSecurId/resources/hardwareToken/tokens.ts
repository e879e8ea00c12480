import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../parameters';
import { serialNumberOfUserField } from './serialNumber';

/** Which of the user's hardware tokens an operation is for. */
export const tokensFields: INodeProperties[] = [
	{
		displayName: 'Tokens',
		name: 'tokens',
		type: 'options',
		options: [
			{
				name: 'One Token',
				value: 'one',
				description: 'The hardware token with the serial number',
			},
			{
				name: "All of the User's Tokens",
				value: 'all',
				description: 'One item comes out for each hardware token of the user',
			},
		],
		default: 'one',
		description: 'Whether one hardware token is changed, or all that the user has',
	},
	{ ...serialNumberOfUserField, displayOptions: { show: { tokens: ['one'] } } },
];

/** Whether an item is for all hardware tokens of its user. */
export function namesAllTokens(parameters: ItemParameters): boolean {
	return parameters.value('tokens') === 'all';
}
