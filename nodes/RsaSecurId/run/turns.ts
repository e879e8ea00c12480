import { sleep } from 'n8n-workflow';

/** Items that are read in a row. n8n takes 1 ms for each of their expressions, in which it does nothing else. */
const IN_A_ROW = 10;

/** Lets n8n do its other work while the items of a run are read. */
export class Turns {
	private taken = 0;
	private latest: Promise<void> = Promise.resolve();

	/** Waits for a turn to read an item. Turns come in the order in which they are asked for. */
	async next(): Promise<void> {
		this.latest = this.latest.then(async () => {
			this.taken += 1;
			if (this.taken % IN_A_ROW === 0) await sleep(0);
		});
		await this.latest;
	}
}
