import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { RsaSecurId } from '../../nodes/RsaSecurId/RsaSecurId.node.ts';
import {
	ADA,
	ADAS,
	GRACE,
	GRACES,
	MISSING,
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

type Items = Parameters<Offboarding['run']>[1];

const missingTokens = (count: number): Items =>
	Array.from({ length: count }, (_, index) => [ADA, `${MISSING}${index}`] as const);
const continued = { onError: 'continueRegularOutput' } as const;
const changesMade = () => offboarding.tenant.journal.filter(({ changed }) => changed);
const requestsOf = (serialNumber: string) =>
	offboarding.tenant.journal.filter(
		({ body }) => JSON.stringify(body) === JSON.stringify({ tokenSerialNumber: serialNumber }),
	);
const causes = (items: ReadonlyArray<{ json: { details?: unknown } }>) =>
	items.map(({ json: { details } }) => (details as { cause?: string } | undefined)?.cause);

describe("at the tenant's own speed", () => {
	test.each([
		['which says how long to wait', { perSecond: 4, retryAfter: 1 }],
		['which does not', { perSecond: 4 }],
	])('a tenant that refuses what is too fast, %s: every token is changed', async (_, rateLimit) => {
		const items = offboarding.addTokens(20);
		offboarding.tenant.rateLimit = rateLimit;
		const { items: output } = await offboarding.run('unassign', items);
		expect(output().map(({ json }) => [json.tokenSerialNumber, json.outcome])).toEqual(
			items.map(([, serialNumber]) => [serialNumber, 'unassigned']),
		);
		expect(offboarding.tenant.journal.some(({ status }) => status === 429)).toBe(true);
		expect(changesMade()).toHaveLength(20);
	});

	test('a wait until a time of day is kept', async () => {
		const retryAfter = new Date(Date.now() + 2000);
		offboarding.tenant.order({ kind: 'tooManyRequests', retryAfter });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]]);
		const [, second] = offboarding.tenant.journal;
		expect(items()[0]?.json.outcome).toBe('unassigned');
		expect(second?.at.getTime()).toBeGreaterThanOrEqual(
			Math.floor(retryAfter.getTime() / 1000) * 1000,
		);
	});

	test.each([1, 5])('never more than %d requests are on their way', async (maxConcurrency) => {
		offboarding.tenant.responseMilliseconds = 20;
		await offboarding.run('unassign', offboarding.addTokens(40), { options: { maxConcurrency } });
		const inProgress = offboarding.tenant.journal.map((entry) => entry.inProgress);
		expect(Math.max(...inProgress)).toBe(maxConcurrency);
	});

	test('the order of the output is that of the input, whichever response comes first', async () => {
		const items = offboarding.addTokens(30);
		offboarding.tenant.order({ kind: 'slow', milliseconds: 400 }, { times: 3 });
		const { items: output } = await offboarding.run('unassign', items);
		expect(output().map(({ json, pairedItem }) => [json.tokenSerialNumber, pairedItem])).toEqual(
			items.map(([, serialNumber], item) => [serialNumber, { item }]),
		);
	});
});

describe('a change that did not get through', () => {
	test.each([
		['a reset', { kind: 'connectionReset' }],
		['a 502', { kind: 'badGateway' }],
		['a 503', { kind: 'serviceUnavailable' }],
		['a 500', { kind: 'internalError' }],
	] as const)('is sent again after %s', async (_, fault) => {
		offboarding.tenant.order(fault);
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]]);
		expect(items()[0]?.json).toMatchObject({ outcome: 'unassigned' });
		expect(offboarding.tenant.journal.map(({ operation }) => operation)).toEqual([
			'unassign',
			'lookupHardwareToken',
			'lookupHardwareToken',
			'unassign',
		]);
	});

	test('is sent no more often than Max Tries, and the item says how often', async () => {
		offboarding.tenant.order({ kind: 'badGateway' }, { operation: 'unassign', times: 9 });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], {
			...continued,
			options: { maxTries: 2, itemDeadline: 3 },
		});
		expect(items()[0]?.json).toMatchObject({
			message: expect.stringContaining('The request was sent 2 times.'),
			details: { cause: 'serviceFailed', tries: 2 },
		});
		expect(requestsOf(ADAS).filter(({ operation }) => operation === 'unassign')).toHaveLength(2);
	});

	test('gets through when the tenant is reachable again', async () => {
		await offboarding.tenant.refuseConnections();
		const run = offboarding.run('unassign', [[ADA, ADAS]], { options: { maxTries: 20 } });
		await offboarding.tenant.acceptConnections();
		expect((await run).items()[0]?.json.outcome).toBe('unassigned');
	});
});

test('despite lost responses, resets and bad gateways every token is changed, and none twice', async () => {
	const items = offboarding.addTokens(200);
	offboarding.tenant.disturb({ answerLost: 0.1, connectionReset: 0.1, badGateway: 0.1 }, 7);
	const { items: output } = await offboarding.run('unassign', items);
	expect(new Set(output().map(({ json }) => json.outcome))).toEqual(new Set(['unassigned']));
	expect(changesMade()).toHaveLength(200);
	for (const [, serialNumber] of items) {
		const requests = requestsOf(serialNumber);
		const changedAt = requests.findIndex(({ changed }) => changed);
		const after = requests.slice(changedAt + 1).map(({ operation }) => operation);
		expect(after.filter((operation) => operation === 'unassign')).toEqual([]);
	}
});

describe('the same token twice in a run', () => {
	test('is changed only once, and both items say so', async () => {
		const { items } = await offboarding.run('unassign', [
			[ADA, ADAS],
			[GRACE, GRACES],
			[ADA.toUpperCase(), ADAS],
		]);
		expect(
			items().map(({ json, pairedItem }) => [json.outcome, json.sharedByItems, pairedItem]),
		).toEqual([
			['unassigned', [0, 2], { item: 0 }],
			['unassigned', undefined, { item: 1 }],
			['unassigned', [0, 2], { item: 2 }],
		]);
		expect(requestsOf(ADAS)).toHaveLength(1);
	});

	test('for two users is processed in the order of the items', async () => {
		const { items } = await offboarding.run(
			'unassign',
			[
				[GRACE, ADAS],
				[ADA, ADAS],
				[GRACE, ADAS],
			],
			continued,
		);
		// The third one finds it as the second one left it, and does not share what the first one came to.
		expect(items().map(({ json }) => json.outcome ?? json.details)).toEqual([
			expect.objectContaining({ cause: 'assignedToSomebodyElse' }),
			'unassigned',
			'alreadyUnassigned',
		]);
	});
});

describe('when the node stops at a failure', () => {
	test('the error says how many were done, failed and not attempted, and that another run is safe', async () => {
		const tokens = offboarding.addTokens(19);
		const { thrown } = await offboarding.run(
			'unassign',
			[...tokens.slice(0, 3), [ADA, GRACES], ...tokens.slice(3)],
			{ options: { maxConcurrency: 1 } },
		);
		expect(thrown?.itemIndex).toBe(3);
		expect(thrown?.description).toContain(
			'Of 20 items: 3 done, 1 failed, 16 not attempted. Running all of them again is safe',
		);
		expect(changesMade()).toHaveLength(3);
	});

	test('items under way are finished and counted', async () => {
		const tokens = offboarding.addTokens(300);
		offboarding.tenant.responseMilliseconds = 20;
		const { thrown } = await offboarding.run('unassign', [
			...tokens.slice(0, 100),
			[ADA, GRACES],
			...tokens.slice(100),
		]);
		const [, done, notAttempted] =
			/Of 301 items: (\d+) done, 1 failed, (\d+) not attempted/.exec(thrown?.description ?? '') ??
			[];
		expect(changesMade()).toHaveLength(Number(done));
		expect(Number(done) + 1 + Number(notAttempted)).toBe(301);
		expect(Number(notAttempted)).toBeGreaterThan(0);
	});

	test('nothing is started after the first failed token of an item for all tokens, while its others are under way', async () => {
		const { tenant, run } = offboarding;
		const { emailAddress } = tenant.user(GRACE);
		const refused = { status: 400, body: { code: '400', description: 'No' } };
		const others = Array.from({ length: 100 }, (_, index) => `8000000${100 + index}`);
		others.forEach((tokenSerialNumber) => {
			tenant.addHardwareToken({ tokenSerialNumber, userId: GRACE, pinSet: true });
		});
		tenant.order({ kind: 'unexpectedResponse', response: refused }, { operation: 'unassign' });
		tenant.order({ kind: 'slow', milliseconds: 1500 }, { operation: 'unassign' });
		// Those of the others come after them.
		tenant.order({ kind: 'slow', milliseconds: 300 }, { operation: 'lookupUser' });
		const { thrown } = await run('unassign', [], {
			items: [
				{ user: ADA, tokens: 'all', serialNumber: '' },
				...others.map((serialNumber) => ({
					user: emailAddress,
					tokens: 'one',
					serialNumber,
				})),
			],
			options: { maxConcurrency: 2 },
			parameters: {
				tokens: '={{ $json.tokens }}',
				user: { __rl: true, mode: 'id', value: '={{ $json.user }}' },
			},
		});
		expect(thrown?.message).toContain('was not unassigned');
		const left = others.filter(
			(serialNumber) => tenant.hardwareToken(serialNumber).userId === GRACE,
		);
		expect(left.length).toBeGreaterThanOrEqual(99);
	});

	test('running it again finishes the job', async () => {
		const items = offboarding.addTokens(5);
		offboarding.tenant.order({ kind: 'badGateway' });
		await offboarding.run('unassign', items, { options: { maxTries: 1, maxConcurrency: 2 } });
		const { items: output, run } = await offboarding.run('unassign', items);
		expect(run.status).toBe('success');
		expect(output().map(({ json }) => json.outcome)).toEqual(
			items.map(() => expect.stringMatching(/^(unassigned|alreadyUnassigned)$/)),
		);
	});
});

test("n8n's Retry On Fail is safe: the second run of the node succeeds, and nothing is changed twice", async () => {
	const items = offboarding.addTokens(5);
	offboarding.tenant.order({ kind: 'internalError' });
	const { run, items: output } = await offboarding.run('unassign', items, {
		retryOnFail: true,
		options: { maxTries: 1, maxConcurrency: 2 },
	});
	expect(run.status).toBe('success');
	expect(new Set(output().map(({ json }) => json.outcome))).toEqual(
		new Set(['unassigned', 'alreadyUnassigned']),
	);
	expect(changesMade()).toHaveLength(5);
});

describe('limits of a run', () => {
	test('after the failures in a row of Stop After Failures no further item is started', async () => {
		const items = [...missingTokens(4), ...offboarding.addTokens(4)];
		const { items: output } = await offboarding.run('unassign', items, {
			...continued,
			options: { stopAfterFailures: 3, maxConcurrency: 1 },
		});
		expect(causes(output())).toEqual([
			...Array.from({ length: 3 }, () => 'hardwareTokenUnknown'),
			...Array.from({ length: 5 }, () => 'tooManyFailuresInARow'),
		]);
		expect(output()[7]?.json).toMatchObject({
			message: expect.stringMatching(/^Nothing was done/),
			details: { attempted: false },
		});
		expect(changesMade()).toEqual([]);
	});

	test('failures that are not in a row do not stop the run', async () => {
		const [one, two, three] = missingTokens(3);
		const [first, second, third] = offboarding.addTokens(3);
		const items = [one, first, two, second, three, third].filter((item) => item !== undefined);
		await offboarding.run('unassign', items, {
			...continued,
			options: { stopAfterFailures: 2, maxConcurrency: 1 },
		});
		expect(changesMade()).toHaveLength(3);
	});

	test('a run with more changes than allowed makes none', async () => {
		const items = offboarding.addTokens(6);
		const { thrown } = await offboarding.run('unassign', items, { options: { maxChanges: 5 } });
		const { items: output } = await offboarding.run('unassign', items, {
			...continued,
			options: { maxChanges: 5 },
		});
		expect(thrown?.message).toContain("more changes than the option 'Max Changes' allows");
		expect(causes(output())).toEqual(items.map(() => 'tooManyChanges'));
		expect(offboarding.tenant.journal).toEqual([]);
	});

	test('the same change twice counts as one', async () => {
		const items = offboarding.addTokens(5);
		await offboarding.run('unassign', [...items, ...items], { options: { maxChanges: 5 } });
		expect(changesMade()).toHaveLength(5);
	});
});

describe('deadlines', () => {
	test('the look-up of its user and its change share the time of an item', async () => {
		const wait = { kind: 'tooManyRequests', retryAfter: 2 } as const;
		offboarding.tenant.order(wait, { operation: 'lookupUser' });
		offboarding.tenant.order(wait, { operation: 'unassign' });
		const byEmail = { mode: 'email', value: offboarding.tenant.user(ADA).emailAddress };
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], {
			...continued,
			parameters: { user: { __rl: true, ...byEmail } },
			options: { itemDeadline: 3 },
		});
		expect(items()).toMatchObject([
			{ json: { details: { cause: 'tooManyRequests', attempted: false } } },
		]);
		expect(changesMade()).toEqual([]);
	});

	test('a wait that is longer than an item may take: no item waits, each says when to come back', async () => {
		const items = offboarding.addTokens(6);
		offboarding.tenant.order({ kind: 'tooManyRequests', retryAfter: 600 }, { times: 9 });
		const { items: output } = await offboarding.run('unassign', items, continued);
		expect(causes(output())).toEqual(items.map(() => 'tooManyRequests'));
		for (const { json } of output()) {
			expect(json.details).toMatchObject({ attempted: false, retryAfterSeconds: 600 });
			const { retryAt } = json.details as { retryAt: string };
			expect(Date.parse(retryAt)).toBeGreaterThan(Date.now() + 500_000);
		}
		expect(changesMade()).toEqual([]);
	});

	test("after the run's deadline no item is started, and those under way are finished", async () => {
		const items = offboarding.addTokens(4);
		offboarding.tenant.order({ kind: 'slow', milliseconds: 1200 });
		const { items: output } = await offboarding.run('unassign', items, {
			...continued,
			options: { runDeadline: 1, maxConcurrency: 1 },
		});
		expect(output()[0]?.json.outcome).toBe('unassigned');
		expect(causes(output()).slice(1)).toEqual(items.slice(1).map(() => 'runDeadlineReached'));
	});
});

test('a cancelled execution ends its waits and sends nothing more', async () => {
	const { tenant, run, addTokens } = offboarding;
	// Longer than this test may take, so that only the cancellation can end the wait.
	tenant.order({ kind: 'tooManyRequests', retryAfter: 250 }, { times: 99 });
	const refused = tenant.nextArrival().then(async () => {
		await tenant.settled();
	});
	let execution: Promise<unknown> = Promise.resolve();
	const run20 = run('unassign', addTokens(20), {
		async instead() {
			const items = new RsaSecurId().execute.call(this);
			execution = items;
			return await items;
		},
		running: (cancel) => void refused.then(cancel),
	});
	await run20.catch(() => undefined);
	const sentBefore = tenant.journal.length;
	await execution.catch(() => undefined);
	expect(tenant.journal).toHaveLength(sentBefore);
	expect(sentBefore).toBeLessThan(20);
	expect(changesMade()).toEqual([]);
});

describe('the hint after a run', () => {
	test('sums the outcomes up', async () => {
		const [first, ...others] = offboarding.addTokens(4);
		await offboarding.run('unassign', first ? [first] : []);
		const { hints } = await offboarding.run(
			'unassign',
			[...(first ? [first] : []), ...others, [ADA, GRACES]],
			continued,
		);
		expect(hints).toEqual(['5 items: 3 unassigned, 1 alreadyUnassigned, 1 failed']);
	});

	test('is left out for a single item', async () => {
		const { hints } = await offboarding.run('unassign', [[ADA, ADAS]]);
		expect(hints).toEqual([]);
	});
});
