/** How waits grow: the longest one doubles with every wait in a row, up to a cap. In ms. */
export interface Growth {
	readonly first: number;
	readonly cap: number;
}

/**
 * A wait with full jitter: anything between nothing and the longest that is due, so that those who were
 * turned away together do not come back together (AWS Architecture Blog, Exponential Backoff And Jitter).
 *
 * @param inARow how many waits came before this one
 * @param random gives numbers from 0 to below 1
 * @returns ms
 */
export function fullJitter({ first, cap }: Growth, inARow: number, random: () => number): number {
	return random() * Math.min(cap, first * 2 ** inARow);
}
