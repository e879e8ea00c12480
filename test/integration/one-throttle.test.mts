import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import {
	ADA,
	ADAS,
	GRACE,
	GRACES,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

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

	test('do not share it with executions for another tenant', async () => {
		await asksToWait();
		const { items } = await other.run('unassign', [[ADA, ADAS]], settings);
		expect(items()).toMatchObject([{ json: { outcome: 'unassigned' } }]);
	});
});
