import type { INodeProperties } from 'n8n-workflow';

import { numberOf, switchOf } from './fieldValue';
import { enteredIn, type ItemParameters } from './parameters';

const returnAllField = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
} satisfies INodeProperties;

const limitField = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
} satisfies INodeProperties;

/** n8n's two fields of every "Get Many". */
export const limitFields: INodeProperties[] = [returnAllField, limitField];

/**
 * The maximum number of results of an item; infinite with Return All.
 *
 * @throws {UserFacingError} for a switch that is neither on nor off, and for a limit that is no whole number from 1
 */
export function readLimit(parameters: ItemParameters): number {
	const returnAll = switchOf(returnAllField, enteredIn(parameters, returnAllField));
	return returnAll
		? Number.POSITIVE_INFINITY
		: numberOf(limitField, enteredIn(parameters, limitField));
}
