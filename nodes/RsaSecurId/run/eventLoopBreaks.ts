import { sleep } from 'n8n-workflow';

/** Items whose parameters are read in a row. For each expression, n8n blocks the event loop for 1 ms. */
const READ_IN_A_ROW = 10;
/** Items whose output is made in a row, without expressions. */
export const MADE_IN_A_ROW = 100;

/** Gives the event loop back to n8n now and then, while the items of a run are read or their output is made. */
export class EventLoopBreaks {
	private count = 0;
	private latest: Promise<void> = Promise.resolve();

	/** @param inARow number of items between two breaks */
	constructor(private readonly inARow = READ_IN_A_ROW) {}

	/** Waits until the next item may be read. Calls are completed in their order. */
	async next(): Promise<void> {
		this.latest = this.latest.then(async () => {
			this.count += 1;
			if (this.count % this.inARow === 0) await sleep(0);
		});
		await this.latest;
	}
}
