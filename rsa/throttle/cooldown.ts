import { equalJitter } from './backoff';

/** Waits after refusals that do not say how long to wait, and after several in a row. */
export const GROWTH = { first: 1000, cap: 30_000, factor: 3 };

/** ms. A day, the longest Item Deadline: no item waits longer. */
const LONGEST = 86_400_000;
/** ms. Used in place of a longer wait: one wrong header must not stop all requests for a year. */
const INSTEAD_OF_LONGER = 3_600_000;

/** The wait of all requests after RSA refused one. Times by the throttle's clock, in ms. */
export class Cooldown {
	/** End of the wait that RSA requested. */
	private requestedUntil = Number.NEGATIVE_INFINITY;
	/** The same; if RSA requested more than a day, after an hour. */
	private cappedUntil = Number.NEGATIVE_INFINITY;
	/** End of the wait that the throttle chose itself. */
	private guessedUntil = Number.NEGATIVE_INFINITY;
	/** Number of cooldowns in a row. */
	private inARow = 0;
	/** Whether the first in a row only waited as long as RSA's bucket needs. */
	private wasShort = false;
	private beganAt = Number.NEGATIVE_INFINITY;
	private earlierBeganAt = Number.NEGATIVE_INFINITY;
	/** Duration of all earlier waits, and the beginning of the last one. */
	private waitedBefore = 0;
	private waitsSince = 0;

	/** @param random gives numbers from 0 to below 1 */
	constructor(private readonly random: () => number) {}

	/** When requests may be sent again. */
	get until(): number {
		return Math.max(this.cappedUntil, this.guessedUntil);
	}

	/** ms until RSA accepts requests again, as it says itself; until the throttle sends again if it chose the wait. */
	timeLeft(now: number): number {
		return this.until > now ? Math.max(this.until, this.requestedUntil) - now : 0;
	}

	/** Whether the throttle chose the wait, because RSA requested none or a shorter one. */
	get isOwn(): boolean {
		return this.guessedUntil > this.requestedUntil;
	}

	/** Whether a wait did not help, or may be too short: then one request at a time is sent until one is accepted. */
	get isProbing(): boolean {
		return this.inARow > 1 || (this.inARow === 1 && this.wasShort);
	}

	/**
	 * A request was refused. Requests that were in flight together met the same limit: only the first of them begins a
	 * cooldown, and the others can only lengthen it.
	 *
	 * @param retryAfter ms that RSA requests to wait. Without it, or if it was too short, each cooldown in a row is longer
	 * @param refillTime ms in which RSA should accept some requests again, by its measured rate: if RSA requests no wait, the
	 * first in a row is not longer
	 * @returns whether a cooldown began
	 */
	refused(
		sentAt: number,
		now: number,
		retryAfter: number | undefined,
		refillTime = Number.POSITIVE_INFINITY,
	): boolean {
		const begins = sentAt >= this.beganAt;
		if (retryAfter !== undefined) this.extend(now, retryAfter);
		else if (this.until <= now) this.waitBegins(now);
		if (begins) this.begin(now, retryAfter === undefined, refillTime);
		return begins;
	}

	/**
	 * A request was accepted. If it was sent after the cooldown before this one, that one was long enough, and this is the
	 * first in a row again. The wait that RSA requested stays.
	 */
	passed(sentAt: number, now: number): void {
		if (sentAt < this.earlierBeganAt) return;
		this.inARow = sentAt < this.beganAt ? 1 : 0;
		this.guessedUntil = Math.min(this.guessedUntil, now + GROWTH.first);
	}

	/** Ends a wait that the throttle chose itself, at the latest at this time. What RSA requested stays. */
	endOwnWaitBy(time: number): void {
		this.guessedUntil = Math.min(this.guessedUntil, time);
	}

	/** ms that were spent in cooldowns so far. */
	waited(now: number): number {
		return this.waitedBefore + Math.max(0, Math.min(now, this.until) - this.waitsSince);
	}

	private begin(now: number, isGuessed: boolean, refillTime: number): void {
		const isFirst = this.inARow === 0;
		this.wasShort = isGuessed && isFirst && refillTime < GROWTH.first;
		const growth = this.wasShort ? { ...GROWTH, first: refillTime } : GROWTH;
		if (isGuessed || !isFirst)
			this.guessedUntil = now + equalJitter(growth, this.inARow, this.random);
		this.inARow += 1;
		this.earlierBeganAt = this.beganAt;
		this.beganAt = now;
	}

	/** RSA requests to wait. @param retryAfter ms */
	extend(now: number, retryAfter: number): void {
		if (this.until <= now) this.waitBegins(now);
		const wait = retryAfter > LONGEST ? INSTEAD_OF_LONGER : retryAfter;
		this.requestedUntil = Math.max(this.requestedUntil, now + retryAfter);
		this.cappedUntil = Math.max(this.cappedUntil, now + wait);
	}

	/** A new wait begins: what RSA requested for the last one no longer counts. */
	private waitBegins(now: number): void {
		this.waitedBefore += Math.max(0, this.until - this.waitsSince);
		this.waitsSince = now;
		this.requestedUntil = Number.NEGATIVE_INFINITY;
	}
}
