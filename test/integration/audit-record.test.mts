import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';
import { rsaError } from '../support/provocations.mts';
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
			hardwareTokens: [{ tokenSerialNumber: ADAS, userId: ADA }],
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
const refused = rsaError(403, 'not authorized');

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

		test('counts each request, and the waits that RSA requested', async () => {
			const item = await itemAfter(later(1), later(2));
			expect(item).toMatchObject({ outcome, audit: { outcome, tries: 3, httpCode: 200 } });
			expect((item['audit'] as IDataObject)['waitedMs']).toBeGreaterThanOrEqual(3000);
			expect(countOf(endpoint)).toBe(3);
		});

		test('counts it, as do the details of a failed item, although Max Tries does not', async () => {
			const item = await itemAfter(later(1), busy, later(1), refused);
			const { audit, ...details } = item['details'] as IDataObject;
			expect(details).toMatchObject({ cause: 'notAllowed', httpCode: 403, tries: 4 });
			expect(audit).toMatchObject({ cause: 'notAllowed', httpCode: 403, tries: 4 });
			expect(item['message']).toContain('The request was sent 4 times.');
			expect(countOf(endpoint)).toBe(4);
		});

		test('of an item that is not attempted counts the rejected request, and has no code', async () => {
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

		test('has the code of the attempt before it, where no time is left', async () => {
			const item = await itemAfter(busy, later(30));
			const { audit, ...details } = item['details'] as IDataObject;
			expect(details).toMatchObject({ httpCode: 503, tries: 2 });
			expect(audit).toMatchObject({ httpCode: 503, tries: 2 });
		});
	},
);
