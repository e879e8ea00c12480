import type { RsaRequest } from '../http/endpoints';
import type { AccessTokenPending, NotSent, SendResult } from '../http/response';
import type { Clock } from './clock';
import { Cooldown } from './cooldown';
import type { Permit } from './permit';
import { RunQueue, type CooldownOfRun, type RunLimits, type WaitLimits } from './runQueue';
import type { TenantThrottle } from './tenantThrottle';

/** Settings of a run. */
export interface ThrottleSettings extends RunLimits {
	/** The run's own clock, whose waits end with the execution. It shows the same time as the tenant's. */
	readonly clock: Clock;
	/** Gives numbers from 0 to below 1. */
	readonly random: () => number;
}

/** ms. Shortest time to come back in the result of a request that RSA refused until the item's time was over. */
const SHORTEST_WAIT = 1000;

/**
 * A run's part of the throttle of its tenant: each request, look-ups too, waits here for its permit. The run has limits
 * of its own: its deadline, its cancellation, its access token, and its number of requests in flight.
 */
export class RunThrottle {
	private readonly queue: RunQueue;
	/** The wait for an access token, which says nothing about RSA's rate or about other runs. */
	private readonly accessTokenCooldown: Cooldown;
	/** Cause of that wait, as a sentence without period. */
	private accessTokenReason = '';

	constructor(
		private readonly tenant: TenantThrottle,
		readonly settings: ThrottleSettings,
	) {
		this.queue = new RunQueue(settings);
		this.accessTokenCooldown = new Cooldown(settings.random);
	}

	/**
	 * Waits for a permit. It must be given back with {@link release}, {@link postpone} or {@link withdraw}.
	 *
	 * @returns `notSent` if the run has ended, or the wait would be too long
	 */
	async acquire(limits: WaitLimits): Promise<Permit | NotSent> {
		const permit = this.tenant.acquire(this.queue, limits, [this.accessTokenWait()]);
		this.queue.notBefore = this.accessTokenCooldown.until;
		return await permit;
	}

	/**
	 * Gives a permit back, and learns from the result of its request.
	 *
	 * @returns whether RSA refused this request or endpoint only
	 */
	release(permit: Permit, request: RsaRequest, result: SendResult): boolean {
		if (result.kind === 'response') {
			this.accessTokenCooldown.passed(permit.sentAt, this.settings.clock.now());
			this.queue.notBefore = this.accessTokenCooldown.until;
		}
		return this.tenant.release(this.queue, permit, request, result);
	}

	/** Gives a permit back whose request was not sent for lack of an access token: the whole run waits for one. */
	postpone(permit: Permit, { reason, retryAfter }: AccessTokenPending): void {
		const now = this.settings.clock.now();
		this.accessTokenCooldown.refused(permit.sentAt, now, retryAfter);
		this.queue.notBefore = this.accessTokenCooldown.until;
		this.accessTokenReason = reason;
		this.dismissHopeless();
		this.withdraw(permit);
	}

	/** Gives a permit back whose request was not sent, as far as is known. */
	withdraw(permit: Permit): void {
		this.tenant.withdraw(this.queue, permit);
	}

	/** From now on no item is started. Items that have started are finished. */
	end(reason: NotSent): void {
		this.queue.end(reason);
		this.tenant.dismissEnded(this.queue);
		this.tenant.handOut();
	}

	/** ms that were spent so far in cooldowns and in waits for an access token. */
	waited(): number {
		const now = this.settings.clock.now();
		return this.tenant.cooldown.waited(now) + this.accessTokenCooldown.waited(now);
	}

	/** Why the run waits at the moment, for n8n's log; undefined if it waits for responses only. */
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

	/** Number of permits that the tenant's throttle has given so far, to other runs too. */
	given(): number {
		return this.tenant.given;
	}

	/** The result of a request that RSA refused until the item's time was over. */
	outOfTime(): NotSent {
		const wait = this.tenant.cooldown.timeLeft(this.settings.clock.now());
		if (wait >= SHORTEST_WAIT) return this.tenant.tooManyRequests(wait);
		return { ...this.tenant.tooManyRequests(SHORTEST_WAIT), isOwnWait: true };
	}

	/** Dismisses the requests whose wait for an access token would be longer than their item or the run may take. */
	private dismissHopeless(): void {
		this.queue.dismissHopeless(this.accessTokenWait(), this.settings.clock.now());
		this.queue.notBefore = this.accessTokenCooldown.until;
	}

	private accessTokenWait(): CooldownOfRun {
		const reason = this.accessTokenReason;
		return {
			cooldown: this.accessTokenCooldown,
			notSent: (retryAfter) => ({
				kind: 'notSent',
				cause: 'accessTokenDelayed',
				reason,
				retryAfter,
			}),
		};
	}
}

function inSeconds(milliseconds: number): string {
	return `${Math.ceil(milliseconds / 1000)} s`;
}
