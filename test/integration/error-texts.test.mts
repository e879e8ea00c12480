import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { Fault } from '../../sandbox/tenant/tenant.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	FREE,
	FREE_WITH_PIN,
	GRACE,
	GRACES,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';
import { rsaError } from '../support/provocations.mts';
import { saysUnchanged } from '../support/reported-state.mts';

const ADAS_EMAIL = 'ada@example.com';
const GONE = 'gone@example.com';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding({
		users: [{ userId: ADA, emailAddress: ADAS_EMAIL }, { userId: GRACE }],
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const page = (status: number, body = '<!-- Tomcat --><HTML><body>No</body></HTML>'): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, contentType: 'text/html', body },
});
const countOf = (operation: EndpointName) =>
	offboarding.tenant.journal.filter((entry) => entry.operation === operation).length;
const byEmail = { user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' } };

/** The items that come out, each as its JSON. */
async function outputOf(
	items: ReadonlyArray<readonly [user: string, serialNumber: string]>,
	options: INodeParameters,
	parameters: INodeParameters = {},
) {
	const result = await offboarding.run('unassign', items, {
		onError: 'continueRegularOutput',
		options,
		parameters,
	});
	return result.items().map(({ json }) => json);
}

describe('a web page in place of RSA’s JSON does not hide the status', () => {
	test('429 as a page of nginx slows the run down: 100 items at 20 a second are all done', async () => {
		offboarding.tenant.rateLimit = { perSecond: 20, asPage: true };
		const outcomes = (await outputOf(offboarding.addTokens(100), {})).map(({ outcome }) => outcome);
		expect(outcomes).toEqual(Array(100).fill('unassigned'));
	}, 60_000);

	test.each([
		['XML', 'application/xml', '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>'],
		['JSON of something else', 'application/json', '{"fault":{"faultstring":"Quota exceeded"}}'],
		['text', 'text/plain', 'error code: 1015'],
		['nothing', 'text/plain', ''],
	])('429 with %s holds the run for its Retry-After', async (_, contentType, body) => {
		const { tenant } = offboarding;
		const headers = { 'retry-after': '2' };
		const refusal = { status: 429, contentType, body, headers };
		tenant.order({ kind: 'unexpectedResponse', response: refusal }, { operation: 'unassign' });
		const outcomes = (await outputOf(offboarding.addTokens(10), {})).map(({ outcome }) => outcome);
		expect(outcomes).toEqual(Array(10).fill('unassigned'));
		const times = tenant.journal
			.filter(({ operation }) => operation === 'unassign')
			.map(({ at }) => at.getTime());
		// Two are sent before the first response.
		const [first = 0, , third = 0] = times;
		expect(third - first).toBeGreaterThanOrEqual(2000);
	});

	test('408 is read back, and a change that was made is a success', async () => {
		offboarding.tenant.order({ ...page(408), applied: true } as Fault, {
			operation: 'unassign',
		});
		expect(await outputOf([[ADA, ADAS]], {})).toMatchObject([
			{ outcome: 'unassigned', confirmedBy: 'readBack' },
		]);
	});

	test.each([
		['page', page(404)],
		['nothing', page(404, '')],
	])('404 with %s is something other than RSA, and no user is called unknown', async (_, fault) => {
		offboarding.tenant.order(fault, { operation: 'unassign' });
		expect(await outputOf([[ADA, ADAS]], {})).toMatchObject([{ details: { cause: 'notTheApi' } }]);
		expect(countOf('lookupHardwareToken')).toBe(0);
	});
});

describe('an absurd Retry-After: the item names the token and a date to come back', () => {
	test.each([
		['9000000000000', 365 * 24 * 3600],
		['9'.repeat(400), 365 * 24 * 3600],
		['Fri, 31 Dec 9999 23:59:59 GMT', 365 * 24 * 3600],
		['1e400', undefined],
		['-1', undefined],
	])('%s', async (retryAfter, seconds) => {
		offboarding.tenant.order(
			{
				kind: 'unexpectedResponse',
				response: { status: 429, body: '', headers: { 'retry-after': retryAfter } },
			},
			{ times: seconds === undefined ? 1 : 9 },
		);
		const [item] = await outputOf([[ADA, ADAS]], { itemDeadline: 5 });
		if (seconds === undefined) {
			expect(item).toMatchObject({ outcome: 'unassigned' });
			return;
		}
		expect(item).toMatchObject({
			error: expect.stringContaining('asks to wait a year or longer'),
			details: {
				cause: 'tooManyRequests',
				tokenSerialNumber: ADAS,
				attempted: false,
				retryAfterSeconds: seconds,
				retryAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			},
		});
	});

	test("without one, the wait is called the node's own", async () => {
		offboarding.tenant.rateLimit = { perSecond: 0 };
		const [item] = await outputOf([[ADA, ADAS]], { itemDeadline: 1 });
		expect(item?.error).toMatch(
			/RSA refused the request because of too many requests\. It does not say how long to wait; the node would wait \d+ s, /,
		);
		expect(item?.error).not.toContain('asks');
	});
});

describe('Clear PIN First', () => {
	const options = { clearPinFirst: true, auditRecord: true, maxTries: 1 };

	test.each([
		[
			'gets a 429',
			{ kind: 'tooManyRequests', retryAfter: 30 },
			{ cause: 'tooManyRequests' },
			/^Apart from its PIN, nothing was done to the hardware token\. /,
		],
		['fails', { kind: 'internalError' }, { cause: 'serviceFailed' }, /still assigned; RSA may/],
		[
			'gets a 403',
			rsaError(403, 'not authorized'),
			{ cause: 'notAllowed' },
			/^Apart from its PIN, .* is unchanged/,
		],
	] as const)(
		'where Unassign %s, the item says that the PIN is cleared and that it was attempted',
		async (_, fault, details, message) => {
			offboarding.tenant.order(fault, { operation: 'unassign', times: 9 });
			const [item] = await outputOf([[ADA, ADAS]], { ...options, itemDeadline: 5 });
			expect(item?.error).toMatch(
				/^Hardware token .* was not unassigned: .*\. Its PIN was cleared/,
			);
			expect(item?.message).toMatch(message);
			expect(saysUnchanged('hardwareToken', JSON.stringify(item?.message))).toBe(false);
			expect(item?.details).toMatchObject({
				...details,
				pinOutcome: 'pinCleared',
				audit: { pinOutcome: 'pinCleared', tries: 1, pinTries: 1 },
			});
			expect(item?.details).not.toHaveProperty('attempted');
			expect(item?.details).not.toHaveProperty('tries');
		},
	);

	test('where Clear PIN gets a 429 already, nothing was done', async () => {
		offboarding.tenant.order({ kind: 'tooManyRequests', retryAfter: 30 }, { times: 9 });
		const [item] = await outputOf([[ADA, ADAS]], { ...options, itemDeadline: 5 });
		expect(item).toMatchObject({
			error: expect.stringMatching(
				/^Hardware token .* was not unassigned, because its PIN could not be cleared first: /,
			),
			message: expect.stringMatching(/^Nothing was done/),
			details: { attempted: false },
		});
		expect(item?.details).not.toHaveProperty('pinOutcome');
	});

	test('where it is not known whether the PIN was cleared, the item says that the token was not unassigned', async () => {
		offboarding.tenant.order({ kind: 'internalError' }, { operation: 'clearPin' });
		offboarding.tenant.order(
			{ kind: 'internalError' },
			{ operation: 'lookupHardwareToken', times: 99 },
		);
		const [item] = await outputOf([[ADA, ADAS]], { ...options, itemDeadline: 1 });
		expect(item?.error).toMatch(
			/^Hardware token .* was not unassigned, because it is not known whether its PIN was cleared first: /,
		);
		expect(countOf('unassign')).toBe(0);
	});

	test('counts the requests of each step separately, including those that got a 429', async () => {
		offboarding.tenant.order({ kind: 'connectionReset' }, { operation: 'clearPin' });
		offboarding.tenant.order(
			{ kind: 'tooManyRequests', retryAfter: 0 },
			{ operation: 'unassign', times: 2 },
		);
		const [item] = await outputOf([[ADA, ADAS]], { ...options, maxTries: 3 });
		expect(item).toMatchObject({
			outcome: 'unassigned',
			pinOutcome: 'pinCleared',
			audit: { pinOutcome: 'pinCleared', tries: 3, pinTries: 2, httpCode: 200 },
		});
		expect([countOf('clearPin'), countOf('unassign')]).toEqual([2, 3]);
	});

	test('a dry run of a token without a PIN has the state before, and the PIN after', async () => {
		offboarding.tenant.addHardwareToken({
			tokenSerialNumber: '000777',
			userId: ADA,
			pinSet: false,
		});
		expect(await outputOf([[ADA, '000777']], { ...options, dryRun: true })).toMatchObject([
			{
				outcome: 'wouldUnassign',
				pinOutcome: 'pinAlreadyCleared',
				before: { userId: ADA, pinSet: false },
				after: { userId: null, pinSet: false },
				audit: { dryRun: true, pinOutcome: 'pinAlreadyCleared', tries: 0 },
			},
		]);
	});
});

describe('a deleted user, named by email address', () => {
	test('an unassigned token with a PIN is no success with Clear PIN First', async () => {
		const [item] = await outputOf([[GONE, FREE_WITH_PIN]], { clearPinFirst: true }, byEmail);
		expect(item).toMatchObject({
			error: expect.stringMatching(
				/^Hardware token .* was not unassigned, because its PIN could not be cleared first: RSA knows no user with the email address gone@example\.com, and the hardware token is unassigned and still has a PIN/,
			),
			details: { cause: 'unassignedWithPin', email: GONE, tokenSerialNumber: FREE_WITH_PIN },
		});
	});

	test('an unassigned token whose PIN is certainly cleared is one', async () => {
		offboarding.tenant.order(
			{
				kind: 'unexpectedResponse',
				response: { status: 200, body: { tokenSerialNumber: FREE, userId: null, pinSet: false } },
			},
			{ operation: 'lookupHardwareToken', times: 2 },
		);
		expect(await outputOf([[GONE, FREE]], { clearPinFirst: true }, byEmail)).toMatchObject([
			{ outcome: 'alreadyUnassigned', pinOutcome: 'pinAlreadyCleared' },
		]);
	});

	test.each([
		['dryRun', { dryRun: true }, { dryRun: true, before: {}, after: {} }],
		['verify', { verify: true }, { verified: true, before: {}, after: {} }],
	])('%s works there too, and is in the audit record', async (option, options, facts) => {
		const [item] = await outputOf([[GONE, FREE]], { ...options, auditRecord: true }, byEmail);
		expect(item).toMatchObject({
			outcome: 'alreadyUnassigned',
			...facts,
			audit: { dryRun: option === 'dryRun', email: GONE, tokenSerialNumber: FREE },
		});
	});

	test.each([FREE_WITH_PIN, GRACES])(
		'a dry run that fails says that it is one: %s',
		async (token) => {
			const options = { clearPinFirst: true, dryRun: true, auditRecord: true };
			const [item] = await outputOf([[GONE, token]], options, byEmail);
			expect(item).toMatchObject({ details: { dryRun: true, audit: { dryRun: true } } });
		},
	);
});

test('a dry run for a user without hardware tokens says that it is one', async () => {
	const withoutTokens = '1c1c0a5e-2222-4a4a-9b9b-000000000009';
	offboarding.tenant.addUser({ userId: withoutTokens });
	const options = { dryRun: true, auditRecord: true };
	expect(await outputOf([[withoutTokens, '']], options, { tokens: 'all' })).toMatchObject([
		{ outcome: 'nothingToDo', dryRun: true, audit: { dryRun: true, userId: withoutTokens } },
	]);
});

describe('the user as it was entered', () => {
	test('is in details and audit record, with the ID when it is known', async () => {
		offboarding.tenant.order(rsaError(409, 'In use'), { operation: 'unassign' });
		const [item] = await outputOf([[ADAS_EMAIL, ADAS]], { auditRecord: true }, byEmail);
		const named = { email: ADAS_EMAIL, userId: ADA, tokenSerialNumber: ADAS };
		expect(item?.details).toMatchObject({ ...named, audit: named });
	});

	test('is in each of the items that share a change', async () => {
		const graces = { tokenSerialNumber: ADAS, userId: GRACE, pinSet: true };
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status: 200, body: graces } },
			{ operation: 'lookupHardwareToken' },
		);
		offboarding.tenant.order(rsaError(409, 'In use'), { operation: 'unassign' });
		const entered = [ADAS_EMAIL, 'ADA@Example.com'];
		const items = await outputOf(
			entered.map((user) => [user, ADAS] as const),
			{ auditRecord: true },
			byEmail,
		);
		expect(countOf('unassign')).toBe(1);
		expect(items).toMatchObject(
			entered.map((email, item) => ({
				error: `Hardware token ${ADAS} was not unassigned: it is not assigned to ${email} but to someone else [item ${item}]`,
				details: { email, sharedByItems: [0, 1], audit: { email } },
			})),
		);
	});

	test('is in the audit record of a success too', async () => {
		const [item] = await outputOf([[ADAS_EMAIL, ADAS]], { auditRecord: true }, byEmail);
		expect(item).toMatchObject({
			audit: { email: ADAS_EMAIL, userId: ADA, outcome: 'unassigned' },
		});
	});

	test.each([
		['an invalid serial number', {}, { tokenSerialNumber: '1.2E+11', userId: ADA }],
		['an invalid option', { timeout: 0 }, { tokenSerialNumber: ADAS_SECOND, userId: ADA }],
	])('is so where nothing was sent for it: %s', async (_, options, details) => {
		const [item] = await outputOf([[ADA, details.tokenSerialNumber]], options);
		expect(item?.message).toMatch(
			new RegExp(
				`^Nothing was done for hardware token ${details.tokenSerialNumber.replace('+', '\\+')} of user ${ADA}\\. `,
			),
		);
		expect(item?.details).toEqual({ cause: 'refusedBeforeRequest', ...details });
	});
});

describe('a user who cannot be looked up', () => {
	const permission = /rsa\.user\.read/g;
	test.each<[what: string, fault: Fault, cause: string, advice: RegExp, permissionsNamed: number]>([
		[
			'an expired access token',
			rsaError(403, 'Expired Access Token'),
			'accessTokenExpired',
			/ make a new one with your Administration API key\./,
			0,
		],
		[
			'an unknown access ID',
			rsaError(403, 'Invalid Access Id'),
			'accessIdUnknown',
			/ Use an Administration API key/,
			0,
		],
		['a proxy', page(407), 'proxyRefused', /HTTPS_PROXY/, 0],
		[
			'a missing permission',
			rsaError(403, 'not authorized'),
			'userLookUpFailed',
			/not changed\. An Admin.*rsa\.user\.read\./,
			1,
		],
		[
			'a failure of the service',
			page(502),
			'userLookUpFailed',
			/Running this item again is safe\. If this continues/,
			0,
		],
		['something other than RSA', page(404), 'notTheApi', /Copy the Base URL/, 0],
		[
			'a firewall',
			page(403),
			'userLookUpFailed',
			/rsa\.user\.read\. If the response came from a proxy/,
			1,
		],
	])('%s is named with the next step', async (_, fault, cause, advice, permissionsNamed) => {
		offboarding.tenant.order(fault, { operation: 'lookupUser', times: 9 });
		for (const tokens of ['one', 'all']) {
			const [item] = await outputOf([[ADAS_EMAIL, ADAS]], { maxTries: 1 }, { ...byEmail, tokens });
			expect(item?.details).toMatchObject({ cause, email: ADAS_EMAIL });
			expect(item?.message).toMatch(advice);
			expect(JSON.stringify([item?.error, item?.message]).match(permission) ?? []).toHaveLength(
				permissionsNamed,
			);
			const isToMend = cause.startsWith('access') || permissionsNamed > 0;
			if (isToMend) expect(item?.message).not.toContain('is safe');
		}
	});

	test('a credential that cannot sign has its own cause', async () => {
		const { items } = await offboarding.run('unassign', [[ADAS_EMAIL, ADAS]], {
			onError: 'continueRegularOutput',
			credential: { ...offboarding.credential, jwt: 'x' },
			parameters: byEmail,
		});
		expect(items()[0]?.json.details).toMatchObject({
			cause: 'credentialRefused',
			email: ADAS_EMAIL,
		});
		expect(items()[0]?.json.message).not.toContain('is safe');
	});
});

test('Max Changes with all tokens of a user does not say that they could not be listed', async () => {
	const [item] = await outputOf([[ADA, '']], { maxChanges: 1 }, { tokens: 'all' });
	expect(item?.error).toMatch(
		/^No hardware token of the user with the ID \S+ was changed: the run has more changes/,
	);
});

test('a token of a deleted owner: the item names a way other than Delete and Unassign', async () => {
	offboarding.tenant.order(rsaError(404, 'User not found'), { operation: 'unassign' });
	const [item] = await outputOf([[ADA, ADAS]], {});
	expect(item).toMatchObject({
		message: expect.stringMatching(
			/'Restore' of the resource 'User'.*Cloud Administration Console, or ask/,
		),
		details: { cause: 'ownerUnknown' },
	});
});
