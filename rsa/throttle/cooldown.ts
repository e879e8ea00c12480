import { fullJitter } from './backoff';

/** ms. For refusals that do not say how long to wait. */
const GROWTH = { first: 1000, cap: 30_000 };

/** RSA asks to wait: the whole run holds, not just the request that was told so. */
export class Cooldown {
	private askedUntil = Number.NEGATIVE_INFINITY;
	private guessedUntil = Number.NEGATIVE_INFINITY;
	private inARow = 0;
	private beganAt = Number.NEGATIVE_INFINITY;
	private earlierBeganAt = Number.NEGATIVE_INFINITY;

	constructor(private readonly random: () => number) {}

	/** When requests may go out again, by the run's clock in ms. */
	get until(): number {
		return Math.max(this.askedUntil, this.guessedUntil);
	}

	/** Whether RSA did not ask for so long a wait. */
	get isOwn(): boolean {
		return this.guessedUntil > this.askedUntil;
	}

	/**
	 * A request was refused. Requests that were on their way together run into the same limit: only the first
	 * of them begins a hold, the others may be asked to wait longer.
	 *
	 * @param retryAfter ms that RSA asks for; without it the waits grow from hold to hold
	 * @returns whether a hold began
	 */
	refused(sentAt: number, now: number, retryAfter: number | undefined): boolean {
		const begins = sentAt >= this.beganAt;
		if (retryAfter !== undefined) this.askedUntil = Math.max(this.askedUntil, now + retryAfter);
		if (begins) this.begin(now, retryAfter === undefined);
		return begins;
	}

	/**
	 * A request was let through. If it went out after the hold before this one, that one was long enough. What
	 * RSA asks for is waited for all the same.
	 */
	passed(sentAt: number, now: number): void {
		if (sentAt < this.earlierBeganAt) return;
		this.inARow = 0;
		this.guessedUntil = Math.min(this.guessedUntil, now + GROWTH.first);
	}

	private begin(now: number, isGuessed: boolean): void {
		if (isGuessed) this.guessedUntil = now + fullJitter(GROWTH, this.inARow, this.random);
		this.inARow += 1;
		this.earlierBeganAt = this.beganAt;
		this.beganAt = now;
	}
}
