import type { RequestHistory, Sent } from './requestHistory';

/** RSA's rate limit as a token bucket, as far as it is known. */
export interface RateLimit {
	/** Requests a second, on average. */
	rate: number;
	/** Requests that RSA accepts together after a pause. */
	burst: number;
}

/** ms. The limit is guessed from this time before the first refusal: most limiters hold a second's worth. */
const FIRST_GUESS = 1000;
/** Requests a second, at least: an empty bucket says little about how fast it fills. */
const LOWEST_GUESS = 4;

/**
 * A limit that is guessed by the requests that were accepted in the second before the first refusal. Some of them came into
 * the bucket meanwhile, how many depends on the rate. With a burst that is too small, the rate would be measured too high,
 * and each wait that RSA requests would correct it only a little.
 */
export class LimitGuess {
	private accepted: readonly Sent[];

	/** @param refused the first refused request */
	constructor(history: RequestHistory, refused: Sent) {
		this.accepted = history.within(FIRST_GUESS, refused);
	}

	get limit(): RateLimit {
		const { length } = this.accepted;
		return { rate: Math.max(LOWEST_GUESS, length), burst: Math.max(1, length) };
	}

	/**
	 * Leaves out a request that was refused, too, or did not arrive: that was known only after the first refusal.
	 *
	 * @returns whether it had been counted
	 */
	leaveOut(notAccepted: Sent): boolean {
		const before = this.accepted.length;
		this.accepted = this.accepted.filter((sent) => sent !== notAccepted);
		return this.accepted.length < before;
	}
}
