/** How waits grow: the longest one doubles with every wait in a row, or grows by another factor, up to a cap. In ms. */
export interface Growth {
	readonly first: number;
	readonly cap: number;
	readonly factor?: number;
}

/**
 * A wait with full jitter: anything between nothing and the longest that is due, so that those who were
 * turned away together do not come back together (AWS Architecture Blog, Exponential Backoff And Jitter).
 *
 * @param inARow how many waits came before this one
 * @param random gives numbers from 0 to below 1
 * @returns ms
 */
export function fullJitter(growth: Growth, inARow: number, random: () => number): number {
	return random() * longest(growth, inARow);
}

/**
 * A wait with equal jitter: at least half of the longest that is due, for what needs time itself (same source).
 *
 * @param inARow how many waits came before this one
 * @param random gives numbers from 0 to below 1
 * @returns ms
 */
export function equalJitter(growth: Growth, inARow: number, random: () => number): number {
	return ((1 + random()) / 2) * longest(growth, inARow);
}

function longest({ first, cap, factor = 2 }: Growth, inARow: number): number {
	return Math.min(cap, first * factor ** inARow);
}
