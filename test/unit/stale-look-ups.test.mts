import { describe, expect, test } from '@jest/globals';

import { changeOf, type TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import { assign } from '../../rsa/hardwareTokens/changes/assign.ts';
import { clearPin } from '../../rsa/hardwareTokens/changes/clearPin.ts';
import { deleteRecord } from '../../rsa/hardwareTokens/changes/deleteRecord.ts';
import { rename } from '../../rsa/hardwareTokens/changes/rename.ts';
import { disable, enable } from '../../rsa/hardwareTokens/changes/tokenStatus.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { applyChange } from '../../rsa/delivery/applyChange.ts';
import { applyAndVerify } from '../../rsa/delivery/verify.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { absent, ADA, answered, conflict, GRACE, lost, SERIAL } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const target = { userId: ADA, tokenSerialNumber: SERIAL };
const adas = { userId: ADA, pinSet: true, tokenStatus: 'Enabled', name: 'Old' };
const free = { userId: null, pinSet: false, tokenStatus: 'Enabled', name: null };

/** The changes, with a token before and after, and RSA's confirmation. */
const changes: ReadonlyArray<[string, TokenChange, before: object, after: object | null]> = [
	['Assign', assign(), free, adas],
	['Assign with a name', assign('New'), free, { ...adas, name: 'New' }],
	['Clear PIN', clearPin, adas, { ...adas, pinSet: false }],
	['Delete', deleteRecord, free, null],
	['Disable', disable, adas, { ...adas, tokenStatus: 'Disabled' }],
	['Enable', enable, { ...adas, tokenStatus: 'Disabled' }, adas],
	['Rename', rename('New'), adas, { ...adas, name: 'New' }],
	['Unassign', unassign, adas, free],
];

/** A tenant that executes a change, and whose look-up shows it `lag` ms later. */
function lagging(
	lag: number,
	before: object,
	after: object | null,
	results: readonly SendResult[],
) {
	const left = [...results];
	let changedAt = Number.POSITIVE_INFINITY;
	return new ScriptedRun(({ path }, now) => {
		if (path.endsWith('/lookup')) {
			const shown = now >= changedAt + lag ? after : before;
			return shown === null ? absent : answered(200, { tokenSerialNumber: SERIAL, ...shown });
		}
		changedAt = Math.min(changedAt, now);
		return (left.length > 1 ? left.shift() : left[0]) ?? answered(200);
	});
}

const lookUps = ({ requests }: ScriptedRun) =>
	requests.filter(({ path }) => path.endsWith('/lookup')).length;
const sent = (run: ScriptedRun) => run.requests.length - lookUps(run);

describe.each(changes)(
	'%s, whose look-up lags behind by three seconds',
	(_, change, before, after) => {
		const plain = async (...results: SendResult[]) => {
			const run = lagging(3000, before, after, results);
			return { run, delivery: await run.until(applyChange(changeOf(change, target), run.item())) };
		};

		test('succeeds where the response does not confirm it', async () => {
			const { run, delivery } = await plain(answered(200));
			expect(delivery).toMatchObject({ kind: 'done', outcome: change.outcome });
			expect(sent(run)).toBe(1);
		});

		test.each<[string, SendResult]>([
			['a lost response', lost],
			['500', answered(500)],
		])("succeeds after %s, with the outcome of a change of the item's own", async (__, result) => {
			const { delivery } = await plain(result, conflict);
			expect(delivery).toMatchObject({ kind: 'done', outcome: change.outcome });
		});

		test('succeeds between two look-ups', async () => {
			const run = lagging(3000, before, after, [answered(200)]);
			const delivery = await run.until(applyAndVerify(changeOf(change, target), run.item()));
			expect(delivery).toMatchObject({ kind: 'done', outcome: change.outcome });
			if (after !== null) expect(delivery.after).toMatchObject(after);
		});

		test('fails where the look-up never shows it, after more than seven seconds', async () => {
			const run = lagging(Number.POSITIVE_INFINITY, before, after, [answered(200)]);
			const item = run.item({ maxTries: 1 });
			const delivery = await run.until(applyChange(changeOf(change, target), item));
			expect(delivery).toMatchObject({ kind: 'failed', failure: { cause: 'notConfirmed' } });
			expect(run.now).toBeGreaterThan(7750);
			expect(lookUps(run)).toBe(change.readFirst ? 7 : 6);
		});

		test('is not waited for beyond the time of the item', async () => {
			const run = lagging(Number.POSITIVE_INFINITY, before, after, [answered(200)]);
			const delivery = await run.until(
				applyChange(changeOf(change, target), run.item({ limit: 2000 })),
			);
			expect(delivery).toMatchObject({ kind: 'failed', failure: { cause: 'notConfirmed' } });
			expect(run.now).toBeLessThan(2300);
		});
	},
);

describe('a look-up that shows the change costs one request', () => {
	test.each(changes)('%s', async (_, change, before, after) => {
		const run = lagging(0, before, after, [lost]);
		await run.until(applyChange(changeOf(change, target), run.item()));
		expect(lookUps(run)).toBe(change.readFirst ? 2 : 1);
	});
});

describe('before a change is sent again, the token is looked up twice', () => {
	test.each(changes)('%s', async (_, change, before, after) => {
		const run = lagging(Number.POSITIVE_INFINITY, before, after, [lost]);
		const delivery = await run.until(
			applyChange(changeOf(change, target), run.item({ maxTries: 2 })),
		);
		expect(delivery).toMatchObject({
			kind: 'failed',
			failure: { cause: 'answerLost', mayHaveBeenApplied: true },
		});
		// And six times after the last one.
		expect(lookUps(run)).toBe((change.readFirst ? 1 : 0) + 2 + 6);
	});
});

describe('a 409', () => {
	test('that the look-up contradicts is looked up again: the token may have been unassigned just now', async () => {
		const run = new ScriptedRun(({ path }, now) => {
			if (!path.endsWith('/lookup')) return conflict;
			return answered(200, { tokenSerialNumber: SERIAL, ...(now > 2000 ? free : adas) });
		});
		const delivery = await run.until(applyChange(changeOf(unassign, target), run.item()));
		expect(delivery).toMatchObject({ kind: 'done', outcome: 'alreadyUnassigned' });
	});

	test("for another user's token is settled by one look-up", async () => {
		const run = lagging(0, adas, { ...adas, userId: GRACE }, [conflict]);
		const delivery = await run.until(applyChange(changeOf(unassign, target), run.item()));
		expect(delivery).toMatchObject({ failure: { cause: 'assignedToSomebodyElse' } });
		expect(lookUps(run)).toBe(1);
	});
});
