import { endpointOf, type RsaRequest } from '../http/endpoints';
import type { SendResult } from '../http/response';
import { statusCodes } from '../http/statusCodes';
import { ResponseTimes } from './responseTimes';
import { ConcurrencyLimiter, type Load } from './concurrencyLimiter';
import { Cooldown } from './cooldown';
import { LoneRefusals, type RefusalsInARow } from './loneRefusals';
import { cooldownIn, isTooManyRequests, loadOf } from './overloadSignals';
import { Pacer } from './pacer';
import type { Permit } from './permit';
import { RateLimiter } from './rateLimiter';

/** Requests that RSA should be able to accept again before one is sent early, in a cooldown; with jitter, half of them at least. */
const REFILL = 6;

/** What a result shows: RSA requests all to wait, it refuses this request or endpoint only, or neither. */
export type Finding = 'wait' | 'loneRefusal' | 'none';

/** The limits of a tenant, as far as its responses have shown them. Times by the throttle's clock, in ms. */
export class TenantLimits {
	readonly cooldown: Cooldown;
	private readonly rate = new RateLimiter();
	private readonly concurrency = new ConcurrencyLimiter();
	private readonly loneRefusals = new LoneRefusals();
	private readonly responseTimes = new ResponseTimes();
	private readonly pacer = new Pacer();

	/** @param random gives numbers from 0 to below 1 */
	constructor(random: () => number) {
		this.cooldown = new Cooldown(random);
	}

	/**
	 * Whether the tenant has room for another request in flight.
	 *
	 * @param largest maximum requests in flight
	 * @param isFirst whether it is for a run with none in flight
	 */
	hasRoom(largest: number, now: number, isFirst: boolean): boolean {
		return this.concurrency.hasRoom(largest, this.timeOutsideCooldowns(now), isFirst);
	}

	/** ms until a request may be sent for which there is room. */
	waitFor(now: number): number {
		const { concurrency, cooldown, pacer, rate } = this;
		return Math.max(...[concurrency, cooldown, pacer, rate].map((limit) => limit.waitFor(now)));
	}

	/** A request is sent. @param largest maximum requests in flight */
	enter(refusals: RefusalsInARow, sentAt: number, largest: number): Permit {
		this.pacer.sent(sentAt, this.concurrency.interval(largest));
		const inFlight = this.concurrency.enter(sentAt);
		const sent = this.rate.take(sentAt, inFlight.others);
		const isProbe = this.cooldown.isProbing;
		this.cooldown.sent(sentAt);
		return { kind: 'permit', sentAt, sent, inFlight, refusals, isProbe };
	}

	/** No request waited or was in flight for so many ms. */
	wasIdle(milliseconds: number): void {
		this.rate.wasIdle(milliseconds);
	}

	/** A request has left n8n. */
	leftN8n({ sent }: Permit, now: number): void {
		this.rate.leftN8n(sent, now);
	}

	/** A request was not sent after all. */
	withdraw({ inFlight, sent }: Permit): void {
		this.rate.withdraw(sent);
		this.concurrency.withdraw(inFlight);
	}

	/** Whether a request is the first of its burst. */
	beginsBurst({ inFlight }: Permit): boolean {
		return this.concurrency.isFirst(inFlight);
	}

	/** Begins the next burst, although a response to this one is missing. */
	giveUpBurst({ inFlight }: Permit, largest: number): void {
		this.concurrency.giveUp(inFlight, largest);
	}

	/**
	 * Learns from the result of a request.
	 *
	 * @param largest maximum requests in flight
	 */
	learn(
		permit: Permit,
		request: RsaRequest,
		result: SendResult,
		now: number,
		largest: number,
	): Finding {
		const endpoint = endpointOf(request) ?? '';
		const { inFlight, refusals, sentAt } = permit;
		const isRefused = isTooManyRequests(result);
		const isLone = isRefused && this.loneRefusals.refused(refusals, endpoint, now);
		const finding = isLone
			? this.learnFromLone(result, now)
			: this.learnFromOthers(permit, endpoint, result, now);
		const load = this.loadOf(endpoint, result, now - sentAt);
		this.concurrency.leave(inFlight, now, load, largest);
		return finding;
	}

	/** The wait that RSA requests is kept nevertheless. */
	private learnFromLone(result: SendResult, now: number): Finding {
		const retryAfter = cooldownIn(result)?.retryAfter;
		if (retryAfter !== undefined) this.cooldown.extend(now, retryAfter);
		return 'loneRefusal';
	}

	private learnFromOthers(
		permit: Permit,
		endpoint: string,
		result: SendResult,
		now: number,
	): Finding {
		const { inFlight, sent, sentAt } = permit;
		const refusal = cooldownIn(result);
		if (refusal !== undefined) {
			// The rate first: this refusal may be the one that measures it, and the cooldown sends its early request by that rate.
			if (isTooManyRequests(result)) this.refused(permit, now);
			else this.rate.unclear();
			this.cooldown.refused(sentAt, now, refusal.retryAfter, this.rate.timeFor(REFILL));
			return 'wait';
		}
		if (result.kind === 'response') {
			this.loneRefusals.passed(endpoint, sentAt);
			// First: the wait counts whole even if an early request ends it now. The rate must not be exceeded more often because of that.
			this.rate.passed(sent, this.cooldown.until);
			this.cooldown.passed(sentAt, now);
			this.concurrency.passed(inFlight);
		} else if (result.kind === 'notDelivered') {
			// RSA has not counted it.
			this.rate.withdraw(sent);
		}
		if (!isProcessed(result)) this.rate.unclear();
		return 'none';
	}

	private refused({ inFlight, sent, sentAt }: Permit, now: number): void {
		if (!this.cooldown.beginsIfRefused(sentAt)) {
			this.concurrency.refusedToo(inFlight);
			// RSA has not counted it.
			this.rate.withdraw(sent);
		} else if (!this.concurrency.refused(inFlight, this.timeOutsideCooldowns(now)))
			this.rate.refused(sent, now);
	}

	/** ms by the throttle's clock, less all cooldowns: nothing is sent in them, so they do not show that RSA accepts more at the same time. */
	private timeOutsideCooldowns(now: number): number {
		return now - this.cooldown.waited(now);
	}

	private loadOf(endpoint: string, result: SendResult, took: number): Load {
		const load = loadOf(result);
		if (isTooManyRequests(result) || load === 'overloaded') return load;
		const status = result.kind === 'response' ? result.response.status : result.kind;
		const isSlow = this.responseTimes.hasBecomeSlow(`${endpoint} ${status}`, took);
		return isSlow ? 'overloaded' : load;
	}
}

/** Whether there is a response that only RSA itself gives, so that its limiter accepted the request. */
function isProcessed(result: SendResult): boolean {
	return result.kind === 'response' && result.response.status < statusCodes.internalServerError;
}
