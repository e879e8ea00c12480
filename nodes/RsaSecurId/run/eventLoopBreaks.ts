import { sleep } from 'n8n-workflow';

/**
 * ms of work on items in a row, at most, plus one item or two. n8n evaluates an expression in 1 ms, or in 5 ms where the machine
 * is busy or the code is not compiled yet; an Offboard item has a dozen.
 */
const LONGEST = 15;

/** Gives the event loop back to n8n now and then, while the items of a run are read or their output is made. */
export class EventLoopBreaks {
	private since: number | undefined;
	private latest: Promise<void> = Promise.resolve();

	/** @param now ms since an arbitrary time */
	constructor(private readonly now = () => performance.now()) {}

	/** Waits until the next item may be worked on. Calls are completed in their order. */
	async next(): Promise<void> {
		this.latest = this.latest.then(async () => {
			this.since ??= this.now();
			if (this.now() - this.since < LONGEST) return;
			await sleep(0);
			this.since = this.now();
		});
		await this.latest;
	}
}
