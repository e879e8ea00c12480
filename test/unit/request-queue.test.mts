import { describe, expect, test } from '@jest/globals';

import type { NotSent } from '../../rsa/http/response.ts';
import { RefusalsInARow } from '../../rsa/throttle/loneRefusals.ts';
import { RequestQueue } from '../../rsa/throttle/requestQueue.ts';
import { RunQueue, type WaitLimits } from '../../rsa/throttle/runQueue.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const cancelled: NotSent = { kind: 'notSent', cause: 'cancelled' };
const stopped: NotSent = { kind: 'notSent', cause: 'stoppedAtFailure' };

/** Runs that wait, and the names of their requests in the order in which they get their turns. */
class Waiting {
	readonly queue = new RequestQueue();
	readonly ended: Array<[name: string, cause: string]> = [];
	readonly #names = new Map<unknown, string>();

	run(limits: Partial<RunQueue['limits']> = {}): RunQueue {
		const run = new RunQueue({ maxConcurrency: FOREVER, endsAt: FOREVER, ...limits });
		run.isAnswered = true;
		return run;
	}

	add(run: RunQueue, name: string, limits: Partial<WaitLimits> = {}): void {
		const request = {
			hasStarted: false,
			isBack: false,
			limit: FOREVER,
			timeLeft: () => FOREVER,
			refusals: new RefusalsInARow(),
			...limits,
			end: (permit: { kind: string; cause?: string }) => {
				this.ended.push([name, permit.cause ?? permit.kind]);
			},
		};
		this.#names.set(request, name);
		this.queue.add(run, request);
	}

	addAll(run: RunQueue, ...names: string[]): void {
		names.forEach((name) => {
			this.add(run, name);
		});
	}

	take(now = 0): string | undefined {
		const run = this.queue.nextRun(now, () => true);
		const next = run && this.queue.take(run);
		if (next !== undefined) next.run.inFlight += 1;
		return this.#names.get(next?.request);
	}

	takeAll(): string[] {
		const name = this.take();
		return name === undefined ? [] : [name, ...this.takeAll()];
	}
}

describe('runs that wait for the same tenant', () => {
	test('take turns: one of a single item does not wait behind one of thousands', () => {
		const waiting = new Waiting();
		const [bulk, other, single] = [waiting.run(), waiting.run(), waiting.run()];
		waiting.addAll(bulk, 'b1', 'b2', 'b3', 'b4');
		waiting.addAll(other, 'o1', 'o2');
		expect([waiting.take(), waiting.take(), waiting.take()]).toEqual(['b1', 'o1', 'b2']);
		waiting.addAll(single, 's1');
		expect(waiting.takeAll()).toEqual(['o2', 'b3', 's1', 'b4']);
	});

	test('do not take the turn of one that has as many requests in flight as it may', () => {
		const waiting = new Waiting();
		const [narrow, other] = [waiting.run({ maxConcurrency: 1 }), waiting.run()];
		waiting.addAll(narrow, 'n1', 'n2');
		waiting.addAll(other, 'o1', 'o2');
		expect(waiting.takeAll()).toEqual(['n1', 'o1', 'o2']);
		expect(waiting.queue.waitFor(0)).toBeUndefined();
		narrow.inFlight = 0;
		expect(waiting.queue.waitFor(0)).toBe(0);
		expect(waiting.takeAll()).toEqual(['n2']);
	});

	test('do not take the turn of one that waits for an access token', () => {
		const waiting = new Waiting();
		const [delayed, other] = [waiting.run(), waiting.run()];
		waiting.addAll(delayed, 'd1');
		waiting.addAll(other, 'o1');
		delayed.notBefore = 500;
		expect(waiting.takeAll()).toEqual(['o1']);
		expect(waiting.queue.waitFor(100)).toBe(400);
		expect(waiting.take(500)).toBe('d1');
		expect(waiting.queue.isEmpty).toBe(true);
	});
});

describe('a request that comes back', () => {
	test('goes first, of whatever run it is', () => {
		const waiting = new Waiting();
		const [one, other] = [waiting.run(), waiting.run()];
		waiting.addAll(one, 'o1', 'o2');
		waiting.add(other, 'started', { hasStarted: true });
		waiting.add(other, 'back', { isBack: true });
		expect(waiting.takeAll()).toEqual(['back', 'o1', 'started', 'o2']);
	});

	test('does not keep the others waiting, however often it comes back', () => {
		const waiting = new Waiting();
		const [one, other] = [waiting.run(), waiting.run()];
		waiting.addAll(one, 'o1', 'o2');
		waiting.addAll(other, 'x1');
		const order = Array.from({ length: 6 }, () => {
			waiting.add(one, 'back', { isBack: true });
			return waiting.take();
		});
		expect(order).toEqual(['back', 'x1', 'back', 'o1', 'back', 'o2']);
	});
});

describe('inside of a run', () => {
	test('items that have started are finished before others start', () => {
		const waiting = new Waiting();
		const run = waiting.run();
		waiting.addAll(run, 'other', 'another');
		waiting.add(run, 'started', { hasStarted: true });
		expect(waiting.takeAll()).toEqual(['started', 'other', 'another']);
	});
});

describe('requests are dismissed', () => {
	const waitingRuns = (limits: Partial<RunQueue['limits']>) => {
		const waiting = new Waiting();
		const [one, other] = [waiting.run(limits), waiting.run()];
		waiting.addAll(one, 'one');
		waiting.add(one, 'started', { hasStarted: true });
		waiting.add(one, 'back', { isBack: true });
		waiting.addAll(other, 'other');
		const dismiss = (now: number) => {
			waiting.queue.dismissAll((run) => {
				run.dismissEnded(now);
			});
		};
		return { waiting, one, dismiss };
	};

	test('of a run that is cancelled, and of no other', () => {
		const cancellation = new AbortController();
		const { dismiss, waiting } = waitingRuns({ cancelSignal: cancellation.signal });
		dismiss(0);
		expect(waiting.ended).toEqual([]);
		cancellation.abort();
		dismiss(0);
		expect(waiting.ended.map(([name, cause]) => `${name}: ${cause}`).toSorted()).toEqual(
			['back', 'one', 'started'].map((name) => `${name}: ${cancelled.cause}`),
		);
		expect(waiting.takeAll()).toEqual(['other']);
	});

	test('at the end of their run, unless their item has started', () => {
		const { one, dismiss, waiting } = waitingRuns({});
		one.end(stopped);
		one.end(cancelled);
		dismiss(0);
		expect(waiting.ended.map(([name]) => name).toSorted()).toEqual(['back', 'one']);
		expect(waiting.ended[0]?.[1]).toBe(stopped.cause);
		expect(waiting.takeAll()).toEqual(['started', 'other']);
	});

	test('at the deadline of their run, unless their item has started', () => {
		const { dismiss, waiting } = waitingRuns({ endsAt: 1000 });
		dismiss(999);
		expect(waiting.ended).toEqual([]);
		dismiss(1000);
		expect(waiting.ended.map(([, cause]) => cause)).toEqual([
			'runDeadlineReached',
			'runDeadlineReached',
		]);
	});
});
