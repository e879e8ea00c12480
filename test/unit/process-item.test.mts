import { expect, test } from '@jest/globals';

import type { ReadStep, Resolution } from '../../nodes/RsaSecurId/resources/operation.ts';
import type { Result } from '../../nodes/RsaSecurId/resources/result.ts';
import { RunHints } from '../../nodes/RsaSecurId/resources/runHints.ts';
import { Lanes } from '../../nodes/RsaSecurId/run/lanes.ts';
import { processItem } from '../../nodes/RsaSecurId/run/processItem.ts';
import { SharedChanges } from '../../nodes/RsaSecurId/run/sharedChanges.ts';
import { UserCache } from '../../rsa/users/userCache.ts';
import { ThrottledRun } from '../support/throttled-run.mts';

const done: Result = { kind: 'done', json: { outcome: 'unassigned' } };
const failing: ReadStep['read'] = async () => await Promise.reject(new Error('out of memory'));

const stepsThat = (...reads: ReadonlyArray<ReadStep['read']>) =>
	reads.map((read): ReadStep => ({ kind: 'read', read }));

/** What comes of an item with these steps. */
async function resultsOf(reads: ReadonlyArray<ReadStep['read']>) {
	return await resultsOfItem({ kind: 'steps', steps: stepsThat(...reads) });
}

async function resultsOfItem(resolution: Resolution) {
	const { clock, throttle, tenant } = new ThrottledRun();
	const limits = { limit: 1000, maxTries: 1, timeout: 1000 };
	const task = {
		resolve: async () => await Promise.resolve(resolution),
		fail: () => done,
	};
	const processed = processItem({
		item: { kind: 'valid', audit: undefined, task, limits },
		itemIndex: 0,
		tenant: {
			createTransport: () => tenant.send,
			throttle,
			users: new UserCache(),
			lanes: new Lanes(),
			changes: new SharedChanges(),
		},
		hints: new RunHints(),
		onResult: () => {},
		forReading: {
			prepareFile: async () => await Promise.reject(new Error('no file was expected')),
			takeBreak: async () => {
				await Promise.resolve();
			},
		},
	});
	const results = await clock.run(processed);
	return results.map(({ result }) => (result.kind === 'done' ? 'done' : result.error.message));
}

test('an error that one step of an item throws does not hide what the other steps did', async () => {
	const slow: ReadStep['read'] = async ({ client }) => {
		await client.waitBeforeRetry(0);
		return [done];
	};
	expect(await resultsOf([slow, failing, slow])).toEqual(['done', 'out of memory', 'done']);
});

test('an error that the only step of an item throws is the error of the item', async () => {
	await expect(resultsOf([failing])).rejects.toThrow('out of memory');
});

test('each stage of an item has an equal share of its time for look-ups that RSA answers, those without steps have none', async () => {
	const times: number[] = [];
	const noting: ReadStep['read'] = async ({ client }) => {
		times.push(client.timeOfLaterSteps);
		return await Promise.resolve([done]);
	};
	const [parts, none] = [{ steps: stepsThat(noting) }, { steps: [] }];
	const summarize = () => done;
	const stages = [none, parts, none, parts, { ...parts, onlyIfAllDone: true }, none];
	await resultsOfItem({ kind: 'stages', stages, summarize });
	expect(times).toEqual([2000 / 3, 500, 0]);
});
