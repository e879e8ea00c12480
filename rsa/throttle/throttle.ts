import type { AccessTokenPending, NotSent, SendResult } from '../http/response';
import type { Clock } from './clock';
import { Cooldown } from './cooldown';
import { RateLimiter } from './rateLimiter';
import { ConcurrencyLimiter, type Burst } from './concurrencyLimiter';
import { loadOf, cooldownIn } from './overloadSignals';
import { Pacer } from './pacer';
import { RequestQueue, type WaitLimits, type Permit } from './requestQueue';

/** What a run goes by. */
export interface ThrottleSettings {
	readonly clock: Clock;
	readonly cancelSignal?: AbortSignal | undefined;
	/** Requests on their way at once, at most. */
	readonly maxConcurrency: number;
	/** No item is begun after it, and none is waited for longer. By the clock, in ms. */
	readonly endsAt: number;
	/** Gives numbers from 0 to below 1. */
	readonly random: () => number;
}

/** ms. Who is told when to come back is not told "at once" by a server that refuses again and again. */
const SHORTEST_WAIT = 1000;

/** ms. So long the answers to a burst are waited for. */
const BURST_PATIENCE = 1000;

/**
 * The throttle of a run: each of its requests, look-ups too, waits here for its permit. It knows of the tenant's
 * limit what the tenant's answers say, and keeps nothing between runs.
 */
export class Throttle {
	private readonly cooldown: Cooldown;
	/** The access token is waited for: that says nothing of the rate that RSA takes. */
	private readonly accessTokenCooldown: Cooldown;
	private signInReason = '';
	private readonly rate = new RateLimiter();
	private readonly concurrency: ConcurrencyLimiter;
	private readonly pacer = new Pacer();
	private readonly queue = new RequestQueue();
	private isHandingOut = false;
	private ending: NotSent | undefined;

	constructor(readonly settings: ThrottleSettings) {
		this.cooldown = new Cooldown(settings.random);
		this.accessTokenCooldown = new Cooldown(settings.random);
		this.concurrency = new ConcurrencyLimiter(settings.maxConcurrency);
	}

	/** Waits for a permit, which has to be given back with {@link release}, or is not sent at all. */
	async acquire(patience: WaitLimits): Promise<Permit | NotSent> {
		return await new Promise((end) => {
			this.queue.add({ ...patience, end });
			this.releaseEnded();
			this.releaseHopeless();
			void this.handOutPermits();
		});
	}

	/** Gives a permit back, and learns from what became of its request. */
	release({ sentAt }: Permit, reply: SendResult): void {
		const now = this.settings.clock.now();
		const refusal = cooldownIn(reply);
		if (refusal !== undefined) this.refused(sentAt, now, refusal.retryAfter);
		else if (reply.kind === 'response') this.cooldown.passed(sentAt, now);
		if (reply.kind === 'response') this.accessTokenCooldown.passed(sentAt, now);
		this.concurrency.leave(sentAt, now, loadOf(reply));
		void this.handOutPermits();
	}

	/** Gives a permit back whose request was not sent: the whole run waits for an access token. */
	postpone({ sentAt }: Permit, { reason, retryAfter }: AccessTokenPending): void {
		this.rate.refused(sentAt);
		this.accessTokenCooldown.refused(sentAt, this.settings.clock.now(), retryAfter);
		this.signInReason = reason;
		this.concurrency.withdraw();
		this.releaseHopeless();
		void this.handOutPermits();
	}

	/** From now on no item is begun. Those that have begun come to their end. */
	end(notSent: NotSent): void {
		this.ending ??= notSent;
		this.releaseEnded();
	}

	private refused(sentAt: number, now: number, retryAfter: number | undefined): void {
		this.rate.refused(sentAt);
		if (this.cooldown.refused(sentAt, now, retryAfter))
			this.rate.slowDown(now, this.cooldown.until);
		this.releaseHopeless();
	}

	private async handOutPermits(): Promise<void> {
		if (this.isHandingOut) return;
		this.isHandingOut = true;
		for (let wait = this.waitForNext(); wait !== undefined; wait = this.waitForNext()) {
			if (wait > 0) await this.settings.clock.sleep(wait);
			else this.handOutPermit();
		}
		this.isHandingOut = false;
	}

	/** ms until a permit can be had; undefined if nobody waits for one, or an answer has to come first. */
	private waitForNext(): number | undefined {
		const { cancelSignal, clock, endsAt } = this.settings;
		if (cancelSignal?.aborted) this.cancel();
		const now = clock.now();
		if (now >= endsAt) this.end({ kind: 'notSent', cause: 'runDeadlineReached' });
		if (this.queue.isEmpty || !this.concurrency.hasRoom()) return undefined;
		return Math.max(0, this.coolUntil - now, this.rate.waitFor(now), this.pacer.waitFor(now));
	}

	private handOutPermit(): void {
		const sentAt = this.settings.clock.now();
		this.rate.take(sentAt);
		this.pacer.sent(sentAt, this.concurrency.interval);
		const burst = this.concurrency.enter();
		if (burst !== undefined) void this.giveUpLater(burst);
		this.queue.next()?.end({ kind: 'turn', sentAt });
	}

	/** One answer that stays away must not hold up all requests that come after its burst. */
	private async giveUpLater(burst: Readonly<Burst>): Promise<void> {
		await this.settings.clock.sleep(BURST_PATIENCE);
		this.concurrency.giveUp(burst);
		await this.handOutPermits();
	}

	/** A wait that would take longer than an item may is not begun. */
	private releaseHopeless(): void {
		const { clock, endsAt } = this.settings;
		const until = this.coolUntil;
		const wait = until - clock.now();
		if (wait <= 0) return;
		this.queue.release(
			this.notSentFor(wait),
			({ limit, deadline }) => wait > limit || until > Math.min(deadline, endsAt),
		);
	}

	/** What ends a request that RSA refuses until its item has no time left, however short the waits are. */
	outOfTime(): NotSent {
		const wait = this.coolUntil - this.settings.clock.now();
		if (wait >= SHORTEST_WAIT) return this.notSentFor(wait);
		return { ...this.notSentFor(SHORTEST_WAIT), isOwnWait: true };
	}

	private notSentFor(retryAfter: number): NotSent {
		if (this.accessTokenCooldown.until > this.cooldown.until) {
			const reason = this.signInReason;
			return { kind: 'notSent', cause: 'accessTokenDelayed', reason, retryAfter };
		}
		const isOwnWait = this.cooldown.isOwn ? { isOwnWait: true } : {};
		return { kind: 'notSent', cause: 'tooManyRequests', retryAfter, ...isOwnWait };
	}

	private get coolUntil(): number {
		return Math.max(this.cooldown.until, this.accessTokenCooldown.until);
	}

	private releaseEnded(): void {
		if (this.ending === undefined) return;
		this.queue.release(this.ending, ({ hasBegun }) => !hasBegun);
	}

	private cancel(): void {
		this.queue.release({ kind: 'notSent', cause: 'cancelled' }, () => true);
	}
}
