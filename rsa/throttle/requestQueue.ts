import type { RunQueue, WaitingRequest } from './runQueue';

/** The request to send next, and its run. */
export interface NextRequest {
	readonly run: RunQueue;
	readonly request: WaitingRequest;
}

/**
 * The runs with requests that wait for a permit of a tenant. They take turns (round robin), so that a run of thousands of
 * items does not block a run of one. Requests that come back (`isBack`) go first, but only every second time: a request
 * that RSA always refuses must not block all others.
 */
export class RequestQueue {
	/** The run that has waited longest comes first: a Set keeps the order of insertion. */
	private readonly runs = new Set<RunQueue>();
	/** Those of them that have a request that comes back. */
	private readonly withBack = new Set<RunQueue>();
	private wasBack = false;

	get isEmpty(): boolean {
		return this.runs.size === 0;
	}

	add(run: RunQueue, request: WaitingRequest): void {
		run.add(request);
		this.runs.add(run);
		if (request.isBack) this.withBack.add(run);
	}

	/**
	 * The run that is served next; undefined if none may send now.
	 *
	 * @param hasRoom whether the tenant has room for a request of a run
	 */
	nextRun(now: number, hasRoom: (run: RunQueue) => boolean): RunQueue | undefined {
		const isReady = (run: RunQueue) => run.hasRoom && run.notBefore <= now && hasRoom(run);
		const back = this.wasBack ? undefined : firstOf(this.withBack, isReady);
		return back ?? firstOf(this.runs, isReady);
	}

	/** ms until a run with room for a request may send one; undefined if no run has room. */
	waitFor(now: number): number | undefined {
		const waits = [...this.runs]
			.filter(({ hasRoom }) => hasRoom)
			.map(({ notBefore }) => notBefore - now);
		return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
	}

	/** Takes the next request of a run, and puts the run at the end of the queue. Undefined if the run has none. */
	take(run: RunQueue): NextRequest | undefined {
		const backFirst = !this.wasBack && this.withBack.has(run);
		const request = run.take(backFirst);
		this.runs.delete(run);
		this.withBack.delete(run);
		this.keep(run);
		if (request === undefined) return undefined;
		this.wasBack = backFirst;
		return { run, request };
	}

	/** Dismisses requests of a run. @param from dismisses them from the run */
	dismiss(run: RunQueue, from: (run: RunQueue) => void): void {
		from(run);
		if (run.isEmpty) this.runs.delete(run);
		if (!run.hasBack) this.withBack.delete(run);
	}

	/** The same for each run. */
	dismissAll(from: (run: RunQueue) => void): void {
		this.runs.forEach((run) => {
			this.dismiss(run, from);
		});
	}

	private keep(run: RunQueue): void {
		if (!run.isEmpty) this.runs.add(run);
		if (run.hasBack) this.withBack.add(run);
	}
}

function firstOf(
	runs: ReadonlySet<RunQueue>,
	isReady: (run: RunQueue) => boolean,
): RunQueue | undefined {
	for (const run of runs) if (isReady(run)) return run;
	return undefined;
}
