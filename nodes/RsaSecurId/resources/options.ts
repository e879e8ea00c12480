import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../../rsa/refusal';

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
			description: "Seconds to wait for RSA's answer before the hardware token is read back",
		},
	],
};

/** Seconds. Longer ones do not fit into Node's timers (2^31 ms), which then fire at once. */
const LONGEST_TIMEOUT = 86_400;

/**
 * The request timeout of an item, in ms.
 *
 * @throws {Refusal} where it is no length of time: without one, a request could hold up the run for ever
 */
export function readTimeout(context: IExecuteFunctions, itemIndex: number): number {
	const seconds = Number(context.getNodeParameter('options.timeout', itemIndex, DEFAULT_TIMEOUT));
	if (seconds >= 1 && seconds <= LONGEST_TIMEOUT) return seconds * 1000;
	throw new Refusal(
		"The option 'Timeout' is no length of time",
		`Enter seconds, from 1 to ${LONGEST_TIMEOUT}.`,
	);
}
