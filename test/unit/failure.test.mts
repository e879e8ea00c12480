import { readFile } from 'node:fs/promises';

import { describe, expect, test } from '@jest/globals';

import { clearPin } from '../../rsa/changes/clearPin.ts';
import { unassign } from '../../rsa/changes/unassign.ts';
import { causes, explain } from '../../rsa/failure.ts';

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

	test('the same failure reads differently for the two operations', () => {
		const { message } = explain(change, target, { cause: 'tooManyRequests' });
		expect(message).toBe(
			change === unassign
				? 'Hardware token 000123456789 was not unassigned: RSA receives too many requests'
				: 'The PIN of hardware token 000123456789 was not cleared: RSA receives too many requests',
		);
	});
});

test("RSA's copied text for the 500 of Clear PIN is not passed on", () => {
	const said = 'Unable to Enable/Disable a hardware token';
	const failure = { cause: 'serviceFailed', status: 500, said } as const;
	expect(explain(clearPin, target, failure).nextStep).not.toContain(said);
	expect(explain(unassign, target, failure).nextStep).toContain(said);
});

test('an unknown state is not said to be unchanged', () => {
	const { message, nextStep } = explain(unassign, target, { cause: 'stateUnknown', ...facts });
	expect(message).toMatch(/^It is not known whether hardware token 000123456789 was unassigned: /);
	expect(nextStep).not.toMatch(/as it was|nothing was changed/i);
});

test('how long RSA asks to wait is said', () => {
	const { message } = explain(unassign, target, { cause: 'tooManyRequests', retryAfter: 6100 });
	expect(message).toContain('asks to wait 7 s');
});

test('every cause is in docs/failures.md', async () => {
	const page = await readFile(new URL('../../docs/failures.md', import.meta.url), 'utf8');
	const documented = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, cause]) => cause);
	expect(documented).toEqual(expect.arrayContaining(causes));
});
