import { sleep } from 'n8n-workflow';

/** Items that are read in a row. n8n takes 1 ms for each of their expressions, in which it does nothing else. */
const READ_IN_A_ROW = 10;
/** Items whose output is made in a row, from values that are known. */
export const MADE_IN_A_ROW = 100;

/** Lets n8n do its other work while the items of a run are read, or their output is made. */
export class EventLoopBreaks {
	private count = 0;
	private latest: Promise<void> = Promise.resolve();

	/** @param inARow items between two breaks */
	constructor(private readonly inARow = READ_IN_A_ROW) {}

	/** Waits until it is the turn of the next item. Items come in the order in which they ask. */
	async next(): Promise<void> {
		this.latest = this.latest.then(async () => {
			this.count += 1;
			if (this.count % this.inARow === 0) await sleep(0);
		});
		await this.latest;
	}
}
