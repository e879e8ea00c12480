import type { Clock } from './clock';

/** Wakes somebody who waits. */
export class WakeUp {
	private nextAt = Number.POSITIVE_INFINITY;

	constructor(
		private readonly clock: Clock,
		private readonly wake: () => void,
	) {}

	/** Wakes after so many ms at the latest. */
	within(wait: number): void {
		const at = this.clock.now() + wait;
		if (at >= this.nextAt) return;
		this.nextAt = at;
		this.after(wait, () => {
			if (this.nextAt === at) this.nextAt = Number.POSITIVE_INFINITY;
		});
	}

	/** Does something after so many ms, and wakes. */
	after(wait: number, action: () => void): void {
		void this.clock.sleep(wait).then(() => {
			action();
			this.wake();
		});
	}
}
