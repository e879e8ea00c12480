import { describe, expect, test } from '@jest/globals';

import type { AuthorizedTransport, SendResult } from '../../rsa/http/response.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import { answered, lost } from '../support/responses.mts';
import { aChange, scripted, tooMany } from '../support/scripted-transport.mts';
import { aRequest, causesOf, ThrottledRun } from '../support/throttled-run.mts';

const half = () => 0.5;
const blocked: SendResult = {
	kind: 'blocked',
	error: new UserFacingError('The JSON Web Token is expired', 'Make a new one'),
};
const wait = async (run: ThrottledRun, milliseconds: number) => {
	await run.clock.run(run.clock.sleep(milliseconds));
};

describe('the counts of an item', () => {
	test('show the time that it waited, for its permits and between attempts', async () => {
		const run = new ThrottledRun({ random: half });
		const { send, sentAt } = scripted(run, tooMany('7'));
		const item = run.item(60_000, send);
		await wait(run, 1000);
		await run.clock.run(item.send(aChange));
		expect(sentAt).toEqual([1000, 8100]);
		expect(item.trace.waited).toBe(7000);
		await run.clock.run(item.waitBeforeRetry(0));
		await run.clock.run(item.waitBeforeLookUp(0));
		expect(item.trace.waited).toBe(7000 + 250 + 375);
	});

	test('show each time that a change was sent, those that RSA refused among them', async () => {
		const run = new ThrottledRun();
		const item = run.item(60_000, scripted(run, tooMany('1'), answered(409)).send);
		await run.clock.run(item.send(aChange));
		expect(item.trace).toMatchObject({ attempts: 2, status: 409 });
	});

	test('show no status if the last response did not arrive', async () => {
		const run = new ThrottledRun();
		const item = run.item(60_000, scripted(run, answered(500), lost).send);
		await run.clock.run(item.send(aChange));
		await run.clock.run(item.send(aChange));
		expect(item.trace).toMatchObject({ attempts: 2, status: undefined });
	});

	test.each([
		['a look-up', aRequest, answered(200)],
		['a change that was blocked: it has not left n8n', aChange, blocked],
	])('do not show %s', async (_, request, result) => {
		const run = new ThrottledRun();
		const item = run.item(60_000, scripted(run, answered(500), result).send);
		await run.clock.run(item.send(aChange));
		await run.clock.run(item.send(request));
		expect(item.trace).toMatchObject({ attempts: 1, status: 500 });
	});
});

describe('the time of an item', () => {
	test('begins with its first request, and ends to the ms', async () => {
		const run = new ThrottledRun();
		const item = run.item(1000, scripted(run).send);
		await wait(run, 5000);
		expect([item.timeLeft(), item.hasTime()]).toEqual([1000, true]);
		await run.clock.run(item.send(aRequest));
		await wait(run, 899);
		expect([item.timeLeft(), item.hasTime()]).toEqual([1, true]);
		await wait(run, 1);
		expect([item.timeLeft(), item.hasTime()]).toEqual([0, false]);
		await wait(run, 5000);
		expect(item.timeLeft()).toBe(0);
	});

	test('is no longer than that of its run', async () => {
		const run = new ThrottledRun({ endsAt: 60_000 });
		const item = run.item(300_000, scripted(run).send);
		expect(item.timeLeft()).toBe(60_000);
		await run.clock.run(item.send(aRequest));
		await wait(run, 20_000);
		expect(item.timeLeft()).toBe(60_000 - run.clock.now());
	});

	test('does not begin with a request that was not sent', async () => {
		const run = new ThrottledRun();
		run.throttle.end({ kind: 'notSent', cause: 'stoppedAtFailure' });
		const item = run.item(1000);
		expect(await run.clock.run(item.send(aRequest))).toMatchObject({ kind: 'notSent' });
		expect([item.timeLeft(), item.hasTime()]).toEqual([1000, true]);
	});

	test('is over with its run', async () => {
		const run = new ThrottledRun({ endsAt: 500 });
		const item = run.item(1000);
		await wait(run, 500);
		expect(item.hasTime()).toBe(false);
	});

	test('passes while it waits for the rate alone: only the time in which others are served is left out', async () => {
		const run = new ThrottledRun();
		const { send, sentAt } = scripted(run, answered(200), tooMany('1'));
		const item = run.item(60_000, send);
		for (let count = 0; count < 3; count += 1) await run.clock.run(item.send(aRequest));
		expect(sentAt.at(-1)).toBeGreaterThan((sentAt.at(-2) ?? 0) + 100);
		expect(item.timeLeft()).toBe(60_000 - run.clock.now());
	});

	test('passes while RSA requests to wait, even if requests of others leave after that wait', async () => {
		const run = new ThrottledRun();
		const { send, sentAt } = scripted(run, answered(200), tooMany('10'));
		const [item, other] = [run.item(60_000, send), run.item(60_000, send)];
		await run.clock.run(item.send(aRequest));
		const ofOther = other.send(aRequest);
		await wait(run, 150);
		const before = item.timeLeft();
		await run.clock.run(Promise.all([item.send(aRequest), ofOther]));
		expect(sentAt).toHaveLength(4);
		expect(before - item.timeLeft()).toBeGreaterThanOrEqual(9950);
	});

	test('passes while its run has no access token, also over several such waits in the queue', async () => {
		const run = new ThrottledRun({ atOnce: 2 });
		let hasAccessToken = true;
		const send: AuthorizedTransport = async (request) => {
			if (hasAccessToken) return await run.tenant.send(request);
			await run.clock.sleep(100);
			return { kind: 'accessTokenPending', reason: 'none', retryAfter: undefined };
		};
		const items = Array.from({ length: 64 }, () => run.item(300_000, send));
		const sendAll = async () =>
			await run.clock.run(Promise.all(items.map(async (item) => await item.send(aRequest))));
		await sendAll();
		hasAccessToken = false;
		const from = run.clock.now();
		expect(causesOf(await sendAll())).toEqual(['accessTokenDelayed']);
		// Others that go first add some 100 ms each.
		expect(run.clock.now() - from).toBeLessThan(302_000);
	});
});
