import { describe, expect, test } from '@jest/globals';
import type fc from 'fast-check';

import type { Result } from '../../nodes/RsaSecurId/resources/result.ts';
import type { Run } from '../../nodes/RsaSecurId/run/run.ts';
import { always } from '../support/always.mts';
import { Stage } from '../support/delivered-run.mts';
import { runNode } from '../support/node-run.mts';
import {
	cancelledRuns,
	isReached,
	people,
	runs,
	runsBesideOthers,
	wholeRuns,
	withoutFaults,
	type Item,
	type Scenario,
} from '../support/scenario.mts';
import { serialNumberOf } from '../support/stateful-tenant.mts';

const goingOn = { continueOnFail: true };

/** For each item that came out of each run of the node. */
async function alwaysForEach(
	scenarios: fc.Arbitrary<Scenario>,
	promise: (item: Item, result: Result, index: number, stage: Stage) => void,
	settings = goingOn,
): Promise<void> {
	await always(scenarios, async (scenario) => {
		const stage = new Stage(scenario);
		const run = await runNode(stage, settings);
		scenario.items.forEach((item, index) => {
			const result = resultOf(run, index);
			if (result !== undefined) promise(item, result, index, stage);
		});
	});
}

/** What an item came to; nothing where the run did not get to it. */
const resultOf = (run: Run, index: number): Result | undefined => run.results[index]?.[0]?.result;

/** Without how the item names its user, which others that share the change may do in another way. */
function whatCameOf(run: Run, index: number): unknown {
	const result = resultOf(run, index);
	if (result?.kind !== 'done') return result?.error.details.cause;
	const { userId } = result.json;
	return { ...result.json, userId: typeof userId === 'string' && userId.toLowerCase() };
}
const indexesOf = ({ items }: Scenario) => items.map((_, index) => index);
/** The items that request the same change in a row, with no other change of the hardware token in between. */
function sharersOf({ items }: Scenario, index: number): number[] {
	const ofToken = items.flatMap((item, other) =>
		item.target.tokenSerialNumber === items[index]?.target.tokenSerialNumber ? [other] : [],
	);
	const isOther = (other: number) => changeOf(items[other]) !== changeOf(items[index]);
	const at = ofToken.indexOf(index);
	const begin = ofToken.slice(0, at).findLastIndex(isOther) + 1;
	const end = ofToken.findIndex((other, place) => place > at && isOther(other));
	return ofToken.slice(begin, end === -1 ? undefined : end);
}
const changeOf = (item: Item | undefined) =>
	[item?.name, item?.target.tokenSerialNumber, item?.target.userId.toLowerCase()].join();
const hasChanged = ({ wire }: Stage, index: number) =>
	wire.effects.some(({ item }) => item === index);

describe('nothing is lost', () => {
	test('every item comes out once, at its place', async () => {
		await always(wholeRuns, async (scenario) => {
			const run = await runNode(new Stage(scenario), goingOn);
			expect(run.isOver).toBe(true);
			expect(run.results).toHaveLength(scenario.items.length);
			expect(indexesOf(scenario).map((index) => resultOf(run, index)?.kind)).not.toContain(
				undefined,
			);
			expect(run.progress.line()).toContain(' 0 waiting');
		});
	});

	test('and is about the token and the user that it names', async () => {
		await alwaysForEach(runs, ({ target }, result) => {
			const { tokenSerialNumber } = target;
			if (result.kind === 'done') expect(result.json).toMatchObject({ tokenSerialNumber });
			else expect(result.error.details.tokenSerialNumber).toBe(tokenSerialNumber);
		});
	});

	test('an item that was not attempted says so and has changed nothing', async () => {
		await alwaysForEach(runs, (_, result, index, stage) => {
			if (result.kind !== 'failed' || !result.error.isNotAttempted) return;
			expect(result.error.details.attempted).toBe(false);
			expect(hasChanged(stage, index)).toBe(false);
		});
	});

	test('an item that a cancelled run did not get to has sent nothing', async () => {
		await always(cancelledRuns, async (scenario) => {
			const stage = new Stage(scenario);
			const run = await runNode(stage, goingOn);
			expect(stage.wire.sent.filter(({ isTooLate }) => isTooLate)).toEqual([]);
			for (const index of indexesOf(scenario)) {
				if (resultOf(run, index) === undefined) expect(stage.wire.sentFor(index)).toEqual([]);
			}
		});
	});
});

describe('the state you get is the state there is', () => {
	test('a success has the token in the requested state', async () => {
		await alwaysForEach(runs, (item, result, _, { tenant }) => {
			if (result.kind !== 'done') return;
			expect(isReached(item, tenant.token(item.target.tokenSerialNumber))).toBe(true);
		});
	});

	test('what a failure says of the token is so, and stays so', async () => {
		await alwaysForEach(runs, (_, result, index, stage) => {
			if (result.kind !== 'failed') return;
			if (/as it was|Nothing was done|was not changed/.test(result.error.nextStep)) {
				expect(hasChanged(stage, index)).toBe(false);
			}
		});
	});
});

describe('run it twice, it is green twice', () => {
	test('a success is one again, and nothing is done for it', async () => {
		await always(runs, async (random) => {
			const scenario = { ...random, tellsPinOfNobodys: true };
			const stage = new Stage(scenario);
			const run = await runNode(stage, goingOn);
			const again = new Stage(withoutFaults(scenario), stage.tenant);
			const secondRun = await runNode(again, goingOn);
			for (const index of indexesOf(scenario)) {
				if (resultOf(run, index)?.kind !== 'done') continue;
				expect(resultOf(secondRun, index)).toMatchObject({ kind: 'done' });
				expect(hasChanged(again, index)).toBe(false);
			}
		});
	});
});

describe("it never touches someone else's token", () => {
	test('the output names no user but that of the item', async () => {
		await alwaysForEach(runsBesideOthers, ({ target }, result) => {
			const userId = target.userId.toLowerCase();
			const output = JSON.stringify(result).toLowerCase();
			expect(people.filter((person) => person !== userId && output.includes(person))).toEqual([]);
		});
	});
});

describe('items of one run', () => {
	test('that request the same change share it: it is made once', async () => {
		await always(wholeRuns, async (scenario) => {
			const stage = new Stage(scenario);
			const run = await runNode(stage, goingOn);
			for (const index of indexesOf(scenario)) {
				const [first = index, ...others] = sharersOf(scenario, index);
				expect(run.results[index]?.[0]?.sharedBy).toEqual([first, ...others]);
				expect(whatCameOf(run, index)).toEqual(whatCameOf(run, first));
				if (index !== first) expect(stage.wire.sentFor(index)).toEqual([]);
			}
		});
	});

	test('that name the same token are processed in their order', async () => {
		await always(runs, async (scenario) => {
			const stage = new Stage(scenario);
			await runNode(stage, goingOn);
			for (const one of stage.wire.sent) {
				const later = stage.wire.sent.filter(
					({ item, order, request }) =>
						item > one.item &&
						serialNumberOf(request) === serialNumberOf(one.request) &&
						order < (one.received?.order ?? 0),
				);
				expect(later).toEqual([]);
			}
		});
	});

	test('have no more requests in flight than the limit', async () => {
		await always(runs, async (scenario) => {
			const stage = new Stage(scenario);
			await runNode(stage, goingOn);
			expect(stage.wire.mostInFlight).toBeLessThanOrEqual(scenario.maxConcurrency);
		});
	});
});

describe('a run of one item', () => {
	test('takes no break of the event loop after it', async () => {
		await always(wholeRuns, async (random) => {
			let breaks = 0;
			const onBreak = () => (breaks += 1);
			const scenario = { ...random, items: random.items.slice(0, 1) };
			await runNode(new Stage(scenario), { ...goingOn, onBreak });
			expect(breaks).toBe(scenario.items.length);
		});
	});
});

describe('a run with Max Changes', () => {
	test('has no more items at work at a time while it counts their changes than later', async () => {
		await always(wholeRuns, async (scenario) => {
			let waiting = 0;
			let most = 0;
			const onCredential = async () => {
				waiting += 1;
				most = Math.max(most, waiting);
				await Promise.resolve();
				waiting -= 1;
			};
			const stage = new Stage(scenario);
			const run = await runNode(stage, { ...goingOn, maxChanges: 0, onCredential });
			expect(most).toBe(Math.min(scenario.items.length, scenario.maxConcurrency));
			expect(run.isOver).toBe(true);
			expect(stage.wire.sent).toEqual([]);
		});
	});
});

describe('a run that stops', () => {
	const failures = (run: Run, scenario: Scenario) =>
		indexesOf(scenario).filter((index) => {
			const result = resultOf(run, index);
			return result?.kind === 'failed' && !result.error.isNotAttempted;
		});

	test('starts nothing after the first failure, and finishes what was started', async () => {
		await always(wholeRuns, async (scenario) => {
			const stage = new Stage(scenario);
			const run = await runNode(stage, { continueOnFail: false });
			const failed = indexesOf(scenario).filter((index) => resultOf(run, index)?.kind === 'failed');
			expect(run.stoppedAt === undefined).toBe(failed.length === 0);
			if (run.stoppedAt !== undefined) expect(failed).toContain(run.stoppedAt.itemIndex);
			for (const index of indexesOf(scenario)) {
				if (resultOf(run, index) === undefined) expect(stage.wire.sentFor(index)).toEqual([]);
			}
		});
	});

	test('at the first failure, one item at a time, has sent nothing for those after it', async () => {
		await always(wholeRuns, async (random) => {
			const stage = new Stage({ ...random, maxConcurrency: 1 });
			const run = await runNode(stage, { continueOnFail: false });
			const { itemIndex = random.items.length } = run.stoppedAt ?? {};
			expect(stage.wire.sent.filter(({ item }) => item > itemIndex)).toEqual([]);
		});
	});

	test('after some failures in a row gives all other items as not attempted', async () => {
		await always(wholeRuns, async (random) => {
			const scenario = { ...random, maxConcurrency: 1 };
			const run = await runNode(new Stage(scenario), { ...goingOn, stopAfterFailures: 1 });
			const [first = scenario.items.length] = failures(run, scenario);
			expect(run.results).toHaveLength(scenario.items.length);
			const after = indexesOf(scenario).slice(first + 1);
			for (const index of after) {
				const sharesIt = sharersOf(scenario, index).some((other) => other <= first);
				const result = resultOf(run, index);
				if (!sharesIt) expect(result).toMatchObject({ error: { isNotAttempted: true } });
			}
		});
	});
});
