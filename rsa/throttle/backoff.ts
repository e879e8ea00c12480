/** Growth of waits in a row: `first` ms, then multiplied by `factor` (2 if left out) with each wait, up to `cap` ms. */
export interface Growth {
	readonly first: number;
	readonly cap: number;
	readonly factor?: number;
}

/**
 * A wait with full jitter: between nothing and the whole wait, so that requests that were refused together are not sent
 * again together (AWS Architecture Blog, Exponential Backoff And Jitter).
 *
 * @param inARow number of waits before this one
 * @param random gives numbers from 0 to below 1
 * @returns ms
 */
export function fullJitter(growth: Growth, inARow: number, random: () => number): number {
	return random() * longest(growth, inARow);
}

/**
 * A wait with equal jitter: between half of the wait and the whole wait, for something that needs time (same source).
 *
 * @param inARow number of waits before this one
 * @param random gives numbers from 0 to below 1
 * @returns ms
 */
export function equalJitter(growth: Growth, inARow: number, random: () => number): number {
	return ((1 + random()) / 2) * longest(growth, inARow);
}

/** ms before a deadline at which there is time for a last attempt, and the least that is waited for it. */
const LAST_ATTEMPT = 1000;

/**
 * A wait that nobody requests, shortened if it would go beyond a deadline: so that there is a last attempt before it.
 *
 * @param wait ms
 * @param timeLeft ms until the deadline
 * @returns ms; undefined if too little time is left for another attempt
 */
export function withLastAttempt(wait: number, timeLeft: number): number | undefined {
	if (wait <= timeLeft) return wait;
	return timeLeft >= 2 * LAST_ATTEMPT ? timeLeft - LAST_ATTEMPT : undefined;
}

function longest({ first, cap, factor = 2 }: Growth, inARow: number): number {
	return Math.min(cap, first * factor ** inARow);
}
