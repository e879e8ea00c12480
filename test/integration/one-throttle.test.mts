import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { searchUsers } from '../../nodes/RsaSecurId/listSearch/searchUsers.ts';
import { listContext } from '../support/list-context.mts';
import {
	ADA,
	ADAS,
	GRACE,
	GRACES,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';
import { TriggerWorkflow } from '../support/trigger.mts';

let one: Offboarding;
let other: Offboarding;

beforeEach(async () => {
	[one, other] = await Promise.all([startOffboarding(), startOffboarding()]);
});
afterEach(async () => {
	await Promise.all([one.tenant.stop(), other.tenant.stop()]);
});

describe('executions in one n8n process', () => {
	const settings = { onError: 'continueRegularOutput', options: { itemDeadline: 5 } } as const;
	const asksToWait = async () => {
		one.tenant.order({ kind: 'tooManyRequests', retryAfter: 600 }, { times: 9 });
		await one.run('unassign', [[ADA, ADAS]], settings);
		one.tenant.clearJournal();
	};

	test('share the wait that RSA requested of one of them: the next one of the same tenant sends nothing meanwhile', async () => {
		await asksToWait();
		const { items } = await one.run('unassign', [[GRACE, GRACES]], settings);
		expect(items()).toMatchObject([
			{ json: { details: { cause: 'tooManyRequests', attempted: false } } },
		]);
		expect(one.tenant.journal).toEqual([]);
	});

	test("share it with the editor's lists, which say so", async () => {
		await asksToWait();
		let shown: unknown;
		await one.run('unassign', [[GRACE, GRACES]], {
			async instead() {
				shown = await searchUsers.call(listContext(this, '')).catch((error: unknown) => error);
				return [[]];
			},
		});
		expect(shown).toMatchObject({ message: expect.stringMatching(/Open the list again/) });
		expect(one.tenant.journal).toEqual([]);
	});

	test('share it with the polls of the trigger, which fail', async () => {
		await asksToWait();
		const workflow = new TriggerWorkflow(one.credential, { events: ['userNotFoundInDirectory'] });
		await expect(workflow.poll()).rejects.toThrow(/wait/);
		expect(one.tenant.journal).toEqual([]);
	});

	test('do not share it with executions for another tenant', async () => {
		await asksToWait();
		const { items } = await other.run('unassign', [[ADA, ADAS]], settings);
		expect(items()).toMatchObject([{ json: { outcome: 'unassigned' } }]);
	});
});
