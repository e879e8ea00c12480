import { describe, expect, test } from '@jest/globals';

import { authenticationFacts } from '../../rsa/errors/authenticationFacts.ts';
import { clockInWords, clockOffBy } from '../../rsa/errors/machineClock.ts';
import {
	missingScopesInWords,
	permissionFor,
	permissionForItem,
	permissions,
} from '../../rsa/errors/permissions.ts';
import type { Authentication, HttpResponse } from '../../rsa/http/response.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const dateBefore = (seconds: number) => new Date(NOW.getTime() - 1000 * seconds).toUTCString();

const response = (
	status: number,
	authentication?: Authentication,
	clockAhead = 0,
): HttpResponse => ({
	status,
	headers: { date: dateBefore(clockAhead) },
	body: '',
	...(authentication !== undefined && { authentication }),
});

describe('an access token that RSA does not accept', () => {
	test.each([
		['jwt', /make a new one with your Administration API key\.$/],
		['apiKey', /Check that the key still exists in .*API Key File in the credential/],
		['oAuthClient', /Check that the OAuth client still exists in .*Private Key \(JWK\)/],
	] as const)('comes with what to do about a credential of the kind %s', (kind, advice) => {
		const facts = authenticationFacts(response(401, kind), NOW);
		expect(facts.authentication).toBe(kind);
		expect(facts.advice).toMatch(advice);
		expect(facts.clockOffBy).toBeUndefined();
	});

	test.each(['jwt', 'apiKey'] as const)(
		'may be due to the clock of this machine, which is to be set first: %s',
		(kind) => {
			const facts = authenticationFacts(response(401, kind, 90), NOW);
			expect(facts).toMatchObject({ authentication: kind, clockOffBy: 90 });
			expect(facts.advice).toMatch(/^Set the clock .* If it is right already: [A-Z]/);
		},
	);

	test('of an OAuth client is not: its token does not depend on that clock', () => {
		const facts = authenticationFacts(response(401, 'oAuthClient', 90), NOW);
		expect(facts.clockOffBy).toBeUndefined();
		expect(facts.advice).toMatch(/^Check that the OAuth client/);
	});

	test('comes with nothing if it is not known how the request was authenticated', () => {
		expect(authenticationFacts(response(401), NOW)).toEqual({});
	});
});

test('another failure says nothing of the access token', () => {
	expect(authenticationFacts(response(500, 'jwt', 90), NOW)).toEqual({ authentication: 'jwt' });
});

describe('the clock of this machine', () => {
	test.each([
		[60, undefined],
		[61, 61],
		[-60, undefined],
		[-61, -61],
	])('that is %d s ahead is off by %s', (ahead, offBy) => {
		expect(clockOffBy(response(200, undefined, ahead), NOW)).toBe(offBy);
	});

	test('is not known to be off if the server gives no date', () => {
		expect(clockOffBy({ status: 200, headers: {}, body: '' }, NOW)).toBeUndefined();
	});

	test('is ahead or behind', () => {
		expect([90, -90].map(clockInWords)).toEqual([
			'the clock of the machine that n8n runs on is 90 s ahead',
			'the clock of the machine that n8n runs on is 90 s behind',
		]);
	});
});

describe('a missing permission', () => {
	const permission = permissions.deleteUsers;
	const role = 'An Administration API key needs the role Super Administrator';
	const scope = 'n OAuth client needs the scope rsa.user.delete.';

	test('names the role and the scope, if it is not known how the credential authenticates', () => {
		expect(permission).toBe(`${role}; a${scope}`);
		expect(permissionFor(permission, undefined)).toBe(permission);
	});

	test.each(['jwt', 'apiKey'] as const)('names the role for %s', (kind) => {
		expect(permissionFor(permission, kind)).toBe(`${role}.`);
	});

	test('names the scope for an OAuth client, and where to allow it', () => {
		const words = permissionFor(permission, 'oAuthClient');
		expect(words.startsWith(`A${scope} Allow it for the client in RSA's`)).toBe(true);
		expect(words).toMatch(/and add it to the Scope of the credential\.$/);
	});

	test('stays as it is if no table row has it', () => {
		expect(permissionFor('Ask an administrator.', 'jwt')).toBe('Ask an administrator.');
	});

	test('of an item names both, unless the credential is an OAuth client', () => {
		expect(permissionForItem(permission, 'jwt')).toBe(permission);
		expect(permissionForItem(permission, 'oAuthClient')).toBe(
			permissionFor(permission, 'oAuthClient'),
		);
	});
});

describe('scopes that a credential lacks', () => {
	test('are named with what they are needed for', () => {
		expect(missingScopesInWords(['rsa.user.sync', 'rsa.user.delete', 'rsa.other'])).toBe(
			'The scope rsa.user.delete is needed to delete users; the scope rsa.user.sync is needed to synchronize users.',
		);
	});

	test('are not named if the node uses none of them', () => {
		expect(missingScopesInWords(['rsa.other'])).toBe('');
	});
});
