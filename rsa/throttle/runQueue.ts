import type { NotSent } from '../http/response';
import { withLastAttempt } from './backoff';
import type { Cooldown } from './cooldown';
import type { RefusalsInARow } from './loneRefusals';
import type { Permit } from './permit';

/** Limits of a run. */
export interface RunLimits {
	readonly cancelSignal?: AbortSignal | undefined;
	/** Maximum requests in flight. */
	readonly maxConcurrency: number;
	/** No item is started after this time, and no wait goes beyond it. By the throttle's clock, in ms. */
	readonly endsAt: number;
}

/** Limits of the wait of one request. Times in ms. */
export interface WaitLimits {
	/** Whether a request of its item was sent and not refused with a 429: such items are finished before others start. */
	readonly hasStarted: boolean;
	/** Whether it comes back: RSA refused it with a 429, or there was no access token for it. */
	readonly isBack: boolean;
	/** RSA's refusals of it so far. */
	readonly refusals: RefusalsInARow;
	/** Longest single wait for RSA. */
	readonly limit: number;
	/**
	 * Time left to its item now, infinite before its first request. It passes while all wait for RSA or the run for its access
	 * token, not while other requests go first.
	 */
	readonly timeLeft: () => number;
}

/** A request that waits for its permit. */
export interface WaitingRequest extends WaitLimits {
	/** Ends its wait. */
	readonly end: (permit: Permit | NotSent) => void;
}

/** A wait of all requests of a run. */
export interface CooldownOfRun {
	readonly cooldown: Cooldown;
	/** The result of a request that would have to wait too long. @param wait ms */
	readonly notSent: (wait: number) => NotSent;
}

/** Maximum requests in flight until RSA has answered one: it may refuse the access token of all of them. */
const UNTIL_ANSWERED = 2;

/** The requests of one run: those that wait, and the number in flight. */
export class RunQueue {
	inFlight = 0;
	/** Whether RSA has answered a request of the run, or has taken too long to. */
	isAnswered = false;
	/** No request is sent before this time, because the access token is missing. By the throttle's clock, in ms. */
	notBefore = Number.NEGATIVE_INFINITY;
	private back: WaitingRequest[] = [];
	private started: WaitingRequest[] = [];
	private toStart: WaitingRequest[] = [];
	private endReason: NotSent | undefined;

	constructor(readonly limits: RunLimits) {}

	get isEmpty(): boolean {
		return this.back.length + this.started.length + this.toStart.length === 0;
	}

	get isIdle(): boolean {
		return this.isEmpty && this.inFlight === 0;
	}

	/** Whether the run's own limits allow another request in flight. */
	get hasRoom(): boolean {
		const { maxConcurrency } = this.limits;
		return (
			this.inFlight < (this.isAnswered ? maxConcurrency : Math.min(UNTIL_ANSWERED, maxConcurrency))
		);
	}

	/** Whether a waiting request comes back. */
	get hasBack(): boolean {
		return this.back.length > 0;
	}

	add(request: WaitingRequest): void {
		if (request.isBack) this.back.push(request);
		else (request.hasStarted ? this.started : this.toStart).push(request);
	}

	/** Takes the next request; undefined if none waits. @param backFirst whether one that comes back is preferred */
	take(backFirst: boolean): WaitingRequest | undefined {
		const first = backFirst ? this.back.shift() : undefined;
		return first ?? this.started.shift() ?? this.toStart.shift() ?? this.back.shift();
	}

	/** From now on no item is started. */
	end(reason: NotSent): void {
		this.endReason ??= reason;
	}

	/** Dismisses all requests if the run was cancelled; after its end, those of items that have not started. */
	dismissEnded(now: number): void {
		this.endIfOver(now);
		const hasEnded = this.endReason !== undefined || this.limits.cancelSignal?.aborted === true;
		if (hasEnded) this.dismiss((request) => this.reasonToEnd(request));
	}

	/** Dismisses the requests that have less time left than a cooldown lasts. */
	dismissHopeless(wait: CooldownOfRun, now: number): void {
		for (const request of [...this.back, ...this.started])
			this.allowLastAttempt(wait, request, now);
		if (wait.cooldown.timeLeft(now) <= 0) return;
		this.dismiss((request) => this.reasonInCooldown(wait, request, now));
	}

	/**
	 * Why a new request does not wait: its run was cancelled or has ended, or a cooldown lasts longer than it has time.
	 * Undefined if it waits. Those that wait already are not looked at: they may be thousands, and {@link dismissHopeless} has
	 * looked at them when the cooldown began.
	 */
	reasonAgainst(
		request: WaitingRequest,
		waits: readonly CooldownOfRun[],
		now: number,
	): NotSent | undefined {
		this.endIfOver(now);
		const reason = this.reasonToEnd(request);
		if (reason !== undefined) return reason;
		for (const wait of waits) this.allowLastAttempt(wait, request, now);
		return waits.map((wait) => this.reasonInCooldown(wait, request, now)).find(Boolean);
	}

	private endIfOver(now: number): void {
		if (now >= this.limits.endsAt) this.end({ kind: 'notSent', cause: 'runDeadlineReached' });
	}

	private reasonToEnd({ hasStarted }: WaitingRequest): NotSent | undefined {
		if (this.limits.cancelSignal?.aborted) return { kind: 'notSent', cause: 'cancelled' };
		return hasStarted ? undefined : this.endReason;
	}

	/** Ends the wait of requests without a permit. @param reasonFor undefined for a request that goes on waiting */
	dismiss(reasonFor: (request: WaitingRequest) => NotSent | undefined): void {
		const isKept = (request: WaitingRequest) => {
			const reason = reasonFor(request);
			if (reason !== undefined) request.end(reason);
			return reason === undefined;
		};
		this.back = this.back.filter(isKept);
		this.started = this.started.filter(isKept);
		this.toStart = this.toStart.filter(isKept);
	}

	/**
	 * Shortens a wait that the server did not request, for a last attempt of an item that has started: its change may have
	 * been made, and not be confirmed yet.
	 */
	private allowLastAttempt(
		{ cooldown }: CooldownOfRun,
		request: WaitingRequest,
		now: number,
	): void {
		if (!cooldown.isOwn || !request.hasStarted) return;
		const last = withLastAttempt(cooldown.timeLeft(now), this.longestWait(request, now));
		if (last !== undefined) cooldown.endOwnWaitBy(now + last);
	}

	/** The result of a request that has less time left than a cooldown lasts; undefined if it can wait. */
	private reasonInCooldown(
		{ cooldown, notSent }: CooldownOfRun,
		request: WaitingRequest,
		now: number,
	): NotSent | undefined {
		const wait = cooldown.timeLeft(now);
		return wait > 0 && wait > this.longestWait(request, now) ? notSent(wait) : undefined;
	}

	/** ms that a request may wait from now on. */
	private longestWait({ limit, timeLeft }: WaitingRequest, now: number): number {
		return Math.min(limit, timeLeft(), this.limits.endsAt - now);
	}
}
