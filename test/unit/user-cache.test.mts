import { describe, expect, test } from '@jest/globals';

import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import type { Client } from '../../rsa/throttle/client.ts';
import { UserCache } from '../../rsa/users/userCache.ts';
import { ADA, answered, GRACE } from '../support/scripted-delivery.mts';

const ada = { by: 'email', email: 'ada@example.com' } as const;
const found = answered(200, { id: ADA, emailAddress: 'ada@example.com' });
const absent = answered(404, { code: '404 NOT_FOUND', description: 'User not found' });

/** What reads with these replies, and the requests that it made. */
function readingWith(...replies: readonly SendResult[]): {
	client: Client;
	requests: RsaRequest[];
} {
	const left = [...replies];
	const requests: RsaRequest[] = [];
	const client: Client = {
		maxAttempts: 1,
		trace: { attempts: 0, waited: 0 },
		async send(request) {
			requests.push(request);
			const reply = left.shift();
			if (reply === undefined) throw new Error('more requests than the test expects');
			return await Promise.resolve(reply);
		},
		waitBeforeRetry: async () => await Promise.resolve(true),
		waitBeforeLookUp: async () => await Promise.resolve(true),
		hasTime: () => true,
		timeLeft: () => Number.POSITIVE_INFINITY,
	};
	return { client, requests };
}

const token = { tokenSerialNumber: '000123456789', tokenStatus: 'Enabled' };
const named = (username: string) => ({ by: 'username', username }) as const;

describe('a user whom the items of a run name', () => {
	test('by ID is not looked up', async () => {
		const { client, requests } = readingWith();
		const read = await new UserCache().idOf({ by: 'id', userId: ADA }, client);
		expect(read).toEqual({ kind: 'found', value: ADA });
		expect(requests).toEqual([]);
	});

	test('by email address is looked up once, also at the same time', async () => {
		const people = new UserCache();
		const { client, requests } = readingWith(found);
		const reads = await Promise.all([people.idOf(ada, client), people.idOf({ ...ada }, client)]);
		expect(reads).toEqual(Array(2).fill({ kind: 'found', value: ADA }));
		expect(requests).toEqual([
			{ method: 'POST', path: '/v1/users/lookup', body: { email: 'ada@example.com' } },
		]);
	});

	test('by user name is looked up apart from one whose name differs in case', async () => {
		const people = new UserCache();
		const { client, requests } = readingWith(
			answered(200, { id: ADA, principalUsername: 'kim' }),
			answered(200, { id: GRACE, principalUsername: '\u212Aim' }),
		);
		expect(await people.idOf(named('kim'), client)).toEqual({ kind: 'found', value: ADA });
		expect(await people.idOf(named('\u212Aim'), client)).toEqual({ kind: 'found', value: GRACE });
		expect(requests).toHaveLength(2);
	});

	test('is asked for again where the look-up failed', async () => {
		const people = new UserCache();
		const { client } = readingWith(answered(500), found);
		expect(await people.idOf(ada, client)).toMatchObject({ kind: 'failed' });
		expect(await people.idOf(ada, client)).toEqual({ kind: 'found', value: ADA });
	});

	test('is not asked for again where RSA knows nobody by that name', async () => {
		const people = new UserCache();
		const { client } = readingWith(absent);
		expect(await people.idOf(ada, client)).toEqual({ kind: 'absent' });
		expect(await people.idOf(ada, client)).toEqual({ kind: 'absent' });
	});

	test.each([
		['email address', ada, { emailAddress: 'ADA@Example.com' }],
		['user name', named('ada'), { principalUsername: 'Ada' }],
		['alternate user name', named('ada'), { principalUsername: 'a.l', alternateUsername: 'ada' }],
	])('is found by %s, in any case', async (_, reference, names) => {
		const { client } = readingWith(answered(200, { id: ADA, ...names }));
		const read = await new UserCache().idOf(reference, client);
		expect(read).toEqual({ kind: 'found', value: ADA });
	});

	test.each([
		['somebody else by email', ada, { id: GRACE, emailAddress: 'grace@example.com' }],
		['somebody else by user name', named('ada'), { id: GRACE, principalUsername: 'grace' }],
		['a user without email address', ada, { id: GRACE, principalUsername: 'ada@example.com' }],
		['a user without name', named('ada'), { id: GRACE }],
		['an email address for a user name', named('ada'), { id: GRACE, emailAddress: 'ada' }],
		['a letter that is one in another case', named('kim'), { principalUsername: '\u212Aim' }],
		['an ID that is a path', ada, { id: '..', emailAddress: 'ada@example.com' }],
		['an ID that is a path within one', ada, { id: `${ADA}/..`, emailAddress: 'ada@example.com' }],
		['an ID that is a number', ada, { id: 1, emailAddress: 'ada@example.com' }],
		['no ID', ada, { emailAddress: 'ada@example.com', id: undefined }],
		['a list of users', ada, [{ id: ADA, emailAddress: 'ada@example.com' }]],
	])('is not whom an answer shows instead: %s', async (_, reference, body) => {
		const answer = Array.isArray(body) ? body : { id: GRACE, ...body };
		const { client } = readingWith(answered(200, answer));
		const read = await new UserCache().idOf(reference, client);
		expect(read).toMatchObject({
			kind: 'failed',
			failure: { cause: 'unclear' },
			reason: "RSA's answer to the look-up does not show the requested user",
		});
		expect(JSON.stringify(read)).not.toContain('grace');
		expect(JSON.stringify(read)).not.toContain(GRACE);
	});

	describe("by a user name with an '@' that RSA does not know", () => {
		const byAddress = named('ada@example.com');

		test('is looked up by email address', async () => {
			const { client, requests } = readingWith(absent, found);
			const read = await new UserCache().idOf(byAddress, client);
			expect(read).toEqual({ kind: 'found', value: ADA });
			expect(requests.map(({ body }) => body)).toEqual([
				{ username: 'ada@example.com' },
				{ email: 'ada@example.com' },
			]);
		});

		test('is not found where RSA knows no such email address either', async () => {
			const { client } = readingWith(absent, absent);
			expect(await new UserCache().idOf(byAddress, client)).toEqual({ kind: 'absent' });
		});

		test('is not whom the answer shows instead', async () => {
			const grace = { id: GRACE, emailAddress: 'grace@example.com' };
			const { client } = readingWith(absent, answered(200, grace));
			expect(await new UserCache().idOf(byAddress, client)).toMatchObject({ kind: 'failed' });
		});

		test('costs no second request where RSA knows the user name', async () => {
			const user = { id: ADA, principalUsername: 'ada@example.com' };
			const { client, requests } = readingWith(answered(200, user));
			await new UserCache().idOf(byAddress, client);
			expect(requests).toHaveLength(1);
		});

		test.each([named('ada'), named('ada@'), named('ada @example.com')])(
			'only where it has the form of one: $username',
			async (reference) => {
				const { client, requests } = readingWith(absent);
				expect(await new UserCache().idOf(reference, client)).toEqual({ kind: 'absent' });
				expect(requests).toHaveLength(1);
			},
		);
	});

	test('has their hardware tokens listed once', async () => {
		const people = new UserCache();
		const { client, requests } = readingWith(
			answered(200, { sidTokens: [{ tokenSerialNumber: '000123456789', pinSet: 'false' }] }),
		);
		const tokens = [{ tokenSerialNumber: '000123456789', pinSet: false }];
		const list = { tokens, passedOver: [] };
		expect(await people.tokensOf(ADA, client)).toEqual({ kind: 'found', value: list });
		expect(await people.tokensOf(ADA.toUpperCase(), client)).toEqual({
			kind: 'found',
			value: list,
		});
		expect(requests).toHaveLength(1);
	});

	test.each([
		['nothing', ''],
		['no list', { devices: [] }],
		['a token without a serial number', { sidTokens: [{ name: 'token' }] }],
		['a serial number that is a number', { sidTokens: [{ tokenSerialNumber: 123456789 }] }],
		['a serial number that is none', { sidTokens: [{ tokenSerialNumber: 'a/b' }] }],
		["somebody else's token", { sidTokens: [{ ...token, userId: GRACE }] }],
		['a token of nobody', { sidTokens: [{ ...token, userId: '' }] }],
		[
			'two entries of a token that differ',
			{ sidTokens: [token, { ...token, tokenStatus: 'Disabled' }] },
		],
	])('whose list of tokens cannot be understood has none passed over: %s', async (_, body) => {
		const { client } = readingWith(answered(200, body));
		expect(await new UserCache().tokensOf(ADA, client)).toMatchObject({
			kind: 'failed',
			failure: { cause: 'unclear' },
		});
	});

	test('has a token once that RSA lists twice', async () => {
		const list = [token, { ...token, userId: ADA.toUpperCase(), tokenStatus: 'enabled' }];
		const { client } = readingWith(answered(200, { sidTokens: list }));
		expect(await new UserCache().tokensOf(ADA, client)).toEqual({
			kind: 'found',
			value: { tokens: [{ ...token, userId: ADA.toUpperCase() }], passedOver: [] },
		});
	});
});
