import { describe, expect, test } from '@jest/globals';

import { Pacer } from '../../rsa/throttle/pacer.ts';

describe('requests keep apart', () => {
	test('by the interval', () => {
		const spacing = new Pacer();
		expect(spacing.waitFor(1000)).toBe(0);
		spacing.sent(1000, 10);
		expect(spacing.waitFor(1000)).toBe(8);
		expect(spacing.waitFor(1004)).toBe(4);
		expect(spacing.waitFor(1008)).toBe(0);
	});

	test('as whole ms allow: several go out together where the interval is shorter', () => {
		const spacing = new Pacer();
		const sentAt = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((now) => {
			const sent: number[] = [];
			while (spacing.waitFor(now) === 0) {
				spacing.sent(now, 0.5);
				sent.push(now);
			}
			return sent;
		});
		expect(sentAt.filter((at) => at >= 5)).toHaveLength(10);
	});

	test('and do not catch up on a time in which none was sent', () => {
		const spacing = new Pacer();
		spacing.sent(0, 1);
		let together = 0;
		for (; spacing.waitFor(1000) === 0; together += 1) spacing.sent(1000, 1);
		expect(together).toBe(3);
	});

	test('not at all if there is no interval', () => {
		const spacing = new Pacer();
		spacing.sent(1000, 0);
		expect(spacing.waitFor(1000)).toBe(0);
	});
});
