import type { Clock } from './clock';

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

	/** Calls `action` after `wait` ms, then `wake`. */
	after(wait: number, action: () => void): void {
		void this.clock.sleep(wait).then(() => {
			action();
			this.wake();
		});
	}
}
