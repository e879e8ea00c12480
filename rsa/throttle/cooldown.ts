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
	/** When one request may be sent although the wait that the throttle chose is not over; infinite if none may. */
	private earlyRequestAt = Number.POSITIVE_INFINITY;
	private earlyRequestSentAt = Number.NEGATIVE_INFINITY;
	/** Early requests in a row that RSA refused. Each doubles the number of waits without one: some limiters count refusals. */
	private refusedEarlyRequests = 0;
	private waitsWithoutEarlyRequest = 0;
	/** Number of cooldowns in a row. */
	private inARow = 0;
	/** Whether the last wait was shortened: then the next is not longer than that one was to be, unless it was the first. */
	private isShortened = false;
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

	/** ms until the next request may be sent: all after the wait, but one early, before its end. */
	waitFor(now: number): number {
		return Math.max(0, Math.min(this.until, Math.max(this.cappedUntil, this.earlyRequestAt)) - now);
	}

	/** ms until RSA accepts requests again, as it says itself; until the throttle sends again if it chose the wait. */
	timeLeft(now: number): number {
		return this.until > now ? Math.max(this.until, this.requestedUntil) - now : 0;
	}

	/** Whether the throttle chose the wait, because RSA requested none or a shorter one. */
	get isOwn(): boolean {
		return this.guessedUntil > this.requestedUntil;
	}

	/** Whether a wait did not help: then one request at a time is sent until one is accepted. */
	get isProbing(): boolean {
		return this.inARow > 1;
	}

	/** A request is sent. Before the end of a wait, it is the early one. */
	sent(now: number): void {
		if (now >= this.until) return;
		this.earlyRequestAt = Number.POSITIVE_INFINITY;
		this.earlyRequestSentAt = now;
	}

	/**
	 * Whether the refusal of a request begins a cooldown. Requests that were in flight together met the same limit: only the
	 * first refusal begins one, the others can only lengthen it. Nor does the refusal of an early request begin one.
	 */
	beginsIfRefused(sentAt: number): boolean {
		return sentAt >= this.beganAt && !this.isEarlyRequest(sentAt);
	}

	/**
	 * A request was refused. {@link beginsIfRefused} tells before whether a cooldown begins.
	 *
	 * @param retryAfter ms that RSA requests to wait. Without it, or if it was too short, each cooldown in a row is longer
	 * @param refillTime ms in which RSA should accept some requests again, by its measured rate
	 */
	refused(
		sentAt: number,
		now: number,
		retryAfter: number | undefined,
		refillTime = Number.POSITIVE_INFINITY,
	): void {
		if (this.isEarlyRequest(sentAt)) this.earlyRequestRefused();
		const begins = this.beginsIfRefused(sentAt);
		if (retryAfter !== undefined) this.extend(now, retryAfter);
		else if (this.until <= now) this.waitBegins(now);
		if (begins) this.begin(now, retryAfter === undefined, refillTime);
	}

	/**
	 * A request was accepted. If it was sent after the cooldown before this one, that one was long enough, and this is the
	 * first in a row again. If it is the early one, the wait is over. The wait that RSA requested stays.
	 */
	passed(sentAt: number, now: number): void {
		if (sentAt < this.earlierBeganAt) return;
		this.inARow = Math.min(this.inARow, sentAt < this.beganAt ? 1 : 0);
		const isEarlyRequest = this.isEarlyRequest(sentAt);
		if (isEarlyRequest) this.refusedEarlyRequests = 0;
		const rest = isEarlyRequest ? 0 : GROWTH.first;
		this.guessedUntil = Math.min(this.guessedUntil, now + rest);
	}

	/** Ends a wait that the throttle chose itself, at the latest at this time. What RSA requested stays. */
	endOwnWaitBy(time: number): void {
		if (time >= this.guessedUntil) return;
		this.guessedUntil = time;
		this.isShortened = true;
	}

	/** ms that were spent in cooldowns so far. */
	waited(now: number): number {
		return this.waitedBefore + Math.max(0, Math.min(now, this.until) - this.waitsSince);
	}

	private isEarlyRequest(sentAt: number): boolean {
		return sentAt === this.earlyRequestSentAt;
	}

	private begin(now: number, isGuessed: boolean, refillTime: number): void {
		if (this.isShortened && this.inARow > 1) this.inARow -= 1;
		this.isShortened = false;
		const isFirst = this.inARow === 0;
		if (isGuessed || !isFirst)
			this.guessedUntil = now + equalJitter(GROWTH, this.inARow, this.random);
		this.earlyRequestAt = Number.POSITIVE_INFINITY;
		this.earlyRequestSentAt = Number.NEGATIVE_INFINITY;
		if (isGuessed && isFirst) this.planEarlyRequest(now, refillTime);
		this.inARow += 1;
		this.earlierBeganAt = this.beganAt;
		this.beganAt = now;
	}

	private planEarlyRequest(now: number, refillTime: number): void {
		if (this.waitsWithoutEarlyRequest > 0) this.waitsWithoutEarlyRequest -= 1;
		else
			this.earlyRequestAt = now + equalJitter({ first: refillTime, cap: LONGEST }, 0, this.random);
	}

	private earlyRequestRefused(): void {
		this.refusedEarlyRequests += 1;
		this.waitsWithoutEarlyRequest = 2 ** this.refusedEarlyRequests - 1;
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
