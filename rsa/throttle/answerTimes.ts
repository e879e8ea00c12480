/** ms. An answer is slow if it takes longer than this, and several times as long as usual. */
const SLOW = 1000;
const SLOW_COMPARED_TO_USUAL = 4;
/** One slow answer is one slow answer; so many in a row speak of load. */
const IN_A_ROW = 4;
/** Weight of the newest answer in the usual time. */
const NEWEST = 1 / 8;

interface AnswerTime {
	/** ms, a moving average. */
	usual: number;
	slowInARow: number;
}

/** How long answers take, each compared with its like: the same endpoint's answers with the same status. */
export class AnswerTimes {
	private readonly times = new Map<string, AnswerTime>();

	/**
	 * Counts an answer.
	 *
	 * @param kind the same for answers that are alike
	 * @param took ms
	 * @returns whether answers of this kind have become slow
	 */
	hasBecomeSlow(kind: string, took: number): boolean {
		const time = this.times.get(kind) ?? { usual: took, slowInARow: 0 };
		this.times.set(kind, time);
		const isSlow = took > SLOW && took > SLOW_COMPARED_TO_USUAL * time.usual;
		time.slowInARow = isSlow ? time.slowInARow + 1 : 0;
		const hasBecomeSlow = time.slowInARow >= IN_A_ROW;
		// One of them alone is no news of what is usual. Many are.
		if (!isSlow || hasBecomeSlow) time.usual += NEWEST * (took - time.usual);
		return hasBecomeSlow;
	}
}
