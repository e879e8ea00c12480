import { TIMER_STEP } from './clock';
import { LimitGuess, type RateLimit } from './limitGuess';
import { leastRateAfter, rateBetweenRefusals } from './rateBetweenRefusals';
import { RateProbe } from './rateProbe';
import { RequestHistory, type Sent } from './requestHistory';

/** Requests. With fewer between two refusals, those before count as well. */
const ENOUGH = 8;
/** A rate below this share of the one before counts as changed, and leaves the burst as it was. */
const SAME_RATE = 0.8;
/** Multiple of the rate at which requests are sent after a pause: not all together, so that few are refused. */
const PACING_GAIN = 1.5;

/** ms that the quickest request takes to leave n8n, at most: what goes beyond is a busy event loop. */
const QUICKEST_AT_MOST = 8;
/** ms by which the time of the quickest request grows with each request, as n8n may have become slower: 4 ms in 400 requests. */
const FORGOTTEN_EACH = 0.01;
/** ms. A request that leaves n8n so much later than the quickest counts from then on. */
const NOTICEABLE = 1;

/** The search doubles the rate with at least so many requests, at least as many as are in flight, and at most so many times a second. */
const REQUESTS_TO_DOUBLE = 2;
const DOUBLINGS_PER_SECOND = 2;

/**
 * The requests a second that RSA accepts. Not limited until the first refusal (429). From then on a token bucket imitates
 * RSA's own: with this rate and burst, RSA's bucket would have been empty when RSA refused. Now and then the measured
 * rate is exceeded as a probe; if nothing is refused, it is searched anew (slow start, RFC 5681).
 */
export class RateLimiter {
	private readonly history = new RequestHistory();
	private limit: RateLimit | undefined;
	private isSearching = true;
	/** Rate at the last refusal; 0 while it is guessed. */
	private measured = 0;
	/** Of the limit; undefined before the first refusal, and once the rate was measured. */
	private guess: LimitGuess | undefined;
	/** ms that the quickest request took to leave n8n, lately. */
	private quickest = QUICKEST_AT_MOST;
	private level = 0;
	/** Whether a request has had to wait since the last was sent. */
	private hasLimited = false;
	private filledAt = 0;
	/** The last time at which the bucket was full. */
	private fullAt = Number.NEGATIVE_INFINITY;
	/** Time of the refusal from which the rate is measured. */
	private emptyAt = 0;
	/** Number of requests accepted since then. */
	private accepted = 0;
	/** ms in which no request waited or was in flight. */
	private idle = 0;
	/** Time of the last refusal: requests that were sent before it say nothing about the time after it. */
	private resumedAt = 0;
	/** Requests that were sent between the last refused one and its refusal: the history does not have them any more. */
	private sentMeanwhile = new Set<Sent>();
	private readonly probe = new RateProbe();
	/** Time of the first refusal since a request was accepted; undefined if there was none. */
	private outSince: number | undefined;
	/** Whether the last result does not show whether RSA's limiter accepted the request. */
	private isUnclear = false;

	/** ms until the next request may be sent. Called if one waits and nothing else prevents it. */
	waitFor(now: number): number {
		const { limit } = this;
		if (limit === undefined) return 0;
		this.fill(limit, now);
		const interval = 1000 / this.rateOf(limit);
		const due = (1 - this.level) * interval;
		const { last } = this.history;
		const apart = last === undefined ? 0 : last.at + interval / PACING_GAIN - now;
		const wait = Math.max(0, due, apart < TIMER_STEP ? 0 : apart);
		if (wait > 0) this.hasLimited = true;
		return wait;
	}

	/** ms in which RSA accepts so many requests, by its measured rate; infinite if no rate was measured yet. */
	timeFor(requests: number): number {
		return this.measured > 0 ? (1000 * requests) / this.measured : Number.POSITIVE_INFINITY;
	}

	/** A request is sent. @param others number of others in flight: the refusal of one of them may be on its way */
	take(now: number, others: number): Sent {
		const sent = { at: now, busyAt: now - this.idle };
		this.history.add(sent);
		if (this.limit !== undefined) this.takeFrom(this.limit, now, others);
		return sent;
	}

	/**
	 * A request has left n8n. If n8n's event loop was busy, that took longer than for the quickest request. Then the request
	 * counts from when it left, and RSA's bucket has lost what it gained until then beyond its burst. Otherwise the next
	 * request would follow too closely.
	 */
	leftN8n(sent: Sent, now: number): void {
		const { limit } = this;
		const took = now - sent.at;
		this.quickest = Math.min(took, this.quickest + FORGOTTEN_EACH, QUICKEST_AT_MOST);
		const late = took - this.quickest;
		// A request was refused, or this one withdrawn, meanwhile: then RSA's bucket is known better, or was not used.
		if (limit === undefined || late < NOTICEABLE || !this.history.has(sent)) return;
		sent.at += late;
		sent.busyAt += late;
		this.fill(limit, now);
		this.fullAt = Math.min(this.fullAt, sent.at);
		const gained = (this.rateOf(limit) * this.quickest) / 1000;
		this.level = Math.min(this.level, Math.max(1, limit.burst) - 1 + gained);
	}

	/** No request waited or was in flight for so many ms: how few were accepted then says nothing about RSA's rate. */
	wasIdle(milliseconds: number): void {
		this.idle += milliseconds;
	}

	/** RSA has not counted a request. If the bucket was full since, it has no more than without that request. */
	withdraw(sent: Sent): void {
		if (this.guess?.leaveOut(sent)) this.limit = this.guess.limit;
		if (this.history.remove(sent) && sent.at >= this.fullAt) this.level += 1;
	}

	/** RSA accepted a request. @param waitedUntil end of the wait after the last refusal */
	passed(sent: Sent, waitedUntil: number): void {
		const { limit, outSince } = this;
		this.isUnclear = false;
		if (this.sentMeanwhile.delete(sent)) this.accepted += 1;
		if (limit === undefined || outSince === undefined || sent.at < this.resumedAt) return;
		this.outSince = undefined;
		const lost = (limit.rate * (waitedUntil - outSince)) / 1000 - limit.burst;
		this.probe.plan(limit.rate, lost);
	}

	/**
	 * There is no response to a request, or one that does not show whether RSA's limiter accepted it: an error 5xx may come from
	 * in front of the limiter. The rate is not raised until one does.
	 */
	unclear(): void {
		this.isUnclear = true;
	}

	/** RSA refused a request, the first of those that were refused together. */
	refused(sent: Sent, now: number): void {
		if (!this.history.has(sent)) return;
		if (this.limit === undefined) this.guessLimit(sent);
		else this.learn(this.limit, sent);
		this.outSince ??= sent.at;
		this.sentMeanwhile = new Set(this.history.after(sent));
		this.history.clear();
		this.level = 0;
		this.filledAt = now;
		this.resumedAt = now;
		this.probe.begin();
	}

	private guessLimit(refused: Sent): void {
		this.guess = new LimitGuess(this.history, refused);
		this.limit = this.guess.limit;
		this.emptyAt = refused.busyAt;
	}

	private learn(limit: RateLimit, refused: Sent): void {
		const times = this.history.busyTimesUntil(refused);
		this.accepted += this.history.countBefore(refused);
		// RSA accepted nothing since the last refusal, so nothing new is known about its rate.
		if (this.accepted === 0) {
			this.guess?.refusedAgain();
			return;
		}
		const isTooHigh = !this.isSearching && this.probe.isEarly;
		const { whole, steepest } = rateBetweenRefusals(
			times,
			this.accepted,
			this.emptyAt,
			limit.burst,
		);
		const most = Math.max(whole, steepest);
		const found = isTooHigh ? Math.sqrt(whole * most) : most;
		const least = leastRateAfter(this.measured, this.accepted);
		const rate = Math.max(least, Math.min(this.rateOf(limit), found));
		const burst = this.burstWith(rate, limit, isTooHigh);
		this.measured = rate;
		// The search goes on if nothing shows that RSA's bucket was not full in between.
		this.isSearching = steepest === 0 && this.guess?.maySurpass(rate) === true;
		this.guess = undefined;
		this.limit = { rate, burst };
		this.probe.found(this.accepted);
		if (this.accepted < ENOUGH) return;
		this.emptyAt = refused.busyAt;
		this.accepted = 0;
	}

	/**
	 * The level that was left here when RSA refused was not in RSA's bucket either, unless the rate was too high: then the
	 * burst may be larger, at most twice the number of requests that RSA accepted.
	 */
	private burstWith(rate: number, limit: RateLimit, isTooHigh: boolean): number {
		const { burst } = limit;
		if (rate < SAME_RATE * this.rateOf(limit)) return burst;
		const left = Math.max(1, burst - Math.max(0, this.level));
		return isTooHigh && left > 1 ? Math.max(left, 2 * Math.min(left, this.accepted)) : left;
	}

	private takeFrom(limit: RateLimit, now: number, others: number): void {
		this.fill(limit, now);
		this.level -= 1;
		if (this.level < 1 && this.hasLimited) this.raise(limit, others);
		this.hasLimited = false;
	}

	/** Raises the rate with each request that had to wait for it. */
	private raise(limit: RateLimit, others: number): void {
		if (this.outSince !== undefined || this.isUnclear) return;
		this.probe.count();
		if (this.isSearching) {
			const toDouble = Math.max(REQUESTS_TO_DOUBLE, others, limit.rate / DOUBLINGS_PER_SECOND);
			limit.rate *= 2 ** (1 / toDouble);
		} else if (this.probe.isPassed) {
			limit.rate = this.rateOf(limit);
			limit.burst = Math.max(1, limit.burst / 2);
			this.isSearching = true;
		}
	}

	private fill(limit: RateLimit, now: number): void {
		const gained = (this.rateOf(limit) * (now - this.filledAt)) / 1000;
		const most = Math.max(1, limit.burst);
		this.level = Math.min(most, this.level + gained);
		this.filledAt = now;
		if (this.level === most) this.fullAt = now;
	}

	/** Requests a second. */
	private rateOf({ rate }: RateLimit): number {
		return this.isSearching ? rate : rate * this.probe.factor;
	}
}
