import type { NotSent } from '../http/response';

/** How long an item's request may wait. Times are of the run's clock, in ms. */
export interface WaitLimits {
	/** Whether RSA has taken up a request of its item: such items are finished before others are begun. */
	readonly hasBegun: boolean;
	/** RSA is not waited for longer than so many ms at a time. */
	readonly limit: number;
	readonly deadline: number;
}

/** The leave to send one request, now. */
export interface Permit {
	readonly kind: 'turn';
	/** By the run's clock, in ms. */
	readonly sentAt: number;
}

/** A request that waits for its permit. */
export interface WaitingRequest extends WaitLimits {
	readonly end: (permit: Permit | NotSent) => void;
}

/** The requests that wait for their permits, in their order, those of items that have begun first. */
export class RequestQueue {
	private begun: WaitingRequest[] = [];
	private toBegin: WaitingRequest[] = [];

	get isEmpty(): boolean {
		return this.begun.length + this.toBegin.length === 0;
	}

	add(waiting: WaitingRequest): void {
		(waiting.hasBegun ? this.begun : this.toBegin).push(waiting);
	}

	next(): WaitingRequest | undefined {
		return this.begun.shift() ?? this.toBegin.shift();
	}

	/** Sends away those whom the condition fits. */
	release(notSent: NotSent, condition: (waiting: WaitingRequest) => boolean): void {
		const leaving = [...this.begun, ...this.toBegin].filter(condition);
		if (leaving.length === 0) return;
		const stays = (waiting: WaitingRequest) => !leaving.includes(waiting);
		this.begun = this.begun.filter(stays);
		this.toBegin = this.toBegin.filter(stays);
		leaving.forEach(({ end }) => end(notSent));
	}
}
