import { describe, expect, test } from '@jest/globals';

import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import type { Client } from '../../rsa/throttle/client.ts';
import { UserCache } from '../../rsa/users/userCache.ts';
import { ADA, answered, GRACE } from '../support/responses.mts';

const ada = { by: 'email', value: 'ada@example.com' } as const;
const found = answered(200, { id: ADA, emailAddress: 'ada@example.com' });
const absent = answered(404, { code: '404 NOT_FOUND', description: 'User not found' });

/** A client with these results, and the requests that it made. */
function clientWith(...results: readonly SendResult[]): {
	client: Client;
	requests: RsaRequest[];
} {
	const left = [...results];
	const requests: RsaRequest[] = [];
	const client: Client = {
		maxAttempts: 1,
		trace: { attempts: 0, waited: 0 },
		async send(request) {
			requests.push(request);
			const result = left.shift();
			if (result === undefined) throw new Error('more requests than the test expects');
			return await Promise.resolve(result);
		},
		waitBeforeRetry: async () => await Promise.resolve(true),
		waitBeforeLookUp: async () => await Promise.resolve(true),
		hasTime: () => true,
		timeLeft: () => Number.POSITIVE_INFINITY,
		timeOfLaterSteps: 0,
	};
	return { client, requests };
}

const token = { tokenSerialNumber: '000123456789', tokenStatus: 'Enabled' };
const named = (value: string) => ({ by: 'username', value }) as const;

describe('a user whom the items of a run name', () => {
	test('by ID is not looked up', async () => {
		const { client, requests } = clientWith();
		const read = await new UserCache().idOf({ by: 'id', value: ADA }, client);
		expect(read).toEqual({ kind: 'found', value: ADA });
		expect(requests).toEqual([]);
	});

	test('by email address is looked up one time, also at the same time', async () => {
		const users = new UserCache();
		const { client, requests } = clientWith(found);
		const reads = await Promise.all([users.idOf(ada, client), users.idOf({ ...ada }, client)]);
		expect(reads).toEqual(Array(2).fill({ kind: 'found', value: ADA }));
		expect(requests).toEqual([
			{ method: 'POST', path: '/v1/users/lookup', body: { email: 'ada@example.com' } },
		]);
	});

	test('by user name is looked up apart from one whose name differs in case', async () => {
		const users = new UserCache();
		const { client, requests } = clientWith(
			answered(200, { id: ADA, principalUsername: 'kim' }),
			answered(200, { id: GRACE, principalUsername: '\u212Aim' }),
		);
		expect(await users.idOf(named('kim'), client)).toEqual({ kind: 'found', value: ADA });
		expect(await users.idOf(named('\u212Aim'), client)).toEqual({ kind: 'found', value: GRACE });
		expect(requests).toHaveLength(2);
	});

	test('is looked up again where the look-up failed', async () => {
		const users = new UserCache();
		const { client } = clientWith(answered(500), found);
		expect(await users.idOf(ada, client)).toMatchObject({ kind: 'failed' });
		expect(await users.idOf(ada, client)).toEqual({ kind: 'found', value: ADA });
	});

	test('is not looked up again where RSA knows no user by that name', async () => {
		const users = new UserCache();
		const { client } = clientWith(absent);
		expect(await users.idOf(ada, client)).toEqual({ kind: 'absent' });
		expect(await users.idOf(ada, client)).toEqual({ kind: 'absent' });
	});

	test.each([
		['email address', ada, { emailAddress: 'ADA@Example.com' }],
		['user name', named('ada'), { principalUsername: 'Ada' }],
		['alternate user name', named('ada'), { principalUsername: 'a.l', alternateUsername: 'ada' }],
	])('is found by %s, in any case', async (_, reference, names) => {
		const { client } = clientWith(answered(200, { id: ADA, ...names }));
		const read = await new UserCache().idOf(reference, client);
		expect(read).toEqual({ kind: 'found', value: ADA });
	});

	test.each([
		['another user by email', ada, { id: GRACE, emailAddress: 'grace@example.com' }],
		['another user by user name', named('ada'), { id: GRACE, principalUsername: 'grace' }],
		['a user without email address', ada, { id: GRACE, principalUsername: 'ada@example.com' }],
		['a user without name', named('ada'), { id: GRACE }],
		['an email address for a user name', named('ada'), { id: GRACE, emailAddress: 'ada' }],
		['a letter that is one in another case', named('kim'), { principalUsername: '\u212Aim' }],
		['an ID that is a path', ada, { id: '..', emailAddress: 'ada@example.com' }],
		['an ID that is a path within one', ada, { id: `${ADA}/..`, emailAddress: 'ada@example.com' }],
		['an ID that is a number', ada, { id: 1, emailAddress: 'ada@example.com' }],
		['no ID', ada, { emailAddress: 'ada@example.com', id: undefined }],
		['a list of users', ada, [{ id: ADA, emailAddress: 'ada@example.com' }]],
	])('is not the user whom the response shows instead: %s', async (_, reference, body) => {
		const result = Array.isArray(body) ? body : { id: GRACE, ...body };
		const { client } = clientWith(answered(200, result));
		const read = await new UserCache().idOf(reference, client);
		expect(read).toMatchObject({
			kind: 'failed',
			failure: { cause: 'unclear' },
			reason: "RSA's response to the look-up does not show the requested user",
		});
		expect(JSON.stringify(read)).not.toContain('grace');
		expect(JSON.stringify(read)).not.toContain(GRACE);
	});

	describe("by a user name with an '@' that RSA does not know", () => {
		const byAddress = named('ada@example.com');

		test('is looked up by email address', async () => {
			const { client, requests } = clientWith(absent, found);
			const read = await new UserCache().idOf(byAddress, client);
			expect(read).toEqual({ kind: 'found', value: ADA });
			expect(requests.map(({ body }) => body)).toEqual([
				{ username: 'ada@example.com' },
				{ email: 'ada@example.com' },
			]);
		});

		test('is not found where RSA knows no such email address either', async () => {
			const { client } = clientWith(absent, absent);
			expect(await new UserCache().idOf(byAddress, client)).toEqual({ kind: 'absent' });
		});

		test('is not the user whom the response shows instead', async () => {
			const grace = { id: GRACE, emailAddress: 'grace@example.com' };
			const { client } = clientWith(absent, answered(200, grace));
			expect(await new UserCache().idOf(byAddress, client)).toMatchObject({ kind: 'failed' });
		});

		test('costs no second request where RSA knows the user name', async () => {
			const user = { id: ADA, principalUsername: 'ada@example.com' };
			const { client, requests } = clientWith(answered(200, user));
			await new UserCache().idOf(byAddress, client);
			expect(requests).toHaveLength(1);
		});

		test.each([named('ada'), named('ada@'), named('ada @example.com')])(
			'only where it has the form of one: $username',
			async (reference) => {
				const { client, requests } = clientWith(absent);
				expect(await new UserCache().idOf(reference, client)).toEqual({ kind: 'absent' });
				expect(requests).toHaveLength(1);
			},
		);
	});

	test('has their hardware tokens listed once', async () => {
		const users = new UserCache();
		const { client, requests } = clientWith(
			answered(200, { sidTokens: [{ tokenSerialNumber: '000123456789', pinSet: 'false' }] }),
		);
		const tokens = [{ tokenSerialNumber: '000123456789', pinSet: false }];
		const list = { tokens, passedOver: [] };
		expect(await users.tokensOf(ADA, client)).toEqual({ kind: 'found', value: list });
		expect(await users.tokensOf(ADA.toUpperCase(), client)).toEqual({
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
		['an invalid serial number', { sidTokens: [{ tokenSerialNumber: 'a/b' }] }],
		["another user's token", { sidTokens: [{ ...token, userId: GRACE }] }],
		['an unassigned token', { sidTokens: [{ ...token, userId: '' }] }],
		[
			'two entries of a token that differ',
			{ sidTokens: [token, { ...token, tokenStatus: 'Disabled' }] },
		],
	])('whose list of tokens cannot be understood has none passed over: %s', async (_, body) => {
		const { client } = clientWith(answered(200, body));
		expect(await new UserCache().tokensOf(ADA, client)).toMatchObject({
			kind: 'failed',
			failure: { cause: 'unclear' },
		});
	});

	test('has a token only once that RSA lists twice', async () => {
		const list = [token, { ...token, userId: ADA.toUpperCase(), tokenStatus: 'enabled' }];
		const { client } = clientWith(answered(200, { sidTokens: list }));
		expect(await new UserCache().tokensOf(ADA, client)).toEqual({
			kind: 'found',
			value: { tokens: [{ ...token, userId: ADA.toUpperCase() }], passedOver: [] },
		});
	});
});
