/** Requests on their way at once, at the beginning of a run. */
const FIRST_SIZE = 8;
/** How bursts grow while RSA has taken few requests: a refusal then hits one of them whole. */
const CAUTIOUS = { until: 90, atLeast: 20, shareOfTaken: 1 / 2 };
/** What is left of the size after an answer that speaks of overload. */
const CUT = 0.5;
/** ms. An answer is slow when it takes longer than this, and several times as long as the quickest. */
const SLOW = 1000;
const SLOW_COMPARED_TO_QUICKEST = 4;
const SLOWER = 1.1;
/** Of the quickest answer's time, over which a window of requests is spread: n8n and RSA need some of it too. */
const SPREAD = 1.1;

/** How an answer speaks of RSA's load. Nothing is said by one that was lost or never asked for. */
export type Load = 'fine' | 'overloaded' | 'unknown';

/** Requests that go out together and are waited for together. */
export interface Burst {
	sent: number;
}

/**
 * How many requests may be on their way at once: few at first, more after each burst that was answered well,
 * half after an answer that speaks of overload or was slow, and from then on one more for each window of good
 * answers (TCP's slow start and congestion avoidance, RFC 5681).
 *
 * While it grows, a burst goes out whole and is waited for whole: with answers let in one by one, twice as many
 * requests again would be on their way before the first refusal is heard. A burst is half of all requests
 * before it, so that one that runs into a small limiter (50 requests) costs few refusals; twice the last one,
 * once a limiter of that size would have spoken.
 */
export class ConcurrencyLimiter {
	private size: number;
	private inFlight = 0;
	private burst: Burst | undefined = { sent: 0 };
	private taken = 0;
	private cutAt = Number.NEGATIVE_INFINITY;
	private quickest = Number.POSITIVE_INFINITY;

	/** @param largest requests on their way at once, at most */
	constructor(private readonly largest: number) {
		this.size = Math.min(FIRST_SIZE, largest);
	}

	hasRoom(): boolean {
		const used = this.burst?.sent ?? this.inFlight;
		return used < Math.floor(this.size);
	}

	/** ms that requests keep apart: those of a window that is as large as it may be, and no handful. */
	get interval(): number {
		const isFull = this.burst === undefined && this.size === this.largest;
		const isKnown = isFull && Number.isFinite(this.quickest);
		return isKnown && this.size > FIRST_SIZE ? (this.quickest * SPREAD) / this.size : 0;
	}

	/**
	 * A request goes out.
	 *
	 * @returns the burst that begins with it, if one does
	 */
	enter(): Readonly<Burst> | undefined {
		this.inFlight += 1;
		if (this.burst === undefined) return undefined;
		this.burst.sent += 1;
		return this.burst.sent === 1 ? this.burst : undefined;
	}

	/** A request has come to its end. Times by the run's clock, in ms. */
	leave(sentAt: number, now: number, load: Load): void {
		this.inFlight -= 1;
		const took = now - sentAt;
		if (load === 'overloaded') this.shrink(sentAt, now);
		else if (this.isSlow(took)) this.answeredSlowly(sentAt, now);
		else if (load === 'fine') this.answeredWell(took);
		if (this.inFlight === 0) this.nextBurst();
	}

	/** A request was not sent after all, which says nothing of RSA's load. */
	withdraw(): void {
		this.inFlight -= 1;
		if (this.burst === undefined) return;
		this.burst.sent -= 1;
		// Begun anew: nothing of the old one is waited for any more.
		if (this.burst.sent === 0) this.burst = { sent: 0 };
	}

	/** Answers count one by one from now on, where this burst still waits for one that stays away. */
	giveUp(burst: Readonly<Burst>): void {
		if (this.burst === burst) this.burst = undefined;
	}

	/** RSA may have become slower for good, so that what counts as quick follows. */
	private answeredSlowly(sentAt: number, now: number): void {
		this.quickest *= SLOWER;
		this.shrink(sentAt, now);
	}

	private isSlow(took: number): boolean {
		return took > SLOW && took > SLOW_COMPARED_TO_QUICKEST * this.quickest;
	}

	private answeredWell(took: number): void {
		this.quickest = Math.min(this.quickest, took);
		if (this.burst !== undefined) return;
		const hasBeenCut = this.cutAt > Number.NEGATIVE_INFINITY;
		this.size = Math.min(this.largest, this.size + (hasBeenCut ? 1 / this.size : 1));
	}

	/** Requests that were on their way together speak of the same overload. */
	private shrink(sentAt: number, now: number): void {
		this.burst = undefined;
		if (sentAt < this.cutAt) return;
		this.size = Math.max(1, this.size * CUT);
		this.cutAt = now;
	}

	private nextBurst(): void {
		if (this.burst === undefined) return;
		const isFull = this.burst.sent >= this.size;
		this.taken += this.burst.sent;
		this.burst = { sent: 0 };
		if (!isFull) return;
		this.size = Math.min(this.largest, this.grown());
		if (this.size === this.largest) this.burst = undefined;
	}

	private grown(): number {
		const { until, atLeast, shareOfTaken } = CAUTIOUS;
		if (this.taken > until) return this.size * 2;
		return Math.max(atLeast, Math.ceil(this.taken * shareOfTaken));
	}
}
