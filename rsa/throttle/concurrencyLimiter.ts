import { ConcurrencyCeiling } from './concurrencyCeiling';

/** Requests in flight at the beginning. */
const FIRST_SIZE = 2;
/** Share of the size that is left after a response that indicates overload. */
const CUT = 0.5;
/** The time over which a window of requests is spread exceeds the quickest response time by this share of it, and at most by so many ms: n8n needs some time, too. */
const OWN_TIME = { share: 0.1, most: 5 };
/**
 * The first window at the maximum size is spread over so many times that time, at most over so many ms: if RSA limits the
 * rate, fewer requests are in flight when the first refusal arrives. One of fewer requests is not: it is no more than the
 * bursts before it.
 */
const FIRST_WINDOW = { least: 64, times: 3, most: 250 };
/** Share of the size that is reserved, in addition to it, for runs with no request in flight. */
const RESERVED = 1 / 16;
/** Requests. Fewer are not spread. */
const LEAST_SPREAD = 8;
/** Share of the time between two requests, at the number that RSA accepts at the same time, after which one more is sent as a probe. */
const APART = 0.9;
/** Factor by which the quickest response time grows with each response: RSA may have become slower for good. */
const FORGETTING = 1.01;

/** What a result indicates about RSA's load; `unknown` for a lost response, a 429, or a request that was not sent. */
export type Load = 'fine' | 'overloaded' | 'unknown';

/** Requests that are sent together and whose responses are awaited together. */
export interface Burst {
	sent: number;
	unanswered: number;
}

/** A request in flight. */
export interface InFlight {
	/** By the throttle's clock, in ms. */
	readonly sentAt: number;
	readonly burst: Burst | undefined;
	/** Number of other requests in flight when it was sent. */
	readonly others: number;
}

/**
 * Limits the requests in flight: few at first, twice as many after each burst that was answered, half after a response
 * that indicates overload, and from then on one more for each window of good responses (TCP's slow start and congestion
 * avoidance, RFC 5681).
 *
 * The next burst begins only when the whole burst was answered. If each response let further requests go out, twice as
 * many would be in flight before the first refusal arrived.
 */
export class ConcurrencyLimiter {
	private size = FIRST_SIZE;
	private inFlight = 0;
	private burst: Burst | undefined = newBurst();
	private readonly ceiling = new ConcurrencyCeiling();
	private cutAt = Number.NEGATIVE_INFINITY;
	private quickest = Number.POSITIVE_INFINITY;
	private lastSentAt = Number.NEGATIVE_INFINITY;
	/** Requests left of the first window at the maximum size. */
	private leftOfFirst = 0;

	/**
	 * Whether another request may be sent.
	 *
	 * @param largest maximum requests in flight
	 * @param activeTime ms by the throttle's clock, less all cooldowns
	 * @param isFirst whether it is for a run with none in flight. Some room is reserved for these, because requests of other
	 * runs that get no response must not block them; but never more than RSA accepts at the same time
	 */
	hasRoom(largest: number, activeTime: number, isFirst: boolean): boolean {
		const ceiling = this.ceiling.at(activeTime);
		const room = Math.floor(Math.min(this.size, largest, ceiling));
		const most = isFirst ? Math.min(ceiling, room + Math.ceil(room * RESERVED)) : room;
		return this.inFlight < most && (this.burst === undefined || this.burst.sent < room);
	}

	/**
	 * Time until a request may be sent for which there is room. If it is one more than RSA is known to accept at the same
	 * time, it does not follow the last one at once: a limit of the rate would refuse it, too, and so show a wrong number.
	 *
	 * @returns ms
	 */
	waitFor(now: number): number {
		const known = this.ceiling.withoutProbe;
		if (this.inFlight < known || !Number.isFinite(this.quickest)) return 0;
		return Math.max(0, this.lastSentAt + (APART * this.quickest) / known - now);
	}

	/**
	 * Time between two requests: at the maximum size, a window of requests is spread over the time of a response, and the
	 * first window over a longer time.
	 *
	 * @returns ms; 0 below the maximum size
	 */
	interval(largest: number): number {
		const isFull = this.burst === undefined && this.size >= largest;
		const isKnown = isFull && Number.isFinite(this.quickest);
		if (!isKnown || largest <= LEAST_SPREAD) return 0;
		const usual = this.quickest + Math.min(OWN_TIME.share * this.quickest, OWN_TIME.most);
		const first = Math.min(FIRST_WINDOW.times * usual, FIRST_WINDOW.most);
		return (this.leftOfFirst > 0 ? Math.max(usual, first) : usual) / largest;
	}

	/** A request is sent. */
	enter(sentAt: number): InFlight {
		const { burst, inFlight: others } = this;
		this.inFlight += 1;
		this.lastSentAt = sentAt;
		if (burst === undefined) {
			this.leftOfFirst -= 1;
		} else {
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
	 * A request has ended.
	 *
	 * @param now by the throttle's clock, in ms
	 */
	leave(request: InFlight, now: number, load: Load, largest: number): void {
		// Unused room does not show that there is more (RFC 7661).
		const isUsed = 2 * this.inFlight > Math.min(this.size, largest);
		this.inFlight -= 1;
		if (load === 'overloaded') this.shrink(request.sentAt, now);
		else if (load === 'fine') {
			this.quickest = Math.min(this.quickest * FORGETTING, now - request.sentAt);
			if (isUsed && this.size < largest) this.grow();
		}
		this.leaveBurst(request, largest);
	}

	/** A request was not sent after all: that says nothing about RSA's load. */
	withdraw({ burst }: InFlight): void {
		this.inFlight -= 1;
		if (burst === undefined) return;
		burst.sent -= 1;
		burst.unanswered -= 1;
	}

	/** Begins the next burst, although a response to this one is missing. */
	giveUp({ burst }: InFlight, largest: number): void {
		if (burst !== undefined && this.burst === burst) this.nextBurst(burst, largest);
	}

	/** RSA accepted a request. */
	passed({ others }: InFlight): void {
		this.ceiling.passed(others);
	}

	/** A request was refused together with the first. */
	refusedToo({ others }: InFlight): void {
		this.ceiling.refusedToo(others);
	}

	/**
	 * A request was refused because of too many requests, the first of those that were refused together. Ends the bursts.
	 *
	 * @param activeTime ms by the throttle's clock, less all cooldowns
	 * @returns whether too many were in flight, so that the refusal says nothing about the rate
	 */
	refused({ others }: InFlight, activeTime: number): boolean {
		this.burst = undefined;
		return this.ceiling.refused(others, activeTime);
	}

	private grow(): void {
		if (this.burst !== undefined) return;
		const hasBeenCut = this.cutAt > Number.NEGATIVE_INFINITY;
		this.size += hasBeenCut ? 1 / this.size : 1;
	}

	/** Requests that were in flight together indicate the same overload: the size shrinks once for them. */
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
		if (this.burst === undefined && largest >= FIRST_WINDOW.least) this.leftOfFirst = largest;
	}
}

function newBurst(): Burst {
	return { sent: 0, unanswered: 0 };
}
