/** Statistics of several measurements of the same figure. */
export interface Spread {
	readonly median: number;
	readonly least: number;
	readonly most: number;
}

/**
 * @param values at least one measurement
 * @returns their median and their range, in the values' unit
 * @throws an Error without a value
 */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = values.toSorted((one, other) => one - other);
	const [least, most] = [sorted[0], sorted.at(-1)];
	if (least === undefined || most === undefined) throw new Error('There is nothing to sum up');
	return { median: medianOf(sorted), least, most };
}

function medianOf(sorted: readonly number[]): number {
	const upper = Math.floor(sorted.length / 2);
	const lower = Math.floor((sorted.length - 1) / 2);
	return ((sorted[lower] ?? NaN) + (sorted[upper] ?? NaN)) / 2;
}

/**
 * The value that a share of the values does not exceed (nearest rank).
 *
 * @throws an Error without a value
 */
export function percentileOf(values: readonly number[], share: number): number {
	const sorted = values.toSorted((one, other) => one - other);
	const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
	if (value === undefined) throw new Error('There is nothing to sum up');
	return value;
}

/** The sum; 0 without a value. */
export function sumOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0);
}
