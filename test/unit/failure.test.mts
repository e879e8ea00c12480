import { readFile } from 'node:fs/promises';

import { describe, expect, test } from '@jest/globals';

import { clearPin } from '../../rsa/hardwareTokens/changes/clearPin.ts';
import { wordingOf, type TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { causeOf } from '../../rsa/errors/classifyResponse.ts';
import { causes } from '../../rsa/errors/errorTexts.ts';
import {
	adviceFor,
	adviceOf,
	errorText,
	isWithoutEffect,
	stateInWords,
	type Failure,
} from '../../rsa/errors/failure.ts';
import { LONGEST_WAIT } from '../../rsa/http/retryAfter.ts';
import { saysUnchanged } from '../support/reported-state.mts';

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
		[
			{ retryAfter: 6100 },
			/RSA is receiving too many requests and asks to wait 7 s, which is longer/,
		],
		[{ retryAfter: LONGEST_WAIT }, /asks to wait a year or longer, which is longer/],
		[
			{ retryAfter: 900, isOwnWait: true },
			/RSA refused the request because of too many requests\. It does not say how long to wait; the node would wait 1 s, which is longer than the time that is left$/,
		],
		[{ retryAfter: 599_000 }, /asks to wait 599 s, /],
		[{ retryAfter: 600_000 }, /asks to wait 10 minutes, /],
		[{ retryAfter: 8 * 3_600_000 }, /asks to wait 8 hours, /],
		[{ retryAfter: 8 * 3_600_000 + 1 }, /asks to wait 9 hours, /],
		[{ retryAfter: 72 * 3_600_000 }, /asks to wait 3 days, /],
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
				`${plain.message}, unless the response came from a proxy or firewall: it is a web page (HTTP ${status})`,
			);
			expect(nextStep).toMatch(/If the response came from a proxy or firewall, check .*\.$/);
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

const wording = wordingOf(unassign, target);

describe('where more than the cause is known, the error says it', () => {
	test.each<[string, Failure, string]>([
		[
			'why a look-up does not explain which is unknown',
			{ cause: 'userOrHardwareTokenUnknown', reason: 'the host is down' },
			'RSA says that it does not know the hardware token or the user, and a look-up did not explain it: the host is down',
		],
		[
			'nothing of a look-up, if there was none',
			{ cause: 'userOrHardwareTokenUnknown' },
			'RSA says that it does not know the hardware token or the user',
		],
		[
			'the user, as the item names them',
			{ cause: 'userNotFound', reason: 'the email address ada@example.com' },
			'RSA knows no user with the email address ada@example.com',
		],
		[
			'the ID of the user, if that is all there is',
			{ cause: 'userNotFound' },
			`RSA knows no user with the ID ${target.userId}`,
		],
		[
			'that the user is unknown too',
			{ cause: 'unassignedWithPin', reason: 'the user name ada' },
			'RSA knows no user with the user name ada, and the hardware token is unassigned and still has a PIN',
		],
		[
			'nothing of a user who is known',
			{ cause: 'unassignedWithPin' },
			'it is unassigned and still has a PIN',
		],
		[
			'when RSA takes a report again at the latest',
			{ cause: 'reportLimitReached', reason: 'one in 8 hours', retryAfter: 1500, isOwnWait: true },
			'RSA refused the request: one in 8 hours, so the next one is possible in 2 s at the latest',
		],
		[
			'how long RSA asks to wait for a report',
			{ cause: 'reportLimitReached', reason: 'one in 8 hours', retryAfter: 1500 },
			'RSA refused the request: one in 8 hours, and asks to wait 2 s',
		],
		[
			'how far the clock of the machine is ahead',
			{ cause: 'accessTokenRefused', clockOffBy: 90 },
			"RSA does not accept the credential's access token, and the clock of the machine that n8n runs on is 90 s ahead",
		],
		[
			'how far it is behind',
			{ cause: 'accessTokenExpired', clockOffBy: -90 },
			"RSA says that the credential's access token has expired, and the clock of the machine that n8n runs on is 90 s behind",
		],
	])('%s', (_, failure, what) => {
		const { message } = textOf(unassign, failure);
		expect(message).toBe(`Hardware token 000123456789 was not unassigned: ${what}`);
	});

	test.each([
		['apiKey', 'RSA does not know the access ID in the API Key File'],
		['jwt', 'RSA does not know the access ID in the JSON Web Token'],
		['oAuthClient', "RSA does not know the access ID in the credential's access token"],
		[undefined, "RSA does not know the access ID in the credential's access token"],
	] as const)('where the access ID stands: %s', (authentication, what) => {
		const { message } = textOf(unassign, { cause: 'accessIdUnknown', authentication });
		expect(message).toMatch(what);
	});

	test('how often the request was sent, if more than once', () => {
		const sent = (attempts: number) => textOf(unassign, { cause: 'serviceFailed', attempts });
		expect(sent(3).nextStep).toContain('The request was sent 3 times. ');
		expect(sent(1).nextStep).not.toContain('was sent');
	});
});

describe('the sentence about the state', () => {
	const unchanged = 'The hardware token is unchanged. ';
	const readBack =
		'The hardware token was read back and had not changed; RSA may still be working on the request. ';
	const stateOf = (failure: Failure) => textOf(unassign, failure).nextStep;

	test('of a token that cannot have been changed: unchanged', () => {
		expect(stateOf({ cause: 'conflict' }).startsWith(unchanged)).toBe(true);
	});

	test('of one that an attempt may change yet: as it was when it was read back', () => {
		const failure: Failure = { cause: 'conflict', mayHaveBeenApplied: true };
		expect(stateOf(failure).startsWith(readBack)).toBe(true);
	});

	test('of one that was not touched, whatever may come: not changed', () => {
		const failure: Failure = { cause: 'assignedToSomebodyElse', mayHaveBeenApplied: true };
		expect(stateOf(failure).startsWith('The hardware token was not changed. ')).toBe(true);
	});

	test('nothing, where the message itself says it', () => {
		const failure: Failure = { cause: 'assignedToSomebodyElse', isStateShown: true };
		expect(stateOf(failure)).not.toMatch(/not changed/);
	});

	test('nothing of what was only read', () => {
		const { nextStep } = errorText({ ...wording, subject: 'read' }, { cause: 'conflict' });
		expect(nextStep).not.toMatch(/unchanged/);
	});

	test.each([
		['unchanged, if nothing was sent', wording, false, unchanged],
		['as it was read back, if an earlier attempt may change it yet', wording, true, readBack],
		['nothing of what was only read', { ...wording, subject: 'read' as const }, false, ''],
	])('of a change that was not sent: %s', (_, words, mayHaveBeenApplied, sentence) => {
		expect(stateInWords(words, mayHaveBeenApplied)).toBe(sentence);
	});
});

describe('an item without effect', () => {
	test('is one whose change was not attempted', () => {
		expect(isWithoutEffect(wording, 'cancelled')).toBe(true);
		expect(isWithoutEffect(wording, 'conflict')).toBe(false);
	});

	test('is not one that cleared the PIN before', () => {
		const afterPin = { ...wording, subject: 'hardwareTokenWithoutPin' as const };
		expect(isWithoutEffect(afterPin, 'cancelled')).toBe(false);
	});
});

describe('the permission that an operation needs', () => {
	const permission = 'An OAuth client needs the scope rsa.user.manage.';

	test('is the advice if RSA says that the credential is not allowed to do it', () => {
		expect(adviceOf({ cause: 'notAllowed' }, permission)).toBe(permission);
	});

	test('is not named for another cause', () => {
		expect(adviceOf({ cause: 'conflict' }, permission)).toBe(adviceFor('conflict'));
	});

	test('does not replace advice that the failure has of its own', () => {
		const advice = 'Ask the owner of the tenant.';
		expect(adviceOf({ cause: 'notAllowed', advice }, permission)).toBe(advice);
	});
});
