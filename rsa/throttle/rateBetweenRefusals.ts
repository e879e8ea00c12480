/** Requests. Fewer say nothing about a rate. */
const LEAST = 2;
/** Share of a measured rate that is left at least after a refusal: more if many requests were accepted since the last. */
const LEFT = { few: 0.7, many: 0.85 };
/** Requests. From so many on, a measured rate is trusted more: it falls less, and needs no correction. */
const MANY = 32;
/** Requests a second: one in two minutes. */
const LOWEST = 1 / 120;

/** Rates, in requests a second, with which a token bucket would have been empty at the second refusal. */
export interface RateBetweenRefusals {
	/** If the bucket was never full between the refusals: the lowest possible rate. */
	readonly whole: number;
	/** If the bucket was full at one of the times between: the highest rate that follows from any of them. */
	readonly steepest: number;
}

/**
 * The rate of a token bucket from two refusals: it was empty at both. Between them it accepted as many requests as it
 * gained tokens, less those that it lost while it was full. From a time at which it was full, its burst comes on top.
 *
 * @param times of the last requests before the second refusal, in ms; the last of them was refused
 * @param accepted number of requests accepted between the refusals, also before these times; at least 1
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
	// The refused request came a part of a request too early: half of one on average.
	const whole = perSecond(accepted + 0.5, until - emptyAt);
	// While the search is quick, the rate rises much with each request. So the refused one came too early: by a part of a
	// request, which is larger the fewer were accepted (the estimate that fits the simulation best).
	const early = accepted < MANY ? 1 / accepted : 0;
	const rates = times
		.slice(0, -LEAST)
		.map((at, index) => perSecond(times.length - index - burst - early, until - at));
	return { whole, steepest: Math.max(0, ...rates) };
}

function perSecond(count: number, milliseconds: number): number {
	return (1000 * count) / Math.max(1, milliseconds);
}

/**
 * The least rate after a refusal, in requests a second. Not much lower than before: another process may have used a part
 * of the rate for a while, or n8n's event loop was busy and sent two requests together.
 *
 * @param measured rate before; 0 if it was only guessed
 * @param accepted number of requests accepted since the last refusal
 */
export function leastRateAfter(measured: number, accepted: number): number {
	return Math.max(LOWEST, measured * (accepted >= MANY ? LEFT.many : LEFT.few));
}
