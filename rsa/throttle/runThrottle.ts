import type { RsaRequest } from '../http/endpoints';
import type { AccessTokenPending, NotSent, SendResult } from '../http/response';
import type { Clock } from './clock';
import { Cooldown } from './cooldown';
import type { Permit } from './permit';
import { RunQueue, type RunLimits, type WaitLimits } from './runQueue';
import type { TenantThrottle } from './tenantThrottle';

/** What a run goes by. */
export interface ThrottleSettings extends RunLimits {
	/** The run's own, whose waits end with the execution. It shows the same time as the tenant's. */
	readonly clock: Clock;
	/** Gives numbers from 0 to below 1. */
	readonly random: () => number;
}

/** ms. Who is told when to come back is not told "at once" by a server that refuses again and again. */
const SHORTEST_WAIT = 1000;

/**
 * A run's part in the throttle of its tenant: each of its requests, look-ups too, waits here for its permit. What bounds
 * the run stays with it: its end, its cancellation, its access token, the number of its requests in flight.
 */
export class RunThrottle {
	private readonly queue: RunQueue;
	/** The access token is waited for: that says nothing of the rate that RSA takes, nor of other runs. */
	private readonly accessTokenCooldown: Cooldown;
	private accessTokenReason = '';

	constructor(
		private readonly tenant: TenantThrottle,
		readonly settings: ThrottleSettings,
	) {
		this.queue = new RunQueue(settings);
		this.accessTokenCooldown = new Cooldown(settings.random);
	}

	/** Waits for a permit, which has to be given back with {@link release}, or until the request is kept back for good. */
	async acquire(limits: WaitLimits): Promise<Permit | NotSent> {
		const permit = this.tenant.acquire(this.queue, limits);
		this.releaseHopeless();
		return await permit;
	}

	/**
	 * Gives a permit back, and learns from what became of its request.
	 *
	 * @returns whether RSA refused this request or endpoint only, which says nothing about others
	 */
	release(permit: Permit, request: RsaRequest, result: SendResult): boolean {
		if (result.kind === 'response') {
			this.accessTokenCooldown.passed(permit.sentAt, this.settings.clock.now());
			this.queue.notBefore = this.accessTokenCooldown.until;
		}
		return this.tenant.release(this.queue, permit, request, result);
	}

	/** Gives a permit back whose request was not sent: the whole run waits for an access token. */
	postpone(permit: Permit, { reason, retryAfter }: AccessTokenPending): void {
		const now = this.settings.clock.now();
		this.accessTokenCooldown.refused(permit.sentAt, now, retryAfter);
		this.queue.notBefore = this.accessTokenCooldown.until;
		this.accessTokenReason = reason;
		this.releaseHopeless();
		this.withdraw(permit);
	}

	/** Gives a permit back with which nothing is known to have been sent. */
	withdraw(permit: Permit): void {
		this.tenant.withdraw(this.queue, permit);
	}

	/** From now on no item is started. Those that have started come to their end. */
	end(reason: NotSent): void {
		this.queue.end(reason);
		this.tenant.releaseEnded(this.queue);
		this.tenant.handOut();
	}

	/** Time that was spent so far in waits that RSA or the token endpoint asked for, in ms. */
	waited(): number {
		const now = this.settings.clock.now();
		return this.tenant.cooldown.waited(now) + this.accessTokenCooldown.waited(now);
	}

	/** What the run is held back by at the moment, for its log; undefined if it waits for responses only. */
	waitInWords(): string | undefined {
		const now = this.settings.clock.now();
		const forAccessToken = this.accessTokenCooldown.timeLeft(now);
		const forTenant = this.tenant.cooldown.timeLeft(now);
		if (forAccessToken > forTenant) {
			return `no access token (${this.accessTokenReason}), next attempt in ${inSeconds(forAccessToken)}`;
		}
		return forTenant > 0
			? `too many requests for RSA, next attempt in ${inSeconds(forTenant)}`
			: undefined;
	}

	/** Permits that the tenant's throttle has given so far, to other runs too. */
	given(): number {
		return this.tenant.given;
	}

	/** What ends a request that RSA refuses until its item has no time left, however short the waits are. */
	outOfTime(): NotSent {
		const wait = this.tenant.cooldown.timeLeft(this.settings.clock.now());
		if (wait >= SHORTEST_WAIT) return this.tenant.tooManyRequests(wait);
		return { ...this.tenant.tooManyRequests(SHORTEST_WAIT), isOwnWait: true };
	}

	/** A wait for an access token that would take longer than an item may is not started. */
	private releaseHopeless(): void {
		const now = this.settings.clock.now();
		const wait = this.accessTokenCooldown.timeLeft(now);
		if (wait <= 0) return;
		const reason = this.accessTokenReason;
		const delayed: NotSent = {
			kind: 'notSent',
			cause: 'accessTokenDelayed',
			reason,
			retryAfter: wait,
		};
		const mostWait = this.settings.endsAt - now;
		this.queue.release(({ limit, timeLeft }) =>
			wait > Math.min(limit, timeLeft, mostWait) ? delayed : undefined,
		);
	}
}

function inSeconds(milliseconds: number): string {
	return `${Math.ceil(milliseconds / 1000)} s`;
}
