import type { INodeProperties } from 'n8n-workflow';

import { Refusal } from '../../../rsa/refusal';
import { numberFrom } from './number';
import type { ItemParameters } from './parameters';

/** n8n's two fields of every "Get Many". */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/**
 * How many results an item asks for.
 *
 * @throws {Refusal} where that is no number
 */
export function readLimit(parameters: ItemParameters): number {
	if (parameters.value('returnAll') === true) return Number.POSITIVE_INFINITY;
	const limit = numberFrom(parameters.value('limit'));
	if (limit >= 1) return limit;
	throw new Refusal(
		"The 'Limit' is no number from 1 on",
		'Correct it, or the expression that it comes from.',
	);
}
