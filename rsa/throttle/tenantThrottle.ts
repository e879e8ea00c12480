import type { RsaRequest } from '../http/endpoints';
import type { NotSent, SendResult } from '../http/response';
import { ActiveRuns } from './activeRuns';
import type { Clock } from './clock';
import type { Cooldown } from './cooldown';
import { AwaitedResponses } from './awaitedResponses';
import type { Permit } from './permit';
import { RequestQueue } from './requestQueue';
import type { CooldownOfRun, RunQueue, WaitLimits } from './runQueue';
import { TenantLimits } from './tenantLimits';
import { WakeUp } from './wakeUp';

/** ms after which waiting requests are looked at again at the latest. */
const TICK = 250;
/** ms between two checks whether runs with waiting requests have ended. One and a half ticks pass at most until it shows. */
const CHECK_AFTER = TICK / 2;
/** ms after its permit when it is noted that a request has left n8n. n8n sends it in the same turn of its event loop: if that is busy, the note comes later, too. */
const LEFT_N8N_AFTER = 1;

/**
 * The throttle of a tenant, shared by all runs of this process: concurrency, rate and cooldown, as learned from the
 * tenant's responses. The limits of one run (deadline, cancellation) affect only the requests of that run.
 */
export class TenantThrottle {
	/** Time of the last use, at first of its creation. By its clock, in ms. */
	usedAt: number;
	/** Number of permits given so far. */
	given = 0;
	private readonly limits: TenantLimits;
	private readonly queue = new RequestQueue();
	private readonly runs: ActiveRuns;
	private checkedAt = Number.NEGATIVE_INFINITY;
	private readonly wakeUp: WakeUp;
	private readonly awaited: AwaitedResponses;

	constructor(
		readonly clock: Clock,
		readonly random: () => number,
	) {
		this.usedAt = clock.now();
		this.limits = new TenantLimits(random);
		this.runs = new ActiveRuns(clock, (milliseconds) => {
			this.limits.wasIdle(milliseconds);
		});
		this.wakeUp = new WakeUp(clock, () => {
			this.handOut();
		});
		this.awaited = new AwaitedResponses(clock, this.wakeUp, (permit) => {
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

	/**
	 * Waits for a permit, to be given back by {@link release} or {@link withdraw}.
	 *
	 * @param waits further waits of the run
	 * @returns `notSent` if the run has ended, or the wait would be too long
	 */
	async acquire(
		run: RunQueue,
		limits: WaitLimits,
		waits: readonly CooldownOfRun[] = [],
	): Promise<Permit | NotSent> {
		return await new Promise((end) => {
			const now = this.clock.now();
			const request = { ...limits, end };
			const reason = run.reasonAgainst(request, [this.cooldownOfRuns, ...waits], now);
			if (reason !== undefined) {
				end(reason);
				return;
			}
			this.runs.add(run);
			this.queue.add(run, request);
			this.handOut();
		});
	}

	/**
	 * Gives a permit back, and learns from the result of its request.
	 *
	 * @returns whether RSA refused this request or endpoint only
	 */
	release(run: RunQueue, permit: Permit, request: RsaRequest, result: SendResult): boolean {
		if (result.kind === 'blocked') {
			this.withdraw(run, permit);
			return false;
		}
		const finding = this.limits.learn(permit, request, result, this.clock.now(), this.runs.largest);
		if (result.kind === 'response') this.awaited.answered(run);
		this.leave(run, permit);
		// A refusal of one request or endpoint may come with a wait for all, too.
		if (finding !== 'none') this.dismissAllHopeless();
		this.handOut();
		return finding === 'loneRefusal';
	}

	/** Gives a permit back whose request was not sent. */
	withdraw(run: RunQueue, permit: Permit): void {
		this.limits.withdraw(permit);
		this.leave(run, permit);
		this.handOut();
	}

	/** Dismisses the requests of a run that are no longer sent: the run was cancelled, or has ended. */
	dismissEnded(run: RunQueue): void {
		const now = this.clock.now();
		this.queue.dismiss(run, () => {
			run.dismissEnded(now);
		});
		this.runs.forgetIfIdle(run);
	}

	/** Gives permits to the waiting requests that may be sent now. */
	handOut(): void {
		this.usedAt = this.clock.now();
		if (this.usedAt >= this.checkedAt + CHECK_AFTER) this.dismissAllEnded();
		for (;;) {
			const now = this.clock.now();
			const run = this.isFull(now) ? undefined : this.nextRun(now);
			const wait = this.waitFor(run, now);
			if (wait === undefined) return;
			if (run === undefined || wait > 0) {
				this.wakeUp.within(Math.min(wait, TICK));
				return;
			}
			this.dismissEnded(run);
			this.handOutTo(run, now);
		}
	}

	/** The result of a request that would have to wait too long. @param wait ms */
	tooManyRequests(wait: number): NotSent {
		const isOwnWait = this.cooldown.isOwn ? { isOwnWait: true } : {};
		return { kind: 'notSent', cause: 'tooManyRequests', retryAfter: wait, ...isOwnWait };
	}

	private dismissAllEnded(): void {
		this.checkedAt = this.usedAt;
		this.queue.dismissAll((run) => {
			run.dismissEnded(this.usedAt);
		});
		this.runs.forgetIdle();
	}

	/** Whether no run may send, whatever its own limits: then no run is looked at, because thousands may wait. */
	private isFull(now: number): boolean {
		return this.awaited.isProbing || !this.limits.hasRoom(this.runs.largest, now, true);
	}

	private nextRun(now: number): RunQueue | undefined {
		return this.queue.nextRun(now, (run) =>
			this.limits.hasRoom(this.runs.largest, now, run.inFlight === 0),
		);
	}

	/** ms until the next permit can be given; undefined if no request waits. */
	private waitFor(run: RunQueue | undefined, now: number): number | undefined {
		if (this.queue.isEmpty) return undefined;
		if (run !== undefined) return this.limits.waitFor(now);
		return this.isFull(now) ? TICK : this.queue.waitFor(now) || TICK;
	}

	private handOutTo(run: RunQueue, sentAt: number): void {
		const next = this.queue.take(run);
		if (next === undefined) return;
		const { request } = next;
		run.inFlight += 1;
		this.given += 1;
		const permit = this.limits.enter(request.refusals, sentAt, this.runs.largest);
		this.awaited.sent(run, permit, this.limits.beginsBurst(permit));
		request.end(permit);
		void this.clock.sleep(LEFT_N8N_AFTER).then(() => {
			this.limits.leftN8n(permit, this.clock.now());
		});
	}

	private leave(run: RunQueue, permit: Permit): void {
		run.inFlight -= 1;
		this.awaited.ended(permit);
		this.runs.forgetIfIdle(run);
	}

	private dismissAllHopeless(): void {
		if (this.cooldown.timeLeft(this.clock.now()) <= 0) return;
		this.runs.forEach((run) => {
			this.dismissHopeless(run);
		});
	}

	/** Dismisses the requests of a run whose wait for the cooldown would be longer than their item or the run may take. */
	private dismissHopeless(run: RunQueue): void {
		const now = this.clock.now();
		this.queue.dismiss(run, () => {
			run.dismissHopeless(this.cooldownOfRuns, now);
		});
		this.runs.forgetIfIdle(run);
	}

	private get cooldownOfRuns(): CooldownOfRun {
		return { cooldown: this.cooldown, notSent: (wait) => this.tooManyRequests(wait) };
	}
}
