import type { Clock } from '../../rsa/throttle/clock.ts';

/** How a server limits requests: a bucket that is filled evenly and emptied by requests. */
export class TokenBucket {
	#level: number;
	#filledAt: number;

	/** @param burst requests that it holds; a second's worth if it is left out */
	constructor(
		private perSecond: number,
		private readonly clock: Clock,
		private readonly burst?: number,
	) {
		this.#level = this.#size;
		this.#filledAt = clock.now();
	}

	/** Allows another number of requests a second from now on. */
	allow(perSecond: number): void {
		this.#fill();
		this.perSecond = perSecond;
		this.#level = Math.min(this.#size, this.#level);
	}

	/** Whether one more request is allowed now. */
	take(): boolean {
		this.#fill();
		if (this.#level < 1) return false;
		this.#level -= 1;
		return true;
	}

	get #size(): number {
		return this.burst ?? Math.max(1, this.perSecond);
	}

	#fill(): void {
		const now = this.clock.now();
		const gained = (this.perSecond * (now - this.#filledAt)) / 1000;
		this.#level = Math.min(this.#size, this.#level + gained);
		this.#filledAt = now;
	}
}
