import type { Logger } from 'n8n-workflow';

import type { Clock } from '../../../rsa/throttle/clock';
import type { Run } from './run';
import type { Tenants } from './tenants';

/** Log interval, ms; and how often it is checked whether the run is over, ms. */
const EVERY = 10_000;
const LOOK_EVERY = 250;

/** Writes the progress of a run to n8n's log, and what it waits for, until the run is over. */
export async function logProgress(
	run: Pick<Run, 'isOver' | 'progress'>,
	tenants: Pick<Tenants, 'waitInWords'>,
	logger: Pick<Logger, 'info'>,
	clock: Clock,
): Promise<void> {
	let writtenAt = clock.now();
	while (!run.isOver) {
		await clock.sleep(LOOK_EVERY);
		if (run.isOver || clock.now() - writtenAt < EVERY) continue;
		const line = run.progress.line();
		const wait = tenants.waitInWords();
		logger.info(wait === undefined ? line : `${line}; ${wait}`);
		writtenAt = clock.now();
	}
}
