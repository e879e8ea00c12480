/** ms, less all cooldowns, after which a higher ceiling is probed: half as long after each probe, at least the shortest; longer each time that the ceiling is confirmed. */
const PROBE_AFTER = { first: 10_000, cap: 320_000, shortest: 1000 };

/**
 * Share of the accepted requests below which a number in flight counts as rarely accepted. Some are always accepted: a
 * response on its way counts as in flight, although RSA has finished its request.
 */
const RARE = 0.1;

/**
 * The number of requests that RSA accepts at the same time, if RSA limits that. It is assumed after two refusals in a row
 * with the same number of other requests in flight, if hardly any request was accepted with so many. Times are by
 * the throttle's clock, less all cooldowns, in ms.
 */
export class ConcurrencyCeiling {
	private ceiling = Number.POSITIVE_INFINITY;
	/** The ceiling before the last probe; infinite if none was made since the last refusal. */
	private beforeProbe = Number.POSITIVE_INFINITY;
	/** Number of others in flight when the last refused request was sent. */
	private suspected = 0;
	/** Number of requests accepted since then, by the number of others in flight. */
	private passedWith: number[] = [];
	private probeAfter = PROBE_AFTER.first;
	private heldSince = 0;
	private step = 1;

	/** Requests in flight at most. */
	at(activeTime: number): number {
		if (Number.isFinite(this.ceiling) && activeTime - this.heldSince >= this.probeAfter) {
			this.beforeProbe = this.ceiling;
			this.ceiling += this.step;
			this.step *= 2;
			this.probeAfter = Math.max(PROBE_AFTER.shortest, this.probeAfter / 2);
			this.heldSince = activeTime;
		}
		return this.ceiling;
	}

	/** The same without the last probe; infinite if none was made, or if RSA has accepted more since. */
	get withoutProbe(): number {
		const hasAcceptedMore = this.shareWith(this.beforeProbe) >= RARE;
		return hasAcceptedMore ? Number.POSITIVE_INFINITY : this.beforeProbe;
	}

	/** A request was accepted. @param others number in flight when it was sent */
	passed(others: number): void {
		this.passedWith[others] = (this.passedWith[others] ?? 0) + 1;
	}

	/** A request was refused together with the first. @param others number in flight when it was sent */
	refusedToo(others: number): void {
		this.suspected = Math.min(this.suspected, others);
	}

	/**
	 * A request was refused, the first of those that were refused together.
	 *
	 * @param others number in flight when it was sent
	 * @returns whether too many were in flight, so that the refusal says nothing about the rate
	 */
	refused(others: number, activeTime: number): boolean {
		const mayBe = others > 0 && this.shareWith(others) < RARE;
		const isConfirmed = mayBe && others === this.suspected;
		const wasProbed = Number.isFinite(this.beforeProbe);
		this.suspected = mayBe ? others : 0;
		this.passedWith = [];
		this.ceiling = isConfirmed ? others : Number.POSITIVE_INFINITY;
		this.probeAfter = wasProbed
			? Math.min(PROBE_AFTER.cap, Math.max(PROBE_AFTER.first, 4 * this.probeAfter))
			: PROBE_AFTER.first;
		this.beforeProbe = Number.POSITIVE_INFINITY;
		this.step = 1;
		this.heldSince = activeTime;
		return isConfirmed;
	}

	private shareWith(leastOthers: number): number {
		const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
		return sum(this.passedWith.slice(leastOthers)) / Math.max(1, sum(this.passedWith));
	}
}
