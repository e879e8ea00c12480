import { describe, expect, test } from '@jest/globals';

import { ActiveRuns } from '../../rsa/throttle/activeRuns.ts';
import type { Clock } from '../../rsa/throttle/clock.ts';
import { RunQueue } from '../../rsa/throttle/runQueue.ts';
import { VirtualClock } from '../support/virtual-clock.mts';

/** @param idle gets the ms in which there was no run */
const activeRuns = (clock: Clock = new VirtualClock(), idle: number[] = []) =>
	new ActiveRuns(clock, (milliseconds) => {
		idle.push(milliseconds);
	});
const aRun = (maxConcurrency: number) =>
	new RunQueue({ maxConcurrency, endsAt: Number.POSITIVE_INFINITY });

describe('the runs of a tenant allow as many requests in flight', () => {
	test('as the run that may have the most', () => {
		const runs = activeRuns();
		[5, 20, 10].forEach((maxConcurrency) => {
			runs.add(aRun(maxConcurrency));
		});
		expect(runs.largest).toBe(20);
	});

	test('as the next one, once that is idle', () => {
		const runs = activeRuns();
		const [wide, narrow] = [aRun(20), aRun(5)];
		[wide, narrow, wide].forEach((run) => {
			runs.add(run);
		});
		runs.forgetIfIdle(wide);
		expect(runs.largest).toBe(5);
	});

	test('as long as one of two alike is active', () => {
		const runs = activeRuns();
		const [one, other] = [aRun(20), aRun(20)];
		runs.add(one);
		runs.add(other);
		runs.forgetIfIdle(one);
		runs.forgetIfIdle(one);
		expect(runs.largest).toBe(20);
		runs.forgetIfIdle(other);
		expect(runs.largest).toBe(1);
	});

	test('as one, if there is none', () => {
		expect(activeRuns().largest).toBe(1);
	});
});

describe('a run is forgotten', () => {
	test('not while a request of it is in flight', () => {
		const runs = activeRuns();
		const run = aRun(5);
		run.inFlight = 1;
		runs.add(run);
		runs.forgetIdle();
		expect(runs.isEmpty).toBe(false);
		run.inFlight = 0;
		runs.forgetIdle();
		expect(runs.isEmpty).toBe(true);
	});
});

test('each active run is visited, and no other', () => {
	const runs = activeRuns();
	const [one, other, idle] = [aRun(5), aRun(5), aRun(5)];
	[one, other, idle].forEach((run) => {
		runs.add(run);
	});
	runs.forgetIfIdle(idle);
	const visited: RunQueue[] = [];
	runs.forEach((run) => visited.push(run));
	expect(visited).toEqual([one, other]);
});

test('a run that comes beside another ends no time without a run', async () => {
	const clock = new VirtualClock();
	const idle: number[] = [];
	const runs = activeRuns(clock, idle);
	await clock.run(clock.sleep(100));
	runs.add(aRun(5));
	await clock.run(clock.sleep(20));
	runs.add(aRun(5));
	expect(idle).toEqual([100]);
});

test('the time without a run is counted once, also if a run ends that sent nothing', async () => {
	const clock = new VirtualClock();
	const idle: number[] = [];
	const runs = activeRuns(clock, idle);
	const sleep = async (milliseconds: number) => {
		await clock.run(clock.sleep(milliseconds));
	};
	for (let count = 0; count < 3; count += 1) {
		await sleep(100);
		const run = aRun(5);
		runs.add(run);
		await sleep(20);
		runs.forgetIfIdle(run);
	}
	expect(idle).toEqual([100, 100, 100]);
});
