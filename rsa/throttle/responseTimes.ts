/** ms. A response is slow if it takes longer than this, and several times as long as usual. */
const SLOW = 1000;
const SLOW_COMPARED_TO_USUAL = 4;
/** Slow responses in a row that indicate overload. Fewer may be slow for other reasons. */
const IN_A_ROW = 4;
/** Weight of the newest response in the usual time. */
const NEWEST = 1 / 8;

interface ResponseTime {
	/** ms, a moving average. */
	usual: number;
	slowInARow: number;
}

/** Response times, each compared with earlier ones of its kind: the same endpoint and status. */
export class ResponseTimes {
	private readonly times = new Map<string, ResponseTime>();

	/**
	 * Counts a response.
	 *
	 * @param kind endpoint and status
	 * @param took ms
	 * @returns whether responses of this kind have become slow
	 */
	hasBecomeSlow(kind: string, took: number): boolean {
		const time = this.times.get(kind) ?? { usual: took, slowInARow: 0 };
		this.times.set(kind, time);
		const isSlow = took > SLOW && took > SLOW_COMPARED_TO_USUAL * time.usual;
		time.slowInARow = isSlow ? time.slowInARow + 1 : 0;
		const hasBecomeSlow = time.slowInARow >= IN_A_ROW;
		// A few slow responses do not change what is usual; many in a row do.
		if (!isSlow || hasBecomeSlow) time.usual += NEWEST * (took - time.usual);
		return hasBecomeSlow;
	}
}
