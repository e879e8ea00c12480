import { ConcurrencyCeiling } from './concurrencyCeiling';

/** Requests in flight at the beginning. */
const FIRST_SIZE = 2;
/** What is left of the size after an answer that speaks of overload. */
const CUT = 0.5;
/** Of the quickest answer's time, over which a window of requests is spread: n8n and RSA need some of it too. */
const SPREAD = 1.1;
/** Of the size, in addition to it, for runs with no request in flight. */
const KEPT = 1 / 16;
/** Requests. Fewer are not spread. */
const LEAST_SPREAD = 8;
/** The quickest answer is forgotten slowly: RSA may have become slower for good. */
const FORGETTING = 1.01;

/** How an answer speaks of RSA's load. Nothing is said by one that was lost or never asked for. */
export type Load = 'fine' | 'overloaded' | 'unknown';

/** Requests that go out together and are waited for together. */
export interface Burst {
	sent: number;
	unanswered: number;
}

/** A request in flight. */
export interface InFlight {
	/** By the throttle's clock, in ms. */
	readonly sentAt: number;
	readonly burst: Burst | undefined;
	/** Requests that were in flight when it went out. */
	readonly others: number;
}

/**
 * How many requests may be in flight: few at first, twice as many after each burst that was answered, half after an
 * answer that speaks of overload, and from then on one more for each window of good answers (TCP's slow start and
 * congestion avoidance, RFC 5681).
 *
 * A burst goes out whole and is waited for whole: if answers were let in one by one, twice as many requests would be
 * in flight before the first refusal is heard.
 */
export class ConcurrencyLimiter {
	private size = FIRST_SIZE;
	private inFlight = 0;
	private burst: Burst | undefined = newBurst();
	private readonly ceiling = new ConcurrencyCeiling();
	private cutAt = Number.NEGATIVE_INFINITY;
	private quickest = Number.POSITIVE_INFINITY;

	/**
	 * @param largest requests in flight at most
	 * @param isFirst whether it is for a run with none in flight. Some room is kept for these: requests of other runs
	 * that get no answer must not hold them up
	 */
	hasRoom(largest: number, now: number, isFirst: boolean): boolean {
		const room = Math.floor(Math.min(this.size, largest, this.ceiling.at(now)));
		const kept = isFirst ? Math.ceil(room * KEPT) : 0;
		return this.inFlight < room + kept && (this.burst === undefined || this.burst.sent < room);
	}

	/**
	 * Time between two requests: a window that is as large as it may be is spread over the time of an answer.
	 *
	 * @returns ms
	 */
	interval(largest: number): number {
		const isFull = this.burst === undefined && this.size >= largest;
		const isKnown = isFull && Number.isFinite(this.quickest);
		return isKnown && largest > LEAST_SPREAD ? (this.quickest * SPREAD) / largest : 0;
	}

	/** A request goes out. */
	enter(sentAt: number): InFlight {
		const { burst, inFlight: others } = this;
		this.inFlight += 1;
		if (burst !== undefined) {
			burst.sent += 1;
			burst.unanswered += 1;
		}
		return { sentAt, burst, others };
	}

	/** Whether a request began a burst. */
	isFirst({ burst }: InFlight): boolean {
		return burst !== undefined && burst === this.burst && burst.sent === 1;
	}

	/**
	 * A request came to its end.
	 *
	 * @param now by the throttle's clock, in ms
	 */
	leave(request: InFlight, now: number, load: Load, largest: number): void {
		// Room that is not used says nothing of more (RFC 7661).
		const isUsed = 2 * this.inFlight > Math.min(this.size, largest);
		this.inFlight -= 1;
		if (load === 'overloaded') this.shrink(request.sentAt, now);
		else if (load === 'fine') {
			this.quickest = Math.min(this.quickest * FORGETTING, now - request.sentAt);
			if (isUsed && this.size < largest) this.grow();
		}
		this.leaveBurst(request, largest);
	}

	/** A request was not sent after all, which says nothing of RSA's load. */
	withdraw({ burst }: InFlight): void {
		this.inFlight -= 1;
		if (burst === undefined) return;
		burst.sent -= 1;
		burst.unanswered -= 1;
	}

	/** The next burst goes out, although an answer to this one is missing still. */
	giveUp({ burst }: InFlight, largest: number): void {
		if (burst !== undefined && this.burst === burst) this.nextBurst(burst, largest);
	}

	/** RSA let a request through. */
	passed({ others }: InFlight): void {
		this.ceiling.passed(others);
	}

	/** A request was refused together with the first. */
	refusedToo({ others }: InFlight): void {
		this.ceiling.refusedToo(others);
	}

	/**
	 * A request was refused as one too many, the first of those that were refused together. No more bursts.
	 *
	 * @returns whether it was one too many at the same time, so that it says nothing of the rate
	 */
	refused({ others }: InFlight, now: number): boolean {
		this.burst = undefined;
		return this.ceiling.refused(others, now);
	}

	private grow(): void {
		if (this.burst !== undefined) return;
		const hasBeenCut = this.cutAt > Number.NEGATIVE_INFINITY;
		this.size += hasBeenCut ? 1 / this.size : 1;
	}

	/** Requests that were in flight together speak of the same overload. */
	private shrink(sentAt: number, now: number): void {
		this.burst = undefined;
		if (sentAt < this.cutAt) return;
		this.size = Math.max(1, this.size * CUT);
		this.cutAt = now;
	}

	private leaveBurst({ burst }: InFlight, largest: number): void {
		if (burst === undefined) return;
		burst.unanswered -= 1;
		if (burst === this.burst && burst.unanswered === 0) this.nextBurst(burst, largest);
	}

	private nextBurst({ sent, unanswered }: Burst, largest: number): void {
		const others = this.inFlight - unanswered;
		if (sent + others >= Math.floor(Math.min(this.size, largest))) this.size *= 2;
		this.burst = this.size >= largest ? undefined : newBurst();
	}
}

function newBurst(): Burst {
	return { sent: 0, unanswered: 0 };
}
