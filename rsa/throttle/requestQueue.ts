import type { RunQueue, WaitingRequest } from './runQueue';

/** The request to send next, and the run that it is of. */
export interface NextRequest {
	readonly run: RunQueue;
	readonly request: WaitingRequest;
}

/**
 * The runs that wait to send to a tenant. They are served in turn (round robin), so that a run of thousands does not
 * hold up one of a single item. What comes back goes first, but only every other time: a request that RSA always refuses
 * must not keep all others waiting.
 */
export class RequestQueue {
	/** Those that waited longest first: a Set keeps the order of insertion. */
	private readonly runs = new Set<RunQueue>();
	/** Those of them with a request that comes back. */
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

	/** ms until a run may send that has room for a request; undefined if none has. */
	waitFor(now: number): number | undefined {
		const waits = [...this.runs]
			.filter(({ hasRoom }) => hasRoom)
			.map(({ notBefore }) => notBefore - now);
		return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
	}

	/** Takes the next request of a run, which then waits for its turn again. */
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

	/** Lets a run send requests away. */
	release(run: RunQueue, from: (run: RunQueue) => void): void {
		from(run);
		if (run.isEmpty) this.runs.delete(run);
		if (!run.hasBack) this.withBack.delete(run);
	}

	/** Lets each run send requests away. */
	releaseAll(from: (run: RunQueue) => void): void {
		this.runs.forEach((run) => {
			this.release(run, from);
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
