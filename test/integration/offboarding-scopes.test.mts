import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { offboardingScope } from '../../rsa/errors/permissions.ts';
import { oauthCredentialOf } from '../../sandbox/tenant/authorization/oauth-credential.mts';
import { allScopes } from '../../sandbox/tenant/authorization/oauth-clients.mts';
import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding({
		users: [
			{
				userId: ADA,
				emailAddress: 'ada@example.com',
				emergencyAccessStatus: 'Enabled',
				emergencyTokencodeId: 'f10d0514-7dd1-4a13-a30e-236d0e65b56a',
			},
		],
		hardwareTokens: [{ tokenSerialNumber: ADAS, userId: ADA, pinSet: true }],
		authenticators: [
			{ kind: 'mobile', id: 'phone-1', userId: ADA },
			{ kind: 'fido', id: 'key-1', userId: ADA },
			{ kind: 'ds100', userId: ADA, deviceSerialNumber: '140100080' },
		],
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** All that an offboarding does, each with a look-up of the user and verified where that is offered. */
const work: ReadonlyArray<
	readonly [resource: string, operation: string, outcome: string, parameters?: INodeParameters]
> = [
	['user', 'disable', 'userDisabled'],
	['hardwareToken', 'clearPin', 'pinCleared'],
	['hardwareToken', 'unassign', 'unassigned'],
	[
		'authenticator',
		'delete',
		'authenticatorDeleted',
		{ authenticatorId: 'phone-1', confirmDeletion: true },
	],
	['authenticator', 'disable', 'authenticatorDisabled', { kind: 'fido', authenticatorId: 'key-1' }],
	[
		'authenticator',
		'disable',
		'authenticatorDisabled',
		{ kind: 'ds100', deviceSerialNumber: '140100080' },
	],
	['emergencyAccessCode', 'disable', 'emergencyAccessCodesDisabled'],
	['user', 'markDeleted', 'userMarkedDeleted'],
];

test('the scopes of the set "Offboarding" are enough for all of an offboarding', async () => {
	const { tenant, run } = offboarding;
	const needed = offboardingScope.split(' ');
	const scopes = allScopes.filter((scope) => needed.includes(scope));
	const client = await tenant.issueOAuthClient({ keyType: 'EC', scopes });
	const credential = {
		...oauthCredentialOf(tenant, client),
		scope: 'left over',
		scopeSet: 'offboarding',
	};
	for (const [resource, operation, outcome, parameters] of work) {
		const { items, thrown } = await run(operation, [], {
			credential,
			resource,
			items: [{ user: 'ada@example.com', serialNumber: ADAS }],
			options: { verify: true },
			parameters: {
				user: { __rl: true, mode: 'email', value: '={{ $json.user }}' },
				...parameters,
			},
		});
		expect([operation, thrown]).toEqual([operation, undefined]);
		expect(items()).toMatchObject([{ json: { outcome } }]);
	}
	expect(tenant.tokenRequests.map(({ form }) => form['scope'])).toEqual([offboardingScope]);
	expect(scopes).toHaveLength(needed.length);
});
