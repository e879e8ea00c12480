import { UserFacingError } from '../../../rsa/values/userFacingError';
import { optionFields } from '../resources/optionFields';
import { readOption } from '../resources/options';
import type { ItemParameters } from '../resources/parameters';
import { EventLoopBreaks } from './eventLoopBreaks';

/** Limits of a whole run. Times are in ms. */
export interface RunOptions {
	readonly maxChanges: number;
	readonly maxConcurrency: number;
	readonly runDeadline: number;
	readonly stopAfterFailures: number;
}

type RunOptionName = keyof RunOptions;

/**
 * The limits of a run: for each option, the lowest value of an item, so that a limit of one item is not lost because
 * another item has a higher one. Max Changes and Stop After Failures are infinite if no item has them.
 *
 * @throws {UserFacingError} if the value of an item is invalid: a limit that cannot be read never counts as "off"
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

/** An error that names the item, since every item of the run fails with it. */
function ofItem(itemIndex: number, error: unknown): unknown {
	if (!(error instanceof UserFacingError)) return error;
	return new UserFacingError(`${error.message} (input item ${itemIndex})`, error.nextStep);
}
