/** Share by which requests stay below the measured rate: jitter of the network alone must not cause refusals. */
const MARGIN = 0.05;
/** The same if a single request measured the rate: it may be off by a third. */
const MARGIN_OF_ONE = 0.08;
/** Requests after which the rate is exceeded as a probe: the more, the more requests it was measured by. */
const EVIDENCE = { least: 4, most: 32 };
/** The same in seconds' worth of requests. */
const SECONDS = { least: 2, most: 300 };
/** Seconds' worth of requests after which a rate measured by many requests is probed: the tenant may have recovered. */
const QUESTIONED_AFTER = 200;
/** Requests before a probe for each request that the last refusal cost. */
const TIMES_COST = 10;
/** Multiple of the requests before a probe, after which it is clear that RSA's limit was raised. */
const RAISED_AFTER = 2;

/**
 * When the measured rate is exceeded as a probe, and by how much: it is kept for a while, then exceeded a little, then
 * more and more (TCP CUBIC, RFC 9438). A probe costs a refusal and the requests lost to it: the more, the later it comes.
 */
export class RateProbe {
	/** Requests so far that had to wait for the rate. Only these probe it. */
	private counted = 0;
	private margin = MARGIN;
	private evidence = EVIDENCE.least;
	/** Requests after which the rate is exceeded. */
	private length = EVIDENCE.least;

	/** Multiple of the measured rate. */
	get factor(): number {
		return 1 + this.margin * ((this.counted / this.length) ** 3 - 1);
	}

	/** Whether a refusal now would come long before the rate is exceeded. */
	get isEarly(): boolean {
		return this.counted < this.length / 2;
	}

	/** Whether the rate was exceeded for so long that RSA's limit must have been raised. */
	get isPassed(): boolean {
		return this.counted >= RAISED_AFTER * this.length;
	}

	/** Starts to count anew after a refusal. */
	begin(): void {
		this.counted = 0;
	}

	/** A request had to wait for the rate. */
	count(): void {
		this.counted += 1;
	}

	/** The rate was measured. @param requests number that it was measured by */
	found(requests: number): void {
		this.margin = requests > 1 ? MARGIN : MARGIN_OF_ONE;
		this.evidence = Math.min(EVIDENCE.most, Math.max(EVIDENCE.least, 2 * requests));
	}

	/**
	 * Sets when the next probe comes.
	 *
	 * @param rate requests a second
	 * @param lost number of requests that the last refusal cost
	 */
	plan(rate: number, lost: number): void {
		const { least, most } = SECONDS;
		const requests = Math.min(most * rate, Math.max(least * rate, TIMES_COST * lost));
		const evidence = Math.min(this.evidence, Math.max(EVIDENCE.least, QUESTIONED_AFTER * rate));
		this.length = Math.max(evidence, requests);
	}
}
