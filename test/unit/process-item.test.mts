import { describe, expect, test } from '@jest/globals';

import type { ReadStep, Resolution, Stage } from '../../nodes/RsaSecurId/resources/operation.ts';
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

async function resultsOfItem(resolution: Resolution, limit = 1000) {
	const { clock, throttle, tenant } = new ThrottledRun();
	const limits = { limit, maxTries: 1, timeout: 1000 };
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

describe('a stage of an item leaves time for look-ups to later stages', () => {
	const none: Stage = { steps: [] };
	const change: Stage = {
		steps: [
			{
				kind: 'change',
				key: { target: 'token', change: 'unassign' },
				changes: [],
				mode: 'plain',
				describe: () => done,
			},
		],
	};
	const reading: Stage = { steps: stepsThat(async () => await Promise.resolve([done])) };
	const LIMIT = 300_000;

	/** ms that are left to these stages by one before them. */
	const timeLeftTo = async (...later: readonly Stage[]) => {
		const times: number[] = [];
		const first = stepsThat(async ({ client }) => {
			times.push(client.timeOfLaterSteps);
			return await Promise.resolve([done]);
		});
		const stages = [none, { steps: first }, none, ...later];
		await resultsOfItem({ kind: 'stages', stages, summarize: () => done }, LIMIT);
		return times;
	};

	test.each<[string, readonly Stage[], number]>([
		['an equal share to each', [change, none, change], 200_000],
		['none if there is none', [none], 0],
		['half a minute at most to one that changes nothing', [reading], 30_000],
		['an equal share of what is left after that', [change, reading], 30_000 + 135_000],
		[
			'none to one that is left out because this one failed',
			[{ ...change, onlyIfAllDone: true }],
			0,
		],
	])('%s', async (_, later, time) => {
		expect(await timeLeftTo(...later)).toEqual([time]);
	});
});
