import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

const ADAS_EMAIL = 'ada@example.com';
const kinds = [
	['hardwareToken', 'unassign', 'unassign', 'unassigned'],
	['user', 'disable', 'setUserStatus', 'userDisabled'],
] as const;

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding(
		{
			users: [{ userId: ADA, emailAddress: ADAS_EMAIL, principalUsername: 'ada' }],
			hardwareTokens: [
				{ tokenSerialNumber: ADAS, userId: ADA },
				{ tokenSerialNumber: ADAS_SECOND, userId: ADA },
			],
		},
		'superAdmin',
	);
});
afterEach(async () => {
	await offboarding.tenant.stop();
});
const countOf = (operation: EndpointName) =>
	offboarding.tenant.journal.filter((entry) => entry.operation === operation).length;

describe('items of one user who is named by email address, user name and ID', () => {
	const names = [
		['email', ADAS_EMAIL],
		['username', 'ada'],
		['id', ADA],
		['id', ADA.toUpperCase()],
	] as const;
	const changes = [
		...kinds.map((kind) => [...kind, 'one', 1] as const),
		['hardwareToken', 'unassign', 'unassign', 'unassigned', 'all', 2],
	] as const;

	describe.each(changes)('%s, %s', (resource, operation, endpoint, outcome, tokens, made) => {
		const run = async (maxChanges: number) =>
			await offboarding.run(operation, [], {
				resource,
				items: names.map(([mode, name]) => ({ mode, name, serialNumber: ADAS })),
				onError: 'continueRegularOutput',
				parameters: {
					user: '={{ { __rl: true, mode: $json.mode, value: $json.name } }}',
					tokens,
				},
				options: { maxChanges },
			});

		test(`tokens: ${tokens}: the change is made only once, and Max Changes counts it as one`, async () => {
			const { items } = await run(made);
			expect(items().map(({ json }) => json['outcome'])).toEqual(
				Array(names.length * made).fill(outcome),
			);
			expect(items().map(({ json }) => json['sharedByItems'])).toEqual(
				Array(names.length * made).fill([0, 1, 2, 3]),
			);
			expect(countOf(endpoint)).toBe(made);
		});

		test(`tokens: ${tokens}: each item names the user as it was entered`, async () => {
			const { items } = await run(made);
			for (const { json, pairedItem } of items()) {
				const { item } = pairedItem as { item: number };
				const [mode, name] = names[item] ?? [];
				expect(mode === 'id' ? json['userId'] : json[String(mode)]).toBe(name);
			}
		});
	});

	test('Max Changes below the number of changes makes none', async () => {
		const items = names.flatMap(([mode, name]) =>
			[ADAS, ADAS_SECOND].map((serialNumber) => ({ mode, name, serialNumber })),
		);
		const { items: output } = await offboarding.run('unassign', [], {
			items,
			onError: 'continueRegularOutput',
			parameters: { user: '={{ { __rl: true, mode: $json.mode, value: $json.name } }}' },
			options: { maxChanges: 1 },
		});
		expect(output().map(({ json }) => (json['details'] as IDataObject)['cause'])).toEqual(
			items.map(() => 'tooManyChanges'),
		);
		expect(countOf('unassign')).toBe(0);
	});
});
