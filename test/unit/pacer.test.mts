import { describe, expect, test } from '@jest/globals';

import { Pacer } from '../../rsa/throttle/pacer.ts';

describe('requests keep apart', () => {
	test('by the interval', () => {
		const pacer = new Pacer();
		expect(pacer.waitFor(1000)).toBe(0);
		pacer.sent(1000, 10);
		expect(pacer.waitFor(1000)).toBe(8);
		expect(pacer.waitFor(1004)).toBe(4);
		expect(pacer.waitFor(1008)).toBe(0);
	});

	test('as whole ms allow: several go out together where the interval is shorter', () => {
		const pacer = new Pacer();
		const sentAt = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((now) => {
			const sent: number[] = [];
			while (pacer.waitFor(now) === 0) {
				pacer.sent(now, 0.5);
				sent.push(now);
			}
			return sent;
		});
		expect(sentAt.filter((at) => at >= 5)).toHaveLength(10);
	});

	test('and do not catch up on a time in which none was sent', () => {
		const pacer = new Pacer();
		pacer.sent(0, 1);
		let together = 0;
		for (; pacer.waitFor(1000) === 0; together += 1) pacer.sent(1000, 1);
		expect(together).toBe(3);
	});

	test('not at all if there is no interval', () => {
		const pacer = new Pacer();
		pacer.sent(1000, 0);
		expect(pacer.waitFor(1000)).toBe(0);
	});
});
