import { operationOf } from '../resources';
import type { Task } from '../resources/operation';
import { limitsOf, readOption, readOptions, type ItemLimits } from '../resources/options';
import type { ItemParameters } from '../resources/parameters';
import type { Result } from '../resources/result';
import { orUndefined } from '../../../rsa/values/orUndefined';
import { resultOfThrown } from './itemError';

/** The parameters of an item that its audit record contains. */
export interface AuditRequest {
	readonly reference: string | undefined;
	readonly resource: unknown;
	readonly operation: unknown;
}

/** An item whose parameters were read; if one of them is invalid, its result. */
export type ReadItem = { readonly audit: AuditRequest | undefined } & (
	| { readonly kind: 'valid'; readonly task: Task; readonly limits: ItemLimits }
	| { readonly kind: 'invalid'; readonly result: Result }
);

/** Reads all parameters of an item, once, before anything is sent for it. */
export function readItem(parameters: ItemParameters): ReadItem {
	const audit = auditRequestOf(parameters);
	try {
		const options = readOptions(parameters);
		const task = operationOf(parameters).read(parameters, options);
		return { kind: 'valid', audit, task, limits: limitsOf(options) };
	} catch (error) {
		return { kind: 'invalid', audit, result: resultOfThrown(error, parameters) };
	}
}

/**
 * The parameters for the audit record. An item with an invalid parameter has a record too, without what cannot be read.
 *
 * @returns undefined if the item requests no audit record
 */
export function auditRequestOf(parameters: ItemParameters): AuditRequest | undefined {
	if (orUndefined(() => readOption('auditRecord', parameters)) !== true) return undefined;
	return {
		reference: orUndefined(() => readOption('reference', parameters)),
		resource: parameters.entered('resource')?.value,
		operation: parameters.entered('operation')?.value,
	};
}
