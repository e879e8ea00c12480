import { operationOf } from '../resources';
import type { Result, Task } from '../resources/operation';
import { limitsOf, readOption, readOptions, type ItemLimits } from '../resources/options';
import type { ItemParameters } from '../resources/parameters';
import { failureOfThrown } from './itemError';

/** What an item asks of its audit record; undefined if it asks for none. */
export interface AuditOrder {
	readonly reference: string | undefined;
	readonly resource: unknown;
	readonly operation: unknown;
}

/** An item, all of its parameters read; or what it came to where one of them cannot be right. */
export type ReadItem = { readonly audit: AuditOrder | undefined } & (
	| { readonly kind: 'task'; readonly task: Task; readonly limits: ItemLimits }
	| { readonly kind: 'blocked'; readonly result: Result }
);

/** Reads all parameters of an item, once and before anything is sent for it. */
export function readItem(parameters: ItemParameters): ReadItem {
	const audit = auditOrderOf(parameters);
	try {
		const options = readOptions(parameters);
		const task = operationOf(parameters).read(parameters, options);
		return { kind: 'task', audit, task, limits: limitsOf(options) };
	} catch (error) {
		return { kind: 'blocked', audit, result: failureOfThrown(error, parameters) };
	}
}

/** What can be read of it is enough: an item that is refused for another of its parameters has its record too. */
export function auditOrderOf(parameters: ItemParameters): AuditOrder | undefined {
	if (readable(() => readOption('auditRecord', parameters)) !== true) return undefined;
	return {
		reference: readable(() => readOption('reference', parameters)),
		resource: parameters.entered('resource')?.value,
		operation: parameters.entered('operation')?.value,
	};
}

/** The item itself is refused for what cannot be read here. */
function readable<Value>(read: () => Value): Value | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
