import type { Clock } from './clock';

/** ms. A busy event loop delays only one of these steps of a wait. */
const IDLE_STEP = 25;

/** Calls `wake` after a time. */
export class WakeUp {
	private nextAt = Number.POSITIVE_INFINITY;

	constructor(
		private readonly clock: Clock,
		private readonly wake: () => void,
	) {}

	/** Calls it within the next `wait` ms. */
	within(wait: number): void {
		const at = this.clock.now() + wait;
		if (at >= this.nextAt) return;
		this.nextAt = at;
		this.after(wait, () => {
			if (this.nextAt === at) this.nextAt = Number.POSITIVE_INFINITY;
		});
	}

	/**
	 * Calls `action` after `wait` ms in which the event loop was not busy, then `wake`: a response that is there, but not read
	 * yet, is read before.
	 */
	afterIdle(wait: number, action: () => void): void {
		const step = Math.min(wait, IDLE_STEP);
		void this.clock.sleep(step).then(() => {
			if (step < wait) this.afterIdle(wait - step, action);
			else {
				action();
				this.wake();
			}
		});
	}

	/** Calls `action` after `wait` ms, then `wake`. */
	after(wait: number, action: () => void): void {
		void this.clock.sleep(wait).then(() => {
			action();
			this.wake();
		});
	}
}
