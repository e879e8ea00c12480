import { spreadOf } from './statistics.mts';

/** @returns the median of values, and their range where it shows */
export function spreadText(values: readonly number[], format: (value: number) => string): string {
	const { median, least, most } = spreadOf(values);
	const [from, to] = [format(least), format(most)];
	return from === to ? from : `${format(median)} (${from} to ${to})`;
}
