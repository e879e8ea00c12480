import { fullJitter } from './backoff';

/** ms. For refusals that do not say how long to wait. */
const GROWTH = { first: 1000, cap: 30_000 };

/** RSA asks to wait: the whole run holds, not just the request that was told so. */
export class Hold {
	private holdsUntil = Number.NEGATIVE_INFINITY;
	private isGuessed = false;
	private inARow = 0;
	private beganAt = Number.NEGATIVE_INFINITY;
	private earlierBeganAt = Number.NEGATIVE_INFINITY;

	constructor(private readonly random: () => number) {}

	/** When requests may go out again, by the run's clock in ms. */
	get until(): number {
		return this.holdsUntil;
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
		if (begins) this.begin(now, retryAfter);
		else this.extend(now + (retryAfter ?? 0));
		return begins;
	}

	/** A request was let through. If it went out after the hold before this one, that one was long enough. */
	passed(sentAt: number, now: number): void {
		if (sentAt < this.earlierBeganAt) return;
		this.inARow = 0;
		if (this.isGuessed) this.holdsUntil = Math.min(this.holdsUntil, now + GROWTH.first);
	}

	private begin(now: number, retryAfter: number | undefined): void {
		this.extend(now + (retryAfter ?? fullJitter(GROWTH, this.inARow, this.random)));
		this.isGuessed = retryAfter === undefined;
		this.inARow += 1;
		this.earlierBeganAt = this.beganAt;
		this.beganAt = now;
	}

	private extend(until: number): void {
		this.holdsUntil = Math.max(this.holdsUntil, until);
	}
}
