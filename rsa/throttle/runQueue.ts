import type { NotSent } from '../http/response';
import type { RefusalsInARow } from './loneRefusals';
import type { Permit } from './permit';

/** What bounds the requests of a run. */
export interface RunLimits {
	readonly cancelSignal?: AbortSignal | undefined;
	/** Requests in flight at most. */
	readonly maxConcurrency: number;
	/** No item is started after it, and none is waited for longer. By the throttle's clock, in ms. */
	readonly endsAt: number;
}

/** How long an item's request may wait. Times in ms. */
export interface WaitLimits {
	/** Whether RSA has taken up a request of its item: such items are finished before others are started. */
	readonly hasStarted: boolean;
	/** Whether it comes back, since RSA refused it as one too many or there was no access token for it. */
	readonly isBack: boolean;
	/** How often RSA has refused it. */
	readonly refusals: RefusalsInARow;
	/** RSA is not waited for longer than this at a time. */
	readonly limit: number;
	/** Time that is left to its item, no end before its first request. It passes while RSA is waited for, not while others are served. */
	readonly timeLeft: number;
}

/** A request that waits for its permit. */
export interface WaitingRequest extends WaitLimits {
	/** Time that had been spent in cooldowns when it came, in ms. */
	readonly waitedBefore: number;
	readonly end: (permit: Permit | NotSent) => void;
}

/** Requests in flight until RSA has answered one: it may refuse their access token, and would refuse as many again. */
const UNTIL_ANSWERED = 2;

/** The requests of one run, waiting and in flight. */
export class RunQueue {
	inFlight = 0;
	/** Whether RSA has answered a request of the run, or is not waited for any longer. */
	isAnswered = false;
	/** Time before which none is sent, since their access token is waited for. By the throttle's clock, in ms. */
	notBefore = Number.NEGATIVE_INFINITY;
	private back: WaitingRequest[] = [];
	private started: WaitingRequest[] = [];
	private toStart: WaitingRequest[] = [];
	private ending: NotSent | undefined;

	constructor(readonly limits: RunLimits) {}

	get isEmpty(): boolean {
		return this.back.length + this.started.length + this.toStart.length === 0;
	}

	get isIdle(): boolean {
		return this.isEmpty && this.inFlight === 0;
	}

	get hasRoom(): boolean {
		const { maxConcurrency } = this.limits;
		return (
			this.inFlight < (this.isAnswered ? maxConcurrency : Math.min(UNTIL_ANSWERED, maxConcurrency))
		);
	}

	/** Whether a request waits that comes back. */
	get hasBack(): boolean {
		return this.back.length > 0;
	}

	add(request: WaitingRequest): void {
		if (request.isBack) this.back.push(request);
		else (request.hasStarted ? this.started : this.toStart).push(request);
	}

	/** The next request: one that comes back or one that does not, as long as there is such a one. */
	take(backFirst: boolean): WaitingRequest | undefined {
		const first = backFirst ? this.back.shift() : undefined;
		return first ?? this.started.shift() ?? this.toStart.shift() ?? this.back.shift();
	}

	/** From now on no item is started. */
	end(reason: NotSent): void {
		this.ending ??= reason;
	}

	/** Sends those requests away that the end of the run keeps back, or its cancellation. */
	releaseEnded(now: number): void {
		if (now >= this.limits.endsAt) this.end({ kind: 'notSent', cause: 'runDeadlineReached' });
		if (this.limits.cancelSignal?.aborted) {
			this.release(() => ({ kind: 'notSent', cause: 'cancelled' }));
		} else if (this.ending !== undefined) {
			const { ending } = this;
			this.release(({ hasStarted }) => (hasStarted ? undefined : ending));
		}
	}

	/** Sends those requests away for which there is a reason. */
	release(reasonFor: (request: WaitingRequest) => NotSent | undefined): void {
		const isKept = (request: WaitingRequest) => {
			const reason = reasonFor(request);
			if (reason !== undefined) request.end(reason);
			return reason === undefined;
		};
		this.back = this.back.filter(isKept);
		this.started = this.started.filter(isKept);
		this.toStart = this.toStart.filter(isKept);
	}
}
