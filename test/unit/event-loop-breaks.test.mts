import { expect, test } from '@jest/globals';

import { EventLoopBreaks } from '../../nodes/RsaSecurId/run/eventLoopBreaks.ts';

/** The items of each turn of the event loop, when the work on an item takes a while. */
async function itemsByTurn(items: number, millisecondsEach: number): Promise<number[]> {
	let now = 0;
	let turn = 0;
	const turns: number[] = [];
	const isOver = { yet: false };
	const countTurns = () => {
		turn += 1;
		if (!isOver.yet) setImmediate(countTurns);
	};
	setImmediate(countTurns);
	const breaks = new EventLoopBreaks(() => now);
	for (let item = 0; item < items; item += 1) {
		await breaks.next();
		now += millisecondsEach;
		turns[turn] = (turns[turn] ?? 0) + 1;
	}
	isOver.yet = true;
	return turns.filter((count) => count > 0);
}

test('n8n gets its event loop back after 15 ms of work on items', async () => {
	expect(await itemsByTurn(20, 5)).toEqual([3, 3, 3, 3, 3, 3, 2]);
});

test('n8n gets it back after each item that takes longer', async () => {
	expect(await itemsByTurn(4, 40)).toEqual([1, 1, 1, 1]);
});

test('a run of one item does not wait', async () => {
	expect(await itemsByTurn(1, 40)).toEqual([1]);
});
