import { sleep } from 'n8n-workflow';

/** The time, and waits that end early when the run is cancelled. */
export interface Clock {
	/** ms since an arbitrary time; never decreases. */
	now(): number;
	/** Resolves after the given time, or within 250 ms after the run is cancelled. */
	sleep(milliseconds: number): Promise<void>;
}

/** ms. Timers fire at whole ms: what is due within the next one is due now. */
export const TIMER_STEP = 1;

/** ms. Waits are cut into slices, because the `sleep` of older n8n-workflow versions takes no signal. */
const SLICE = 250;

/**
 * The machine's clock.
 *
 * @param cancelSignal ends its waits; undefined if they are never cancelled
 */
export function clockOf(cancelSignal: AbortSignal | undefined): Clock {
	const now = () => performance.now();
	return {
		now,
		async sleep(milliseconds) {
			const until = now() + milliseconds;
			for (let left = milliseconds; left > 0 && !cancelSignal?.aborted; left = until - now()) {
				await sleep(Math.min(left, SLICE));
			}
		},
	};
}
