import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { HardwareToken, JournalEntry, Tenant, User } from '../../sandbox/tenant/tenant.mts';
import { NEW_NAME, users, stranger, type Person } from '../support/random-responses.mts';
import {
	endpointsOf,
	faultyRuns,
	tenantFor,
	type FaultyRun,
	type Item,
} from '../support/faulty-runs.mts';
import { startOffboarding, type Offboarding } from '../support/offboarding.mts';
import { changes, lookUps, type ChangeName } from '../support/policy-cases.mts';
import { seed } from '../support/property-seed.mts';
import { withoutWaits } from '../support/skipped-waits.mts';
import { saysUnchanged } from '../support/reported-state.mts';

/** Runs; PROMISES_RUNS says how many else. */
const numRuns = Number(process.env['PROMISES_RUNS'] ?? 160);
/** Runs at a time, each in a tenant of its own: most of a run is waiting. */
const atATime = 16;

/** The state that a change requests; undefined if it deletes its user or hardware token. */
const requested: Readonly<
	Record<ChangeName, (person: Person) => Partial<HardwareToken> | Partial<User> | undefined>
> = {
	'Clear PIN': () => ({ pinSet: false }),
	Unassign: () => ({ userId: null }),
	Assign: ({ userId }) => ({ userId }),
	Rename: () => ({ name: NEW_NAME }),
	Enable: () => ({ tokenStatus: 'Enabled' }),
	Disable: () => ({ tokenStatus: 'Disabled' }),
	Delete: () => undefined,
	'Enable user': () => ({ userStatus: 'Enabled' }),
	'Disable user': () => ({ userStatus: 'Disabled' }),
	'Mark user deleted': () => ({ markDeleted: true }),
	'Restore user': () => ({ markDeleted: false }),
	'Delete user': () => undefined,
	'Synchronize user': () => ({}),
};

/** A run, and what came of it. */
interface Ran {
	readonly run: FaultyRun;
	readonly output: readonly INodeExecutionData[];
	/** The requests for a change. */
	readonly sent: readonly JournalEntry[];
	readonly tenant: Tenant;
}

async function ranIn({ tenant, run: runNode }: Offboarding, run: FaultyRun): Promise<Ran> {
	tenant.clearJournal();
	const { operation, of } = changes[run.change];
	const { items, thrown } = await runNode(operation, [], {
		resource: of === 'user' ? 'user' : 'hardwareToken',
		items: run.items.map(({ person, tokenSerialNumber }) => ({
			user: run.naming === 'id' ? person.userId : person.emailAddress,
			serial: tokenSerialNumber,
		})),
		parameters: {
			user: { __rl: true, mode: run.naming, value: '={{ $json.user }}' },
			serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serial }}' },
			newName: NEW_NAME,
			confirmDeletion: true,
		},
		options: {
			maxTries: run.maxTries,
			maxConcurrency: run.maxConcurrency,
			itemDeadline: run.itemDeadline,
			auditRecord: true,
		},
		onError: 'continueRegularOutput',
	});
	expect(thrown).toBeUndefined();
	await tenant.settled();
	const sent = tenant.journal.filter(
		({ operation: endpoint = 'searchUsers' }) => !lookUps.includes(endpoint),
	);
	return { run, output: items(), sent: [...sent], tenant };
}

/** Totals of all runs: without changes, the promises would be easily kept. */
const kept = { changed: 0, done: 0 };

/** Runs the node with faults, and again without for the items that were a success. */
async function expectPromisesKept(run: FaultyRun): Promise<void> {
	const offboarding = await startOffboarding(tenantFor(run), 'superAdmin');
	try {
		for (const trouble of run.troubles) {
			for (const operation of endpointsOf(trouble, run.change)) {
				offboarding.tenant.order(trouble.fault, { operation });
			}
		}
		const first = await ranIn(offboarding, run);
		kept.changed += first.sent.filter(({ changed }) => changed).length;
		named(run, first, () => {
			expectSound(first);
		});
		offboarding.tenant.forgetOrders();
		const done = run.items.filter((_, index) => isDone(first.output[index]));
		kept.done += done.length;
		if (done.length > 0) {
			const again = { ...run, items: done, itemDeadline: 300, maxTries: 4 };
			const second = await ranIn(offboarding, again);
			named(run, second, () => {
				expectGreenAgain(second);
			});
		}
		offboarding.tenant.takeBreaches();
	} finally {
		await offboarding.tenant.stop();
	}
}

/** Adds the run and its result to the error of a broken promise: a run's number alone would not identify it. */
function named(run: FaultyRun, { output, sent }: Ran, expectKept: () => void): void {
	try {
		expectKept();
	} catch (error) {
		const requests = sent.map(({ headers, ...entry }) => entry);
		const json = output.map((item) => item.json);
		throw new Error(`${String(error)}\n${JSON.stringify({ run, json, requests }, null, 1)}`);
	}
}

const isDone = (item: INodeExecutionData | undefined) =>
	item !== undefined && item.json['error'] === undefined;

describe('whatever goes wrong with the changes and look-ups of a run', () => {
	test(`the promises are kept for hardware tokens and users: ${numRuns} runs`, async () => {
		// To make a broken one smaller takes longer than to read it.
		const runs = fc.sample(faultyRuns, { numRuns, seed });
		for (let first = 0; first < runs.length; first += atATime) {
			const some = runs.slice(first, first + atATime);
			const results = await withoutWaits(
				async () => await Promise.allSettled(some.map(expectPromisesKept)),
			);
			const failure = results.find((result) => result.status === 'rejected');
			if (failure !== undefined) throw failure.reason;
		}
		expect(kept.changed).toBeGreaterThan(numRuns / 4);
		expect(kept.done).toBeGreaterThan(numRuns / 4);
	}, 3_600_000);
});

function expectSound(ran: Ran): void {
	// Nothing is lost: each item comes out exactly once, at its place.
	expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual(
		ran.run.items.map((_, item) => ({ item })),
	);
	expectStrangerUntouched(ran);
	expectOwnOnly(ran);
	ran.run.items.forEach((item, index) => {
		const json = ran.output[index]?.json ?? {};
		expectNamesNoOtherUser(json, item);
		expectFewEnough(ran, item);
		if (json['error'] === undefined) expectReached(ran, item, json);
		else expectFailureTrue(ran, item, json);
	});
}

/** The item's state is the state at the tenant, and its outcome says whether this item made the change. */
function expectReached(ran: Ran, item: Item, json: IDataObject): void {
	const { change } = ran.run;
	const expectedState = requested[change](item.person);
	const now = stateNow(ran, item);
	if (expectedState === undefined) expect(now).toBeUndefined();
	else expect(now).toMatchObject(expectedState);
	if (changes[change].of === 'token') {
		expect(json['tokenSerialNumber']).toBe(item.tokenSerialNumber);
		if (change !== 'Delete' && change !== 'Unassign') {
			expect([item.person.userId, null]).toContain((now as HardwareToken).userId);
		}
	} else {
		// RSA shows no ID of a deleted user whom the item names by an address.
		const { userId = item.person.userId } = json;
		expect(userId).toBe(item.person.userId);
	}
	const { outcome, noopOutcome } = changes[change];
	expect([outcome, noopOutcome]).toContain(json['outcome']);
	if (hasChanged(ran, item)) expect(json['outcome']).toBe(outcome);
}

function expectFailureTrue(ran: Ran, item: Item, json: IDataObject): void {
	const details = json['details'] as IDataObject;
	expect(details['cause']).toMatch(/^(?!unexpected$|refusedBeforeRequest$)\w+$/);
	const text = JSON.stringify([json['error'], json['message']]);
	if (hasChanged(ran, item)) {
		expect(
			(['hardwareToken', 'hardwareTokens', 'user'] as const).some((subject) =>
				saysUnchanged(subject, text),
			),
		).toBe(false);
	}
	if (details['attempted'] !== false) return;
	expect(sentFor(ran, item).filter(({ status }) => status !== 429)).toEqual([]);
}

/** Apart from those that got a 429, which the run sends later. */
function expectFewEnough(ran: Ran, item: Item): void {
	const { run } = ran;
	const sent = sentFor(ran, item).filter(({ status }) => status !== 429);
	// Items of another user may come in between, after which the same change is made anew.
	const isSharedBy = new Set(
		run.items
			.filter(({ tokenSerialNumber }) => tokenSerialNumber === item.tokenSerialNumber)
			.map(({ person }) => person.userId),
	);
	const times = changes[run.change].of === 'token' && isSharedBy.size > 1 ? run.items.length : 1;
	expect(sent.length).toBeLessThanOrEqual(run.maxTries * times);
}

function expectStrangerUntouched({ tenant, run }: Ran): void {
	const before = tenantFor(run);
	const { userId, owned } = stranger;
	expect(tenant.user(userId)).toMatchObject(
		before.users.find((user) => user.userId === userId) ?? {},
	);
	const theirs = before.hardwareTokens.filter(({ tokenSerialNumber }) =>
		owned.includes(tokenSerialNumber),
	);
	for (const token of theirs) {
		expect(tenant.hardwareToken(token.tokenSerialNumber)).toMatchObject(token);
	}
}

/** A change goes out only for the user and the token of an item, and an assigned token is not deleted. */
function expectOwnOnly({ run, sent }: Ran): void {
	const before = tenantFor(run).hardwareTokens;
	for (const entry of sent) {
		const fits = run.items.some((item) => isFor(run, entry, item));
		expect({ path: entry.path, body: entry.body, fits }).toMatchObject({ fits: true });
		if (run.change !== 'Delete') continue;
		const { tokenSerialNumber } = entry.body as { tokenSerialNumber: string };
		const token = before.find((each) => each.tokenSerialNumber === tokenSerialNumber);
		expect(token?.userId ?? null).toBeNull();
	}
}

function expectNamesNoOtherUser(json: IDataObject, { person }: Item): void {
	const text = JSON.stringify(json).toLowerCase();
	for (const { userId, emailAddress, principalUsername } of users) {
		if (userId === person.userId) continue;
		for (const name of [userId, emailAddress, principalUsername]) expect(text).not.toContain(name);
	}
}

/** Run again, all of them are a success again, and nothing is changed for it. */
function expectGreenAgain(ran: Ran): void {
	ran.run.items.forEach((item, index) => {
		expect(ran.output[index]?.json['error']).toBeUndefined();
		expectReached(ran, item, ran.output[index]?.json ?? {});
	});
	if (ran.run.change === 'Synchronize user') return;
	expect(ran.sent.filter(({ changed }) => changed)).toEqual([]);
}

function isFor({ change }: FaultyRun, { path, body }: JournalEntry, item: Item): boolean {
	const isOfUser = change === 'Delete' || path.includes(`/users/${item.person.userId}`);
	if (changes[change].of === 'user') return isOfUser;
	return isOfUser && (body as IDataObject)['tokenSerialNumber'] === item.tokenSerialNumber;
}

const sentFor = ({ run, sent }: Ran, item: Item) => sent.filter((entry) => isFor(run, entry, item));
const hasChanged = (ran: Ran, item: Item) => sentFor(ran, item).some(({ changed }) => changed);

function stateNow({ run, tenant }: Ran, { person, tokenSerialNumber }: Item) {
	try {
		return changes[run.change].of === 'user'
			? tenant.user(person.userId)
			: tenant.hardwareToken(tokenSerialNumber);
	} catch {
		return undefined;
	}
}
