import { describe, expect, test } from '@jest/globals';

import { ResponseTimes } from '../../rsa/throttle/responseTimes.ts';

/** Which of the answers make it clear that RSA has become slow, by their times in ms. */
function slowOnes(times: readonly number[], kinds: readonly string[] = ['unassign 200']): number[] {
	const responseTimes = new ResponseTimes();
	return times.flatMap((took, index) => {
		const kind = kinds[index % kinds.length] ?? '';
		return responseTimes.hasBecomeSlow(kind, took) ? [index] : [];
	});
}
const times = (count: number, took: number) => Array.from({ length: count }, () => took);

describe('answers have become slow', () => {
	test('after four in a row that take several times as long as usual', () => {
		expect(slowOnes([...times(20, 100), ...times(4, 3000)])).toEqual([23]);
	});

	test.each([
		['one', 1],
		['three in a row', 3],
	])('but not after %s', (_, count) => {
		const some = [...times(20, 100), ...times(count, 3000)];
		expect(slowOnes([...some, ...some, ...some])).toEqual([]);
	});

	test.each([
		['a second, though usual is a tenth of one', 100, 1000],
		['four times the usual', 500, 2000],
	])('but not at %s', (_, usual, took) => {
		expect(slowOnes([...times(20, usual), ...times(10, took)])).toEqual([]);
	});

	test('until that is usual', () => {
		const slow = slowOnes([...times(20, 300), ...times(40, 1400)]);
		expect(slow.length).toBeGreaterThan(0);
		expect(slow.at(-1)).toBeLessThan(30);
	});

	test('by the same kind of answer: quick look-ups and refusals do not make changes slow', () => {
		const kinds = ['unassign 200', 'lookupHardwareToken 200', 'unassign 404'];
		const took = kinds.map((kind) => (kind === 'unassign 200' ? 1200 : 20));
		expect(
			slowOnes(
				Array.from({ length: 90 }, (_, index) => took[index % 3] ?? 0),
				kinds,
			),
		).toEqual([]);
	});
});
