import { describe, expect, test } from '@jest/globals';

import { AwaitedResponses } from '../../rsa/throttle/awaitedResponses.ts';
import { RefusalsInARow } from '../../rsa/throttle/loneRefusals.ts';
import type { Permit } from '../../rsa/throttle/permit.ts';
import { RunQueue } from '../../rsa/throttle/runQueue.ts';
import { WakeUp } from '../../rsa/throttle/wakeUp.ts';
import { VirtualClock } from '../support/virtual-clock.mts';

/** Responses that are awaited. Times in ms. */
class Awaiting {
	readonly clock = new VirtualClock();
	/** When the waiting requests were looked at again. */
	readonly wokenAt: number[] = [];
	/** When a burst was given up, and by the time of which permit. */
	readonly givenUp: Array<{ readonly at: number; readonly sentAt: number }> = [];
	readonly responses: AwaitedResponses;

	constructor() {
		const wakeUp = new WakeUp(this.clock, () => {
			this.wokenAt.push(this.clock.now());
		});
		this.responses = new AwaitedResponses(this.clock, wakeUp, ({ sentAt }) => {
			this.givenUp.push({ at: this.clock.now(), sentAt });
		});
	}

	run(): RunQueue {
		return new RunQueue({ maxConcurrency: 64, endsAt: Number.POSITIVE_INFINITY });
	}

	permit({ isProbe = false } = {}): Permit {
		const sentAt = this.clock.now();
		return {
			kind: 'permit',
			sentAt,
			sent: { at: sentAt, busyAt: sentAt },
			inFlight: { sentAt, burst: undefined, others: 0 },
			refusals: new RefusalsInARow(),
			isProbe,
		};
	}

	async wait(milliseconds: number): Promise<void> {
		await this.clock.run(this.clock.sleep(milliseconds));
	}
}

describe('a burst whose responses stay away', () => {
	test('is given up after 2 s as long as RSA has never responded', async () => {
		const awaiting = new Awaiting();
		await awaiting.wait(1500);
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), true);
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at: 3500, sentAt: 1500 }]);
	});

	test('is given up after 250 ms once RSA has responded to any request', async () => {
		const awaiting = new Awaiting();
		awaiting.responses.answered(awaiting.run());
		await awaiting.wait(1500);
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), true);
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at: 1750, sentAt: 1500 }]);
	});

	test('is given up at the next look if RSA responds meanwhile', async () => {
		const awaiting = new Awaiting();
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), true);
		await awaiting.wait(600);
		awaiting.responses.answered(awaiting.run());
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at: 750, sentAt: 0 }]);
	});

	test('is given up once, whatever the number of its requests', async () => {
		const awaiting = new Awaiting();
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), true);
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), false);
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toHaveLength(1);
	});
});

describe('a run whose first responses stay away', () => {
	test('may send more than its first requests after 2 s', async () => {
		const awaiting = new Awaiting();
		const run = awaiting.run();
		awaiting.responses.sent(run, awaiting.permit(), false);
		await awaiting.wait(1999);
		expect(run.isAnswered).toBe(false);
		await awaiting.wait(1);
		expect(run.isAnswered).toBe(true);
		expect(awaiting.wokenAt).toEqual([2000]);
	});

	test('may do so at once when RSA responds, and its other requests set no timer', async () => {
		const awaiting = new Awaiting();
		const run = awaiting.run();
		awaiting.responses.answered(run);
		expect(run.isAnswered).toBe(true);
		awaiting.responses.sent(run, awaiting.permit(), false);
		await awaiting.clock.runOut();
		expect(awaiting.wokenAt).toEqual([]);
	});
});

describe('a probe', () => {
	const probing = () => {
		const awaiting = new Awaiting();
		const probe = awaiting.permit({ isProbe: true });
		awaiting.responses.sent(awaiting.run(), probe, false);
		return { awaiting, probe };
	};

	test('is awaited until it has ended, not until any other request has', () => {
		const { awaiting, probe } = probing();
		expect(awaiting.responses.isProbing).toBe(true);
		awaiting.responses.ended(awaiting.permit());
		expect(awaiting.responses.isProbing).toBe(true);
		awaiting.responses.ended(probe);
		expect(awaiting.responses.isProbing).toBe(false);
	});

	test('is awaited for 2 s at most', async () => {
		const { awaiting } = probing();
		await awaiting.wait(1999);
		expect(awaiting.responses.isProbing).toBe(true);
		await awaiting.wait(1);
		expect(awaiting.responses.isProbing).toBe(false);
	});

	test('is not awaited for less because the one before it was given up', async () => {
		const { awaiting, probe } = probing();
		awaiting.responses.ended(probe);
		await awaiting.wait(1000);
		awaiting.responses.sent(awaiting.run(), awaiting.permit({ isProbe: true }), false);
		await awaiting.wait(1500);
		expect(awaiting.responses.isProbing).toBe(true);
	});

	test('is only a request that was sent as one', () => {
		const awaiting = new Awaiting();
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), false);
		expect(awaiting.responses.isProbing).toBe(false);
	});
});
