import { describe, expect, test } from '@jest/globals';

import { WakeUp } from '../../rsa/throttle/wakeUp.ts';
import { BusyClock } from '../support/busy-clock.mts';
import { VirtualClock } from '../support/virtual-clock.mts';

/** A sleeper, and the times at which it was woken. */
function sleeping() {
	const clock = new VirtualClock();
	const wokenAt: number[] = [];
	const wakeUp = new WakeUp(clock, () => {
		wokenAt.push(clock.now());
	});
	return { clock, wakeUp, wokenAt };
}

describe('who waits is woken', () => {
	test('at the earliest of the times at hand, once', async () => {
		const { clock, wakeUp, wokenAt } = sleeping();
		wakeUp.within(100);
		wakeUp.within(200);
		wakeUp.within(100);
		await clock.runOut();
		expect(wokenAt).toEqual([100]);
	});

	test('earlier, if a later call requests that', async () => {
		const { clock, wakeUp, wokenAt } = sleeping();
		wakeUp.within(200);
		wakeUp.within(50);
		await clock.runOut();
		expect(wokenAt).toEqual([50, 200]);
	});

	test('again, once a wait is over', async () => {
		const { clock, wakeUp, wokenAt } = sleeping();
		wakeUp.within(100);
		await clock.runOut();
		wakeUp.within(100);
		await clock.runOut();
		expect(wokenAt).toEqual([100, 200]);
	});

	test('at the next time, though a later one that it had been set to before is not over yet', async () => {
		const { clock, wakeUp, wokenAt } = sleeping();
		wakeUp.within(200);
		wakeUp.within(50);
		wakeUp.after(100, () => {
			wakeUp.within(50);
		});
		await clock.runOut();
		expect(wokenAt).toEqual([50, 100, 150, 200]);
	});

	test('after what was to be done before it', async () => {
		const { clock, wakeUp, wokenAt } = sleeping();
		const order: string[] = [];
		wakeUp.after(10, () => {
			order.push(`done after ${clock.now()} ms, woken ${wokenAt.length} times`);
		});
		await clock.runOut();
		expect(order).toEqual(['done after 10 ms, woken 0 times']);
		expect(wokenAt).toEqual([10]);
	});

	test.each([
		['after its wait if the event loop is not busy', [], 60],
		[
			'later by the time for which it is busy, but for the step in which that begins',
			[10, 500],
			535,
		],
	])('%s', async (_, [from = 0, until = 0], at) => {
		const clock = new BusyClock([{ from, until }]);
		const wokenAt: number[] = [];
		const wakeUp = new WakeUp(clock, () => {
			wokenAt.push(clock.now());
		});
		wakeUp.afterIdle(60, () => {});
		await clock.runOut();
		expect(wokenAt).toEqual([at]);
	});
});
