import { describe, expect, test } from '@jest/globals';

import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { deleteUser } from '../../rsa/users/changes/deleteUser.ts';
import { markDeleted, restore } from '../../rsa/users/changes/deletionMark.ts';
import { synchronize } from '../../rsa/users/changes/synchronize.ts';
import { disableUser, enableUser } from '../../rsa/users/changes/userStatus.ts';
import { applyChange } from '../../rsa/delivery/applyChange.ts';
import type { ChangeResult } from '../../rsa/delivery/changeResult.ts';
import type { UserReference } from '../../rsa/users/user.ts';
import { changeOfUser, type UserChange } from '../../rsa/users/userChange.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import { ADA, answered, conflict, GRACE, lost } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const ADAS_EMAIL = 'ada@example.com';
const byEmail: UserReference = { by: 'email', value: ADAS_EMAIL };
const byName: UserReference = { by: 'username', value: 'ada' };
const byId: UserReference = { by: 'id', value: ADA };
const references = [
	['email address', byEmail],
	['user name', byName],
	['ID', byId],
] as const;

const notFound = answered(404, { code: '404 NOT_FOUND', description: 'User not found' });
const enabled = { userStatus: 'Enabled', markDeleted: false };
const disabled = { userStatus: 'Disabled', markDeleted: false };
const marked = { userStatus: 'Disabled', markDeleted: true };

/** The responses of a tenant with one user. */
interface Script {
	/** The results of the change, the last one from then on. */
	readonly change: readonly SendResult[];
	/** The user in a look-up at a time in ms; null if it shows none. */
	readonly shows: (now: number) => object | null;
	/** Whether the search finds the user. */
	readonly isListed?: boolean;
}

const record = (state: object) => ({
	id: ADA,
	emailAddress: ADAS_EMAIL,
	principalUsername: 'ada',
	...state,
});

function scripted({ change, shows, isListed = true }: Script): ScriptedRun {
	const left = [...change];
	return new ScriptedRun(({ path }, now) => {
		const state = shows(now);
		if (path.endsWith('/lookup')) return state === null ? notFound : answered(200, record(state));
		if (path.endsWith('/devices'))
			return state === null ? notFound : answered(200, { sidTokens: [] });
		if (path.endsWith('/search')) return pageWith(isListed ? [record(state ?? {})] : []);
		return (left.length > 1 ? left.shift() : left[0]) ?? answered(500);
	});
}

const pageWith = (elements: object[]) =>
	answered(200, { elements, totalPages: 1, totalElements: elements.length });

interface Settings {
	readonly limit?: number;
	readonly maxTries?: number;
}

async function delivered(
	change: UserChange,
	reference: UserReference,
	script: Script,
	settings: Settings = {},
): Promise<{ delivery: ChangeResult; requests: string[]; tookMs: number }> {
	const run = scripted(script);
	const user = { userId: ADA, reference };
	const delivery = await run.until(
		applyChange(changeOfUser(change, user, run.users), run.item(settings)),
	);
	return { delivery, requests: run.requests.map(nameOf), tookMs: run.now };
}

const nameOf = ({ method, path }: RsaRequest) =>
	method === 'POST' || method === 'GET' ? (path.split('/').at(-1) ?? '') : 'change';

const done = (outcome: string, more = {}) => ({ kind: 'done', outcome, ...more });
const failed = (cause: string, more = {}) => ({ kind: 'failed', failure: { cause, ...more } });

/** The changes, with a user in the requested state, and one before the change. */
const changes = [
	['Disable', disableUser, disabled, enabled],
	['Enable', enableUser, enabled, disabled],
	['Mark Deleted', markDeleted, marked, disabled],
	['Restore', restore, disabled, marked],
] as const;

describe.each(changes)('%s', (_, change, reached, before) => {
	describe.each(references)('of a user who is named by %s', (by, reference) => {
		test('succeeds where RSA rejects it because it is done already', async () => {
			const script = { change: [conflict], shows: () => reached };
			const { delivery, requests } = await delivered(change, reference, script);
			expect(delivery).toMatchObject(done(change.noopOutcome, { confirmedBy: 'readBack' }));
			const search = by === 'ID' ? ['search'] : [];
			expect(requests).toEqual(['change', ...search, 'lookup']);
		});

		test('succeeds where its responses were lost and the look-up shows that it was made', async () => {
			const script = { change: [lost], shows: () => reached };
			const { delivery } = await delivered(change, reference, script, { maxTries: 1 });
			expect(delivery).toMatchObject(done(change.outcome, { confirmedBy: 'readBack' }));
		});

		test('succeeds where the response does not confirm it and the look-up does', async () => {
			const script = { change: [answered(200)], shows: () => reached };
			const { delivery } = await delivered(change, reference, script);
			expect(delivery).toMatchObject(done(change.outcome, { confirmedBy: 'readBack' }));
		});

		test('succeeds where the look-up shows it only seconds later', async () => {
			const shows = (now: number) => (now > 3000 ? reached : before);
			const script = { change: [answered(200)], shows };
			const { delivery } = await delivered(change, reference, script);
			expect(delivery).toMatchObject(done(change.outcome, { confirmedBy: 'readBack' }));
		});

		test('fails where the look-ups keep showing the user as before', async () => {
			const script = { change: [answered(200)], shows: () => before };
			const { delivery, requests } = await delivered(change, reference, script, { maxTries: 1 });
			expect(delivery).toMatchObject(failed('notConfirmed', { mayHaveBeenApplied: true }));
			expect(requests.filter((name) => name === 'lookup')).toHaveLength(6);
		});

		test('is sent again where the response confirms nothing and the look-ups keep showing the user as before', async () => {
			const script = {
				change: [answered(202), answered(200, { id: ADA, ...reached })],
				shows: () => before,
			};
			const { delivery, requests } = await delivered(change, reference, script);
			expect(delivery).toMatchObject(done(change.outcome));
			expect(requests.filter((name) => name === 'change')).toHaveLength(2);
			expect(requests.filter((name) => name === 'lookup')).toHaveLength(6);
		});

		test('says that it is not known where the credential refuses a retry that no look-up went before', async () => {
			const blocked: SendResult = {
				kind: 'blocked',
				error: new UserFacingError('The JSON Web Token expired', 'Make a new one.'),
			};
			const script = { change: [lost, blocked], shows: () => null, isListed: false };
			const { delivery } = await delivered(change, reference, script);
			const advice: unknown = expect.stringContaining('Make a new one.');
			expect(delivery).toMatchObject(failed('userStateUnknown', { advice }));
		});

		test('is not sent again where the response confirms nothing and no look-up shows the user', async () => {
			const script = { change: [answered(202)], shows: () => null, isListed: false };
			const { delivery, requests, tookMs } = await delivered(change, reference, script);
			expect(delivery).toMatchObject(failed('userStateUnknown'));
			expect(requests.filter((name) => name === 'change')).toHaveLength(1);
			// On the virtual clock. The search finds no user, so there is nothing to wait for.
			if (reference.by === 'id') expect(tookMs).toBeLessThan(1000);
		});

		test('says that it is not known where the look-up shows another user', async () => {
			const shows = () => ({ ...reached, id: GRACE });
			const run = { change: [lost], shows };
			const { delivery } = await delivered(change, reference, run, { maxTries: 1 });
			expect(delivery).toMatchObject(failed('userStateUnknown'));
			expect(JSON.stringify(delivery)).not.toContain(GRACE);
		});
	});

	test('of a user who is named by ID costs one request where RSA confirms it', async () => {
		const result = answered(200, { id: ADA, ...reached });
		const { delivery, requests } = await delivered(change, byId, {
			change: [result],
			shows: () => null,
		});
		expect(delivery).toMatchObject(done(change.outcome));
		expect(requests).toEqual(['change']);
	});

	test('of a user who is named by ID is sent again before the user is searched for', async () => {
		const result = answered(200, { id: ADA, ...reached });
		const { delivery, requests } = await delivered(change, byId, {
			change: [lost, result],
			shows: () => null,
		});
		expect(delivery).toMatchObject(done(change.outcome));
		expect(requests).toEqual(['change', 'change']);
	});

	test.each([
		[
			'409',
			conflict,
			'userConflict',
			`Could not determine whether the user is already ${change.done}`,
		],
		['a lost response', lost, 'userStateUnknown', 'a request may have been applied'],
	])(
		'of a user whom no search shows says what is not known: %s',
		async (__, result, cause, open) => {
			const script = { change: [result], shows: () => reached, isListed: false };
			const { delivery } = await delivered(change, byId, script, { maxTries: 1 });
			expect(delivery).toMatchObject(failed(cause));
			const reason = delivery.kind === 'failed' ? delivery.failure.reason : '';
			expect(reason).toContain(open);
			expect(reason).toContain('its search shows none with this ID');
		},
	);
});

describe('a change that RSA rejects with a 409 for another reason fails immediately, with that reason', () => {
	test.each([
		['Mark Deleted, of an enabled user', markDeleted, enabled],
		['Disable, of a user who is marked as deleted', disableUser, { ...enabled, markDeleted: true }],
		['Delete, of an enabled user', deleteUser, enabled],
		['Delete, of a user who is marked as deleted', deleteUser, marked],
	])('%s', async (_, change, state) => {
		for (const [, reference] of references) {
			const script = { change: [conflict], shows: () => state };
			const { delivery, requests } = await delivered(change, reference, script);
			expect(delivery).toMatchObject(failed('userConflict', { reason: change.conflict.why }));
			expect(requests.filter((name) => name === 'lookup').length).toBeLessThan(2);
		}
	});
});

describe('Delete', () => {
	test.each<[string, SendResult]>([
		['200 with an empty body', answered(200)],
		['204', answered(204)],
		['200 with an empty object', answered(200, {})],
		['200 with the user', answered(200, { id: ADA.toUpperCase(), emailAddress: ADAS_EMAIL })],
	])('is confirmed by %s', async (_, result) => {
		const { delivery, requests } = await delivered(deleteUser, byId, {
			change: [result],
			shows: () => enabled,
		});
		expect(delivery).toEqual(done('userDeleted', { state: { id: ADA } }));
		expect(requests).toEqual(['change']);
	});

	const unconfirmed: Array<[string, SendResult]> = [
		['202', answered(202)],
		['201 with the user', answered(201, { id: ADA })],
		['a web page', answered(200, '<html>Sign in</html>')],
		['text', answered(200, 'OK')],
		['a list', answered(200, [])],
		['a number', answered(200, 0)],
		['another user', answered(200, { id: GRACE })],
		['another user, under another name', answered(200, { userId: GRACE })],
		['two users', answered(200, { id: ADA, userId: GRACE })],
		['only an email address', answered(200, { emailAddress: 'grace@example.com' })],
		['an invalid ID', answered(200, { id: 1 })],
		['other properties', answered(200, { status: 'DELETED' })],
		['an error', answered(200, { code: '500', description: 'An internal error occurred.' })],
	];
	describe.each(references)('of a user who is named by %s', (_, reference) => {
		test.each(unconfirmed)('is looked up after %s: gone', async (__, result) => {
			const script = { change: [result], shows: () => null };
			const { delivery } = await delivered(deleteUser, reference, script);
			expect(delivery).toMatchObject(done('userDeleted', { confirmedBy: 'readBack' }));
		});

		test.each(unconfirmed)('is looked up after %s: still there', async (__, result) => {
			const script = { change: [result], shows: () => disabled };
			const { delivery, requests } = await delivered(deleteUser, reference, script, {
				maxTries: 1,
			});
			expect(delivery).toMatchObject(failed('notConfirmed', { mayHaveBeenApplied: true }));
			expect(requests.filter((name) => name === 'change')).toHaveLength(1);
			expect(JSON.stringify(delivery)).not.toContain(GRACE);
		});

		test('is looked up until the look-up has caught up', async () => {
			const shows = (now: number) => (now > 3500 ? null : disabled);
			const script = { change: [answered(202)], shows };
			const { delivery } = await delivered(deleteUser, reference, script);
			expect(delivery).toMatchObject(done('userDeleted', { confirmedBy: 'readBack' }));
		});
	});

	test('whose response was lost is looked up twice before it is sent again', async () => {
		const shows = (now: number) => (now > 500 ? null : disabled);
		const script = { change: [lost], shows };
		const { delivery, requests } = await delivered(deleteUser, byEmail, script);
		expect(delivery).toMatchObject(done('userDeleted', { confirmedBy: 'readBack' }));
		expect(requests).toEqual(['change', 'lookup', 'lookup']);
	});
});

describe("RSA's values confirm a change in any case, and are shown in the documented one", () => {
	test.each([
		['Disable', disableUser, { userStatus: 'DISABLED' }, { userStatus: 'Disabled' }],
		['Enable', enableUser, { userStatus: 'enabled' }, { userStatus: 'Enabled' }],
		['Mark Deleted', markDeleted, { markDeleted: 'TRUE' }, { markDeleted: true }],
		['Restore', restore, { markDeleted: 'False' }, { markDeleted: false }],
	])('%s', async (_, change, body, state) => {
		const { delivery } = await delivered(change, byId, {
			change: [answered(200, { id: ADA, ...body })],
			shows: () => null,
		});
		expect(delivery).toEqual(done(change.outcome, { state: { id: ADA, ...state } }));
	});

	test.each([
		['Disable', disableUser, { userStatus: ['Disabled'] }],
		['Mark Deleted', markDeleted, { markDeleted: ['true'] }],
		['Mark Deleted', markDeleted, { markDeleted: 1 }],
		['Enable', enableUser, { userStatus: 'Enabled', id: GRACE }],
		['Synchronize', synchronize, { id: GRACE }],
	])('%s: not by %j', async (_, change, body) => {
		const { delivery } = await delivered(change, byId, {
			change: [answered(200, { id: ADA, ...body })],
			shows: () => ({}),
		});
		expect(delivery).toMatchObject(failed('userStateUnknown'));
	});

	test('a 202 is no confirmation', async () => {
		const { delivery } = await delivered(disableUser, byEmail, {
			change: [answered(202, { id: ADA, userStatus: 'Disabled' })],
			shows: () => disabled,
		});
		expect(delivery).toMatchObject(done('userDisabled', { confirmedBy: 'readBack' }));
	});
});

test('a user who is unknown after a change that may have been made is not called unchanged', async () => {
	const script = { change: [lost, notFound], shows: () => null };
	const { delivery } = await delivered(disableUser, byId, script);
	expect(delivery).toMatchObject(failed('userStateUnknown'));
});

test('a user who is gone when a change is sent again is not called unchanged, though a look-up showed them as before', async () => {
	const script = { change: [lost, notFound], shows: () => enabled };
	const { delivery, requests } = await delivered(disableUser, byEmail, script);
	expect(requests.filter((name) => name === 'change')).toHaveLength(2);
	expect(delivery).toMatchObject(failed('userStateUnknown'));
});

describe('users who are named by ID', () => {
	/** A tenant with `count` users, all of whom are disabled already. */
	function directoryOf(count: number): ScriptedRun {
		const users = Array.from({ length: count }, (_, index) => ({
			...disabled,
			id: idOf(index),
			emailAddress: `user-${index}@example.com`,
		}));
		return new ScriptedRun(({ path, query, body }) => {
			if (path.endsWith('/lookup')) {
				return answered(
					200,
					users.find(({ emailAddress }) => emailAddress === body?.email),
				);
			}
			if (!path.endsWith('/search')) return conflict;
			const first = 25 * Number(query?.pageNumber);
			return answered(200, {
				elements: users.slice(first, first + 25),
				totalPages: Math.ceil(count / 25),
				totalElements: count,
			});
		});
	}
	const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
	const disableIn = async (run: ScriptedRun, index: number, settings: Settings = {}) => {
		const userId = idOf(index);
		const user = { userId, reference: { by: 'id', value: userId } } as const;
		return await applyChange(changeOfUser(disableUser, user, run.users), run.item(settings));
	};
	const searches = (run: ScriptedRun) =>
		run.requests.filter(({ path }) => path.endsWith('/search')).length;

	test('are searched for one time in a run, however many they are', async () => {
		const run = directoryOf(100);
		const all = Array.from({ length: 100 }, async (_, index) => await disableIn(run, index));
		const deliveries = await run.until(Promise.all(all));
		for (const delivery of deliveries) {
			expect(delivery).toMatchObject(done('userAlreadyDisabled', { confirmedBy: 'readBack' }));
		}
		expect(searches(run)).toBe(4);
	});

	test('are searched for until they are found', async () => {
		const run = directoryOf(100);
		await run.until(disableIn(run, 30));
		expect(searches(run)).toBe(2);
	});

	test('are not searched for beyond the time of their item; the next one goes on from there', async () => {
		const run = directoryOf(1000);
		const short = await run.until(disableIn(run, 999, { limit: 1000 }));
		expect(short).toMatchObject(
			failed('userConflict', { reason: expect.stringMatching(/the time for the item .* ended/) }),
		);
		expect(run.now).toBeLessThan(1500);
		const before = searches(run);
		const long = await run.until(disableIn(run, 999));
		expect(long).toMatchObject(done('userAlreadyDisabled'));
		expect(searches(run)).toBe(40);
		expect(before).toBeGreaterThan(5);
	});
});

describe('a search that is not made again in a run is not waited for until the deadline', () => {
	test.each<[string, readonly object[], number]>([
		['the user has no email address', [record({ emailAddress: null })], 1],
		['it shows fewer users than RSA announces', [], 2],
	])('%s', async (_, elements, totalElements) => {
		const run = new ScriptedRun(({ path }) =>
			path.endsWith('/search') ? answered(200, { elements, totalPages: 1, totalElements }) : lost,
		);
		const change = changeOfUser(disableUser, { userId: ADA, reference: byId }, run.users);
		const result = await run.until(applyChange(change, run.item({ maxTries: 1 })));
		expect(result).toMatchObject({ failure: { cause: 'userStateUnknown' } });
		expect(run.now).toBeLessThan(1000);
	});
});

test('a 409 that an earlier attempt may have caused is not explained by a single look-up, which may lag behind', async () => {
	const run = scripted({
		change: [lost, conflict],
		shows: (now) => (now < 8000 ? enabled : marked),
	});
	const target = { userId: ADA, reference: byEmail };
	const result = await run.until(
		applyChange(changeOfUser(markDeleted, target, run.users), run.item({ maxTries: 2 })),
	);
	expect(result).toMatchObject({ kind: 'done', outcome: 'userMarkedDeleted' });
});
