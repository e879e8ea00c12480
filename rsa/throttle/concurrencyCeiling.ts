/** ms. The ceiling is tried out after this time, twice as late each time that it holds. */
const TRY_AFTER = { first: 10_000, cap: 320_000, shortest: 1000 };

/** Of the requests let through. An answer on its way counts as in flight, although RSA is done with it. */
const RARE = 0.1;

/**
 * How many requests RSA takes at the same time, if that is what it counts: two refusals in a row came with just as many
 * others in flight, and hardly any request was let through with so many.
 */
export class ConcurrencyCeiling {
	private ceiling = Number.POSITIVE_INFINITY;
	/** Requests in flight beside the last one that was refused. */
	private suspected = 0;
	/** Requests let through since then, by the number of others in flight. */
	private passedWith: number[] = [];
	private tryAfter = TRY_AFTER.first;
	private heldSince = 0;
	private step = 1;

	/** Requests in flight at most. */
	at(now: number): number {
		if (Number.isFinite(this.ceiling) && now - this.heldSince >= this.tryAfter) {
			this.ceiling += this.step;
			this.step *= 2;
			this.tryAfter = Math.max(TRY_AFTER.shortest, this.tryAfter / 2);
			this.heldSince = now;
		}
		return this.ceiling;
	}

	/** A request was let through. @param others in flight when it went out */
	passed(others: number): void {
		this.passedWith[others] = (this.passedWith[others] ?? 0) + 1;
	}

	/** A request was refused together with the first. @param others in flight when it went out */
	refusedToo(others: number): void {
		this.suspected = Math.min(this.suspected, others);
	}

	/**
	 * A request was refused, the first of those that were refused together.
	 *
	 * @param others in flight when it went out
	 * @returns whether it was one too many at the same time, so that it says nothing of the rate
	 */
	refused(others: number, now: number): boolean {
		const mayBe = others > 0 && this.shareWith(others) < RARE;
		const isConfirmed = mayBe && others === this.suspected;
		const wasTried = this.step > 1;
		this.suspected = mayBe ? others : 0;
		this.passedWith = [];
		this.ceiling = isConfirmed ? others : Number.POSITIVE_INFINITY;
		this.tryAfter = wasTried
			? Math.min(TRY_AFTER.cap, Math.max(TRY_AFTER.first, 4 * this.tryAfter))
			: TRY_AFTER.first;
		this.step = 1;
		this.heldSince = now;
		return isConfirmed;
	}

	private shareWith(leastOthers: number): number {
		const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
		return sum(this.passedWith.slice(leastOthers)) / Math.max(1, sum(this.passedWith));
	}
}
