import type { RunQueue } from './runQueue';

/** The runs that have requests waiting or in flight. */
export class ActiveRuns {
	private readonly runs = new Set<RunQueue>();
	/** Number of runs by their maximum of requests in flight. */
	private readonly countBySize = new Map<number, number>();

	get isEmpty(): boolean {
		return this.runs.size === 0;
	}

	/** Maximum requests in flight: the highest maximum of a run. */
	get largest(): number {
		return Math.max(1, ...this.countBySize.keys());
	}

	add(run: RunQueue): void {
		if (this.runs.has(run)) return;
		this.runs.add(run);
		this.count(run, 1);
	}

	forEach(action: (run: RunQueue) => void): void {
		this.runs.forEach(action);
	}

	forgetIfIdle(run: RunQueue): void {
		if (run.isIdle && this.runs.delete(run)) this.count(run, -1);
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
