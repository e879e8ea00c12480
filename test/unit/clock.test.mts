import { describe, expect, test } from '@jest/globals';

import { clockOf } from '../../rsa/throttle/clock.ts';

/** ms. No test waits so long. */
const MINUTE = 60_000;

/** The time that passes during some work by the machine's clock, in ms. */
async function took(work: () => Promise<void>): Promise<number> {
	const from = performance.now();
	await work();
	return performance.now() - from;
}

describe("the machine's clock", () => {
	test('shows the ms that have passed', async () => {
		const clock = clockOf(undefined);
		const before = performance.now();
		const from = clock.now();
		expect(from).toBeGreaterThanOrEqual(before);
		await clock.sleep(5);
		expect(clock.now() - from).toBeGreaterThanOrEqual(5);
		expect(clock.now()).toBeLessThanOrEqual(performance.now());
	});

	test('never waits for less time than given', async () => {
		for (const milliseconds of [1, 7.5, 20]) {
			const wait = async () => {
				await clockOf(undefined).sleep(milliseconds);
			};
			expect(await took(wait)).toBeGreaterThanOrEqual(milliseconds);
		}
	});

	test('waits again for the rest if a timer fires too early', async () => {
		const shownAt: number[] = [];
		// Each look at the time finds it 5 ms later, however long a timer took.
		const late = () => {
			shownAt.push(5 * shownAt.length);
			return shownAt.at(-1) ?? 0;
		};
		const now = performance.now.bind(performance);
		performance.now = late;
		try {
			await clockOf(undefined).sleep(20);
		} finally {
			performance.now = now;
		}
		expect(shownAt).toEqual([0, 5, 10, 15, 20]);
	});

	test('leaves the event loop to others during a wait', async () => {
		let hasRun = false;
		setImmediate(() => {
			hasRun = true;
		});
		await clockOf(undefined).sleep(5);
		expect(hasRun).toBe(true);
	});

	test('sets no timer for a wait of 0 ms', async () => {
		const timer = new Promise((fire) => setTimeout(fire, 0)).then(() => 'a timer fired first');
		const wait = clockOf(undefined)
			.sleep(0)
			.then(() => 'it did not wait');
		expect(await Promise.race([timer, wait])).toBe('it did not wait');
	});
});

describe('when a run is cancelled', () => {
	test('a wait of a minute ends', async () => {
		const cancellation = new AbortController();
		const wait = clockOf(cancellation.signal).sleep(MINUTE);
		cancellation.abort();
		await expect(wait).resolves.toBeUndefined();
	});

	test('nothing is waited for any more', async () => {
		const timer = new Promise((fire) => setTimeout(fire, 0)).then(() => 'a timer fired first');
		const wait = clockOf(AbortSignal.abort())
			.sleep(MINUTE)
			.then(() => 'it did not wait');
		expect(await Promise.race([timer, wait])).toBe('it did not wait');
	});

	test('a wait of a run that is not cancelled goes on', async () => {
		const { signal } = new AbortController();
		const wait = async () => {
			await clockOf(signal).sleep(10);
		};
		expect(await took(wait)).toBeGreaterThanOrEqual(10);
	});
});
