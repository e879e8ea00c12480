import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { clusterPrograms } from '../../sandbox/n8n/cluster.mts';
import { missing } from '../../sandbox/servers/debian-program.mts';
import type { HardwareToken } from '../../sandbox/tenant/tenant.mts';
import { BatchSupply, serialNumbersOf, type Batch } from './batches.mts';
import { unassignAll, unfinished, type EndedExecution } from './executions.mts';
import { concurrency, openSite, workers, type Site } from './site.mts';

const executionCount = 50;
const executionsInProgress = workers * concurrency;
const tokensEach = 20;
const limit = { perSecond: 50, retryAfter: 1 };

/** ms. They end a test that hangs. Measured: 90 s to start all on a busy machine, 60 s for a test. */
const timeouts = { start: 600_000, test: 600_000, half: 120_000, poll: 20 };

let site: Site;
let supply: BatchSupply;
let strangers: Batch[];

const isMissing = await missing(clusterPrograms);
// A developer may do without the servers; CI may not pass without having tried.
const isSkipped = isMissing.length > 0 && process.env['CI'] === undefined;
if (isSkipped) console.warn(`Queue mode is not tested. ${isMissing.join(' ')}`);

const stateOf = (batches: readonly Batch[]): HardwareToken[] =>
	serialNumbersOf(batches).map((serialNumber) => site.tenant.hardwareToken(serialNumber));

/** The serial number of each change that was made, in order. */
const changes = (): string[] =>
	site.tenant.journal
		.filter(({ changed }) => changed)
		.map(({ body }) => (body as { tokenSerialNumber: string }).tokenSerialNumber);

/** The outcome of each token, as the last execution with this token has it. */
function lastOutcomes(executions: readonly EndedExecution[]): Map<string, string> {
	return new Map(executions.flatMap(({ outcomes }) => [...outcomes]));
}

/** Resolves when half of the tokens are unassigned. */
async function halfDone(batches: readonly Batch[]): Promise<void> {
	const half = serialNumbersOf(batches).length / 2;
	const deadline = Date.now() + timeouts.half;
	while (changes().length < half) {
		if (Date.now() > deadline) throw new Error(`${changes().length} of ${half} changes are made`);
		await sleep(timeouts.poll);
	}
}

(isSkipped ? describe.skip : describe)('n8n in queue mode, with two workers', () => {
	beforeAll(async () => {
		site = await openSite();
		supply = new BatchSupply(site.tenant);
	}, timeouts.start);

	afterAll(async () => {
		await (site as Site | undefined)?.remove();
	}, timeouts.start);

	beforeEach(() => {
		site.tenant.rateLimit = limit;
		strangers = supply.take(5, tokensEach);
	});

	afterEach(() => {
		site.tenant.rateLimit = undefined;
		site.tenant.clearJournal();
	});

	test(
		'50 executions together, more than the limit allows: every token is unassigned once',
		async () => {
			const batches = supply.take(executionCount, tokensEach);
			const executions = await unassignAll(site.cluster.main, batches);

			expect(executions.map(({ status }) => status)).toEqual(batches.map(() => 'success'));
			expect(changes().toSorted()).toEqual(serialNumbersOf(batches));
			expect([...lastOutcomes(executions)].toSorted()).toEqual(
				serialNumbersOf(batches).map((serialNumber) => [serialNumber, 'unassigned']),
			);
			for (const worker of site.cluster.workers) {
				expect(worker.output).toContain('Worker finished execution');
			}
			// Each worker may have requested one before the other one's token was stored.
			expect(site.tenant.tokenRequests.length).toBeLessThanOrEqual(site.cluster.workers.length);
		},
		timeouts.test,
	);

	test(
		'the access token is shared: another worker continues with the stored one, and requests none',
		async () => {
			for (const worker of site.cluster.workers) {
				await worker.stop();
				await worker.start();
			}
			const executions = await unassignAll(site.cluster.main, supply.take(executionCount, 1));
			expect(new Set(lastOutcomes(executions).values())).toEqual(new Set(['unassigned']));
			expect(site.tenant.tokenRequests).toEqual([]);
		},
		timeouts.test,
	);

	test(
		'the access token is revoked in the middle: no execution requests another one more than once',
		async () => {
			const batches = supply.take(executionCount, tokensEach);
			const executions = await unassignAll(site.cluster.main, batches, async () => {
				await halfDone(batches);
				await site.tenant.revokeAccessTokens();
			});
			expect(new Set(lastOutcomes(executions).values())).toEqual(new Set(['unassigned']));
			expect(changes().toSorted()).toEqual(serialNumbersOf(batches));
			const requests = site.tenant.tokenRequests.length;
			console.info(`Token requests after the access token was revoked: ${requests}`);
			expect(requests).toBeGreaterThan(0);
			// Executions under way have the revoked one, each in its own copy of the credential.
			expect(requests).toBeLessThanOrEqual(executionsInProgress);
		},
		timeouts.test,
	);

	test(
		'a worker is killed: a re-run finishes its batches, and does not touch a token that was assigned to someone else meanwhile',
		async () => {
			const [worker] = site.cluster.workers;
			const batches = supply.take(executionCount, tokensEach);
			const strangersBefore = stateOf(strangers);
			const first = await unassignAll(site.cluster.main, batches, async () => {
				await halfDone(batches);
				await worker?.kill();
			});
			await worker?.start();

			const left = unfinished(batches, first);
			expect(left.length).toBeGreaterThan(0);
			const changed = new Set(changes());
			const givenAway = serialNumbersOf(left).find((serialNumber) => changed.has(serialNumber));
			if (givenAway === undefined) throw new Error('The killed worker had changed nothing');
			const { userId } = site.tenant.addUser();
			const itsNewState = site.tenant.addHardwareToken({ tokenSerialNumber: givenAway, userId });

			const again = await unassignAll(site.cluster.main, left);
			expect(again.map(({ status }) => status)).toEqual(left.map(() => 'success'));
			expect(changes().toSorted()).toEqual(serialNumbersOf(batches));
			expect(site.tenant.hardwareToken(givenAway)).toEqual(itsNewState);
			const outcomes = lastOutcomes([...first, ...again]);
			expect(outcomes.get(givenAway)).toBe('assignedToSomebodyElse');
			outcomes.delete(givenAway);
			expect(outcomes.size).toBe(serialNumbersOf(batches).length - 1);
			expect(new Set(outcomes.values())).toEqual(new Set(['unassigned', 'alreadyUnassigned']));
			expect(stateOf(strangers)).toEqual(strangersBefore);
		},
		timeouts.test,
	);

	test.each([
		[
			'is restarted',
			async () => {
				await site.cluster.redis.stop();
			},
		],
		[
			'is killed and has lost its jobs',
			async () => {
				await site.cluster.redis.kill();
			},
		],
	])(
		'Redis %s in the middle: n8n or a re-run finishes every batch, and nothing is changed twice',
		async (_, end) => {
			const batches = supply.take(executionCount, tokensEach);
			const strangersBefore = stateOf(strangers);
			const first = await unassignAll(site.cluster.main, batches, async () => {
				await halfDone(batches);
				await end();
				await site.cluster.redis.start();
			});
			const left = unfinished(batches, first);
			console.info(`Redis ${_}: ${left.length} executions are run again`);
			const again = await unassignAll(site.cluster.main, left);

			expect(again.map(({ status }) => status)).toEqual(left.map(() => 'success'));
			expect(changes().toSorted()).toEqual(serialNumbersOf(batches));
			const outcomes = lastOutcomes([...first, ...again]);
			expect([...outcomes.keys()].toSorted()).toEqual(serialNumbersOf(batches));
			expect(['unassigned', 'alreadyUnassigned']).toEqual(
				expect.arrayContaining([...new Set(outcomes.values())]),
			);
			expect(stateOf(strangers)).toEqual(strangersBefore);
		},
		timeouts.test,
	);
});
