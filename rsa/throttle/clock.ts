import { sleep } from 'n8n-workflow';

/** Time as a run sees it. */
export interface Clock {
	/** ms from any beginning, never going back. */
	now(): number;
	/** Resolves after so many ms, or within a quarter of a second once the run was cancelled. */
	sleep(milliseconds: number): Promise<void>;
}

/** ms. The sleep of older n8n-workflow versions takes no signal, so that waits are cut into slices. */
const SLICE = 250;

/** The machine's own time, whose waits end with the execution. */
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
