import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { declaredEndpoints } from '../../contract/generate-endpoints.mts';
import { startOffboarding, type Offboarding } from '../support/offboarding.mts';
import { operationCases, tenantOfCases, type OperationCase } from '../support/operation-cases.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding(tenantOfCases, 'superAdmin');
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const named = operationCases.map((row) => [row.resource, row.operation, row] as const);

test('the contract describes the calls that the operations make, and no other', async () => {
	const described = (await declaredEndpoints()).map(({ operationId }) => operationId);
	const made = new Set<string>(operationCases.map(({ call }) => call));
	expect(described.toSorted()).toEqual([...made].sort());
});

/** Each change is sent once, and waits end soon. */
const impatient = { maxTries: 1, itemDeadline: 1 };

async function textsFor(row: OperationCase, status: number) {
	const { resource, operation, call, items, parameters } = row;
	const body = { code: `${status} CODE`, description: 'as RSA has it' };
	const headers = status === 429 ? { 'retry-after': '30' } : {};
	offboarding.tenant.order(
		{ kind: 'unexpectedAnswer', answer: { status, body, headers } },
		{ operation: call, times: 9 },
	);
	const { thrown } = await offboarding.run(operation, items.slice(0, 1), {
		resource,
		options: impatient,
		parameters: { ...parameters },
	});
	return { message: thrown?.message ?? '', description: thrown?.description ?? '' };
}

describe.each(named)('%s: %s explains', (_resource, _operation, row) => {
	test.each(Object.entries(row.codes))('%s', async (status, [what, next]) => {
		const { message, description } = await textsFor(row, Number(status));
		expect(message).toMatch(what);
		expect(description).toMatch(next);
		expect(description).toMatch(/^[A-Z].*[.:"]$/);
	});

	test('403, with the right that is missing', async () => {
		const { message, description } = await textsFor(row, 403);
		expect(message).toMatch(/: RSA says that this credential is not allowed to do this$/);
		expect(description).toMatch(row.right);
	});

	test('429, with how long to wait', async () => {
		const { message, description } = await textsFor(row, 429);
		expect(message).toMatch(/RSA is receiving too many requests and asks to wait 30 s/);
		expect(description).toContain('Item Deadline');
	});

	test('500, with what is known', async () => {
		const { message, description } = await textsFor(row, 500);
		expect(message).toMatch(/RSA's service answered with HTTP 500/);
		expect(description).toMatch(/safe|stays in it|RSA's support|not changed twice/);
	});
});
