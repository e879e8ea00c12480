import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Seconds. RSA names no response time; half a minute is what its Python client allows (PyDPlus). */
const DEFAULT_TIMEOUT = 30;

/** The collection at the end of an operation's form. */
export const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_TIMEOUT,
			description: 'Seconds to wait for an answer of RSA before the token is read back',
		},
	],
};

/** The request timeout of an item, in ms. */
export function readTimeout(context: IExecuteFunctions, itemIndex: number): number {
	const seconds = context.getNodeParameter('options.timeout', itemIndex, DEFAULT_TIMEOUT);
	return Number(seconds) * 1000;
}
