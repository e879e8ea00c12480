import { describe, expect, test } from '@jest/globals';

import type { AuthorizedTransport } from '../../rsa/http/response.ts';
import { answered } from '../support/responses.mts';
import { aRequest, ThrottledRun } from '../support/throttled-run.mts';

/** ms. */
const LIMIT = 10_000;

/** The random number for the longest wait. */
const most = () => 0.999;

/** An item whose first request was accepted, and whose later ones get `until` that time what `late` gives. */
async function afterItsFirstRequest(late: AuthorizedTransport, until: number) {
	const run = new ThrottledRun({ random: most });
	let isFirst = true;
	const sentAt: number[] = [];
	const item = run.item(LIMIT, async (request) => {
		sentAt.push(run.clock.now());
		if (!isFirst && run.clock.now() < until) return await late(request);
		isFirst = false;
		return answered(200);
	});
	await run.clock.run(item.send(aRequest));
	return { item, run, sentAt };
}

const noToken: AuthorizedTransport = async () =>
	await Promise.resolve({ kind: 'accessTokenPending', reason: 'it returned no token' });
const tooMany: AuthorizedTransport = async () => await Promise.resolve(answered(429));

describe('an item that has begun asks a last time before its time is over', () => {
	test.each([
		['while there is no access token', noToken],
		['while RSA refuses requests and does not say how long', tooMany],
	])('%s', async (_, late) => {
		const { item, run, sentAt } = await afterItsFirstRequest(late, LIMIT - 1500);
		expect(await run.clock.run(item.send(aRequest))).toEqual(answered(200));
		expect(sentAt.at(-1)).toBeGreaterThanOrEqual(LIMIT - 1500);
		expect(sentAt.at(-1)).toBeLessThanOrEqual(LIMIT);
	});

	test.each([
		['while there is no access token', noToken, 'accessTokenDelayed'],
		['while RSA refuses requests', tooMany, 'tooManyRequests'],
	])('and then no more: %s', async (_, late, cause) => {
		const { item, run, sentAt } = await afterItsFirstRequest(late, Infinity);
		expect(await run.clock.run(item.send(aRequest))).toMatchObject({ kind: 'notSent', cause });
		expect(run.clock.now()).toBeLessThanOrEqual(LIMIT);
		expect(sentAt.length).toBeLessThanOrEqual(7);
	});

	test('when it looks again whether a change shows', async () => {
		const { item, run } = await afterItsFirstRequest(noToken, 0);
		const endedAt: number[] = [];
		while (await run.clock.run(item.waitBeforeLookUp(9))) endedAt.push(run.clock.now());
		expect(endedAt.at(-1)).toBe(LIMIT - 1000);
	});
});
