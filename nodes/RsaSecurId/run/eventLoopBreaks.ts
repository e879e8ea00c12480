import { sleep } from 'n8n-workflow';

/** Items that are read in a row. n8n takes 1 ms for each of their expressions, in which it does nothing else. */
const IN_A_ROW = 10;

/** Lets n8n do its other work while the items of a run are read. */
export class EventLoopBreaks {
	private count = 0;
	private latest: Promise<void> = Promise.resolve();

	/** Waits until the next item may be read. Items come in the order in which they ask. */
	async next(): Promise<void> {
		this.latest = this.latest.then(async () => {
			this.count += 1;
			if (this.count % IN_A_ROW === 0) await sleep(0);
		});
		await this.latest;
	}
}
