import type { RunQueue, WaitingRequest } from './runQueue';

/** A request whose turn has come, and the run that it is of. */
export interface NextRequest {
	readonly run: RunQueue;
	readonly request: WaitingRequest;
}

/**
 * The runs that wait to send to a tenant. They take turns (round robin), so that a run of thousands does not hold up one
 * of a single item. What comes back goes first, but only every other time: a request that RSA always refuses must not
 * keep all others waiting.
 */
export class RequestQueue {
	/** Those that waited longest first. */
	private runs: RunQueue[] = [];
	private wasBack = false;

	get isEmpty(): boolean {
		return this.runs.length === 0;
	}

	add(run: RunQueue, request: WaitingRequest): void {
		run.add(request);
		if (!this.runs.includes(run)) this.runs.push(run);
	}

	/** ms until a run may send that has room for a request; undefined if none has. */
	waitFor(now: number): number | undefined {
		const waits = this.runs.filter(({ hasRoom }) => hasRoom).map((run) => run.notBefore - now);
		return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
	}

	next(now: number): NextRequest | undefined {
		const ready = this.runs.filter((run) => run.hasRoom && run.notBefore <= now);
		const back = this.wasBack ? undefined : ready.find(({ hasBack }) => hasBack);
		const run = back ?? ready[0];
		const request = run?.take(back !== undefined);
		if (run === undefined || request === undefined) return undefined;
		this.wasBack = back !== undefined;
		this.runs = this.runs.filter((other) => other !== run);
		if (!run.isEmpty) this.runs.push(run);
		return { run, request };
	}

	/** Lets each run send requests away. */
	release(from: (run: RunQueue) => void): void {
		this.runs.forEach(from);
		this.runs = this.runs.filter(({ isEmpty }) => !isEmpty);
	}
}
