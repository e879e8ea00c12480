import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import type { HardwareToken, JournalEntry, Tenant, User } from '../../sandbox/tenant/tenant.mts';
import {
	ACCESS_TOKEN,
	ada,
	grace,
	isOwn404,
	lookUps,
	NEW_NAME,
	users,
	replacementsOf,
	stranger,
	type Person,
	type Replacement,
} from '../support/random-responses.mts';
import { startOffboarding } from '../support/offboarding.mts';
import { seed } from '../support/property-seed.mts';

/** Runs; RANDOM_RESPONSE_RUNS says how many else. */
const numRuns = Number(process.env['RANDOM_RESPONSE_RUNS'] ?? 128);
/** Runs at a time, each in a tenant of its own: most of a run is waiting. */
const atATime = 16;

/** An operation, and the state that it requests; undefined if it deletes its user or token. */
interface Row {
	readonly resource: 'hardwareToken' | 'user';
	readonly operation: string;
	readonly call?: EndpointName;
	readonly requestedState?: (person: Person) => Partial<HardwareToken> | Partial<User> | undefined;
	readonly of?: 'free';
	/** The state of users and tokens before. */
	readonly user?: Partial<User>;
	readonly token?: Partial<HardwareToken>;
}

const disabled = { userStatus: 'Disabled' } as const;
const rows: readonly Row[] = [
	{
		resource: 'hardwareToken',
		operation: 'assign',
		call: 'assign',
		requestedState: ({ userId }) => ({ userId }),
		of: 'free',
	},
	{
		resource: 'hardwareToken',
		operation: 'clearPin',
		call: 'clearPin',
		requestedState: () => ({ pinSet: false }),
	},
	{
		resource: 'hardwareToken',
		operation: 'delete',
		call: 'deleteHardwareToken',
		requestedState: () => undefined,
		of: 'free',
	},
	{
		resource: 'hardwareToken',
		operation: 'disable',
		call: 'disable',
		requestedState: () => ({ tokenStatus: 'Disabled' }),
	},
	{
		resource: 'hardwareToken',
		operation: 'enable',
		call: 'enable',
		requestedState: () => ({ tokenStatus: 'Enabled' }),
		token: { tokenStatus: 'Disabled' },
	},
	{
		resource: 'hardwareToken',
		operation: 'rename',
		call: 'rename',
		requestedState: () => ({ name: NEW_NAME }),
	},
	{
		resource: 'hardwareToken',
		operation: 'unassign',
		call: 'unassign',
		requestedState: () => ({ userId: null }),
	},
	{ resource: 'hardwareToken', operation: 'get' },
	{ resource: 'hardwareToken', operation: 'getAll' },
	{ resource: 'user', operation: 'disable', call: 'setUserStatus', requestedState: () => disabled },
	{
		resource: 'user',
		operation: 'enable',
		call: 'setUserStatus',
		requestedState: () => ({ userStatus: 'Enabled' }),
		user: disabled,
	},
	{
		resource: 'user',
		operation: 'markDeleted',
		call: 'markUserDeleted',
		requestedState: () => ({ markDeleted: true }),
		user: disabled,
	},
	{
		resource: 'user',
		operation: 'restore',
		call: 'markUserDeleted',
		requestedState: () => ({ markDeleted: false }),
		user: { ...disabled, markDeleted: true },
	},
	{
		resource: 'user',
		operation: 'delete',
		call: 'deleteUser',
		requestedState: () => undefined,
		user: disabled,
	},
	{
		resource: 'user',
		operation: 'synchronize',
		call: 'synchronizeUser',
		requestedState: () => ({}),
	},
	{ resource: 'user', operation: 'get' },
];

const runs = fc
	.record({
		row: fc.constantFrom(...rows),
		naming: fc.constantFrom('id' as const, 'email' as const, 'username' as const),
		tokens: fc.constantFrom('one' as const, 'all' as const),
		mode: fc.constantFrom('plain' as const, 'plain' as const, 'verify' as const, 'dryRun' as const),
		clearPinFirst: fc.boolean(),
	})
	.map((run) => {
		const { operation, resource, call } = run.row;
		const isOfTokens = resource === 'hardwareToken' && call !== undefined;
		const hasAll = isOfTokens && /^(clearPin|disable|enable|unassign)$/.test(operation);
		return {
			...run,
			naming: resource === 'user' && operation === 'get' ? ('email' as const) : run.naming,
			tokens: hasAll ? run.tokens : ('one' as const),
			mode: call === undefined ? ('plain' as const) : run.mode,
			clearPinFirst: operation === 'unassign' && run.clearPinFirst,
		};
	})
	.chain((run) => {
		const { call } = run.row;
		const changes = [
			...(call ? [call, call, call] : []),
			...(run.clearPinFirst ? ['clearPin' as const] : []),
		];
		return fc.record({
			run: fc.constant(run),
			replacements: fc.array(replacementsOf([...changes, ...lookUps]), {
				minLength: 1,
				maxLength: 5,
			}),
		});
	});
type Run = typeof runs extends fc.Arbitrary<infer Value> ? Value : never;

/** The result of a run, at the node and at the tenant. */
interface Ran {
	readonly run: Run['run'];
	readonly items: readonly INodeExecutionData[];
	/** The changes that arrived, with the response in place of RSA's own. */
	readonly changes: ReadonlyArray<{
		readonly entry: JournalEntry;
		readonly response: Replacement | undefined;
	}>;
	readonly tokenNow: (serialNumber: string) => HardwareToken | undefined;
	readonly userNow: (userId: string) => User | undefined;
}

const named = { id: 'userId', email: 'emailAddress', username: 'principalUsername' } as const;

async function ranWith({ run, replacements }: Run): Promise<Ran> {
	const { row, naming, tokens, mode, clearPinFirst } = run;
	const { tenant, credential, run: runNode } = await startOffboarding(tenantFor(row), 'superAdmin');
	try {
		const accessToken = asText(credential['jwt']);
		replacements.forEach((replacement) => {
			order(tenant, replacement, accessToken);
		});
		const { items, thrown } = await runNode(row.operation, [], {
			resource: row.resource,
			items: [ada, grace].map((person) => ({
				user: person[named[naming]],
				serial: row.of === 'free' ? person.free : person.owned[0],
			})),
			parameters: {
				user: { __rl: true, mode: naming, value: '={{ $json.user }}' },
				serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serial }}' },
				tokens,
				newName: NEW_NAME,
				returnAll: true,
				confirmDeletion: true,
			},
			options: {
				maxTries: 2,
				itemDeadline: 1,
				...(mode !== 'plain' && { [mode]: true }),
				...(clearPinFirst && { clearPinFirst }),
			},
			onError: 'continueRegularOutput',
		});
		expect(thrown).toBeUndefined();
		expect(JSON.stringify(items())).not.toContain(accessToken.slice(0, 40));
		await tenant.settled();
		tenant.takeBreaches();
		return {
			run,
			items: items(),
			changes: changesIn(tenant.journal, replacements),
			tokenNow: (serialNumber) => orGone(() => tenant.hardwareToken(serialNumber)),
			userNow: (userId) => orGone(() => tenant.user(userId)),
		};
	} finally {
		await tenant.stop();
	}
}

function tenantFor({ user, token }: Row) {
	return {
		users: users.map(({ owned, free, ...names }) => ({ ...names, ...user })),
		hardwareTokens: users.flatMap(({ owned, free, userId }) => [
			...owned.map((tokenSerialNumber) => ({ tokenSerialNumber, userId, pinSet: true, ...token })),
			{ tokenSerialNumber: free },
		]),
	};
}

function order(tenant: Tenant, replacement: Replacement, accessToken: string): void {
	const { call, status, body, contentType, applied, times } = replacement;
	const sentBody: unknown = JSON.parse(JSON.stringify(body).replaceAll(ACCESS_TOKEN, accessToken));
	const response = { status, body: sentBody, ...(contentType !== undefined && { contentType }) };
	tenant.order({ kind: 'unexpectedResponse', response, applied }, { operation: call, times });
}

function orGone<Value>(find: () => Value): Value | undefined {
	try {
		return find();
	} catch {
		return undefined;
	}
}

/** The orders of a call are met in their order, which gives the response to the nth request. */
function changesIn(
	journal: readonly JournalEntry[],
	replacements: readonly Replacement[],
): Ran['changes'] {
	const met = new Map<string, number>();
	return journal
		.filter(({ operation = 'searchUsers' }) => !lookUps.includes(operation))
		.map((entry) => {
			if (entry.fault === undefined) return { entry, response: undefined };
			const call = String(entry.operation);
			let nth = met.get(call) ?? 0;
			met.set(call, nth + 1);
			const response = replacements
				.filter((replacement) => replacement.call === call)
				.find(({ times }) => (nth -= times) < 0);
			return { entry, response };
		});
}

describe('whatever RSA or something in its place responds', () => {
	test(`the output is true, and names no other user: ${numRuns} runs`, async () => {
		let changed = 0;
		let done = 0;
		const promise = async (run: Run) => {
			const ran = await ranWith(run);
			changed += ran.changes.filter(({ entry }) => entry.changed).length;
			done += ran.items.filter(({ json }) => json.error === undefined).length;
			try {
				expectSound(ran);
			} catch (error) {
				const { items } = ran;
				const changes = ran.changes.map(({ entry: { headers, ...entry }, response }) => ({
					entry,
					response,
				}));
				throw new Error(`${String(error)}\n${JSON.stringify({ run, items, changes }, null, 1)}`);
			}
		};
		await fc.assert(
			fc.asyncProperty(
				fc.array(runs, { minLength: 1, maxLength: atATime, size: 'max' }),
				async (some) => {
					const results = await Promise.allSettled(some.map(promise));
					const failure = results.find((result) => result.status === 'rejected');
					if (failure !== undefined) throw failure.reason;
				},
			),
			// An array has half of the runs on average.
			{ numRuns: Math.ceil((numRuns * 2) / atATime), seed },
		);
		expect(changed).toBeGreaterThan(0);
		expect(done).toBeGreaterThan(0);
	}, 3_600_000);
});

function expectSound(ran: Ran): void {
	expectStrangerUntouched(ran);
	if (ran.run.mode === 'dryRun' || ran.run.row.call === undefined) expect(ran.changes).toEqual([]);
	[ada, grace].forEach((person, index) => {
		const mine = ran.items.filter(
			({ pairedItem }) => JSON.stringify(pairedItem) === `{"item":${index}}`,
		);
		expectOnce(ran, mine);
		for (const { json } of mine) {
			expectNamesNoOtherUser(json, person);
			if (json.error === undefined) expectSuccess(ran, json, person);
			else expectFailure(ran, json, person);
		}
	});
	expect(ran.items.every(({ pairedItem }) => pairedItem !== undefined)).toBe(true);
}

function expectStrangerUntouched({ changes, tokenNow, userNow, run: { row } }: Ran): void {
	const { userId, owned } = stranger;
	for (const { entry } of changes) {
		expect(entry.path).not.toContain(userId);
		expect(JSON.stringify(entry.body ?? '')).not.toContain(owned[0]);
	}
	expect(tokenNow(owned[0] ?? '')).toMatchObject({ userId, pinSet: true, ...row.token });
	expect(userNow(userId)).toMatchObject({ userStatus: 'Enabled', ...row.user });
}

/** One item, or one for each hardware token of its user. */
function expectOnce({ run: { tokens, row } }: Ran, mine: readonly INodeExecutionData[]): void {
	const isOfMany = tokens === 'all' || row.operation === 'getAll';
	if (!isOfMany) expect(mine).toHaveLength(1);
	expect(mine.length).toBeGreaterThan(0);
	const serials = mine.map(
		({ json }) => json.tokenSerialNumber ?? detailsOf(json).tokenSerialNumber,
	);
	expect(new Set(serials).size).toBe(mine.length);
}

const asText = (value: unknown): string =>
	typeof value === 'string' ? value : JSON.stringify(value);

const detailsOf = (json: IDataObject) => (json.details ?? {}) as IDataObject;

function expectNamesNoOtherUser(json: IDataObject, person: Person): void {
	const text = JSON.stringify(json).toLowerCase();
	for (const other of users.filter((each) => each !== person)) {
		const { userId, emailAddress, principalUsername, owned, free } = other;
		for (const name of [userId, emailAddress, principalUsername, ...owned, free]) {
			expect(text).not.toContain(name.toLowerCase());
		}
	}
}

/** The hardware token that an output item is about, where it is about one. */
function serialOf(
	{ run: { row, tokens } }: Ran,
	json: IDataObject,
	person: Person,
): string | undefined {
	if (row.resource === 'user') return undefined;
	if (row.of === 'free') return person.free;
	if (tokens === 'one') return person.owned[0];
	const serial = json.tokenSerialNumber ?? detailsOf(json).tokenSerialNumber;
	return typeof serial === 'string' ? serial : undefined;
}

function expectSuccess(ran: Ran, json: IDataObject, person: Person): void {
	const { row, mode, clearPinFirst } = ran.run;
	const serial = serialOf(ran, json, person);
	if (row.call === undefined) return;
	if (mode === 'dryRun') {
		expect(json.outcome).toMatch(/^(would|already|pinAlready|userAlready)/);
		return;
	}
	if (row.resource === 'hardwareToken') expect([...person.owned, person.free]).toContain(serial);
	const reached = isReached(ran, row, person, serial);
	expect(reached || isConfirmed(ran, row, person, serial)).toBe(true);
	if (mode === 'verify') {
		const isShown = row.operation !== 'synchronize';
		const verified = isShown ? { verified: true, reached: true } : { verified: false };
		expect({ ...json, reached }).toMatchObject(verified);
	}
	expect(matches(json, stateShownBy(row, person))).toBe(true);
	if (hasChanged(ran, row.call, person, serial)) expect(json.outcome).not.toMatch(/already/i);
	if (!clearPinFirst) return;
	const pinRow = rows[1] ?? row;
	expect(isReached(ran, pinRow, person, serial) || isConfirmed(ran, pinRow, person, serial)).toBe(
		true,
	);
	if (hasChanged(ran, 'clearPin', person, serial)) expect(json.pinOutcome).toBe('pinCleared');
}

/** The requested state in a success. Of a deleted user or token, only the outcome shows it. */
function stateShownBy({ operation, requestedState }: Row, person: Person): object {
	if (operation === 'unassign') return { tokenState: 'Unassigned' };
	return requestedState?.(person) ?? {};
}

function expectFailure(ran: Ran, json: IDataObject, person: Person): void {
	const { row, clearPinFirst } = ran.run;
	const serial = serialOf(ran, json, person);
	const details = detailsOf(json);
	const text = `${asText(json.error)} ${asText(json.message)}`;
	expect(details.cause).toEqual(expect.stringMatching(/^\w+$/));
	expect(details.cause).not.toMatch(/^(unexpected|refusedBeforeRequest)$/);
	expect(text).not.toMatch(/TypeError|undefined|is not a function|Cannot read|\[object|NaN/);
	if (details.attempted === false) {
		const sent = changesOf(ran, person, serial).filter(({ response }) => response?.status !== 429);
		expect(sent).toEqual([]);
	}
	if (row.call === undefined) return;
	const wasChanged = hasChanged(ran, row.call, person, serial);
	if (wasChanged)
		expect(text).not.toMatch(
			/was not changed|(is|are|was|were) as (it|they) w|as before|[Nn]othing was done/,
		);
	if (clearPinFirst && hasChanged(ran, 'clearPin', person, serial)) {
		expect(text).toMatch(/Its PIN was cleared|not known whether its PIN|[Aa]part from its PIN/);
	}
}

function changesOf(
	{ changes }: Ran,
	{ userId }: Person,
	serial: string | undefined,
): Ran['changes'] {
	return changes.filter(({ entry: { path, body } }) =>
		serial === undefined
			? path.includes(userId)
			: (body as IDataObject).tokenSerialNumber === serial,
	);
}

function hasChanged(
	ran: Ran,
	call: EndpointName,
	person: Person,
	serial: string | undefined,
): boolean {
	return changesOf(ran, person, serial).some(
		({ entry }) => entry.operation === call && entry.changed,
	);
}

function isReached(ran: Ran, row: Row, person: Person, serial: string | undefined): boolean {
	if (row.call === 'synchronizeUser') return hasChanged(ran, row.call, person, serial);
	const now = serial === undefined ? ran.userNow(person.userId) : ran.tokenNow(serial);
	const requested = row.requestedState?.(person);
	return requested === undefined ? now === undefined : matches({ ...now }, requested);
}

const matches = (actual: object, requested: object) =>
	Object.entries(requested).every(
		([name, value]) => String((actual as Record<string, unknown>)[name]) === String(value),
	);

/** Whether a response to its change confirms the state, of exactly its user and token. */
function isConfirmed(ran: Ran, row: Row, person: Person, serial: string | undefined): boolean {
	return changesOf(ran, person, serial)
		.filter(({ entry }) => entry.operation === row.call)
		.some(({ response }) => response !== undefined && confirms(response, row, person, serial));
}

function confirms(
	response: Replacement,
	row: Row,
	person: Person,
	serial: string | undefined,
): boolean {
	const { status, body } = response;
	if (row.operation === 'delete' && row.resource === 'user')
		return confirmsDeletion(response, person);
	const requested = row.requestedState?.(person);
	if (status !== 200 || requested === undefined || typeof body !== 'object' || body === null)
		return false;
	const { tokenSerialNumber, userId, id, ...state } = body as Record<string, unknown>;
	if (serial === undefined) return id === person.userId && matches(state, requested);
	if (tokenSerialNumber !== serial) return false;
	if (row.operation === 'unassign') {
		const isOfUser = [undefined, null, '', person.userId].includes(userId as string | undefined);
		return isOfUser && state['tokenState'] === 'Unassigned';
	}
	if (row.operation === 'assign')
		return userId === person.userId && state['tokenState'] !== 'Unassigned';
	return (userId === undefined || userId === person.userId) && matches(state, requested);
}

/** RSA's own words that there is no such user, or a plain success that names no other user. */
function confirmsDeletion(response: Replacement, { userId }: Person): boolean {
	const { status, body } = response;
	if (status === 204 || isOwn404(response)) return true;
	if (status !== 200) return false;
	if (body === '' || body === null) return true;
	if (typeof body !== 'object' || Array.isArray(body)) return false;
	const { id } = body as Record<string, unknown>;
	return id === undefined || id === null || id === userId;
}
