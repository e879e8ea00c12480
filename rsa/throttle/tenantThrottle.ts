import type { RsaRequest } from '../http/endpoints';
import type { NotSent, SendResult } from '../http/response';
import { ActiveRuns } from './activeRuns';
import type { Clock } from './clock';
import type { Cooldown } from './cooldown';
import { Patience } from './patience';
import type { Permit } from './permit';
import { RequestQueue } from './requestQueue';
import type { RunQueue, WaitLimits, WaitingRequest } from './runQueue';
import { TenantLimits } from './tenantLimits';
import { WakeUp } from './wakeUp';

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
	private readonly limits: TenantLimits;
	private readonly queue = new RequestQueue();
	private readonly runs = new ActiveRuns();
	private lookedAt = Number.NEGATIVE_INFINITY;
	private readonly wakeUp: WakeUp;
	private readonly patience: Patience;

	constructor(
		readonly clock: Clock,
		readonly random: () => number,
	) {
		this.limits = new TenantLimits(random);
		this.wakeUp = new WakeUp(clock, () => {
			this.handOut();
		});
		this.patience = new Patience(clock, this.wakeUp, (permit) => {
			this.limits.giveUpBurst(permit, this.runs.largest);
		});
	}

	get cooldown(): Cooldown {
		return this.limits.cooldown;
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
		const lesson = this.limits.learn(permit, request, result, this.clock.now(), this.runs.largest);
		if (result.kind === 'response') this.patience.answered(run);
		this.leave(run, permit);
		if (lesson === 'wait') this.releaseAllHopeless();
		this.handOut();
		return lesson === 'refusedAlone';
	}

	/** Gives a permit back whose request was not sent. */
	withdraw(run: RunQueue, permit: Permit): void {
		this.limits.withdraw(permit);
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
			const run = this.patience.isProbing ? undefined : this.nextRun(now);
			const wait = this.waitFor(run, now);
			if (wait === undefined) return;
			if (run === undefined || wait > 0) {
				this.wakeUp.within(Math.min(wait, TICK));
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
			this.limits.hasRoom(this.runs.largest, now, run.inFlight === 0),
		);
	}

	/** ms until a permit can be had; undefined if nobody waits for one. */
	private waitFor(run: RunQueue | undefined, now: number): number | undefined {
		if (this.queue.isEmpty) return undefined;
		if (run === undefined) return this.queue.waitFor(now) || TICK;
		return this.limits.waitFor(now);
	}

	private handOutTo(run: RunQueue, sentAt: number): void {
		const next = this.queue.take(run);
		if (next === undefined) return;
		const { request } = next;
		run.inFlight += 1;
		this.given += 1;
		const permit = this.limits.enter(request.refusals, sentAt, this.runs.largest);
		this.patience.sent(run, permit, this.limits.beginsBurst(permit));
		request.end(permit);
	}

	private leave(run: RunQueue, permit: Permit): void {
		run.inFlight -= 1;
		this.patience.ended(permit);
		this.runs.forgetIfIdle(run);
	}

	private releaseAllHopeless(): void {
		if (this.cooldown.timeLeft(this.clock.now()) <= 0) return;
		this.runs.forEach((run) => {
			this.releaseHopeless(run);
		});
	}

	/** A wait that would take longer than an item may is not started. */
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
}
