import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { CREDENTIAL_TYPE, transportFactoryFor } from '../../nodes/RsaSecurId/client/index.ts';
import { requestTo, type RsaRequest } from '../../rsa/http/endpoints.ts';
import type { JournalEntry } from '../../sandbox/tenant/tenant.mts';
import { ADA, ADAS, FREE, startOffboarding, type Offboarding } from '../support/offboarding.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** Sends a request through n8n's own HTTP helper, in its engine, and returns what arrived. */
async function arrived(request: RsaRequest): Promise<JournalEntry | undefined> {
	const { tenant, credential, run } = offboarding;
	const jwt = await tenant.signJwt(tenant.issueKey({ role: 'superAdmin' }));
	await run('unassign', [[ADA, ADAS]], {
		credential: { ...credential, jwt },
		async instead() {
			const sendWithin = transportFactoryFor(this, await this.getCredentials(CREDENTIAL_TYPE));
			expect(await sendWithin(5000)(request)).toMatchObject({ response: { status: 200 } });
			return [[]];
		},
	});
	expect(tenant.journal).toHaveLength(1);
	return tenant.journal[0];
}

const path = { userId: ADA };
const json = 'application/json';

describe('n8n’s HTTP helper sends', () => {
	test.each<[string, RsaRequest, Partial<JournalEntry>]>([
		[
			'the body of a DELETE',
			requestTo('deleteHardwareToken', { body: { tokenSerialNumber: FREE } }),
			{ method: 'DELETE', body: { tokenSerialNumber: FREE } },
		],
		[
			'an empty POST, and says that it is empty and no form',
			requestTo('synchronizeUser', { path }),
			{
				method: 'POST',
				body: undefined,
				headers: { 'content-length': '0', 'content-type': json },
			},
		],
		[
			'a GET without a body',
			requestTo('listAuthenticators', { path }),
			{
				method: 'GET',
				path: `/AdminInterface/restapi/v2/users/${ADA}/devices`,
				body: undefined,
			},
		],
		[
			'a Boolean in a query',
			requestTo('listAuthenticators', { path, query: { includeBrowsers: false } }),
			{ path: `/AdminInterface/restapi/v2/users/${ADA}/devices?includeBrowsers=false` },
		],
		[
			'numbers in a query, zero too, beside a body',
			requestTo('searchUsers', {
				query: { pageSize: 25, pageNumber: 0 },
				body: { emailLike: 'a+b&c@' },
			}),
			{
				path: '/AdminInterface/restapi/v2/users/search?pageSize=25&pageNumber=0',
				body: { emailLike: 'a+b&c@' },
			},
		],
		[
			'text in the body of a PUT',
			requestTo('setUserStatus', { path, body: { userStatus: 'Disabled' } }),
			{ method: 'PUT', body: { userStatus: 'Disabled' } },
		],
	])('%s', async (_name, request, entry) => {
		expect(await arrived(request)).toMatchObject(entry);
	});

	test('a Boolean in a body', async () => {
		offboarding.tenant.addUser({ userId: ADA, userStatus: 'Disabled' });
		const request = requestTo('markUserDeleted', { path, body: { markDeleted: true } });
		expect(await arrived(request)).toMatchObject({ body: { markDeleted: true } });
	});

	test('a DELETE without a body, and accepts an empty response', async () => {
		offboarding.tenant.addUser({ userId: ADA, userStatus: 'Disabled' });
		expect(await arrived(requestTo('deleteUser', { path }))).toMatchObject({
			method: 'DELETE',
			path: `/AdminInterface/restapi/v1/users/${ADA}`,
			body: undefined,
		});
	});
});
