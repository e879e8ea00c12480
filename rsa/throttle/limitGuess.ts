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
/** Share of the guessed rate below which a first measurement is not trusted if it may count RSA's wait. */
const FAR_BELOW = 1 / 8;
/** Requests a second, at least: an empty bucket says little about how fast it fills. */
const LOWEST_GUESS = 4;

/**
 * A limit that is guessed by the requests that were accepted in the second before the first refusal. Some of them came into
 * the bucket meanwhile, how many depends on the rate. With a burst that is too small, the rate would be measured too high,
 * and each wait that RSA requests would correct it only a little.
 */
export class LimitGuess {
	private accepted: readonly Sent[];
	/** Whether RSA has refused the first request after a wait: the wait did not fill its bucket. */
	private wasWaitShort = false;

	/** @param refused the first refused request */
	constructor(history: RequestHistory, refused: Sent) {
		this.accepted = history.within(FIRST_GUESS, refused);
	}

	get limit(): RateLimit {
		const { length } = this.accepted;
		return { rate: Math.max(LOWEST_GUESS, length), burst: Math.max(1, length) };
	}

	/** RSA has accepted nothing since the last refusal. */
	refusedAgain(): void {
		this.wasWaitShort = true;
	}

	/**
	 * Whether a rate that was measured may be much too low: a long wait that RSA requested counts in it, in which its bucket may
	 * have been full.
	 */
	maySurpass(measured: number): boolean {
		return !this.wasWaitShort && measured < FAR_BELOW * this.limit.rate;
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
