import type { Logger } from 'n8n-workflow';

import type { Clock } from '../../../rsa/throttle/clock';
import type { Run } from './run';

/** ms. So often a line is written; whether the run is over is looked at more often. */
const EVERY = 10_000;
const LOOK_EVERY = 250;

/** Writes into n8n's log how far a run has come, as long as it is under way. */
export async function logProgress(
	run: Pick<Run, 'isOver' | 'progress'>,
	logger: Pick<Logger, 'info'>,
	clock: Clock,
): Promise<void> {
	let writtenAt = clock.now();
	while (!run.isOver) {
		await clock.sleep(LOOK_EVERY);
		if (run.isOver || clock.now() - writtenAt < EVERY) continue;
		logger.info(run.progress.line());
		writtenAt = clock.now();
	}
}
