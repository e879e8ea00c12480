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
	private probeAt = Number.POSITIVE_INFINITY;
	private probeSentAt = Number.NEGATIVE_INFINITY;
	/** Probes in a row that RSA refused. Each doubles the number of waits without one: some limiters count refusals. */
	private refusedProbes = 0;
	private waitsWithoutProbe = 0;
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

	/** ms until the next request may be sent: all after the wait, but one before its end, as a probe. */
	waitFor(now: number): number {
		return Math.max(0, Math.min(this.until, Math.max(this.cappedUntil, this.probeAt)) - now);
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

	/** A request is sent. Before the end of a wait, it is the probe. */
	sent(now: number): void {
		if (now >= this.until) return;
		this.probeAt = Number.POSITIVE_INFINITY;
		this.probeSentAt = now;
	}

	/**
	 * Whether a cooldown begins with the refusal of a request. Requests that were in flight together met the same limit: only
	 * the first of them begins a cooldown, and the others can only lengthen it.
	 */
	beginsWith(sentAt: number): boolean {
		return sentAt >= this.beganAt && !this.isProbe(sentAt);
	}

	/**
	 * A request was refused.
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
		if (this.isProbe(sentAt)) this.probeRefused();
		const begins = this.beginsWith(sentAt);
		if (retryAfter !== undefined) this.extend(now, retryAfter);
		else if (this.until <= now) this.waitBegins(now);
		if (begins) this.begin(now, retryAfter === undefined, refillTime);
	}

	/**
	 * A request was accepted. If it was sent after the cooldown before this one, that one was long enough, and this is the
	 * first in a row again. If it is the probe, the wait is over. The wait that RSA requested stays.
	 */
	passed(sentAt: number, now: number): void {
		if (sentAt < this.earlierBeganAt) return;
		this.inARow = Math.min(this.inARow, sentAt < this.beganAt ? 1 : 0);
		const isProbe = this.isProbe(sentAt);
		if (isProbe) this.refusedProbes = 0;
		const rest = isProbe ? 0 : GROWTH.first;
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

	private isProbe(sentAt: number): boolean {
		return sentAt === this.probeSentAt;
	}

	private begin(now: number, isGuessed: boolean, refillTime: number): void {
		if (this.isShortened && this.inARow > 1) this.inARow -= 1;
		this.isShortened = false;
		const isFirst = this.inARow === 0;
		if (isGuessed || !isFirst)
			this.guessedUntil = now + equalJitter(GROWTH, this.inARow, this.random);
		this.probeAt = Number.POSITIVE_INFINITY;
		this.probeSentAt = Number.NEGATIVE_INFINITY;
		if (isGuessed && isFirst) this.planProbe(now, refillTime);
		this.inARow += 1;
		this.earlierBeganAt = this.beganAt;
		this.beganAt = now;
	}

	private planProbe(now: number, refillTime: number): void {
		if (this.waitsWithoutProbe > 0) this.waitsWithoutProbe -= 1;
		else this.probeAt = now + equalJitter({ first: refillTime, cap: LONGEST }, 0, this.random);
	}

	private probeRefused(): void {
		this.refusedProbes += 1;
		this.waitsWithoutProbe = 2 ** this.refusedProbes - 1;
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
