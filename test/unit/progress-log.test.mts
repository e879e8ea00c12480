import { expect, test } from '@jest/globals';

import { logProgress } from '../../nodes/RsaSecurId/run/progressLog.ts';
import { Progress } from '../../nodes/RsaSecurId/run/progress.ts';
import { clockOf } from '../../rsa/throttle/clock.ts';
import { VirtualClock } from '../support/virtual-clock.mts';

/** Log lines of a run of five items that takes this many ms. */
async function linesOf(milliseconds: number, wait?: string): Promise<string[]> {
	const clock = new VirtualClock();
	const lines: string[] = [];
	const run = { isOver: false, progress: new Progress(5) };
	run.progress.count([{ kind: 'done', json: { outcome: 'unassigned' } }]);
	run.progress.count([{ kind: 'failed', error: { message: '', nextStep: '', details: {} } }]);
	const ended = clock.sleep(milliseconds).then(() => {
		run.isOver = true;
	});
	const log = logProgress(
		run,
		{ waitInWords: () => wait },
		{ info: (line) => lines.push(line) },
		clock,
	);
	await clock.run(Promise.all([ended, log]));
	return lines;
}

test('a long run writes one line every ten seconds: done, failed, waiting', async () => {
	const line = 'RSA SecurID: 1 done, 1 failed, 3 waiting';
	expect(await linesOf(35_000)).toEqual([line, line, line]);
});

test('a run that waits says for what', async () => {
	expect(await linesOf(15_000, 'too many requests for RSA, next attempt in 40 s')).toEqual([
		'RSA SecurID: 1 done, 1 failed, 3 waiting; too many requests for RSA, next attempt in 40 s',
	]);
});

test('a short run writes none', async () => {
	expect(await linesOf(9_000)).toEqual([]);
});

test('a wait of the machine ends when the execution is cancelled', async () => {
	const cancellation = new AbortController();
	const anHour = clockOf(cancellation.signal).sleep(3_600_000);
	cancellation.abort();
	await expect(anHour).resolves.toBeUndefined();
});
