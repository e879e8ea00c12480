import { describe, expect, test } from '@jest/globals';

import { AwaitedResponses } from '../../rsa/throttle/awaitedResponses.ts';
import { RefusalsInARow } from '../../rsa/throttle/loneRefusals.ts';
import type { Permit } from '../../rsa/throttle/permit.ts';
import { RunQueue } from '../../rsa/throttle/runQueue.ts';
import { WakeUp } from '../../rsa/throttle/wakeUp.ts';
import { BusyClock } from '../support/busy-clock.mts';
import { VirtualClock } from '../support/virtual-clock.mts';

/** Responses that are awaited. Times in ms. */
class Awaiting {
	/** When the waiting requests were looked at again. */
	readonly wokenAt: number[] = [];
	/** When a burst was given up, and by the time of which permit. */
	readonly givenUp: Array<{ readonly at: number; readonly sentAt: number }> = [];
	readonly responses: AwaitedResponses;

	constructor(readonly clock = new VirtualClock()) {
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

	/** @param others other requests in flight when it is sent */
	permit({ isProbe = false, others = 0 } = {}): Permit {
		const sentAt = this.clock.now();
		return {
			kind: 'permit',
			sentAt,
			sent: { at: sentAt, busyAt: sentAt },
			inFlight: { sentAt, burst: undefined, others },
			refusals: new RefusalsInARow(),
			isProbe,
		};
	}

	async wait(milliseconds: number): Promise<void> {
		await this.clock.run(this.clock.sleep(milliseconds));
	}
}

describe('a burst whose responses stay away', () => {
	test('is given up after 300 ms if it is the first, as long as RSA has never responded', async () => {
		const awaiting = new Awaiting();
		await awaiting.wait(1500);
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), true);
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at: 1800, sentAt: 1500 }]);
	});

	test.each([
		['after 10 ms if it brings the requests in flight to eight at most', 4, 10],
		['after 2 s if it brings them to sixteen', 8, 2000],
	])('is given up %s, as long as RSA has never responded', async (_, others, at) => {
		const awaiting = new Awaiting();
		awaiting.responses.sent(awaiting.run(), awaiting.permit({ others }), true);
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at, sentAt: 0 }]);
	});

	test('is given up after 250 ms once RSA has responded to any request in time', async () => {
		const awaiting = new Awaiting();
		awaiting.responses.answered(awaiting.run());
		await awaiting.wait(1500);
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), true);
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at: 1750, sentAt: 1500 }]);
	});

	test('is given up at the next look if RSA responds meanwhile', async () => {
		const awaiting = new Awaiting();
		awaiting.responses.sent(awaiting.run(), awaiting.permit({ others: 8 }), true);
		await awaiting.wait(605);
		awaiting.responses.answered(awaiting.run());
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at: 610, sentAt: 0 }]);
	});

	test("is given up after 10 ms if RSA's first response was late: a refusal would be late, too", async () => {
		const awaiting = new Awaiting();
		const run = awaiting.run();
		awaiting.responses.sent(run, awaiting.permit(), false);
		await awaiting.wait(400);
		awaiting.responses.answered(run);
		awaiting.responses.sent(run, awaiting.permit({ others: 31 }), true);
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at: 410, sentAt: 400 }]);
	});

	test('is not given up because the process was too busy to read a response', async () => {
		const awaiting = new Awaiting(new BusyClock([{ from: 10, until: 400 }]));
		awaiting.responses.sent(awaiting.run(), awaiting.permit(), true);
		await awaiting.clock.runOut();
		expect(awaiting.givenUp).toEqual([{ at: 675, sentAt: 0 }]);
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
	/** Number of requests that a run may have in flight. */
	const mostInFlight = (run: RunQueue) => {
		for (run.inFlight = 0; run.hasRoom; run.inFlight += 1);
		return run.inFlight;
	};

	test('may send sixteen requests after 300 ms, and any number after 2 s', async () => {
		const awaiting = new Awaiting();
		const run = awaiting.run();
		awaiting.responses.sent(run, awaiting.permit(), false);
		await awaiting.wait(299);
		expect(mostInFlight(run)).toBe(2);
		await awaiting.wait(1);
		expect(mostInFlight(run)).toBe(16);
		await awaiting.wait(1699);
		expect(mostInFlight(run)).toBe(16);
		await awaiting.wait(1);
		expect(mostInFlight(run)).toBe(64);
		expect(awaiting.wokenAt).toEqual([300, 2000]);
	});

	test('may send no more because the process was too busy to read a response', async () => {
		const awaiting = new Awaiting(new BusyClock([{ from: 10, until: 400 }]));
		const run = awaiting.run();
		awaiting.responses.sent(run, awaiting.permit(), false);
		await awaiting.wait(600);
		expect(mostInFlight(run)).toBe(2);
	});

	test('may not send less again because a later request is late', async () => {
		const awaiting = new Awaiting();
		const run = awaiting.run();
		awaiting.responses.sent(run, awaiting.permit(), false);
		awaiting.responses.answered(run);
		await awaiting.clock.runOut();
		expect(mostInFlight(run)).toBe(64);
	});

	test('may do so at once when RSA responds, and its other requests set no timer', async () => {
		const awaiting = new Awaiting();
		const run = awaiting.run();
		awaiting.responses.answered(run);
		expect(mostInFlight(run)).toBe(64);
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
