import type { Clock } from './clock';
import type { RunQueue } from './runQueue';

/** The runs that have requests waiting or in flight. */
export class ActiveRuns {
	private readonly runs = new Set<RunQueue>();
	/** Number of runs by their maximum of requests in flight. */
	private readonly countBySize = new Map<number, number>();
	/** When the last run became idle. */
	private emptySince: number;

	/** @param wasIdle called with the ms in which there was no such run, once there is one again */
	constructor(
		private readonly clock: Clock,
		private readonly wasIdle: (milliseconds: number) => void,
	) {
		this.emptySince = clock.now();
	}

	get isEmpty(): boolean {
		return this.runs.size === 0;
	}

	/** Maximum requests in flight: the highest maximum of a run. */
	get largest(): number {
		return Math.max(1, ...this.countBySize.keys());
	}

	add(run: RunQueue): void {
		if (this.runs.has(run)) return;
		if (this.isEmpty) this.wasIdle(this.clock.now() - this.emptySince);
		this.runs.add(run);
		this.count(run, 1);
	}

	forEach(action: (run: RunQueue) => void): void {
		this.runs.forEach(action);
	}

	forgetIfIdle(run: RunQueue): void {
		if (!run.isIdle || !this.runs.delete(run)) return;
		this.count(run, -1);
		this.emptySince = this.clock.now();
	}

	forgetIdle(): void {
		this.runs.forEach((run) => {
			this.forgetIfIdle(run);
		});
	}

	private count({ limits: { maxConcurrency } }: RunQueue, change: 1 | -1): void {
		const count = (this.countBySize.get(maxConcurrency) ?? 0) + change;
		if (count === 0) this.countBySize.delete(maxConcurrency);
		else this.countBySize.set(maxConcurrency, count);
	}
}
