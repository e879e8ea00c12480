import type { Logger } from 'n8n-workflow';

import type { Clock } from '../../../rsa/throttle/clock';
import type { Run } from './run';
import type { Tenants } from './tenants';

/** Log interval, ms. Whether the run is over is checked more often. */
const EVERY = 10_000;
const LOOK_EVERY = 250;

/** Writes to n8n's log how far a run has come and what holds it back, until it is over. */
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
