import { AcceptedRequests } from './acceptedRequests';

/** What is left of the rate after RSA refused a request. Both figures are those of AWS's adaptive mode. */
const CUT = 0.7;
/** Requests a second, gained a second, to the third: how steeply the rate bends upward. */
const STEEPNESS = 0.4;

/**
 * How many requests a second RSA takes. Unknown, and not held back, until the first refusal; from then on
 * the rate that was accepted last is approached quickly, passed slowly, and exceeded more and more boldly
 * (AWS SDKs, retry mode "adaptive", after TCP CUBIC, RFC 9438).
 *
 * A bucket of one second's worth fills at this rate, also while the run holds: what RSA's own bucket has
 * gained meanwhile goes out at once.
 */
export class RateLimiter {
	private readonly count = new AcceptedRequests();
	private lastRefusal: { readonly lastRate: number; readonly resumesAt: number } | undefined;
	private level = 0;
	private filledAt = 0;

	/** ms until the next request may go out. */
	waitFor(now: number): number {
		if (this.lastRefusal === undefined) return 0;
		this.fill(now);
		const missing = 1 - this.level;
		return missing <= 0 ? 0 : (missing / this.perSecond(now)) * 1000;
	}

	/** A request goes out. */
	take(now: number): void {
		this.count.sent(now);
		this.level -= 1;
	}

	/** RSA refused a request that went out at this time. */
	refused(sentAt: number): void {
		this.count.refused(sentAt);
	}

	/** Slows down after a refusal. @param resumesAt when requests go out again. In ms, by the run's clock */
	slowDown(now: number, resumesAt: number): void {
		this.lastRefusal = { lastRate: this.count.perSecond(now), resumesAt };
		this.level = 0;
		this.filledAt = now;
	}

	private fill(now: number): void {
		const rate = this.perSecond(now);
		this.level = Math.min(Math.max(1, rate), this.level + (rate * (now - this.filledAt)) / 1000);
		this.filledAt = now;
	}

	private perSecond(now: number): number {
		if (this.lastRefusal === undefined) return Number.POSITIVE_INFINITY;
		const { lastRate, resumesAt } = this.lastRefusal;
		const seconds = Math.max(0, now - resumesAt) / 1000;
		const secondsToLastRate = Math.cbrt((lastRate * (1 - CUT)) / STEEPNESS);
		return lastRate + STEEPNESS * (seconds - secondsToLastRate) ** 3;
	}
}
