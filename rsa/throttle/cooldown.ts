import { equalJitter } from './backoff';

/** ms. For refusals that do not say how long to wait, and those that come again and again. */
export const GROWTH = { first: 1000, cap: 30_000, factor: 3 };

/** ms. A day, the longest Item Deadline: no item waits longer. */
const LONGEST = 86_400_000;
/** ms. After a longer wait was asked for, RSA is tried again after an hour: one odd answer must not lock n8n out for a year. */
const INSTEAD_OF_LONGER = 3_600_000;

/** RSA asks to wait: nobody sends, not just the request that was told so. Times by the throttle's clock, in ms. */
export class Cooldown {
	private askedUntil = Number.NEGATIVE_INFINITY;
	private heldUntil = Number.NEGATIVE_INFINITY;
	private guessedUntil = Number.NEGATIVE_INFINITY;
	private inARow = 0;
	private beganAt = Number.NEGATIVE_INFINITY;
	private earlierBeganAt = Number.NEGATIVE_INFINITY;
	private waitedBefore = 0;
	private waitsSince = 0;

	/** @param random gives numbers from 0 to below 1 */
	constructor(private readonly random: () => number) {}

	/** When requests may go out again. */
	get until(): number {
		return Math.max(this.heldUntil, this.guessedUntil);
	}

	/** Time until RSA takes requests again by its own word, in ms; as long as the wait if that is the throttle's own. */
	timeLeft(now: number): number {
		return this.until > now ? Math.max(this.until, this.askedUntil) - now : 0;
	}

	/** Whether RSA did not ask for so long a wait. */
	get isOwn(): boolean {
		return this.guessedUntil > this.askedUntil;
	}

	/** Whether waiting did not help so far: one request at a time is sent until one is let through. */
	get isProbing(): boolean {
		return this.inARow > 1;
	}

	/**
	 * A request was refused. Requests that were in flight together run into the same limit: only the first
	 * of them begins a cooldown, the others may be asked to wait longer.
	 *
	 * @param retryAfter ms that RSA asks for. Waits grow from cooldown to cooldown without it, and if that was too short
	 * @returns whether a cooldown began
	 */
	refused(sentAt: number, now: number, retryAfter: number | undefined): boolean {
		const begins = sentAt >= this.beganAt;
		if (retryAfter !== undefined) this.hold(now, retryAfter);
		else if (this.until <= now) this.waitBegins(now);
		if (begins) this.begin(now, retryAfter === undefined);
		return begins;
	}

	/**
	 * A request was let through. If it went out after the cooldown before this one, that one was long enough, and this is
	 * the first one again. What RSA asks for is waited for all the same.
	 */
	passed(sentAt: number, now: number): void {
		if (sentAt < this.earlierBeganAt) return;
		this.inARow = sentAt < this.beganAt ? 1 : 0;
		this.guessedUntil = Math.min(this.guessedUntil, now + GROWTH.first);
	}

	/** Time that was spent in cooldowns so far, in ms. */
	waited(now: number): number {
		return this.waitedBefore + Math.max(0, Math.min(now, this.until) - this.waitsSince);
	}

	private begin(now: number, isGuessed: boolean): void {
		if (isGuessed || this.inARow > 0)
			this.guessedUntil = now + equalJitter(GROWTH, this.inARow, this.random);
		this.inARow += 1;
		this.earlierBeganAt = this.beganAt;
		this.beganAt = now;
	}

	/** RSA asks to wait for so many ms. */
	hold(now: number, retryAfter: number): void {
		if (this.until <= now) this.waitBegins(now);
		const held = retryAfter > LONGEST ? INSTEAD_OF_LONGER : retryAfter;
		this.askedUntil = Math.max(this.askedUntil, now + retryAfter);
		this.heldUntil = Math.max(this.heldUntil, now + held);
	}

	/** The last wait is over: what was asked for then counts no more. */
	private waitBegins(now: number): void {
		this.waitedBefore += Math.max(0, this.until - this.waitsSince);
		this.waitsSince = now;
		this.askedUntil = Number.NEGATIVE_INFINITY;
	}
}
