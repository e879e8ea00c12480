import type { Clock } from '../../rsa/throttle/clock.ts';

/** How a server limits requests: a bucket of one second's worth that is filled evenly and emptied by requests. */
export class TokenBucket {
	#level: number;
	#filledAt: number;

	constructor(
		private perSecond: number,
		private readonly clock: Clock,
	) {
		this.#level = perSecond;
		this.#filledAt = clock.now();
	}

	/** Allows another number of requests a second from now on. */
	allow(perSecond: number): void {
		this.#fill();
		this.perSecond = perSecond;
		this.#level = Math.min(perSecond, this.#level);
	}

	/** Whether one more request is allowed now. */
	take(): boolean {
		this.#fill();
		if (this.#level < 1) return false;
		this.#level -= 1;
		return true;
	}

	#fill(): void {
		const now = this.clock.now();
		const gained = (this.perSecond * (now - this.#filledAt)) / 1000;
		this.#level = Math.min(this.perSecond, this.#level + gained);
		this.#filledAt = now;
	}
}
