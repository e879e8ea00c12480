/** Below the rate that was found: jitter of the network alone must not cause refusals. */
const MARGIN = 0.05;
/** Requests after which a rate is exceeded for a try: more of them, the more it was found by. */
const EVIDENCE = { least: 4, most: 32 };
/** Seconds' worth of requests after which it is, and times as many requests as the last refusal cost. */
const SECONDS = { least: 2, most: 300 };
/** Seconds' worth of requests after which it is at the latest, if it was found by many: a tenant recovers at some time. */
const QUESTIONED_AFTER = 200;
const TIMES_COST = 10;
/** Times as many requests, after which it is clear that the limit was raised. */
const RAISED_AFTER = 2;

/**
 * When a rate that was found is exceeded for a try, and by how much: it is kept for a while, and then exceeded a little
 * and more and more (TCP CUBIC, RFC 9438). A try costs a refusal and what follows from it: the dearer, the later.
 */
export class RateProbe {
	/** Requests that had to wait for the rate. It is tried out by no others. */
	private tried = 0;
	private evidence = EVIDENCE.least;
	private length = EVIDENCE.least;

	/** Multiple of the rate that was found. */
	get factor(): number {
		return 1 + MARGIN * ((this.tried / this.length) ** 3 - 1);
	}

	/** Whether a refusal now comes before the rate was exceeded. */
	get isEarly(): boolean {
		return this.tried < this.length / 2;
	}

	/** Whether it was exceeded for so long that the limit must have been raised. */
	get isPassed(): boolean {
		return this.tried >= RAISED_AFTER * this.length;
	}

	begin(): void {
		this.tried = 0;
	}

	/** A request had to wait for the rate. */
	count(): void {
		this.tried += 1;
	}

	/** The rate was found by so many requests. */
	found(requests: number): void {
		this.evidence = Math.min(EVIDENCE.most, Math.max(EVIDENCE.least, 2 * requests));
	}

	/**
	 * Sets when the next try comes.
	 *
	 * @param rate requests a second
	 * @param lost requests that the last refusal cost
	 */
	plan(rate: number, lost: number): void {
		const { least, most } = SECONDS;
		const requests = Math.min(most * rate, Math.max(least * rate, TIMES_COST * lost));
		const evidence = Math.min(this.evidence, Math.max(EVIDENCE.least, QUESTIONED_AFTER * rate));
		this.length = Math.max(evidence, requests);
	}
}
