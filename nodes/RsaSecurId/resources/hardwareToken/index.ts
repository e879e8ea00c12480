import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operation';
import { clearPin } from './clearPin';
import { unassign } from './unassign';

/** The operations on a hardware token, sorted by name. */
export const hardwareTokenOperations: readonly Operation[] = [clearPin, unassign];

const showOnlyForHardwareTokens = { resource: ['hardwareToken'] };

/** The form of the hardware token: which operation, and what it needs. */
export const hardwareTokenFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: showOnlyForHardwareTokens },
		options: hardwareTokenOperations.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
		default: 'clearPin',
	},
	...hardwareTokenOperations.flatMap(({ value, fields }) =>
		fields.map((field) => ({
			...field,
			displayOptions: { show: { ...showOnlyForHardwareTokens, operation: [value] } },
		})),
	),
];
