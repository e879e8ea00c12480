import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { declaredEndpoints } from '../../contract/generate-endpoints.mts';
import type { Role } from '../../sandbox/tenant/tenant.mts';
import { startOffboarding, type Offboarding } from '../support/offboarding.mts';
import { eventLogs } from '../../rsa/eventLogs/eventLog.ts';
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
	const made = new Set<string>([
		...operationCases.flatMap(({ call, lookUps = [] }) => [call, ...lookUps]),
		// Of the trigger.
		...Object.values(eventLogs).map(({ endpoint }) => endpoint),
	]);
	expect(described.toSorted()).toEqual([...made].sort());
});

/** In RSA's console. */
const roleNames = {
	helpDesk: 'Help Desk Administrator or Super Administrator',
	superAdmin: 'Super Administrator',
};

/** Each change gets one attempt, and waits end soon. */
const impatient = { maxTries: 1, itemDeadline: 1 };

async function textsFor(row: OperationCase, status: number) {
	const { resource, operation, call, items, parameters } = row;
	const body = { code: `${status} CODE`, description: 'as RSA has it' };
	const headers = status === 429 ? { 'retry-after': '30' } : {};
	offboarding.tenant.order(
		{ kind: 'unexpectedResponse', response: { status, body, headers } },
		{ operation: call, times: 9 },
	);
	const { thrown } = await offboarding.run(operation, items.slice(0, 1), {
		resource,
		options: impatient,
		parameters: { ...parameters },
	});
	return { message: thrown?.message ?? '', description: thrown?.description ?? '' };
}

describe.each(named)('%s: %s', (_resource, _operation, row) => {
	const runAs = async (role: Role) => {
		const { tenant, run } = await startOffboarding(tenantOfCases, role);
		const { resource, operation, items, parameters } = row;
		const settings = { resource, parameters: { ...parameters } };
		const { items: itemsOf, thrown } = await run(operation, items.slice(0, 1), settings);
		await tenant.stop();
		return thrown?.message ?? itemsOf()[0]?.json;
	};
	const refused = expect.stringMatching(/RSA says that this credential is not allowed to do this$/);

	test('is refused to a key without a role', async () => {
		expect(await runAs('none')).toEqual(refused);
	});

	test(`needs a key with the role ${row.role}, and no more`, async () => {
		const succeeds = expect.objectContaining({ ...row.result });
		expect(await runAs('helpDesk')).toEqual(row.role === 'helpDesk' ? succeeds : refused);
		expect(await runAs('superAdmin')).toEqual(succeeds);
	});
});

const aboutNoToken = named.filter(
	([resource]) => !['hardwareToken', 'authenticator'].includes(resource),
);

describe.each(aboutNoToken)('%s: %s', (resource, _operation, row) => {
	test.each([400, 404, 409])(
		'a %d is explained without words for a hardware token, which it is not about',
		async (status) => {
			const { message, description } = await textsFor(row, status);
			const text = `${message}. ${description}`;
			expect(text).not.toMatch(/hardware token|serial number/i);
			if (resource === 'report') expect(text).not.toMatch(/\busers?\b/);
		},
	);
});

describe.each(named)('%s: %s explains', (_resource, _operation, row) => {
	test.each(Object.entries(row.codes))('%s', async (status, [what, next]) => {
		const { message, description } = await textsFor(row, Number(status));
		expect(message).toMatch(what);
		expect(description).toMatch(next);
		expect(description).toMatch(/^[A-Z].*[.:"]$/);
	});

	test('403, with the missing permission', async () => {
		const { message, description } = await textsFor(row, 403);
		expect(message).toMatch(/: RSA says that this credential is not allowed to do this$/);
		expect(description).toContain(`needs the role ${roleNames[row.role]};`);
		expect(description).toContain(`needs the scope ${row.scope}.`);
	});

	test('429, with how long to wait', async () => {
		const { message, description } = await textsFor(row, 429);
		expect(message).toMatch(
			row.ownLimit ?? /RSA is receiving too many requests and asks to wait 30 s/,
		);
		expect(description).toMatch(row.ownLimit ? /after that time\./ : /Item Deadline/);
	});

	test('500, with what is known', async () => {
		const { message, description } = await textsFor(row, 500);
		expect(message).toMatch(/RSA's service answered with HTTP 500/);
		expect(description).toMatch(/safe|stays in it|RSA's support|not changed twice/);
	});
});
