import { describe, expect, test } from '@jest/globals';

import { applyChange } from '../../rsa/delivery/applyChange.ts';
import { applyAndVerify } from '../../rsa/delivery/verify.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { changeOf } from '../../rsa/hardwareTokens/tokenChange.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import { absent, ADA, answered, GRACE, lost, SERIAL, token } from '../support/responses.mts';
import { ScriptedRun } from '../support/scripted-run.mts';

const change = changeOf(unassign, { userId: ADA, tokenSerialNumber: SERIAL });

/** A tenant whose change has this result, and whose look-ups show this at a time in ms. */
const tenant = (result: SendResult, shown: (now: number) => SendResult) =>
	new ScriptedRun(({ path }, now) => (path.endsWith('/lookup') ? shown(now) : result));

async function applied(result: SendResult, shown: SendResult) {
	const run = tenant(result, () => shown);
	const delivery = await run.until(applyChange(change, run.item({ maxTries: 1 })));
	const lookUps = run.requests.filter(({ path }) => path.endsWith('/lookup')).length;
	return { failure: delivery.kind === 'failed' ? delivery.failure : undefined, lookUps };
}

describe('a look-up that nothing but a person can mend is made once', () => {
	test('if the credential does not sign it', async () => {
		const error = new UserFacingError('The key is empty', 'Paste the key.');
		const { failure, lookUps } = await applied(lost, { kind: 'blocked', error });
		expect(failure).toMatchObject({ cause: 'stateUnknown' });
		expect(failure?.advice).toMatch(/Paste the key\.$/);
		expect(lookUps).toBe(1);
	});

	test('if the credential is not allowed to read hardware tokens', async () => {
		const { failure, lookUps } = await applied(lost, answered(403, { message: 'no privilege' }));
		expect(failure?.advice).toContain('rsa.authenticator.sidtoken.read');
		expect(lookUps).toBe(1);
	});
});

test("a look-up that may succeed later adds no advice to the change's own", async () => {
	const { failure, lookUps } = await applied(lost, answered(500));
	expect(failure).toMatchObject({ cause: 'stateUnknown' });
	expect(failure?.advice).toBeUndefined();
	expect(lookUps).toBeGreaterThan(6);
});

test("a web page in place of RSA's confirmation is named", async () => {
	const { failure } = await applied(answered(200, '<html>Sign in</html>'), token(ADA, true));
	expect(failure).toMatchObject({
		cause: 'notConfirmed',
		reason: "a web page answered in RSA's place",
	});
});

describe("RSA's words about an unknown user", () => {
	const unknown = answered(404, { code: '404 NOT_FOUND', description: 'User not found' });

	test('are quoted if the user still has the hardware token', async () => {
		const { failure } = await applied(unknown, token(ADA, true));
		expect(failure).toMatchObject({ cause: 'ownerUnknown', serverMessage: 'User not found' });
	});

	test('are not, if someone else has it', async () => {
		const { failure } = await applied(unknown, token(GRACE, true));
		expect(failure?.cause).toBe('userUnknown');
		expect(failure?.serverMessage).toBeUndefined();
	});
});

test('Verify waits for a look-up that lags some seconds behind the change', async () => {
	const confirmation = answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned' });
	const run = tenant(confirmation, (now) => token(now > 5000 ? null : ADA, true));
	expect(await run.until(applyAndVerify(change, run.item()))).toMatchObject({
		kind: 'done',
		outcome: 'unassigned',
		after: { userId: null },
	});
});

test('Verify does not take the whole time of the item if RSA answers that there is no such token', async () => {
	const confirmation = answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned' });
	const run = tenant(confirmation, (now) => (now <= 100 ? token(ADA, true) : absent));
	const verified = await run.until(applyAndVerify(change, run.item()));
	expect(verified).toMatchObject({ failure: { cause: 'notVerified' } });
	expect(run.now).toBeGreaterThan(7750);
	expect(run.now).toBeLessThan(20_000);
});

describe('look-ups leave the time of later steps to these', () => {
	const endOf = async (shown: SendResult, timeOfLaterSteps: number) => {
		const run = tenant(lost, () => shown);
		const delivery = await run.until(applyChange(change, run.item({ timeOfLaterSteps })));
		expect(delivery).toMatchObject({ failure: { cause: 'stateUnknown' } });
		return run.now;
	};

	test('if RSA answers them without the state', async () => {
		const end = await endOf(absent, 200_000);
		expect(end).toBeGreaterThan(100_000);
		expect(end).toBeLessThan(110_000);
	});

	test('not before they have taken some seconds', async () => {
		expect(await endOf(absent, 300_000)).toBeGreaterThan(7750);
	});

	test('if they fail for a reason that only concerns them', async () => {
		expect(await endOf(answered(418), 200_000)).toBeLessThan(110_000);
	});

	test('not while RSA does not answer them: it would not answer later steps either', async () => {
		expect(await endOf(answered(500), 200_000)).toBeGreaterThan(290_000);
	});
});

describe('look-ups that fail do not count', () => {
	const unchanged = token(ADA, true);

	/** The requests of a change whose response is lost, and whose look-ups show this, then the token unchanged. */
	const requestsFor = async (shown: readonly SendResult[], maxTries: number) => {
		let lookUps = 0;
		const run = new ScriptedRun(({ path }) =>
			path.endsWith('/lookup') ? (shown[lookUps++] ?? unchanged) : lost,
		);
		await run.until(applyChange(change, run.item({ maxTries })));
		const paths = run.requests.map(({ path }) => (path.endsWith('/lookup') ? 'look-up' : 'change'));
		return paths.join(' ');
	};

	test('as one of the two that show the token unchanged before the change is sent again', async () => {
		expect(await requestsFor([answered(418)], 2)).toMatch(
			/^change look-up look-up look-up change /,
		);
	});

	test('if they come after one that shows it unchanged: the state is unknown', async () => {
		const shown = [unchanged, answered(403, { message: 'no privilege' })];
		let lookUps = 0;
		const run = new ScriptedRun(({ path }) =>
			path.endsWith('/lookup') ? (shown[lookUps++] ?? lost) : lost,
		);
		const delivery = await run.until(applyChange(change, run.item()));
		expect(delivery).toMatchObject({
			failure: {
				cause: 'stateUnknown',
				advice: expect.stringContaining('rsa.authenticator.sidtoken.read'),
			},
		});
		expect(run.requests.filter(({ path }) => !path.endsWith('/lookup'))).toHaveLength(1);
	});

	test.each<[string, SendResult]>([
		['failed', answered(500)],
		['did not show the state', absent],
	])(
		'if they come before one that shows it unchanged just before the deadline: they %s',
		async (_, shown) => {
			const run = tenant(lost, (now) => (now < 280_000 ? shown : unchanged));
			const delivery = await run.until(applyChange(change, run.item({ maxTries: 1 })));
			expect(delivery).toMatchObject({ failure: { cause: 'stateUnknown' } });
		},
	);

	test('as one of the six after which the token counts as unchanged', async () => {
		const seven = Array.from({ length: 7 }, () => answered(418));
		const lookUps = await requestsFor(seven, 1);
		expect(lookUps.split(' ')).toHaveLength(1 + seven.length + 6);
	});
});

describe('Verify', () => {
	const confirmation = answered(200, { tokenSerialNumber: SERIAL, tokenState: 'Unassigned' });
	const verified = async (result: SendResult, shown: (now: number) => SendResult) => {
		const run = tenant(result, shown);
		return await run.until(applyAndVerify(change, run.item({ maxTries: 1 })));
	};

	test('of a change that RSA refuses gives the reason, and the state before', async () => {
		expect(await verified(answered(400), () => token(ADA, true))).toMatchObject({
			kind: 'failed',
			failure: { cause: 'invalidParameters' },
			before: { userId: ADA },
		});
	});

	test('says that the token is still in another state', async () => {
		expect(await verified(confirmation, () => token(ADA, true))).toMatchObject({
			failure: { cause: 'notVerified', reason: 'it does not show the requested state' },
			after: { userId: ADA },
		});
	});

	test.each([
		['the second look-up failed', 100, null],
		['look-ups failed after only one that showed the token unchanged', 300, { userId: ADA }],
	])('says why %s, with what to mend', async (_, until, after) => {
		const shown = (now: number) =>
			now > until ? answered(403, { message: 'no privilege' }) : token(ADA, true);
		expect(await verified(confirmation, shown)).toMatchObject({
			failure: {
				cause: 'notVerified',
				reason: 'RSA says that this credential is not allowed to do this',
				advice: expect.stringContaining('rsa.authenticator.sidtoken.read'),
			},
			after,
		});
	});

	test('looks the token up as long as the item has time, while look-ups fail', async () => {
		const shown = (now: number) => {
			if (now <= 100) return token(ADA, true);
			return now < 60_000 ? answered(500) : token(null, false);
		};
		expect(await verified(confirmation, shown)).toMatchObject({ outcome: 'unassigned' });
	});
});

describe('a look-up is made again if it leaves the state open', () => {
	test('after a change that may have been made', async () => {
		const run = tenant(lost, (now) => token(now > 3000 ? null : GRACE, true));
		const delivery = await run.until(applyChange(change, run.item({ maxTries: 1 })));
		expect(delivery).toMatchObject({ kind: 'done', outcome: 'unassigned' });
	});

	test("if it contradicts RSA's response", async () => {
		const unknown = answered(404, { code: '404 NOT_FOUND', description: 'Token not found' });
		const run = tenant(unknown, (now) => token(now > 3000 ? null : ADA, true));
		const delivery = await run.until(applyChange(change, run.item({ maxTries: 1 })));
		expect(delivery).toMatchObject({ kind: 'done', outcome: 'alreadyUnassigned' });
	});

	test('not if the change cannot have been made and the look-up is clear', async () => {
		const { lookUps } = await applied(answered(409), token(GRACE, true));
		expect(lookUps).toBe(1);
	});
});
