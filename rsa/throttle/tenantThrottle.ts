import { endpointOf, type RsaRequest } from '../http/endpoints';
import type { NotSent, SendResult } from '../http/response';
import { AnswerTimes } from './answerTimes';
import type { Clock } from './clock';
import { ConcurrencyLimiter, type Load } from './concurrencyLimiter';
import { Cooldown } from './cooldown';
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

/** ms. Runs are looked at so often while they wait: their time may be over. */
const TICK = 250;

/**
 * The throttle that all runs share which talk to one tenant in this process: concurrency, rate, cooldown, and what was
 * learnt of them. It learns from the answers alone. What bounds one run releases that run's requests only.
 */
export class TenantThrottle {
	/** When it was used last. By its clock, in ms. */
	usedAt = 0;
	readonly cooldown: Cooldown;
	private readonly rate = new RateLimiter();
	private readonly concurrency = new ConcurrencyLimiter();
	private readonly answerTimes = new AnswerTimes();
	private readonly pacer = new Pacer();
	private readonly queue = new RequestQueue();
	private readonly runs = new Set<RunQueue>();
	private isProbeInFlight = false;
	private wakesAt = Number.POSITIVE_INFINITY;

	constructor(
		readonly clock: Clock,
		readonly random: () => number,
	) {
		this.cooldown = new Cooldown(random);
	}

	/** Whether no request waits or is in flight. */
	get isIdle(): boolean {
		return this.runs.size === 0;
	}

	/** Waits for a permit, which has to be given back, or until its run or the tenant keeps the request back for good. */
	async acquire(run: RunQueue, limits: WaitLimits): Promise<Permit | NotSent> {
		return await new Promise((end) => {
			const waitedBefore = this.cooldown.waited(this.clock.now());
			this.runs.add(run);
			this.queue.add(run, { ...limits, waitedBefore, end });
			this.releaseHopeless();
			this.handOut();
		});
	}

	/** Gives a permit back, and learns from what became of its request. */
	release(run: RunQueue, permit: Permit, request: RsaRequest, result: SendResult): void {
		const now = this.clock.now();
		const { inFlight, sent, sentAt } = permit;
		const refusal = cooldownIn(result);
		if (refusal !== undefined) {
			const begins = this.cooldown.refused(sentAt, now, refusal.retryAfter);
			if (isTooManyRequests(result)) this.refused(permit, now, begins);
		} else if (result.kind === 'response') {
			this.cooldown.passed(sentAt, now);
			this.rate.passed(sent);
			this.concurrency.passed(inFlight);
		}
		this.concurrency.leave(inFlight, now, this.loadOf(request, result, now - sentAt), this.largest);
		run.isAnswered ||= result.kind === 'response';
		this.leave(run, permit);
		if (refusal !== undefined) this.releaseHopeless();
		this.handOut();
	}

	/** Gives a permit back whose request was not sent. */
	withdraw(run: RunQueue, permit: Permit): void {
		this.rate.withdraw(permit.sent);
		this.concurrency.withdraw(permit.inFlight);
		this.leave(run, permit);
		this.handOut();
	}

	/** Sends requests away that are not to be sent any more, and hands permits out. */
	handOut(): void {
		this.usedAt = this.clock.now();
		this.queue.release((run) => {
			run.releaseEnded(this.usedAt);
		});
		this.forgetIdleRuns();
		for (let wait = this.waitForNext(); wait !== undefined; wait = this.waitForNext()) {
			if (wait > 0) {
				this.wakeIn(Math.min(wait, TICK));
				return;
			}
			this.handOutNext();
		}
	}

	/** What a request is told that is not waited for. @param wait ms */
	tooManyRequests(wait: number): NotSent {
		const isOwnWait = this.cooldown.isOwn ? { isOwnWait: true } : {};
		return { kind: 'notSent', cause: 'tooManyRequests', retryAfter: wait, ...isOwnWait };
	}

	/** ms until a permit can be had; undefined if nobody waits for one. */
	private waitForNext(): number | undefined {
		if (this.queue.isEmpty) return undefined;
		const now = this.clock.now();
		const hasRoom = this.concurrency.hasRoom(this.largest, now) && !this.isProbeInFlight;
		const ready = hasRoom ? this.queue.waitFor(now) : undefined;
		if (ready === undefined) return TICK;
		const { until } = this.cooldown;
		return Math.max(ready, until - now, this.rate.waitFor(now), this.pacer.waitFor(now));
	}

	private handOutNext(): void {
		const sentAt = this.clock.now();
		const next = this.queue.next(sentAt);
		if (next === undefined) return;
		const isProbe = this.cooldown.isProbing;
		this.isProbeInFlight = isProbe;
		next.run.inFlight += 1;
		this.pacer.sent(sentAt, this.concurrency.interval(this.largest));
		const inFlight = this.concurrency.enter(sentAt);
		if (this.concurrency.isFirst(inFlight)) void this.giveUpLater(inFlight);
		if (!next.run.isAnswered) void this.openLater(next.run);
		next.request.end({ kind: 'permit', sentAt, sent: this.rate.take(sentAt), inFlight, isProbe });
	}

	private refused({ inFlight, sent }: Permit, now: number, begins: boolean): void {
		if (!begins) this.concurrency.refusedToo(inFlight);
		else if (!this.concurrency.refused(inFlight, now)) this.rate.refused(sent, now);
	}

	private leave(run: RunQueue, { isProbe }: Permit): void {
		run.inFlight -= 1;
		if (isProbe) this.isProbeInFlight = false;
	}

	/** One answer that stays away must not hold up all requests that come after its burst. */
	private async giveUpLater(inFlight: Permit['inFlight']): Promise<void> {
		await this.clock.sleep(BURST_PATIENCE);
		this.concurrency.giveUp(inFlight, this.largest);
		this.handOut();
	}

	/** Nor all requests of its run. */
	private async openLater(run: RunQueue): Promise<void> {
		await this.clock.sleep(FIRST_PATIENCE);
		run.isAnswered = true;
		this.handOut();
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

	/** A wait that would take longer than an item may is not begun. */
	private releaseHopeless(): void {
		const now = this.clock.now();
		const wait = this.cooldown.timeLeft(now);
		if (wait <= 0) return;
		const waited = this.cooldown.waited(now);
		const isHopeless = ({ limit, timeLeft, waitedBefore }: WaitingRequest) =>
			wait > limit || wait + waited - waitedBefore > timeLeft;
		this.queue.release((run) => {
			run.release((request) =>
				isHopeless(request) || now + wait > run.limits.endsAt
					? this.tooManyRequests(wait)
					: undefined,
			);
		});
	}

	private loadOf(request: RsaRequest, result: SendResult, took: number): Load {
		const load = loadOf(result);
		if (isTooManyRequests(result) || load === 'overloaded') return load;
		const status = result.kind === 'response' ? result.response.status : result.kind;
		const isSlow = this.answerTimes.hasBecomeSlow(`${endpointOf(request)} ${status}`, took);
		return isSlow ? 'overloaded' : load;
	}

	private forgetIdleRuns(): void {
		this.runs.forEach((run) => {
			if (run.isIdle) this.runs.delete(run);
		});
	}

	/** Requests in flight at most: as many as the run may have that may have the most. */
	private get largest(): number {
		return Math.max(1, ...[...this.runs].map(({ limits }) => limits.maxConcurrency));
	}
}
