import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { searchHardwareTokens } from '../../nodes/RsaSecurId/listSearch/searchHardwareTokens.ts';
import { searchUsers } from '../../nodes/RsaSecurId/listSearch/searchUsers.ts';
import { listContext } from '../support/list-context.mts';
import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** The message of the error that a list of the editor shows, with n8n's own HTTP helper below it. */
async function messageOf(
	search: (this: ILoadOptionsFunctions) => Promise<unknown>,
	user: unknown = '',
	credential = offboarding.credential,
): Promise<string> {
	let message = '';
	await offboarding.run('unassign', [[ADA, ADAS]], {
		credential,
		async instead() {
			const shown = await search.call(listContext(this, user)).catch((error: unknown) => error);
			message = shown instanceof Error ? shown.message : 'no error';
			return [[]];
		},
	});
	return message;
}

const ada = { __rl: true, mode: 'id', value: ADA };

describe("an error of the editor's lists says in its message what to do: n8n shows nothing else of it", () => {
	test.each([
		['a missing permission', 403, 'The users could not be listed', /scope rsa\.user\.read\.$/],
		[
			'a refused access token',
			401,
			'The users could not be listed',
			/make a new one with your Administration API key\.$/,
		],
		['a failure of the service', 500, 'The users could not be listed', /Open the list again\. /],
		['an address of something else', 404, 'The users could not be listed', /Copy the Base URL/],
	])('users: %s', async (_, status, head, advice) => {
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status, body: '' } },
			{ operation: 'searchUsers', times: 9 },
		);
		const message = await messageOf(searchUsers);
		expect(message.startsWith(`${head}: `)).toBe(true);
		expect(message).toMatch(advice);
		expect(message).not.toContain('this item');
	});

	test('users: an invalid credential', async () => {
		const credential = { ...offboarding.credential, jwt: 'x' };
		expect(await messageOf(searchUsers, '', credential)).toMatch(
			/^The users could not be listed: .*JSON Web Token.*\. .+\.$/,
		);
	});

	test('users: a page that does not say how many there are', async () => {
		const body = { elements: [] };
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status: 200, body } },
			{ operation: 'searchUsers' },
		);
		expect(await messageOf(searchUsers, '')).toMatch(
			/does not say how many pages of users there are\. Check the Base URL of the credential, then open the list again\.$/,
		);
	});

	test.each([
		['no user chosen', '', /^Choose the user first\. .*enter the serial number\.$/],
		[
			'what is no ID of a user',
			{ __rl: true, mode: 'id', value: 'ada' },
			/^The user ID 'ada' is not an RSA ID\. Use the user's ID in RSA/,
		],
		[
			'a user whom RSA does not know',
			{ __rl: true, mode: 'email', value: 'nobody@example.com' },
			/RSA knows no user with the email address nobody@example\.com\. Check the spelling/,
		],
	])('hardware tokens: %s', async (_, user, message) => {
		expect(await messageOf(searchHardwareTokens, user)).toMatch(message);
	});

	test('hardware tokens: a missing permission is that of the list', async () => {
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status: 403, body: '' } },
			{ operation: 'listAuthenticators' },
		);
		expect(await messageOf(searchHardwareTokens, ada)).toMatch(
			/scope rsa\.authenticator\.mobile\.read\.$/,
		);
	});
});

describe('the list of users is searched as people type', () => {
	const people = [
		{ userId: ADA, emailAddress: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
		{
			userId: '1c1c0a5e-2222-4a4a-9b9b-000000000002',
			emailAddress: 'ada.byron@example.com',
			firstName: 'Augusta Ada',
			lastName: 'Byron',
		},
		...Array.from({ length: 30 }, (_, index) => ({
			userId: `1c1c0a5e-3333-4a4a-9b9b-${String(index).padStart(12, '0')}`,
			emailAddress: `example.${index}@ada.example.com`,
			firstName: 'Test',
			lastName: `Number ${index}`,
		})),
	];

	/** All pages of the list, as the editor loads them while a person scrolls. */
	async function listed(filter: string): Promise<string[]> {
		const names: string[] = [];
		await offboarding.run('unassign', [[ADA, ADAS]], {
			async instead() {
				const context = listContext(this, '');
				let page = await searchUsers.call(context, filter);
				names.push(...page.results.map(({ name }) => name));
				while (page.paginationToken !== undefined) {
					page = await searchUsers.call(context, filter, page.paginationToken);
					names.push(...page.results.map(({ name }) => name));
				}
				return [[]];
			},
		});
		return names;
	}

	beforeEach(async () => {
		await offboarding.tenant.stop();
		offboarding = await startOffboarding({ users: people });
	});

	test.each([
		['a name', 'Ada Lovelace'],
		['a name in another order and case, with blanks around it', '  lovelace   ADA '],
		['a part of the address and a name', 'ada@ love'],
	])('by %s', async (_, filter) => {
		expect(await listed(filter)).toEqual(['Ada Lovelace (ada@example.com)']);
	});

	test('a blank after the address does not hide the user', async () => {
		expect(await listed('ada.byron ')).toEqual(['Augusta Ada Byron (ada.byron@example.com)']);
	});

	test('a user whom two words find is listed once, on whichever page', async () => {
		const names = await listed('example ada');
		expect(names).toHaveLength(people.length);
		expect(new Set(names).size).toBe(people.length);
	});

	test('RSA is searched as typed: it may distinguish upper and lower case', async () => {
		expect(await listed('ADA Lovelace')).toEqual(['Ada Lovelace (ada@example.com)']);
		const bodies = offboarding.tenant.journal
			.filter(({ operation }) => operation === 'searchUsers')
			.map(({ body }) => body);
		expect(bodies).toContainEqual({ emailLike: 'ADA' });
	});

	test('a user who lacks one of the words is not listed', async () => {
		expect(await listed('ada hopper')).toEqual([]);
	});

	test('nothing typed lists all of them', async () => {
		expect(await listed(' ')).toHaveLength(people.length);
	});
});
