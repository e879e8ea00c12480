import { readFile } from 'node:fs/promises';

import { describe, expect, test } from '@jest/globals';

import { clearPin } from '../../rsa/changes/clearPin.ts';
import { unassign } from '../../rsa/changes/unassign.ts';
import { causes } from '../../rsa/causes.ts';
import { explain } from '../../rsa/failure.ts';

const target = {
	userId: 'eb2e12ae-1112-451b-98e1-dfe4e6afd60d',
	tokenSerialNumber: '000123456789',
};
const facts = { status: 500, reason: 'the host is down', said: 'RSA says so' };

describe.each([
	['Clear PIN', clearPin],
	['Unassign', unassign],
])('%s: whatever went wrong', (_, change) => {
	test.each(causes)('%s names the token, what happened and the next step', (cause) => {
		const { message, nextStep } = explain(change, target, { cause, ...facts });
		expect(message).toContain('000123456789');
		expect(message).toMatch(/^.+: \S.+[^.]$/);
		expect(nextStep).toMatch(/^[A-Z].+\. RSA's answer: "RSA says so"$/s);
		expect(`${message} ${nextStep}`).not.toMatch(/undefined|\[object|\berror\b|\bmistake\b/i);
	});
});

test.each([
	[
		clearPin,
		'The PIN of hardware token 000123456789 was not cleared: RSA is receiving too many requests',
	],
	[unassign, 'Hardware token 000123456789 was not unassigned: RSA is receiving too many requests'],
])('what did not happen is said in the words of the operation', (change, message) => {
	expect(explain(change, target, { cause: 'tooManyRequests' }).message).toBe(message);
});

test('an unknown state is not said to be unchanged', () => {
	const { message, nextStep } = explain(unassign, target, { cause: 'stateUnknown', ...facts });
	expect(message).toMatch(/^It is not known whether hardware token 000123456789 was unassigned: /);
	expect(nextStep).not.toMatch(/as it was|as before/i);
});

test('how long RSA asks to wait is said', () => {
	const { message } = explain(unassign, target, { cause: 'tooManyRequests', retryAfter: 6100 });
	expect(message).toContain('asks to wait 7 s');
});

test('every cause is in docs/failures.md, and no other', async () => {
	const page = await readFile(new URL('../../docs/failures.md', import.meta.url), 'utf8');
	const documented = [
		...(page.split('| `cause` | when')[1] ?? '').matchAll(/^\| `(\w+)` \|/gm),
	].map(([, cause]) => cause);
	const ofTheItem = ['refusedBeforeRequest', 'credentialRefused', 'unexpected'];
	expect(documented.sort()).toEqual([...causes, ...ofTheItem].sort());
});
