import { endpointOf, type RsaRequest } from '../http/endpoints';
import type { NotSent, SendResult } from '../http/response';
import { ActiveRuns } from './activeRuns';
import { AnswerTimes } from './answerTimes';
import type { Clock } from './clock';
import { ConcurrencyLimiter, type Load } from './concurrencyLimiter';
import { Cooldown } from './cooldown';
import { LoneRefusals } from './loneRefusals';
import { cooldownIn, isTooManyRequests, loadOf } from './overloadSignals';
import { Pacer } from './pacer';
import type { Permit } from './permit';
import { RateLimiter } from './rateLimiter';
import { RequestQueue } from './requestQueue';
import type { RunQueue, WaitLimits, WaitingRequest } from './runQueue';

/** ms. The answers to a burst are not waited for longer. */
const BURST_PATIENCE = 250;

/** ms. The same for the first answers to a run, before which no more than a few requests of it are sent. */
const FIRST_PATIENCE = 2000;

/** ms. The same for the one request that is sent to see whether RSA takes requests again. */
const PROBE_PATIENCE = 2000;

/** ms. Runs are looked at so often while they wait: their time may be over. */
const TICK = 250;

/**
 * The throttle that all runs share which talk to one tenant in this process: concurrency, rate, cooldown, and what was
 * learnt of them. It learns from the answers alone. What bounds one run releases that run's requests only.
 */
export class TenantThrottle {
	/** When it was used last. By its clock, in ms. */
	usedAt = 0;
	/** Permits that were given. */
	given = 0;
	readonly cooldown: Cooldown;
	private readonly rate = new RateLimiter();
	private readonly concurrency = new ConcurrencyLimiter();
	private readonly loneRefusals = new LoneRefusals();
	private readonly answerTimes = new AnswerTimes();
	private readonly pacer = new Pacer();
	private readonly queue = new RequestQueue();
	private readonly runs = new ActiveRuns();
	private probe: Permit | undefined;
	private lookedAt = Number.NEGATIVE_INFINITY;
	private wakesAt = Number.POSITIVE_INFINITY;

	constructor(
		readonly clock: Clock,
		readonly random: () => number,
	) {
		this.cooldown = new Cooldown(random);
	}

	/** Whether no request waits or is in flight. */
	get isIdle(): boolean {
		return this.runs.isEmpty;
	}

	/** Waits for a permit, which has to be given back, or until its run or the tenant keeps the request back for good. */
	async acquire(run: RunQueue, limits: WaitLimits): Promise<Permit | NotSent> {
		return await new Promise((end) => {
			const waitedBefore = this.cooldown.waited(this.clock.now());
			this.runs.add(run);
			this.queue.add(run, { ...limits, waitedBefore, end });
			this.releaseEnded(run);
			this.releaseHopeless(run);
			this.handOut();
		});
	}

	/**
	 * Gives a permit back, and learns from what became of its request.
	 *
	 * @returns whether RSA refused this request or endpoint only, which says nothing about others
	 */
	release(run: RunQueue, permit: Permit, request: RsaRequest, result: SendResult): boolean {
		if (result.kind === 'blocked') {
			this.withdraw(run, permit);
			return false;
		}
		const now = this.clock.now();
		const isLone = this.learn(permit, request, result, now);
		run.isAnswered ||= result.kind === 'response';
		this.leave(run, permit);
		this.handOut();
		return isLone;
	}

	/** Gives a permit back whose request was not sent. */
	withdraw(run: RunQueue, permit: Permit): void {
		this.rate.withdraw(permit.sent);
		this.concurrency.withdraw(permit.inFlight);
		this.leave(run, permit);
		this.handOut();
	}

	/** Sends the requests of a run away that are not to be sent any more. */
	releaseEnded(run: RunQueue): void {
		const now = this.clock.now();
		this.queue.release(run, () => {
			run.releaseEnded(now);
		});
		this.runs.forgetIfIdle(run);
	}

	/** Hands permits out to those who wait for one. */
	handOut(): void {
		this.usedAt = this.clock.now();
		if (this.usedAt >= this.lookedAt + TICK) this.releaseAllEnded();
		for (;;) {
			const now = this.clock.now();
			const run = this.probe === undefined ? this.nextRun(now) : undefined;
			const wait = this.waitFor(run, now);
			if (wait === undefined) return;
			if (run === undefined || wait > 0) {
				this.wakeIn(Math.min(wait, TICK));
				return;
			}
			this.releaseEnded(run);
			this.handOutTo(run, now);
		}
	}

	/** What a request is told that is not waited for. @param wait ms */
	tooManyRequests(wait: number): NotSent {
		const isOwnWait = this.cooldown.isOwn ? { isOwnWait: true } : {};
		return { kind: 'notSent', cause: 'tooManyRequests', retryAfter: wait, ...isOwnWait };
	}

	private releaseAllEnded(): void {
		this.lookedAt = this.usedAt;
		this.queue.releaseAll((run) => {
			run.releaseEnded(this.usedAt);
		});
		this.runs.forgetIdle();
	}

	private nextRun(now: number): RunQueue | undefined {
		return this.queue.nextRun(now, (run) =>
			this.concurrency.hasRoom(this.runs.largest, now, run.inFlight === 0),
		);
	}

	/** ms until a permit can be had; undefined if nobody waits for one. */
	private waitFor(run: RunQueue | undefined, now: number): number | undefined {
		if (this.queue.isEmpty) return undefined;
		if (run === undefined) return this.queue.waitFor(now) || TICK;
		return Math.max(0, this.cooldown.until - now, this.rate.waitFor(now), this.pacer.waitFor(now));
	}

	private handOutTo(run: RunQueue, sentAt: number): void {
		const next = this.queue.take(run);
		if (next === undefined) return;
		const { request } = next;
		run.inFlight += 1;
		this.given += 1;
		this.pacer.sent(sentAt, this.concurrency.interval(this.runs.largest));
		const inFlight = this.concurrency.enter(sentAt);
		const { refusals } = request;
		const isProbe = this.cooldown.isProbing;
		const sent = this.rate.take(sentAt);
		const permit: Permit = { kind: 'permit', sentAt, sent, inFlight, refusals, isProbe };
		this.waitForAnswers(run, permit);
		request.end(permit);
	}

	/** One answer that stays away must not hold up all requests that come after its burst, its run's first, or a probe. */
	private waitForAnswers(run: RunQueue, permit: Permit): void {
		const { inFlight, isProbe } = permit;
		if (this.concurrency.isFirst(inFlight)) {
			this.later(BURST_PATIENCE, () => {
				this.concurrency.giveUp(inFlight, this.runs.largest);
			});
		}
		if (!run.isAnswered) this.later(FIRST_PATIENCE, () => (run.isAnswered = true));
		if (!isProbe) return;
		this.probe = permit;
		this.later(PROBE_PATIENCE, () => {
			this.endProbe(permit);
		});
	}

	private later(milliseconds: number, action: () => void): void {
		void this.clock.sleep(milliseconds).then(() => {
			action();
			this.handOut();
		});
	}

	private endProbe(permit: Permit): void {
		if (this.probe === permit) this.probe = undefined;
	}

	/** @returns whether RSA refused this request or endpoint only */
	private learn(permit: Permit, request: RsaRequest, result: SendResult, now: number): boolean {
		const { inFlight, refusals, sent, sentAt } = permit;
		const endpoint = endpointOf(request) ?? '';
		const refusal = cooldownIn(result);
		const isRefused = isTooManyRequests(result);
		if (isRefused && this.loneRefusals.refused(refusals, endpoint, now)) {
			// What RSA asks for is waited for all the same.
			if (refusal?.retryAfter !== undefined) this.cooldown.hold(now, refusal.retryAfter);
			this.concurrency.leave(inFlight, now, 'unknown', this.runs.largest);
			return true;
		}
		if (refusal !== undefined) {
			const begins = this.cooldown.refused(sentAt, now, refusal.retryAfter);
			if (isRefused) this.refused(permit, now, begins);
		} else if (result.kind === 'response') {
			this.loneRefusals.passed(endpoint, sentAt);
			this.cooldown.passed(sentAt, now);
			this.rate.passed(sent);
			this.concurrency.passed(inFlight);
		} else if (result.kind === 'notDelivered') {
			// RSA has not counted it.
			this.rate.withdraw(sent);
		}
		const load = this.loadOf(endpoint, result, now - sentAt);
		this.concurrency.leave(inFlight, now, load, this.runs.largest);
		if (refusal !== undefined) this.releaseAllHopeless();
		return false;
	}

	private refused({ inFlight, sent }: Permit, now: number, begins: boolean): void {
		if (!begins) this.concurrency.refusedToo(inFlight);
		else if (!this.concurrency.refused(inFlight, now)) this.rate.refused(sent, now);
	}

	private leave(run: RunQueue, permit: Permit): void {
		run.inFlight -= 1;
		this.endProbe(permit);
		this.runs.forgetIfIdle(run);
	}

	private wakeIn(wait: number): void {
		const at = this.clock.now() + wait;
		if (at >= this.wakesAt) return;
		this.wakesAt = at;
		void this.clock.sleep(wait).then(() => {
			if (this.wakesAt === at) this.wakesAt = Number.POSITIVE_INFINITY;
			this.handOut();
		});
	}

	private releaseAllHopeless(): void {
		if (this.cooldown.timeLeft(this.clock.now()) <= 0) return;
		this.runs.forEach((run) => {
			this.releaseHopeless(run);
		});
	}

	/** A wait that would take longer than an item may is not begun. */
	private releaseHopeless(run: RunQueue): void {
		const now = this.clock.now();
		const wait = this.cooldown.timeLeft(now);
		if (wait <= 0) return;
		const waited = this.cooldown.waited(now);
		const isHopeless = ({ limit, timeLeft, waitedBefore }: WaitingRequest) =>
			wait > limit || wait + waited - waitedBefore > timeLeft || now + wait > run.limits.endsAt;
		this.queue.release(run, () => {
			run.release((request) => (isHopeless(request) ? this.tooManyRequests(wait) : undefined));
		});
		this.runs.forgetIfIdle(run);
	}

	private loadOf(endpoint: string, result: SendResult, took: number): Load {
		const load = loadOf(result);
		if (isTooManyRequests(result) || load === 'overloaded') return load;
		const status = result.kind === 'response' ? result.response.status : result.kind;
		const isSlow = this.answerTimes.hasBecomeSlow(`${endpoint} ${status}`, took);
		return isSlow ? 'overloaded' : load;
	}
}
