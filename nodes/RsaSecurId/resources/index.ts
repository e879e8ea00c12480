import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { authenticatorOperations } from './authenticator';
import { emergencyAccessCodeOperations } from './emergencyAccessCode';
import { hardwareTokenOperations } from './hardwareToken';
import { highRiskUserOperations } from './highRiskUser';
import type { Operation } from './operation';
import type { ItemParameters } from './parameters';
import { reportOperations } from './report';
import { userOperations } from './user';

/** A resource in the editor, and its operations, sorted by name. */
interface Resource {
	readonly name: string;
	readonly value: string;
	readonly operations: readonly Operation[];
	/** The operation that a new node has. */
	readonly defaultOperation: string;
}

/** n8n's value of the operation that reads many. */
const GET_MANY = 'getAll';

/** All resources of the node. */
export const resources: readonly Resource[] = [
	{
		name: 'Authenticator',
		value: 'authenticator',
		operations: authenticatorOperations,
		defaultOperation: GET_MANY,
	},
	{
		name: 'Emergency Access Code',
		value: 'emergencyAccessCode',
		operations: emergencyAccessCodeOperations,
		defaultOperation: 'disable',
	},
	{
		name: 'Hardware Token',
		value: 'hardwareToken',
		operations: hardwareTokenOperations,
		defaultOperation: 'clearPin',
	},
	{
		name: 'High-Risk User',
		value: 'highRiskUser',
		operations: highRiskUserOperations,
		defaultOperation: GET_MANY,
	},
	{ name: 'Report', value: 'report', operations: reportOperations, defaultOperation: 'download' },
	{ name: 'User', value: 'user', operations: userOperations, defaultOperation: 'get' },
];

/** All parameters of the node, in the order of the form. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })),
		default: 'hardwareToken',
	},
	...resources.flatMap(fieldsOf),
];

function fieldsOf({ value: resource, operations, defaultOperation }: Resource): INodeProperties[] {
	const show = { resource: [resource] };
	const operationField: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: operations.map(({ name, value, action, description, builderHint }) => ({
			name,
			value,
			action,
			description,
			...(builderHint !== undefined && { builderHint: { propertyHint: builderHint } }),
		})),
		default: defaultOperation,
	};
	const fields = operations.flatMap(({ value, fields: own }) =>
		updateDisplayOptions({ show: { ...show, operation: [value] } }, own),
	);
	return [operationField, ...fields];
}

const labels = Object.fromEntries(
	resources.flatMap(({ name: resourceName, value: resource, operations }) =>
		operations.map(({ name, value }) => [`${resource}.${value}`, `${name}: ${resourceName}`]),
	),
);

/** The subtitle on the canvas: n8n's `operation: resource`, with their names instead of their values. */
export const subtitle = `={{ (${JSON.stringify(labels)})[$parameter["resource"] + "." + $parameter["operation"]] }}`;

/**
 * The operation that an item requests.
 *
 * @throws if a saved workflow names a resource or operation that this version does not have
 */
export function operationOf(parameters: ItemParameters): Operation {
	const resource = String(parameters.entered('resource')?.value);
	const name = String(parameters.entered('operation')?.value);
	const operation = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === name);
	if (operation === undefined) {
		throw new Error(
			`The operation '${name}' of '${resource}' is not known to this version of the node`,
		);
	}
	return operation;
}
