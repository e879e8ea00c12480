import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Lanes } from '../../nodes/RsaSecurId/run/lanes.ts';

const TOKENS = ['1', '2', '3'];

/** An item for one hardware token, or for all tokens of an owner, and how many times the event loop goes round in its work. */
interface Item {
	readonly owner: string;
	readonly token: string | undefined;
	readonly duration: number;
}

const item = fc.record<Item>({
	owner: fc.constantFrom('ada', 'grace'),
	token: fc.constantFrom(undefined, ...TOKENS),
	duration: fc.nat({ max: 6 }),
});

const wait = async (times: number) => {
	for (let time = 0; time < times; time += 1) await setImmediate();
};

/** Works on items as the node does. @returns for each token, the items that worked on it, in order, as they began and ended */
async function work(items: readonly Item[]): Promise<Map<string, string[]>> {
	const lanes = new Lanes();
	const log = new Map(TOKENS.map((token) => [token, [] as string[]]));
	const workOn = async (token: string, index: number, duration: number) => {
		log.get(token)?.push(`${index} begins`);
		await wait(duration);
		log.get(token)?.push(`${index} ends`);
	};
	const process = async ({ owner, token, duration }: Item, index: number) => {
		const position = lanes.nextPosition();
		const leave = await lanes.enter(position, {
			owner,
			...(token !== undefined && { target: token }),
		});
		await wait(duration);
		const steps = (token === undefined ? TOKENS : [token]).map(async (target) => {
			const leaveToken = await lanes.enter(position, { target });
			await workOn(target, index, duration);
			leaveToken();
		});
		await Promise.all(steps);
		leave();
	};
	await Promise.all(items.map(process));
	return log;
}

const indexOf = (entry: string) => Number(entry.split(' ')[0]);

test('every item is finished, and no two work on a hardware token at the same time', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(item, { maxLength: 12 }), async (items) => {
			for (const [token, entries] of await work(items)) {
				const expected = items.filter((each) => each.token === undefined || each.token === token);
				expect(entries).toHaveLength(2 * expected.length);
				for (let at = 0; at < entries.length; at += 2)
					expect(entries[at + 1]).toBe(entries[at]?.replace('begins', 'ends'));
			}
		}),
	);
});

test('items for one hardware token keep their order, whatever items for all tokens are among them', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(item, { maxLength: 12 }), async (items) => {
			for (const entries of (await work(items)).values()) {
				const order = entries.map(indexOf).filter((index) => items[index]?.token !== undefined);
				expect(order).toEqual([...order].sort((one, other) => one - other));
			}
		}),
	);
});

test('an item for one hardware token of an owner waits for the earlier items for all of their tokens', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(item, { maxLength: 12 }), async (items) => {
			for (const entries of (await work(items)).values()) {
				const order = entries.map(indexOf);
				items.forEach(({ owner, token }, index) => {
					const before = items.findLastIndex(
						(other, at) => at < index && other.owner === owner && other.token === undefined,
					);
					if (token === undefined || before === -1 || !order.includes(index)) return;
					expect(order.lastIndexOf(before)).toBeLessThan(order.indexOf(index));
				});
			}
		}),
	);
});
