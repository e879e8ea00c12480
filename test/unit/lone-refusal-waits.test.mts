import { describe, expect, test } from '@jest/globals';

import type { AuthorizedTransport } from '../../rsa/http/response.ts';
import { answered } from '../support/responses.mts';
import { aChange, tooMany } from '../support/scripted-transport.mts';
import { aRequest, causesOf, ThrottledRun } from '../support/throttled-run.mts';

/** ms. */
const LATENCY = 10;
const ITEM_DEADLINE = 60_000;

/** A run of which RSA refuses the changes only, as far as it knows by now. */
class RefusedChanges {
	readonly run = new ThrottledRun({ random: () => 0.5 });
	/** When changes were sent. */
	sentAt: number[] = [];

	constructor(public retryAfter?: string) {}

	readonly send: AuthorizedTransport = async (request) => {
		const isChange = request === aChange;
		if (isChange) this.sentAt.push(this.run.clock.now());
		await this.run.clock.sleep(LATENCY);
		return isChange ? tooMany(this.retryAfter) : answered(200);
	};

	/** Three changes are refused, each followed by a look-up that is accepted. */
	async recognize(): Promise<void> {
		for (let count = 0; count < 3; count += 1) {
			await this.run.clock.run(this.run.item(LATENCY, this.send).send(aChange));
			await this.wait(60_000);
			await this.lookUp();
		}
		await this.wait(60_000);
		this.sentAt = [];
	}

	/** ms that a look-up takes. */
	async lookUp(): Promise<number> {
		const from = this.run.clock.now();
		await this.run.clock.run(this.run.item(ITEM_DEADLINE, this.send).send(aRequest));
		return this.run.clock.now() - from;
	}

	async wait(milliseconds: number): Promise<void> {
		await this.run.clock.run(this.run.clock.sleep(milliseconds));
	}
}

test('requests that wait already end if RSA requests a wait, with it, that is longer than their items have time', async () => {
	const refused = new RefusedChanges();
	await refused.recognize();
	const { run } = refused;
	const from = run.clock.now();
	refused.retryAfter = '3600';
	const change = run.item(ITEM_DEADLINE, refused.send).send(aChange);
	const lookUps = Array.from({ length: 200 }, async () => {
		return await run.item(ITEM_DEADLINE, refused.send).send(aRequest);
	});
	const results = await run.clock.run(Promise.all([change, ...lookUps]));
	expect(causesOf(results)).toContain('tooManyRequests');
	expect(run.clock.now() - from).toBeLessThan(1000);
});

describe('a request that RSA refuses while it accepts others', () => {
	test.each([
		['RSA does not say how long', undefined, [750, 2250, 6750, 20_250], 22_500],
		['RSA requests 3 s', '3', [3000, 3000, 6750, 20_250], 22_500],
	])('waits longer each time, until its time is over: %s', async (_, retryAfter, waits, next) => {
		const refused = new RefusedChanges(retryAfter);
		await refused.recognize();
		const item = refused.run.item(50_000, refused.send);
		const result = await refused.run.clock.run(item.send(aChange));
		expect(result).toEqual({
			kind: 'notSent',
			cause: 'tooManyRequests',
			retryAfter: next,
			isOwnWait: true,
		});
		const { sentAt } = refused;
		const gaps = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
		expect(gaps).toEqual(waits.map((wait) => wait + LATENCY));
		const waited = waits.reduce((total, wait) => total + wait, 0);
		expect(item.trace).toEqual({ attempts: waits.length + 1, status: 429, waited });
	});

	test('does not make others wait', async () => {
		const refused = new RefusedChanges();
		await refused.recognize();
		const work = refused.run.item(ITEM_DEADLINE, refused.send).send(aChange);
		// At the known rate, the next request may leave by then.
		await refused.wait(500);
		expect(await refused.lookUp()).toBe(LATENCY);
		expect(refused.sentAt).toHaveLength(1);
		await refused.run.clock.run(work);
	});
});

test('a request that RSA refuses as it does others waits no longer than they do', async () => {
	const run = new ThrottledRun({ random: () => 0.5 });
	const sentAt: number[] = [];
	const send: AuthorizedTransport = async (request) => {
		if (request === aChange) sentAt.push(run.clock.now());
		const isRefused = request === aChange && sentAt.length < 3;
		await run.clock.sleep(500);
		return isRefused ? tooMany() : answered(200);
	};
	const change = run.item(ITEM_DEADLINE, send).send(aChange);
	await run.clock.run(run.clock.sleep(600));
	const lookUp = run.item(ITEM_DEADLINE, send).send(aRequest);
	await run.clock.run(Promise.all([change, lookUp]));
	// The second refusal came at 1750 ms, its wait was 2250 ms; the look-up, accepted at 2000 ms, left 1000 ms of it.
	expect(sentAt).toEqual([0, 1250, 3000]);
});
