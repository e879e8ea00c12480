import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { Fault } from '../../sandbox/tenant/tenant.mts';
import {
	ADA,
	ADAS,
	MISSING,
	UNKNOWN_USER,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const operations = [
	['clearPin', `The PIN of hardware token ${ADAS} was not cleared`],
	['unassign', `Hardware token ${ADAS} was not unassigned`],
] as const;

/** Each change gets one attempt, and waits end soon. */
const impatient = { maxTries: 1, itemDeadline: 1 };

const respondsWith = (status: number, body: unknown, contentType?: string): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body, ...(contentType !== undefined && { contentType }) },
});
const springs = (status: number, message: string): Fault =>
	respondsWith(status, {
		timestamp: 1749938869908,
		status,
		error: 'Forbidden',
		message,
		path: '/x',
	});

describe.each(operations)('%s: each documented code is explained', (operation, notDone) => {
	const explained: Array<[string, Fault, string, RegExp]> = [
		[
			'400',
			respondsWith(400, { code: '400 BAD_REQUEST', description: 'Invalid serial' }),
			'RSA rejected the serial number or the user ID as invalid',
			/Check the serial number.*RSA's response: "Invalid serial"/s,
		],
		[
			'403 without the permission',
			respondsWith(403, {
				code: '403 FORBIDDEN',
				description: 'User is not authorized to perform the request.',
			}),
			'RSA says that this credential is not allowed to do this',
			/Help Desk Administrator.*rsa\.authenticator\.sidtoken\.manage/s,
		],
		[
			'403 for the token',
			springs(403, 'Server failed to process provided access token'),
			"RSA does not accept the credential's access token",
			/make a new one/,
		],
		[
			'403 with a web page',
			respondsWith(403, '<html>No</html>', 'text/html'),
			'RSA says that this credential is not allowed to do this, unless the response came from a proxy or firewall: it is a web page (HTTP 403)',
			/sidtoken\.manage\. If the response came from a proxy or firewall, check the Base URL/,
		],
		[
			'403 without a body',
			respondsWith(403, ''),
			'RSA says that this credential is not allowed to do this',
			/role/,
		],
		[
			'429 with a wait that is too long',
			{ kind: 'tooManyRequests', retryAfter: 30, emptyBody: true },
			'RSA is receiving too many requests and asks to wait 30 s, which is longer than the time that is left',
			/Nothing was done.*Item Deadline.*safe/s,
		],
		[
			'500',
			{ kind: 'internalError' },
			"RSA's service answered with HTTP 500",
			/read back and had not changed/,
		],
		[
			'502 with a web page',
			{ kind: 'badGateway' },
			"RSA's service answered with HTTP 502",
			/Running this item again is safe/,
		],
		[
			'503 in plain text',
			{ kind: 'serviceUnavailable' },
			"RSA's service answered with HTTP 503",
			/RSA's response: "Service Unavailable"/,
		],
	];
	test.each(explained)('%s', async (_, fault, cause, next) => {
		offboarding.tenant.order(fault);
		const { thrown } = await offboarding.run(operation, [[ADA, ADAS]], { options: impatient });
		expect(thrown).toMatchObject({ message: `${notDone}: ${cause}`, itemIndex: 0 });
		expect(thrown?.description).toMatch(next);
		expect(offboarding.tenant.hardwareToken(ADAS)).toMatchObject({ userId: ADA, pinSet: true });
	});

	test('404 for a user that RSA does not have', async () => {
		const { thrown } = await offboarding.run(operation, [[UNKNOWN_USER, ADAS]]);
		expect(thrown?.message).toBe(`${notDone}: RSA knows no user with the ID ${UNKNOWN_USER}`);
	});

	test('404 for a token that RSA does not have', async () => {
		const { thrown } = await offboarding.run(operation, [[ADA, MISSING]]);
		expect(thrown?.message).toContain('RSA knows no hardware token with this serial number');
		expect(thrown?.description).toContain('leading zeros included');
	});

	test('409 that a look-up contradicts', async () => {
		offboarding.tenant.order(respondsWith(409, { code: '409 CONFLICT', description: 'In use' }));
		const { thrown } = await offboarding.run(operation, [[ADA, ADAS]], { options: impatient });
		expect(thrown?.message).toContain('RSA reports a conflict');
		expect(thrown?.description).toContain('"In use"');
	});

	test('a 403 on the read-back: the item says what is known and what is not', async () => {
		offboarding.tenant.order(respondsWith(409, { code: '409 CONFLICT', description: 'In use' }));
		offboarding.tenant.order(respondsWith(403, { code: '403', description: 'not authorized' }));
		const { thrown } = await offboarding.run(operation, [[ADA, ADAS]]);
		expect(thrown?.message).toMatch(
			/reports a conflict, and a look-up did not show whether .*is not allowed to do this$/,
		);
		expect(thrown?.description).toMatch(/Console\. .*rsa\.authenticator\.sidtoken\.read\.$/);
	});
});

test("RSA's copied text for the 500 of Clear PIN is not passed on", async () => {
	offboarding.tenant.order({ kind: 'internalError' });
	const { items } = await offboarding.run('clearPin', [[ADA, ADAS]], {
		onError: 'continueRegularOutput',
		options: impatient,
	});
	expect(items()[0]?.json.details).toMatchObject({ cause: 'serviceFailed', httpCode: 500 });
	expect(JSON.stringify(items())).not.toMatch(/Enable|Disable/);
});

test('a serial number that contains the name of a system error is shown as it is', async () => {
	const { thrown } = await offboarding.run('unassign', [[ADA, 'EPERM-ENOENT']]);
	expect(thrown?.message).toBe(
		'Hardware token EPERM-ENOENT was not unassigned: RSA knows no hardware token with this serial number',
	);
});

describe('a 200 that does not show the requested state', () => {
	const responses: Array<[string, Fault]> = [
		['nothing', { kind: 'emptyResponse' }],
		['a web page', respondsWith(200, '<html>Sign in</html>', 'text/html')],
		[
			'another token',
			respondsWith(200, { tokenSerialNumber: '1', tokenState: 'Unassigned', pinSet: false }),
		],
		[
			'another state',
			respondsWith(200, { tokenSerialNumber: ADAS, tokenState: 'Activated', pinSet: 'true' }),
		],
	];
	describe.each(operations)('%s', (operation, notDone) => {
		test.each(responses)('%s is no success', async (_, fault) => {
			offboarding.tenant.order(fault);
			const { thrown } = await offboarding.run(operation, [[ADA, ADAS]], { options: impatient });
			expect(thrown?.message).toMatch(
				new RegExp(`^${notDone}: .* with HTTP 200, but did not confirm the change$`),
			);
		});
	});

	test('is a success where the token is in the requested state all the same', async () => {
		offboarding.tenant.order({ kind: 'emptyResponse', applied: true });
		const { items } = await offboarding.run('clearPin', [[ADA, ADAS]]);
		expect(items()[0]?.json).toMatchObject({ outcome: 'pinCleared', confirmedBy: 'readBack' });
	});
});

describe('an option with an invalid number fails before any request', () => {
	test.each([0, -1, '', 'abc', 3_000_000, null])('Timeout: %j', async (timeout) => {
		const { thrown } = await offboarding.run('unassign', [[ADA, ADAS]], { options: { timeout } });
		expect(thrown?.message).toBe("The option 'Timeout (Seconds)' must be between 1 and 86400");
		expect(offboarding.tenant.journal).toEqual([]);
	});

	test.each(['maxConcurrency', 'maxTries', 'itemDeadline', 'runDeadline', 'maxChanges'])(
		'%s: 0, and every item says so',
		async (option) => {
			const { items } = await offboarding.run('unassign', [[ADA, ADAS]], {
				options: { [option]: 0 },
				onError: 'continueRegularOutput',
			});
			expect(items()[0]?.json.error).toMatch(
				/^The option '.*' must be (at least 1|between 1 and \d+) /,
			);
			expect(offboarding.tenant.journal).toEqual([]);
		},
	);
});

describe('when no response comes', () => {
	test.each(['clearPin', 'unassign'] as const)(
		'%s: a change whose response is lost is read back',
		async (operation) => {
			offboarding.tenant.order({ kind: 'answerLost' });
			const { items } = await offboarding.run(operation, [[ADA, ADAS]]);
			expect(items()[0]?.json).toMatchObject({
				outcome: operation === 'clearPin' ? 'pinCleared' : 'unassigned',
				confirmedBy: 'readBack',
			});
		},
	);

	test.each(operations)('%s: a reset before the change is named', async (operation, notDone) => {
		offboarding.tenant.order({ kind: 'connectionReset' });
		const { thrown } = await offboarding.run(operation, [[ADA, ADAS]], { options: impatient });
		expect(thrown?.message).toContain(`${notDone}: the connection was reset`);
		expect(thrown?.description).toContain('read back and had not changed');
	});

	test('an offline tenant: nothing was changed', async () => {
		await offboarding.tenant.refuseConnections();
		const { thrown } = await offboarding.run('unassign', [[ADA, ADAS]], { options: impatient });
		expect(thrown?.message).toMatch(
			/did not reach RSA: the host \(or a proxy\) refused the connection$/,
		);
		expect(thrown?.description).toContain('The hardware token is unchanged');
	});

	test('a slow tenant: the timeout ends the wait, and the change is read back', async () => {
		offboarding.tenant.order({ kind: 'slow', milliseconds: 60_000, applied: 'beforeTheWait' });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options: { timeout: 1 } });
		expect(items()[0]?.json).toMatchObject({ outcome: 'unassigned', confirmedBy: 'readBack' });
	});

	test('a tenant that stays silent: the item says that the state is not known', async () => {
		offboarding.tenant.order({ kind: 'slow', milliseconds: 60_000 }, { times: 2 });
		const { thrown } = await offboarding.run('unassign', [[ADA, ADAS]], {
			options: { ...impatient, timeout: 1 },
		});
		expect(thrown?.message).toMatch(
			/^It is not known whether hardware token 000123456789 was unassigned: no response arrived in time/,
		);
	});
});

describe('the token of the credential goes to its own host only', () => {
	test('a redirect is not followed', async () => {
		const other = await startOffboarding();
		try {
			const location = `${other.tenant.adminRestApiUrl}/v1/users/${ADA}/sidTokens/unassign`;
			for (const status of [301, 302, 303, 307, 308]) {
				offboarding.tenant.order({
					kind: 'unexpectedResponse',
					response: { status, headers: { location }, body: '' },
				});
				const { thrown } = await offboarding.run('unassign', [[ADA, ADAS]]);
				expect(thrown?.message).toContain(
					`the Base URL redirects to another address (HTTP ${status})`,
				);
			}
			expect(other.tenant.journal).toEqual([]);
		} finally {
			await other.tenant.stop();
		}
	});
});

test('a cancelled execution sends nothing more', async () => {
	const { tenant, run } = offboarding;
	tenant.order({ kind: 'slow', milliseconds: 60_000 });
	const arrival = tenant.nextArrival();
	const items = Array.from({ length: 5 }, () => [ADA, ADAS] as const);
	const execution = run('unassign', items, {
		running: (cancel) => void arrival.then(cancel),
	});
	await execution.catch(() => undefined);
	await tenant.settled();
	expect(tenant.journal).toMatchObject([
		{ operation: 'unassign', clientClosed: true, changed: false },
	]);
});
