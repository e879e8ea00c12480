import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { getAll } from '../../nodes/RsaSecurId/resources/user/getAll.ts';
import { RunHints } from '../../nodes/RsaSecurId/resources/runHints.ts';
import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import { searchUsers } from '../../rsa/users/userPages.ts';
import { answered } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const ALL = Number.POSITIVE_INFINITY;

function userOf(index: number) {
	const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
	return { id, emailAddress: `user-${index}@example.com` };
}

const usersFrom = (first: number, count: number) =>
	Array.from({ length: count }, (_, index) => userOf(first + index));

/** The result of a search over these pages; the last one is repeated. */
async function searched(limit: number, ...pages: readonly unknown[]) {
	const run = new ScriptedRun((request) => answered(200, pages[pageOf(request)] ?? pages.at(-1)));
	const found = await run.until(searchUsers('', limit, run.item()));
	return { found, requests: run.requests };
}

const pageOf = ({ query }: RsaRequest) => Number(query?.pageNumber);
const page = (elements: readonly unknown[], totalPages: unknown, totalElements: unknown) => ({
	elements,
	totalPages,
	totalElements,
});

describe('a list of users', () => {
	test('is whole where all pages came', async () => {
		const { found } = await searched(
			ALL,
			page(usersFrom(0, 25), 3, 60),
			page(usersFrom(25, 25), 3, 60),
			page(usersFrom(50, 10), 3, 60),
		);
		expect(found).toEqual({ kind: 'found', value: usersFrom(0, 60) });
	});

	test.each<[string, unknown]>([
		['another address', { emailAddress: 'grace@elsewhere.example' }],
		['no address', { emailAddress: null }],
	])(
		'that shows %s beside those that were searched for is no response to the search',
		async (_, other) => {
			const elements = [...usersFrom(0, 1), { ...userOf(1), ...(other as object) }];
			const run = new ScriptedRun(() => answered(200, page(elements, 1, 2)));
			expect(await run.until(searchUsers('@EXAMPLE.com', ALL, run.item()))).toMatchObject({
				kind: 'failed',
				failure: { cause: 'unclear' },
			});
			expect(await run.until(searchUsers('', ALL, run.item()))).toMatchObject({ kind: 'found' });
		},
	);

	test('becomes items with a chance to take a break before each', async () => {
		const run = new ScriptedRun(() => answered(200, page(usersFrom(0, 25), 1, 25)));
		const task = getAll.read(
			{ entered: () => undefined, isExpression: () => false, mode: () => undefined },
			{},
		);
		const context = { client: run.item(), users: run.users, hints: new RunHints() };
		const resolution = await task.resolve(context);
		if (resolution.kind !== 'steps' || resolution.steps[0]?.kind !== 'read')
			throw new Error('No read step');
		let breaks = 0;
		const results = await run.until(
			resolution.steps[0].read({
				...context,
				prepareFile: async () => await Promise.reject(new Error('No file was expected')),
				takeBreak: async () => {
					breaks += 1;
					await Promise.resolve();
				},
			}),
		);
		expect(results.map(({ kind }) => kind)).toEqual(usersFrom(0, 25).map(() => 'done'));
		expect(breaks).toBe(25);
	});

	test('may be empty', async () => {
		const { found } = await searched(ALL, page([], 0, 0));
		expect(found).toEqual({ kind: 'found', value: [] });
	});

	test('shows a user only once whom a page shows twice', async () => {
		const [ada] = usersFrom(0, 1);
		const again = { ...ada, id: ada?.id.toUpperCase() };
		const { found } = await searched(ALL, page([ada, again], 1, 1));
		expect(found).toEqual({ kind: 'found', value: [ada] });
	});

	test.each<[string, string, ...unknown[]]>([
		[
			'pages that overlap',
			"RSA's list shows 45 of 50 users",
			page(usersFrom(0, 25), 2, 50),
			page(usersFrom(20, 25), 2, 50),
		],
		[
			'pages that overlap, without a number of users',
			"RSA's list shows 45 of 50 users",
			page(usersFrom(0, 25), 2, undefined),
			page(usersFrom(20, 25), 2, undefined),
		],
		[
			'a number of users that shrinks while it is read',
			"RSA's list shows 49 of 50 users",
			page(usersFrom(0, 25), 2, 50),
			page(usersFrom(26, 24), 2, 49),
		],
		[
			'fewer users than announced',
			"RSA's list shows 25 of 60 users",
			page(usersFrom(0, 25), 1, 60),
		],
		[
			'no number of pages',
			"RSA's list shows 25 of 60 users",
			page(usersFrom(0, 25), undefined, 60),
		],
		[
			'no number of anything',
			"RSA's list shows 25 of an unknown number of users",
			page(usersFrom(0, 25), null, null),
		],
		['an empty page before the last one', "RSA's list shows 0 of 60 users", page([], 3, 60)],
		[
			'a page that brings nothing new',
			"RSA's list shows 25 of 60 users",
			page(usersFrom(0, 25), 3, 60),
			page(usersFrom(0, 25), 3, 60),
		],
		[
			'users on none of the pages that there are',
			"RSA's list shows 3 of 3 users",
			page(usersFrom(0, 3), 0, 3),
		],
	])('is never called complete where it is damaged: %s', async (_, reason, ...pages) => {
		const { found } = await searched(ALL, ...pages);
		expect(found).toMatchObject({ kind: 'failed', reason, failure: { cause: 'unclear', reason } });
	});

	test.each<[string, unknown]>([
		['no list', { totalPages: 1, totalElements: 1 }],
		['a list of lists', []],
		['text', 'users'],
		['an entry without an ID', page([{ emailAddress: 'ada@example.com' }], 1, 1)],
		["an entry whose ID is none of RSA's", page([{ id: '..' }], 1, 1)],
		['an entry that is text', page(['ada'], 1, 1)],
		['a number of pages in words', page(usersFrom(0, 1), 'many', 1)],
		['a negative number of pages', page(usersFrom(0, 1), -1, 1)],
		['half a page', page(usersFrom(0, 1), 1.5, 1)],
		['a number of users in words', page(usersFrom(0, 1), 1, 'many')],
	])('cannot be read where a page is invalid: %s', async (_, body) => {
		const { found } = await searched(ALL, body);
		expect(found).toMatchObject({ kind: 'failed', failure: { cause: 'unclear' } });
	});

	test('that is damaged behind the Limit is good up to it', async () => {
		const { found, requests } = await searched(20, page(usersFrom(0, 25), undefined, 60));
		expect(found).toEqual({ kind: 'found', value: usersFrom(0, 20) });
		expect(requests).toHaveLength(1);
	});

	test('that has no end is read as long as the item has time', async () => {
		const endless = (request: RsaRequest) =>
			answered(200, page(usersFrom(pageOf(request) * 25, 25), 1_000_000, 25_000_000));
		const run = new ScriptedRun(endless);
		const found = await run.until(searchUsers('', ALL, run.item({ limit: 10_000 })));
		expect(found).toMatchObject({
			kind: 'failed',
			failure: {
				cause: 'unclear',
				reason: expect.stringMatching(/^the time .* ended after \d+ of 25000000 users$/),
				advice: expect.stringContaining('Item Deadline'),
			},
		});
		expect(run.now).toBeLessThan(10_500);
	});

	test('is not read on after the time of the run', async () => {
		const endless = (request: RsaRequest) =>
			answered(200, page(usersFrom(pageOf(request) * 25, 25), 1_000_000, 25_000_000));
		const run = new ScriptedRun(endless, { endsAt: 5000 });
		const found = await run.until(searchUsers('', ALL, run.item()));
		expect(found).toMatchObject({ kind: 'failed' });
		expect(run.now).toBeLessThan(5500);
	});

	test('whatever its pages show, comes out whole or not at all', async () => {
		const anyPage = fc.record({
			elements: fc.array(fc.integer({ min: 0, max: 12 }).map(userOf), { maxLength: 5 }),
			totalPages: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
			totalElements: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(anyPage, { minLength: 1, maxLength: 4 }), async (pages) => {
				const { found, requests } = await searched(ALL, ...pages);
				if (found.kind !== 'found') return;
				const ids = found.value.map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				const read = requests.map((request) => pages[pageOf(request)] ?? pages.at(-1));
				const last = read.at(-1);
				expect(last?.totalPages).toBeLessThanOrEqual(read.length);
				for (const one of read) expect(one?.totalElements ?? 0).toBeLessThanOrEqual(ids.length);
			}),
			{ numRuns: 300 },
		);
	});
});
