import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { WorkflowRun } from '../support/engine.mts';
import { startOffboarding, type Offboarding } from '../support/offboarding.mts';

const ITEMS = 300;
/** Number of items whose expressions n8n evaluates in a row, before it continues with its other work. */
const IN_A_ROW = 10;

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** Runs Unassign, and counts how often the process does other work meanwhile. */
async function otherTasksDuring(options: WorkflowRun['options']): Promise<number> {
	let otherTasks = 0;
	let isOver = false;
	const count = () => {
		otherTasks += 1;
		if (!isOver) setImmediate(count);
	};
	setImmediate(count);
	const items = offboarding.addTokens(ITEMS);
	const { items: output } = await offboarding.run('unassign', items, {
		onError: 'continueRegularOutput',
		...(options && { options }),
		parameters: {
			user: { __rl: true, mode: 'id', value: "={{ $json.userId + '' }}" },
			serialNumber: { __rl: true, mode: 'serial', value: "={{ $json.serialNumber + '' }}" },
		},
	});
	isOver = true;
	expect(output()).toHaveLength(ITEMS);
	expect(output().every(({ json }) => json.error !== undefined)).toBe(true);
	return otherTasks;
}

test.each([
	['each of them is invalid', { dryRun: "={{ 'no' }}" }],
	['they are more than Max Changes allows', { maxChanges: 1 }],
	['the first one has no limit', { maxChanges: '={{ $json.most }}', reference: "={{ 'a' + 1 }}" }],
])('n8n does its other work while many items are read, also where %s', async (_, options) => {
	expect(await otherTasksDuring(options)).toBeGreaterThanOrEqual(ITEMS / IN_A_ROW);
});
