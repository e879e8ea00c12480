import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { JournalEntry, Tenant } from '../../sandbox/tenant/tenant.mts';
import { ADA, GRACE, startOffboarding } from '../support/offboarding.mts';
import { seed } from '../support/property-seed.mts';

/** Runs; ANY_ANSWER_RUNS says how many else. */
const numRuns = Number(process.env['ANY_ANSWER_RUNS'] ?? 128);
/** Runs at a time, each in a tenant of its own: most of a run is waiting. */
const atATime = 16;

const PHONE = 'phone-1';
const KEY = 'key-1';
const DS100 = '140100080';
const CODE = 'f10d0514-7dd1-4a13-a30e-236d0e65b56a';

/** An operation on something of Ada's. */
interface Row {
	readonly resource: 'authenticator' | 'emergencyAccessCode' | 'highRiskUser';
	readonly operation: string;
	readonly parameters?: INodeParameters;
	readonly call: EndpointName;
	readonly lookUps: readonly EndpointName[];
	/** Whether the tenant is in the requested state. */
	readonly isReached: (tenant: Tenant) => boolean;
	/** Whether an answer with 200 and this body says so, of exactly this target. */
	readonly isConfirmedBy: (body: unknown) => boolean;
}

const ofAda = (tenant: Tenant, id: string) =>
	tenant.authenticatorsOf(ADA).find((each) => each.id === id);
const never = () => false;
const isEmptyList = (body: unknown) => ['[]', '{"users":[]}'].includes(JSON.stringify(body));
const isDisabledDs100 = (body: unknown) =>
	Array.isArray(body) &&
	body.length > 0 &&
	body.every(
		(each: unknown) =>
			typeof each === 'object' &&
			each !== null &&
			'userId' in each &&
			each.userId === ADA &&
			'tokenStatus' in each &&
			each.tokenStatus === 'Disabled' &&
			(!('deviceSerialNumber' in each) || each.deviceSerialNumber === DS100),
	);
const isDisabledFido = (body: unknown) =>
	typeof body === 'object' && body !== null && 'status' in body && body.status === 'Disabled';

const rows: readonly Row[] = [
	{
		resource: 'authenticator',
		operation: 'delete',
		parameters: { authenticatorId: PHONE, confirmDeletion: true },
		call: 'deleteRegisteredDevice',
		lookUps: ['listAuthenticators'],
		isReached: (tenant) => ofAda(tenant, PHONE) === undefined,
		isConfirmedBy: never,
	},
	{
		resource: 'authenticator',
		operation: 'disable',
		parameters: { kind: 'fido', authenticatorId: KEY },
		call: 'disableFidoAuthenticator',
		lookUps: ['listAuthenticators'],
		isReached: (tenant) => isDisabledFido(ofAda(tenant, KEY)),
		isConfirmedBy: isDisabledFido,
	},
	{
		resource: 'authenticator',
		operation: 'disable',
		parameters: { kind: 'ds100', deviceSerialNumber: DS100 },
		call: 'disableDs100',
		lookUps: ['lookupDs100'],
		isReached: (tenant) => isDisabledDs100([ofAda(tenant, 'ds100-1')]),
		isConfirmedBy: isDisabledDs100,
	},
	{
		resource: 'emergencyAccessCode',
		operation: 'disable',
		call: 'disableEmergencyAccessCode',
		lookUps: ['lookupUser'],
		isReached: (tenant) => tenant.user(ADA).emergencyTokencodeId === null,
		isConfirmedBy: never,
	},
	{
		resource: 'highRiskUser',
		operation: 'add',
		call: 'changeHighRiskUsers',
		lookUps: ['listHighRiskUsers'],
		isReached: (tenant) => tenant.user(ADA).highRiskUser,
		isConfirmedBy: isEmptyList,
	},
];

/** What no reader may take for anything: of other makes, cut off, of someone else, or half of what it should be. */
const bodies: readonly unknown[] = [
	'',
	'OK',
	'<html><body>Sign in</body></html>',
	null,
	true,
	42,
	[],
	[null],
	[{}],
	{},
	{ data: {} },
	{ status: 'Disabled' },
	{ status: 'Enabled' },
	{ status: 7 },
	{ devices: {}, fidoTokens: [], sidTokens: [] },
	{ fidoTokens: [], sidTokens: [] },
	{ devices: [], sidTokens: [] },
	{ devices: null, fidoTokens: [], sidTokens: [] },
	{ devices: [null], fidoTokens: [], sidTokens: [] },
	{ devices: [{ name: 'Phone' }], fidoTokens: [], sidTokens: [] },
	{ devices: [{ id: 'phone-2', userId: GRACE }], fidoTokens: [], sidTokens: [] },
	{ devices: [], fidoTokens: [{ id: KEY, status: 'maybe' }], sidTokens: [] },
	[{ userId: GRACE, tokenStatus: 'Disabled', deviceSerialNumber: DS100 }],
	[{ userId: ADA, tokenStatus: 'Disabled', deviceSerialNumber: '1' }],
	[{ userId: ADA, tokenStatus: 'Disabled', deviceSerialNumber: DS100 }],
	[{ userId: ADA, deviceSerialNumber: DS100 }],
	{ users: null },
	{ users: ['ada@example.com'] },
	{ users: [{ primaryUsername: 'ada' }] },
	['ada@example.com'],
	{ id: GRACE, emailAddress: 'grace@example.com', emergencyAccessStatus: 'Disabled' },
	{ id: ADA, emailAddress: 'ada@example.com' },
	{ id: ADA, emailAddress: 'ada@example.com', emergencyTokencodeId: '..' },
	{ code: '409 CODE', description: 'as RSA has it' },
];
const statuses = fc.oneof(
	{ weight: 6, arbitrary: fc.constant(200) },
	fc.constantFrom(201, 202, 204, 207, 302, 400, 403, 404, 408, 409, 418, 429, 500, 502, 504),
);
/** Whoever sends one of these has done nothing. */
const isRefusal = (status: number) => status >= 300 && status < 500 && ![408, 418].includes(status);

/** A look-up is never answered with a whole lie of Ada's own: what RSA itself shows is all that can be known. */
function isWholeLie(lookUp: EndpointName, status: number, body: unknown): boolean {
	if (status === 404) return JSON.stringify(body).includes('"code"');
	if (status !== 200) return false;
	const json = JSON.stringify(body);
	return (
		(lookUp === 'lookupDs100' && isDisabledDs100(body)) ||
		(lookUp === 'listAuthenticators' && json.includes('fidoTokens":[{'))
	);
}

const runs = fc
	.record({
		row: fc.constantFrom(...rows),
		mode: fc.constantFrom('plain' as const, 'plain' as const, 'verify' as const, 'dryRun' as const),
	})
	.chain(({ row, mode }) =>
		fc.record({
			row: fc.constant(row),
			mode: fc.constant(mode),
			replacements: fc.array(
				fc
					.record({
						call: fc.constantFrom(row.call, row.call, ...row.lookUps),
						status: statuses,
						body: fc.constantFrom(...bodies),
						isDone: fc.boolean(),
						times: fc.constantFrom(1, 1, 2, 1000),
					})
					.filter(({ call, status, body }) => call === row.call || !isWholeLie(call, status, body)),
				{ minLength: 1, maxLength: 4 },
			),
		}),
	);
type Run = typeof runs extends fc.Arbitrary<infer Value> ? Value : never;

async function promise({ row, mode, replacements }: Run): Promise<boolean> {
	const { tenant, run } = await startOffboarding(
		{
			users: [
				{
					userId: ADA,
					emailAddress: 'ada@example.com',
					emergencyAccessStatus: 'Enabled',
					emergencyTokencodeId: CODE,
				},
				{ userId: GRACE, emailAddress: 'grace@example.com' },
			],
			hardwareTokens: [],
			authenticators: [
				{ kind: 'mobile', id: PHONE, userId: ADA },
				{ kind: 'fido', id: KEY, userId: ADA },
				{ kind: 'ds100', id: 'ds100-1', userId: ADA, deviceSerialNumber: DS100 },
				{ kind: 'mobile', id: 'phone-2', userId: GRACE },
			],
		},
		'superAdmin',
	);
	try {
		for (const { call, status, body, isDone, times } of replacements) {
			const applied = isDone && !isRefusal(status);
			const response = { status, body };
			tenant.order({ kind: 'unexpectedResponse', response, applied }, { operation: call, times });
		}
		const { items, thrown } = await run(row.operation, [], {
			resource: row.resource,
			items: [{ user: 'ada@example.com' }],
			onError: 'continueRegularOutput',
			parameters: {
				user: { __rl: true, mode: 'email', value: '={{ $json.user }}' },
				...row.parameters,
			},
			options: { maxTries: 2, itemDeadline: 1, ...(mode !== 'plain' && { [mode]: true }) },
		});
		await tenant.settled();
		tenant.takeBreaches();
		expect(thrown).toBeUndefined();
		expect(items()).toHaveLength(1);
		const changes = tenant.journal.filter(({ operation }) => operation === row.call);
		expect(tenant.authenticatorsOf(GRACE)).toHaveLength(1);
		if (mode === 'dryRun') expect(changes).toEqual([]);
		const json = items()[0]?.json ?? {};
		return json.error === undefined
			? expectSuccess(tenant, { row, mode, replacements }, json, changes)
			: expectFailure(json, changes);
	} finally {
		await tenant.stop();
	}
}

function expectSuccess(
	tenant: Tenant,
	{ row, mode, replacements }: Run,
	json: IDataObject,
	changes: readonly JournalEntry[],
): boolean {
	if (mode === 'dryRun') {
		expect(json.outcome).toMatch(/^would|Already/);
		return false;
	}
	const isConfirmed = replacements.some(
		({ call, status, body }) => call === row.call && status === 200 && row.isConfirmedBy(body),
	);
	expect(row.isReached(tenant) || (isConfirmed && changes.length > 0)).toBe(true);
	if (mode === 'verify') expect([json.verified, row.isReached(tenant)]).toEqual([true, true]);
	if (changes.some(({ changed }) => changed)) expect(json.outcome).not.toMatch(/Already/);
	return true;
}

function expectFailure(json: IDataObject, changes: readonly JournalEntry[]): boolean {
	const text = JSON.stringify([json.error, json.message]);
	const { cause, attempted } = (json.details ?? {}) as IDataObject;
	expect(cause).toEqual(expect.stringMatching(/^\w+$/));
	expect(cause).not.toMatch(/^(unexpected|refusedBeforeRequest)$/);
	expect(text).not.toMatch(/TypeError|undefined|is not a function|Cannot read|\[object|NaN/);
	expect(text).not.toContain(GRACE);
	if (changes.some(({ changed }) => changed)) {
		expect(attempted).toBeUndefined();
		expect(text).not.toMatch(/was not changed|were not changed|(is|are) as (it|they) w/);
	}
	return false;
}

describe('whatever RSA or something in its place answers', () => {
	test(`what the node reports of authenticators, codes and high-risk users is true: ${numRuns} runs`, async () => {
		let done = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.array(runs, { minLength: 1, maxLength: atATime, size: 'max' }),
				async (some) => {
					const ended = await Promise.allSettled(
						some.map(async (each) => {
							const isDone = await promise(each).catch((error: unknown) => {
								throw new Error(`${String(error)}\n${JSON.stringify(each, null, 1)}`);
							});
							if (isDone) done += 1;
						}),
					);
					const failure = ended.find((ending) => ending.status === 'rejected');
					if (failure !== undefined) throw failure.reason;
				},
			),
			{ numRuns: Math.ceil((numRuns * 2) / atATime), seed },
		);
		expect(done).toBeGreaterThan(0);
	}, 3_600_000);
});
