import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { Fault } from '../../sandbox/tenant/faults/faults.mts';
import { oauthCredentialOf } from '../../sandbox/tenant/authorization/oauth-credential.mts';
import type { WorkflowRun } from '../support/engine.mts';
import { startOffboarding, type Offboarding } from '../support/offboarding.mts';
import { withoutWaits } from '../support/skipped-waits.mts';

let offboarding: Offboarding;
let credential: WorkflowRun['credential'];
beforeEach(async () => {
	offboarding = await startOffboarding();
	const client = await offboarding.tenant.issueOAuthClient({ keyType: 'EC' });
	credential = oauthCredentialOf(offboarding.tenant, client);
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

type Items = ReturnType<Offboarding['addTokens']>;

async function unassign(items: Items, settings: Partial<WorkflowRun> = {}): Promise<IDataObject[]> {
	const run = await offboarding.run('unassign', items, {
		credential,
		onError: 'continueRegularOutput',
		...settings,
	});
	return run.items().map(({ json }) => json);
}

/** The number of items by outcome or cause. */
function counted(items: readonly IDataObject[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { details, outcome } of items as ReadonlyArray<{
		details?: { cause: string };
		outcome?: string;
	}>) {
		const what = outcome ?? details?.cause ?? 'nothing';
		counts[what] = (counts[what] ?? 0) + 1;
	}
	return counts;
}

/** What happens in the middle of a run: RSA revokes all access tokens, and some requests fail. */
interface Outage {
	readonly items: number;
	/** Requests to the API that have arrived by then. */
	readonly after: number;
	readonly atTokenEndpoint: Fault;
	/** Token requests with this fault. */
	readonly times: number;
	/** Changes whose responses are lost from then on, so that they have to be looked up. */
	readonly lostResponses?: number;
}

/** Unassigns tokens during an outage. */
async function unassignDuring(outage: Outage): Promise<IDataObject[]> {
	const { after, atTokenEndpoint, items, lostResponses = 0, times } = outage;
	const { tenant, addTokens } = offboarding;
	const run = unassign(addTokens(items));
	while (tenant.journal.length < after) await tenant.nextArrival();
	tenant.orderAtTokenEndpoint(atTokenEndpoint, { times });
	if (lostResponses > 0) tenant.order({ kind: 'answerLost' }, { times: lostResponses });
	await tenant.revokeAccessTokens();
	return await run;
}

const page = (status: number): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, contentType: 'text/html', body: '<html><h1>Come back later</h1></html>' },
});
const firewall: Fault = {
	kind: 'unexpectedResponse',
	response: { status: 403, contentType: 'text/plain', body: 'error code: 1020' },
};
const respondsWith = (status: number, body: object): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, contentType: 'application/json', body },
});

describe('one hiccup of the token endpoint is waited for, and every item is done', () => {
	test.each<[string, Fault]>([
		['503', { kind: 'serviceUnavailable' }],
		['503 that says when to come back', { kind: 'serviceUnavailable', retryAfter: 1 }],
		['503 that says to come back immediately', { kind: 'serviceUnavailable', retryAfter: 0 }],
		['429', { kind: 'tooManyRequests' }],
		['429 that says when to come back', { kind: 'tooManyRequests', retryAfter: 2 }],
		['500', { kind: 'internalError' }],
		['502 with a page', { kind: 'badGateway' }],
		['408 with a page', page(408)],
		['429 with a page', page(429)],
		['an error of RFC 6749 that passes', respondsWith(400, { error: 'temporarily_unavailable' })],
		['the same beside a 200', respondsWith(200, { error: 'temporarily_unavailable' })],
		['a reset', { kind: 'connectionReset' }],
		['a connection that is closed', { kind: 'halfClosed' }],
		['a response that is cut off', { kind: 'responseCutOff' }],
		['a response that is lost', { kind: 'answerLost' }],
	])('%s', async (_, fault) => {
		const { tenant, addTokens } = offboarding;
		tenant.orderAtTokenEndpoint(fault);
		expect(counted(await unassign(addTokens(100)))).toEqual({ unassigned: 100 });
		expect(tenant.tokenRequests).toHaveLength(2);
		expect(tenant.journal.filter(({ status }) => status !== 200)).toEqual([]);
	});

	test('an endpoint that cannot be reached for two seconds, in a run of 500 items', async () => {
		const { tenant, addTokens } = offboarding;
		await tenant.stopTokenEndpoint();
		setTimeout(() => void tenant.startTokenEndpoint(), 2000);
		expect(counted(await unassign(addTokens(500)))).toEqual({ unassigned: 500 });
		expect(tenant.tokenRequests).toHaveLength(1);
	});

	test('an endpoint that fails four times, in the middle of a run of 500 items', async () => {
		const { tenant } = offboarding;
		const atTokenEndpoint: Fault = { kind: 'serviceUnavailable' };
		const items = await unassignDuring({ items: 500, after: 200, atTokenEndpoint, times: 4 });
		expect(counted(items)).toEqual({ unassigned: 500 });
		// The first one, four that failed, and the last one.
		expect(tenant.tokenRequests).toHaveLength(6);
		expect(tenant.journal.filter(({ changed }) => changed)).toHaveLength(500);
	});

	test('an endpoint that takes its time is waited for no longer at a time than a request may take', async () => {
		const { tenant, addTokens } = offboarding;
		tenant.orderAtTokenEndpoint({ kind: 'slow', milliseconds: 2500 });
		const items = await unassign(addTokens(20), { options: { timeout: 1 } });
		expect(counted(items)).toEqual({ unassigned: 20 });
		expect(tenant.tokenRequests).toHaveLength(1);
	});
});

describe('a token endpoint that has issued a token before is right, whatever it returns later: no item is lost', () => {
	test.each<[string, Fault]>([
		['200 with a page', page(200)],
		['403 with a page', page(403)],
		['404 with a page', page(404)],
		['404 as JSON', respondsWith(404, {})],
		['an error without a meaning', respondsWith(400, { error: 'E1017' })],
		['200 with nothing', { kind: 'emptyResponse' }],
		['200 without a token', respondsWith(200, {})],
		['200 without a token, with scopes', respondsWith(200, { scope: 'global', status: 'busy' })],
		['403 as text', firewall],
		['401 with a list', respondsWith(401, [])],
		['200 with a token that cannot be sent', respondsWith(200, { access_token: 'a\u0000b' })],
		['a damaged response', { kind: 'invalidUtf8' }],
		['a response without an end', { kind: 'hugeResponse' }],
		['a bomb', { kind: 'gzipBomb' }],
	])('%s', async (_, atTokenEndpoint) => {
		const { tenant } = offboarding;
		const outage = { items: 60, after: 20, atTokenEndpoint, times: 2, lostResponses: 10 };
		expect(counted(await unassignDuring(outage))).toEqual({ unassigned: 60 });
		expect(tenant.tokenRequests).toHaveLength(4);
		expect(tenant.journal.filter(({ changed }) => changed)).toHaveLength(60);
	});

	test.each<[string, Fault]>([
		['401', respondsWith(401, { error: 'invalid_client' })],
		['200', respondsWith(200, { error: 'invalid_client', access_token: null })],
		['a bare 403', respondsWith(403, {})],
	])('but not if it says what is wrong with the client: %s', async (_, atTokenEndpoint) => {
		const items = await unassignDuring({ items: 60, after: 20, atTokenEndpoint, times: 100 });
		expect(counted(items)).toEqual(
			expect.objectContaining({ credentialRefused: expect.any(Number) }),
		);
		expect(offboarding.tenant.tokenRequests).toHaveLength(2);
	});
});

describe('items that it delays too long', () => {
	const expectNotAttempted = (items: readonly IDataObject[], reason: RegExp) => {
		for (const { error, message, details } of items) {
			expect(error).toMatch(reason);
			expect(message).toMatch(
				/^Nothing was done to the hardware token\. Run this item again later/,
			);
			expect(details).toMatchObject({
				cause: 'accessTokenDelayed',
				attempted: false,
				retryAfterSeconds: expect.any(Number),
				retryAt: expect.stringMatching(/^\d{4}-.*Z$/),
			});
		}
	};

	test('are not attempted, with the time to come back, where the endpoint asks to wait longer than they may take', async () => {
		const { tenant, addTokens } = offboarding;
		tenant.orderAtTokenEndpoint({ kind: 'serviceUnavailable', retryAfter: 600 }, { times: 1000 });
		const items = await unassign(addTokens(100));
		expect(counted(items)).toEqual({ accessTokenDelayed: 100 });
		expectNotAttempted(
			items,
			/RSA's token endpoint does not issue an access token at the moment: it failed \(HTTP 503\)/,
		);
		const [{ details } = {}] = items;
		expect((details as IDataObject)['retryAfterSeconds']).toBeGreaterThan(590);
		expect(tenant.tokenRequests.length).toBeLessThanOrEqual(2);
		expect(tenant.journal).toEqual([]);
	});

	test('are not attempted where the endpoint stays away for as long as they may take', async () => {
		const { tenant, addTokens } = offboarding;
		await tenant.stopTokenEndpoint();
		const items = await unassign(addTokens(20), { options: { itemDeadline: 2 } });
		expect(counted(items)).toEqual({ accessTokenDelayed: 20 });
		expectNotAttempted(items, /it could not be reached: /);
		await tenant.startTokenEndpoint();
	});

	test("are done by n8n's Retry On Fail, since a temporary error is not cached", async () => {
		const { tenant, addTokens } = offboarding;
		tenant.orderAtTokenEndpoint({ kind: 'serviceUnavailable', retryAfter: 600 });
		const { items } = await offboarding.run('unassign', addTokens(20), {
			credential,
			retryOnFail: true,
		});
		expect(counted(items().map(({ json }) => json))).toEqual({ unassigned: 20 });
	});
});

describe('a permanent error is not waited for', () => {
	test.each<[string, Fault]>([
		['invalid_client', respondsWith(401, { error: 'invalid_client' })],
		['invalid_scope', respondsWith(400, { error: 'invalid_scope' })],
		['403 with a page', page(403)],
	])('%s costs one token request for 100 items', async (_, fault) => {
		const { tenant, addTokens } = offboarding;
		tenant.orderAtTokenEndpoint(fault, { times: 100 });
		expect(counted(await unassign(addTokens(100)))).toEqual({ credentialRefused: 100 });
		expect(tenant.tokenRequests).toHaveLength(1);
	});
});

test('a run that is cancelled while it waits ends before the token endpoint responds', async () => {
	const { tenant, addTokens } = offboarding;
	tenant.orderAtTokenEndpoint({ kind: 'slow', milliseconds: 20_000 });
	await unassign(addTokens(20), {
		running: (cancel) => void tenant.nextTokenRequest().then(cancel),
	}).catch(() => []);
	expect(tenant.tokenRequests).toMatchObject([{ status: undefined }]);
	expect(tenant.journal).toEqual([]);
});

describe('an access token that RSA does not accept', () => {
	test.each([401, 403] as const)('though it is new: the next one does it (%d)', async (status) => {
		const { tenant, addTokens } = offboarding;
		tenant.refusesAccessTokensWith = status;
		tenant.accessTokenIssuing = { neverKnown: 1 };
		expect(counted(await unassign(addTokens(100)))).toEqual({ unassigned: 100 });
		expect(tenant.tokenRequests).toHaveLength(2);
	});

	test.each([100, 300, 1000, 3000])(
		'before %d ms have passed since it was first sent: it is tried again, and two tokens do',
		async (knownAfterMilliseconds) => {
			const { tenant, addTokens } = offboarding;
			tenant.accessTokenIssuing = { knownAfterMilliseconds };
			expect(counted(await unassign(addTokens(100)))).toEqual({ unassigned: 100 });
			expect(tenant.tokenRequests).toHaveLength(2);
			// Those of the first burst, and one each time that the second token is tried.
			const refused = tenant.journal.filter(({ status }) => status === 403);
			expect(refused.length).toBeLessThanOrEqual(8 + 5);
		},
	);

	test('nor the one after it: the third does', async () => {
		const { tenant, addTokens } = offboarding;
		tenant.accessTokenIssuing = { neverKnown: 2 };
		expect(counted(await unassign(addTokens(50)))).toEqual({ unassigned: 50 });
		expect(tenant.tokenRequests).toHaveLength(3);
	});

	test('nor any other: three token requests, whatever the number of items', async () => {
		const { tenant, addTokens } = offboarding;
		tenant.accessTokenIssuing = { neverKnown: Infinity };
		expect(counted(await unassign(addTokens(100)))).toEqual({ accessTokenRefused: 100 });
		expect(tenant.tokenRequests).toHaveLength(3);
		expect(tenant.journal.length).toBeLessThanOrEqual(100 + 8 + 2 + 5);
	});

	test('for one call only, which others accept: the run still ends after three token requests', async () => {
		const { tenant, addTokens } = offboarding;
		tenant.order(respondsWith(401, { code: '401', description: 'Invalid access token' }), {
			operation: 'unassign',
			times: 1000,
		});
		const options = { verify: true };
		const items = await withoutWaits(async () => await unassign(addTokens(40), { options }));
		expect(counted(items)).toEqual({ accessTokenRefused: 40 });
		expect(tenant.tokenRequests).toHaveLength(3);
		tenant.takeBreaches();
	});

	test('and an item that has no time to find out is not attempted', async () => {
		const { tenant, addTokens } = offboarding;
		tenant.accessTokenIssuing = { neverKnown: Infinity };
		const items = await unassign(addTokens(8), { options: { itemDeadline: 1 } });
		expect(counted(items)).toEqual({ accessTokenDelayed: 8 });
		expect(items[0]?.['error']).toMatch(/RSA does not yet accept the new access token/);
	});
});

describe('an endpoint that lies about the lifetime of its tokens loses no item', () => {
	test.each<[string, unknown, number]>([
		['an hour instead of two seconds', 3600, 2],
		['no time at all', 0, 3600],
		['a thousandth of a second', 0.001, 3600],
		['less than nothing', -7, 3600],
		['for ever', 1e300, 3600],
		['nonsense', 'soon', 3600],
		['nothing', null, 3600],
	])('%s', async (_, reportedExpiresIn, lifetime) => {
		const { tenant, addTokens } = offboarding;
		tenant.accessTokenLifetimeSeconds = lifetime;
		tenant.accessTokenIssuing = { reportedExpiresIn };
		const items = addTokens(200);
		tenant.order({ kind: 'slow', milliseconds: 300, applied: 'beforeTheWait' }, { times: 200 });
		expect(counted(await unassign(items))).toEqual({ unassigned: 200 });
		expect(tenant.journal.filter(({ changed }) => changed)).toHaveLength(200);
		expect(tenant.tokenRequests.length).toBeLessThanOrEqual(20);
	});

	test('and takes longer than they live', async () => {
		const { tenant, addTokens } = offboarding;
		tenant.accessTokenIssuing = { reportedExpiresIn: 1 };
		tenant.orderAtTokenEndpoint({ kind: 'slow', milliseconds: 1500 });
		expect(counted(await unassign(addTokens(20)))).toEqual({ unassigned: 20 });
	});
});
