import { endpointOf, type RsaRequest } from '../http/endpoints';
import type { SendResult } from '../http/response';
import { AnswerTimes } from './answerTimes';
import { ConcurrencyLimiter, type Load } from './concurrencyLimiter';
import { Cooldown } from './cooldown';
import { LoneRefusals, type RefusalsInARow } from './loneRefusals';
import { cooldownIn, isTooManyRequests, loadOf } from './overloadSignals';
import { Pacer } from './pacer';
import type { Permit } from './permit';
import { RateLimiter } from './rateLimiter';

/** What a result says: that RSA asks to wait, that it refuses this request or endpoint only, or neither. */
export type Lesson = 'wait' | 'refusedAlone' | 'none';

/** What a tenant takes, as far as its answers have shown it. Times by the throttle's clock, in ms. */
export class TenantLimits {
	readonly cooldown: Cooldown;
	private readonly rate = new RateLimiter();
	private readonly concurrency = new ConcurrencyLimiter();
	private readonly loneRefusals = new LoneRefusals();
	private readonly answerTimes = new AnswerTimes();
	private readonly pacer = new Pacer();

	/** @param random gives numbers from 0 to below 1 */
	constructor(random: () => number) {
		this.cooldown = new Cooldown(random);
	}

	/**
	 * @param largest requests in flight at most
	 * @param isFirst whether it is for a run with none in flight
	 */
	hasRoom(largest: number, now: number, isFirst: boolean): boolean {
		return this.concurrency.hasRoom(largest, now, isFirst);
	}

	/** ms until a request may go out for which there is room. */
	waitFor(now: number): number {
		return Math.max(0, this.cooldown.until - now, this.rate.waitFor(now), this.pacer.waitFor(now));
	}

	/** A request goes out. */
	enter(refusals: RefusalsInARow, sentAt: number, largest: number): Permit {
		this.pacer.sent(sentAt, this.concurrency.interval(largest));
		const inFlight = this.concurrency.enter(sentAt);
		const sent = this.rate.take(sentAt);
		const isProbe = this.cooldown.isProbing;
		return { kind: 'permit', sentAt, sent, inFlight, refusals, isProbe };
	}

	/** A request was not sent after all. */
	withdraw({ inFlight, sent }: Permit): void {
		this.rate.withdraw(sent);
		this.concurrency.withdraw(inFlight);
	}

	/** Whether a request is the first of those that go out and are waited for together. */
	beginsBurst({ inFlight }: Permit): boolean {
		return this.concurrency.isFirst(inFlight);
	}

	/** The next burst goes out, although an answer to this one is missing still. */
	giveUpBurst({ inFlight }: Permit, largest: number): void {
		this.concurrency.giveUp(inFlight, largest);
	}

	/** Learns from what became of a request. */
	learn(
		permit: Permit,
		request: RsaRequest,
		result: SendResult,
		now: number,
		largest: number,
	): Lesson {
		const endpoint = endpointOf(request) ?? '';
		const { inFlight, refusals, sentAt } = permit;
		const isRefused = isTooManyRequests(result);
		const isAlone = isRefused && this.loneRefusals.refused(refusals, endpoint, now);
		const lesson = isAlone
			? this.learnFromLone(result, now)
			: this.learnFromOthers(permit, endpoint, result, now);
		const load = isAlone ? 'unknown' : this.loadOf(endpoint, result, now - sentAt);
		this.concurrency.leave(inFlight, now, load, largest);
		return lesson;
	}

	/** What RSA asks for is waited for all the same. */
	private learnFromLone(result: SendResult, now: number): Lesson {
		const retryAfter = cooldownIn(result)?.retryAfter;
		if (retryAfter !== undefined) this.cooldown.hold(now, retryAfter);
		return 'refusedAlone';
	}

	private learnFromOthers(
		permit: Permit,
		endpoint: string,
		result: SendResult,
		now: number,
	): Lesson {
		const { inFlight, sent, sentAt } = permit;
		const refusal = cooldownIn(result);
		if (refusal !== undefined) {
			const begins = this.cooldown.refused(sentAt, now, refusal.retryAfter);
			if (isTooManyRequests(result)) this.refused(permit, now, begins);
			return 'wait';
		}
		if (result.kind === 'response') {
			this.loneRefusals.passed(endpoint, sentAt);
			this.cooldown.passed(sentAt, now);
			this.rate.passed(sent);
			this.concurrency.passed(inFlight);
		} else if (result.kind === 'notDelivered') {
			// RSA has not counted it.
			this.rate.withdraw(sent);
		}
		return 'none';
	}

	private refused({ inFlight, sent }: Permit, now: number, begins: boolean): void {
		if (!begins) this.concurrency.refusedToo(inFlight);
		else if (!this.concurrency.refused(inFlight, now)) this.rate.refused(sent, now);
	}

	private loadOf(endpoint: string, result: SendResult, took: number): Load {
		const load = loadOf(result);
		if (isTooManyRequests(result) || load === 'overloaded') return load;
		const status = result.kind === 'response' ? result.response.status : result.kind;
		const isSlow = this.answerTimes.hasBecomeSlow(`${endpoint} ${status}`, took);
		return isSlow ? 'overloaded' : load;
	}
}
