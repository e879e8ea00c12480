import type { INodeProperties } from 'n8n-workflow';

import { hardwareTokenFields, hardwareTokenOperations } from './hardwareToken';
import type { Operation } from './operation';
import type { ItemParameters } from './parameters';

const operations: Readonly<Record<string, readonly Operation[]>> = {
	hardwareToken: hardwareTokenOperations,
};

/** All parameters of the node, as a person meets them. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [{ name: 'Hardware Token', value: 'hardwareToken' }],
		default: 'hardwareToken',
	},
	...hardwareTokenFields,
];

const operationNames = Object.fromEntries(
	Object.values(operations)
		.flat()
		.map(({ name, value }) => [value, name]),
);

/** What the canvas shows below the node: the operation by its name instead of its value. */
export const subtitle = `={{ (${JSON.stringify(operationNames)})[$parameter["operation"]] }}`;

/**
 * The operation that an item asks for.
 *
 * @throws where a saved workflow names a resource or operation that this version does not have
 */
export function operationOf(parameters: ItemParameters): Operation {
	const resource = String(parameters.value('resource'));
	const name = String(parameters.value('operation'));
	const operation = operations[resource]?.find(({ value }) => value === name);
	if (operation === undefined) {
		throw new Error(
			`The operation '${name}' of '${resource}' is not known to this version of the node`,
		);
	}
	return operation;
}
