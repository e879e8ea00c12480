import { describe, expect, test } from '@jest/globals';

import type { Means } from '../../rsa/delivery/delivery.ts';
import type { RsaRequest } from '../../rsa/endpoints.ts';
import type { Reply } from '../../rsa/reply.ts';
import { People } from '../../rsa/users/people.ts';
import { ADA, answered } from './scripted-delivery.mts';

const ada = { by: 'email', email: 'ada@example.com' } as const;
const found = answered(200, { id: ADA, emailAddress: 'ada@example.com' });
const absent = answered(404, { code: '404 NOT_FOUND', description: 'User not found' });

/** What reads with these replies, and the requests that it made. */
function readingWith(...replies: readonly Reply[]): { means: Means; requests: RsaRequest[] } {
	const left = [...replies];
	const requests: RsaRequest[] = [];
	const courier: Means['courier'] = {
		trace: { tries: 0, waited: 0 },
		async send(request) {
			requests.push(request);
			const reply = left.shift();
			if (reply === undefined) throw new Error('more requests than the test expects');
			return await Promise.resolve(reply);
		},
		pause: async () => await Promise.resolve(true),
		pauseBeforeRead: async () => await Promise.resolve(true),
		hasTime: () => true,
	};
	return { means: { courier, maxTries: 1 }, requests };
}

describe('a user whom the items of a run name', () => {
	test('by ID is not looked up', async () => {
		const { means, requests } = readingWith();
		const read = await new People().idOf({ by: 'id', userId: ADA }, means);
		expect(read).toEqual({ kind: 'found', thing: ADA });
		expect(requests).toEqual([]);
	});

	test('by email address is looked up once, also at the same time', async () => {
		const people = new People();
		const { means, requests } = readingWith(found);
		const reads = await Promise.all([people.idOf(ada, means), people.idOf({ ...ada }, means)]);
		expect(reads).toEqual(Array(2).fill({ kind: 'found', thing: ADA }));
		expect(requests).toEqual([
			{ method: 'POST', path: '/v1/users/lookup', body: { email: 'ada@example.com' } },
		]);
	});

	test('is asked for again where the look-up failed', async () => {
		const people = new People();
		const { means } = readingWith(answered(500), found);
		expect(await people.idOf(ada, means)).toMatchObject({ kind: 'unread' });
		expect(await people.idOf(ada, means)).toEqual({ kind: 'found', thing: ADA });
	});

	test('is not asked for again where RSA knows nobody by that name', async () => {
		const people = new People();
		const { means } = readingWith(absent);
		expect(await people.idOf(ada, means)).toEqual({ kind: 'absent' });
		expect(await people.idOf(ada, means)).toEqual({ kind: 'absent' });
	});

	test('has their hardware tokens listed once', async () => {
		const people = new People();
		const { means, requests } = readingWith(
			answered(200, { sidTokens: [{ tokenSerialNumber: '000123456789', pinSet: 'false' }] }),
		);
		const list = [{ tokenSerialNumber: '000123456789', pinSet: false }];
		expect(await people.tokensOf(ADA, means)).toEqual({ kind: 'found', thing: list });
		expect(await people.tokensOf(ADA.toUpperCase(), means)).toEqual({ kind: 'found', thing: list });
		expect(requests).toHaveLength(1);
	});

	test.each([
		['nothing', ''],
		['no list', { devices: [] }],
		['a token without a serial number', { sidTokens: [{ name: 'token' }] }],
	])('whose list of tokens cannot be understood has none passed over: %s', async (_, body) => {
		const { means } = readingWith(answered(200, body));
		expect(await new People().tokensOf(ADA, means)).toMatchObject({
			kind: 'unread',
			failure: { cause: 'unclear' },
		});
	});
});
