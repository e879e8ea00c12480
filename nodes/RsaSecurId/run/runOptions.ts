import { UserFacingError } from '../../../rsa/values/userFacingError';
import { optionFields } from '../resources/optionFields';
import { readOption } from '../resources/options';
import type { ItemParameters } from '../resources/parameters';
import { EventLoopBreaks } from './eventLoopBreaks';

/** What bounds a whole run. Times are in ms. */
export interface RunOptions {
	readonly maxChanges: number;
	readonly maxConcurrency: number;
	readonly runDeadline: number;
	readonly stopAfterFailures: number;
}

type RunOptionName = keyof RunOptions;

/**
 * The bounds of a run: of each option the lowest value that an item has, so that a brake that one item asks for is
 * not lost because another item has a weaker one. The two brakes are off where no item has them.
 *
 * @throws {UserFacingError} if the value of any item cannot be read: a brake that is not understood never counts as "off"
 */
export async function readRunOptions(items: readonly ItemParameters[]): Promise<RunOptions> {
	return {
		maxChanges: (await lowest('maxChanges', items)) ?? Number.POSITIVE_INFINITY,
		maxConcurrency: (await lowest('maxConcurrency', items)) ?? optionFields.maxConcurrency.default,
		runDeadline: ((await lowest('runDeadline', items)) ?? optionFields.runDeadline.default) * 1000,
		stopAfterFailures: (await lowest('stopAfterFailures', items)) ?? Number.POSITIVE_INFINITY,
	};
}

/** @returns undefined if the option was not added */
async function lowest(
	name: RunOptionName,
	items: readonly ItemParameters[],
): Promise<number | undefined> {
	const [first] = items;
	if (first?.isExpression(`options.${name}`) !== true) return first && readOption(name, first);
	let value = Number.POSITIVE_INFINITY;
	const breaks = new EventLoopBreaks();
	for (const [itemIndex, item] of items.entries()) {
		await breaks.next();
		value = Math.min(value, valueIn(name, item, itemIndex));
	}
	return value;
}

function valueIn(name: RunOptionName, item: ItemParameters, itemIndex: number): number {
	try {
		return readOption(name, item) ?? Number.POSITIVE_INFINITY;
	} catch (error) {
		throw ofItem(itemIndex, error);
	}
}

/** The error goes to every item of the run: it has to say which one it is about. */
function ofItem(itemIndex: number, error: unknown): unknown {
	if (!(error instanceof UserFacingError)) return error;
	return new UserFacingError(`${error.message} (input item ${itemIndex})`, error.nextStep);
}
