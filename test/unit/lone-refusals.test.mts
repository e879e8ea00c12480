import { describe, expect, test } from '@jest/globals';

import { LoneRefusals, RefusalsInARow } from '../../rsa/throttle/loneRefusals.ts';

describe('RSA refuses one request while it lets others through', () => {
	test('which is clear at the third refusal, each after another request was let through', () => {
		const [lone, request] = [new LoneRefusals(), new RefusalsInARow()];
		expect(lone.refused(request, 'unassign', 10)).toBe(false);
		lone.passed('lookup', 20);
		expect(lone.refused(request, 'unassign', 30)).toBe(false);
		lone.passed('lookup', 40);
		expect(lone.refused(request, 'unassign', 50)).toBe(true);
	});

	test('not if all are refused: that is a rate', () => {
		const [lone, request] = [new LoneRefusals(), new RefusalsInARow()];
		lone.passed('lookup', 5);
		const refusals = [10, 20, 30, 40, 50].map((now) => lone.refused(request, 'unassign', now));
		expect(refusals).toEqual([false, false, false, false, false]);
	});

	test('not by requests that had been sent before it was refused', () => {
		const [lone, request] = [new LoneRefusals(), new RefusalsInARow()];
		const refusals = [10, 20, 30, 40].map((now) => {
			const isLone = lone.refused(request, 'unassign', now);
			lone.passed('lookup', now);
			return isLone;
		});
		expect(refusals).toEqual([false, false, false, false]);
	});

	test('not by a late answer to a request that was sent earlier than the last one let through', () => {
		const [lone, request] = [new LoneRefusals(), new RefusalsInARow()];
		for (const now of [10, 30]) {
			lone.refused(request, 'unassign', now);
			lone.passed('lookup', now + 10);
			lone.passed('lookup', 5);
		}
		expect(lone.refused(request, 'unassign', 50)).toBe(true);
	});
});

describe('RSA refuses one endpoint while it lets others through', () => {
	const refusedThreeTimes = (between: (lone: LoneRefusals, now: number) => void) => {
		const lone = new LoneRefusals();
		return [10, 30, 50].map((now) => {
			const isLone = lone.refused(new RefusalsInARow(), 'unassign', now);
			between(lone, now + 10);
			return isLone;
		});
	};

	test('which is clear at the third of its requests', () => {
		const refusals = refusedThreeTimes((lone, now) => {
			lone.passed('lookup', now);
		});
		expect(refusals).toEqual([false, false, true]);
	});

	test('not if one of its own is let through', () => {
		const refusals = refusedThreeTimes((lone, now) => {
			lone.passed('unassign', now);
		});
		expect(refusals).toEqual([false, false, false]);
	});

	test('not if they are refused on different endpoints', () => {
		const lone = new LoneRefusals();
		const refusals = ['unassign', 'clearPin', 'assign', 'rename'].map((endpoint, index) => {
			lone.passed('lookup', 20 * index);
			return lone.refused(new RefusalsInARow(), endpoint, 20 * index + 10);
		});
		expect(refusals).toEqual([false, false, false, false]);
	});
});
