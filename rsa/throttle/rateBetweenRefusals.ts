/** Requests. Fewer say nothing of a rate. */
const LEAST = 2;

/** Requests a second with which a bucket would have run dry at the last of these times. */
export interface RateBetweenRefusals {
	/** If the bucket lost nothing since it was found empty: the least that it can be. */
	readonly whole: number;
	/** If the bucket was full at the time at which that gives the most. */
	readonly steepest: number;
}

/**
 * The rate of a token bucket from two refusals: it was empty at both. Between them it let through what it gained, less
 * what it lost while it was full. Seen from a time at which it was full, its burst came on top.
 *
 * @param times of the requests since the first refusal, in ms; the last was refused
 * @param accepted requests let through between the refusals, those before the times among them
 * @param emptyAt time of the first refusal, in ms
 * @param burst requests that the full bucket holds
 */
export function rateBetweenRefusals(
	times: readonly number[],
	accepted: number,
	emptyAt: number,
	burst: number,
): RateBetweenRefusals {
	const until = times[times.length - 1] ?? emptyAt;
	// The last one was a fraction of a request too early: half of one on average.
	const whole = perSecond(accepted + 0.5, until - emptyAt);
	const rates = times
		.slice(0, -LEAST)
		.map((at, index) => perSecond(times.length - index - burst, until - at));
	return { whole, steepest: Math.max(0, ...rates) };
}

function perSecond(count: number, milliseconds: number): number {
	return (1000 * count) / Math.max(1, milliseconds);
}
