import { describe, expect, test } from '@jest/globals';

import { WakeUp } from '../../rsa/throttle/wakeUp.ts';
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
});
