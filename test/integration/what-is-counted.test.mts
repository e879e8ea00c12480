import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';
import { said } from '../support/provocations.mts';
import { withoutWaits } from '../support/skipped-waits.mts';

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

const later = (retryAfter: number): Fault => ({ kind: 'tooManyRequests', retryAfter });
const busy: Fault = { kind: 'serviceUnavailable' };
const refused = said(403, 'not authorized');

describe.each(kinds)(
	'after a 429, the audit record of a %s',
	(resource, operation, endpoint, outcome) => {
		/** The item of a change that meets these responses, one after the other. */
		async function itemAfter(...responses: readonly Fault[]): Promise<IDataObject> {
			for (const fault of responses) offboarding.tenant.order(fault, { operation: endpoint });
			const { items } = await withoutWaits(
				async () =>
					await offboarding.run(operation, [[ADA, ADAS]], {
						resource,
						onError: 'continueRegularOutput',
						options: { auditRecord: true, maxTries: 2, itemDeadline: 20 },
					}),
			);
			return items()[0]?.json ?? {};
		}

		test('counts each request, and what RSA asked to wait for', async () => {
			const item = await itemAfter(later(1), later(2));
			expect(item).toMatchObject({ outcome, audit: { outcome, tries: 3, httpCode: 200 } });
			expect((item['audit'] as IDataObject)['waitedMs']).toBeGreaterThanOrEqual(3000);
			expect(countOf(endpoint)).toBe(3);
		});

		test('counts it as the details of a failed item do, which Max Tries does not', async () => {
			const item = await itemAfter(later(1), busy, later(1), refused);
			const { audit, ...details } = item['details'] as IDataObject;
			expect(details).toMatchObject({ cause: 'notAllowed', httpCode: 403, tries: 4 });
			expect(audit).toMatchObject({ cause: 'notAllowed', httpCode: 403, tries: 4 });
			expect(item['message']).toContain('The request was sent 4 times.');
			expect(countOf(endpoint)).toBe(4);
		});

		test('of an item that is not attempted counts the request that was refused, and has no code', async () => {
			const item = await itemAfter(later(30));
			const { audit, ...details } = item['details'] as IDataObject;
			expect(details).toMatchObject({ cause: 'tooManyRequests', attempted: false });
			expect(details).not.toHaveProperty('tries');
			expect(details).not.toHaveProperty('httpCode');
			expect(audit).toMatchObject({
				cause: 'tooManyRequests',
				httpCode: null,
				tries: 1,
				waitedMs: 0,
			});
		});

		test('after which there is no time has the code of the try before it', async () => {
			const item = await itemAfter(busy, later(30));
			const { audit, ...details } = item['details'] as IDataObject;
			expect(details).toMatchObject({ httpCode: 503, tries: 2 });
			expect(audit).toMatchObject({ httpCode: 503, tries: 2 });
		});
	},
);

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

		test(`tokens: ${tokens}: the change is made once, and Max Changes counts it once`, async () => {
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
