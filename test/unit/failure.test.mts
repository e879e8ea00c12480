import { readFile } from 'node:fs/promises';

import { describe, expect, test } from '@jest/globals';

import { clearPin } from '../../rsa/hardwareTokens/changes/clearPin.ts';
import { wordingOf, type TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { causeOf } from '../../rsa/errors/classifyResponse.ts';
import { causes } from '../../rsa/errors/causes.ts';
import { errorText, type Failure } from '../../rsa/errors/failure.ts';
import { LONGEST_WAIT } from '../../rsa/http/retryAfter.ts';
import { saysUnchanged } from '../support/said-state.mts';

const target = {
	userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d',
	tokenSerialNumber: '000123456789',
};
const textOf = (change: TokenChange, failure: Failure) =>
	errorText(wordingOf(change, target), failure, target);
const facts = { status: 500, reason: 'the host is down', serverMessage: 'RSA says so' };

describe.each([
	['Clear PIN', clearPin],
	['Unassign', unassign],
])('%s: whatever went wrong', (_, change) => {
	test.each(causes)('%s names the token, what happened and the next step', (cause) => {
		const { message, nextStep } = textOf(change, { cause, ...facts });
		expect(message).toContain('000123456789');
		expect(message).toMatch(/^.+: \S.+[^.]$/);
		expect(nextStep).toMatch(/^[A-Z].+\. RSA's response: "RSA says so"$/s);
		expect(`${message} ${nextStep}`).not.toMatch(/undefined|\[object|\berror\b|\bmistake\b/i);
	});
});

test.each([
	[
		clearPin,
		'The PIN of hardware token 000123456789 was not cleared: RSA refused the request because of too many requests',
	],
	[
		unassign,
		'Hardware token 000123456789 was not unassigned: RSA refused the request because of too many requests',
	],
])('the error names what did not happen as the operation does', (change, message) => {
	expect(textOf(change, { cause: 'tooManyRequests' }).message).toBe(message);
});

test('an unknown state is not called unchanged', () => {
	const { message, nextStep } = textOf(unassign, { cause: 'stateUnknown', ...facts });
	expect(message).toMatch(/^It is not known whether hardware token 000123456789 was unassigned: /);
	expect(saysUnchanged('hardwareToken', nextStep)).toBe(false);
});

describe('the wait is named, and who chose it', () => {
	test.each<[{ retryAfter: number; isOwnWait?: boolean }, RegExp]>([
		[{ retryAfter: 6100 }, /RSA is receiving too many requests and asks to wait 7 s, longer/],
		[{ retryAfter: LONGEST_WAIT }, /asks to wait a year or longer, longer/],
		[
			{ retryAfter: 900, isOwnWait: true },
			/RSA refused the request because of too many requests, and the node waits 1 s, longer .*, since RSA does not say how long$/,
		],
	])('%j', (wait, words) => {
		const { message } = textOf(unassign, { cause: 'tooManyRequests', ...wait });
		expect(message).toMatch(words);
		if (wait.isOwnWait === true) expect(message).not.toMatch(/asks/);
	});
});

describe('a page in place of the JSON of RSA', () => {
	const byStatus = [400, 401, 403, 405, 409, 418].map((status) => {
		const response = { status, headers: {}, body: '<html>No</html>' };
		return [status, causeOf(response)] as const;
	});
	test.each(byStatus)(
		'HTTP %d is named by its status, with the cause and advice of both possible servers',
		(status, cause) => {
			const failure = { cause, status };
			const plain = textOf(unassign, failure);
			const { message, nextStep } = textOf(unassign, { ...failure, isPage: true });
			expect(message).toBe(
				`${plain.message}, or something in front of RSA does: a web page came instead of RSA's response (HTTP ${status})`,
			);
			expect(nextStep).toMatch(
				/If the response did not come from RSA, it came from a proxy or firewall: .*\.$/,
			);
			expect(nextStep.startsWith(plain.nextStep)).toBe(true);
		},
	);

	test.each(['serviceFailed', 'tooManyRequests', 'notConfirmed', 'notTheApi'] as const)(
		'%s says nothing of it twice: the gateway of RSA gives pages too',
		(cause) => {
			const failure = { cause, status: 502 };
			expect(textOf(unassign, { ...failure, isPage: true })).toEqual(textOf(unassign, failure));
		},
	);
});

test('every cause is in docs/failures.md, and no other', async () => {
	const page = await readFile(new URL('../../docs/failures.md', import.meta.url), 'utf8');
	const documented = [
		...(page.split('| `cause` | when')[1] ?? '').matchAll(/^\| `(\w+)` \|/gm),
	].map(([, cause]) => cause);
	const ofTheItem = [
		'refusedBeforeRequest',
		'credentialRefused',
		'unexpected',
		'offboardingIncomplete',
	];
	expect(documented.sort()).toEqual([...causes, ...ofTheItem].sort());
});
