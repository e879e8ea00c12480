import { RefusalsInARow } from '../../rsa/throttle/loneRefusals.ts';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { newTenantThrottle, throttleOfTenant } from '../../rsa/throttle/tenantThrottles.ts';
import { RunQueue } from '../../rsa/throttle/runQueue.ts';
import { answered } from '../support/responses.mts';
import { aRequest } from '../support/throttled-run.mts';

const MINUTE = 60_000;
const FOREVER = Number.POSITIVE_INFINITY;
/** Each test has tenants of its own. */
let host = 0;
const address = (tenant = 0) => `https://tenant-${tenant}.test-${host}/AdminInterface/restapi`;

beforeEach(() => {
	host += 1;
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

/** What a request of an item waits with that has all the time. */
const unlimited = () => ({
	hasStarted: false,
	isBack: false,
	refusals: new RefusalsInARow(),
	limit: FOREVER,
	timeLeft: () => FOREVER,
});

/** The throttle of a tenant that has refused the request of a run. @param retryAfter its header */
async function refused(retryAfter: string) {
	const throttle = throttleOfTenant(address());
	const run = new RunQueue({ maxConcurrency: 1, endsAt: FOREVER });
	const permit = await throttle.acquire(run, unlimited());
	if (permit.kind !== 'permit') throw new Error('No permit');
	throttle.release(run, permit, aRequest, answered(429, '', { 'retry-after': retryAfter }));
	return { run, throttle };
}

describe('the throttle of a tenant', () => {
	test('is the same for all that is sent to its address', () => {
		expect(throttleOfTenant(address())).toBe(throttleOfTenant(address()));
		expect(throttleOfTenant(address())).not.toBe(throttleOfTenant(address(1)));
		expect(newTenantThrottle()).not.toBe(newTenantThrottle());
	});

	// Before other tests leave throttles in use behind.
	test('is not forgotten to make room for itself', () => {
		const throttle = throttleOfTenant(address());
		throttle.handOut();
		for (let tenant = 1; tenant < 100; tenant += 1) throttleOfTenant(address(tenant));
		expect(throttleOfTenant(address())).toBe(throttle);
	});

	test('is forgotten ten minutes after it was used last', () => {
		const throttle = throttleOfTenant(address());
		throttle.handOut();
		jest.advanceTimersByTime(9 * MINUTE);
		expect(throttleOfTenant(address())).toBe(throttle);
		throttle.handOut();
		jest.advanceTimersByTime(11 * MINUTE);
		expect(throttleOfTenant(address())).not.toBe(throttle);
	});

	test('is not forgotten before it is used, however long n8n runs', () => {
		jest.advanceTimersByTime(20 * MINUTE);
		expect(throttleOfTenant(address())).toBe(throttleOfTenant(address()));
	});

	test('is kept while RSA requests to wait: an execution an hour later must not send before', async () => {
		const { throttle } = await refused('3600');
		jest.advanceTimersByTime(59 * MINUTE);
		for (let tenant = 1; tenant <= 100; tenant += 1) throttleOfTenant(address(tenant));
		expect(throttleOfTenant(address())).toBe(throttle);
		jest.advanceTimersByTime(11 * MINUTE);
		expect(throttleOfTenant(address())).not.toBe(throttle);
	});

	test('looks at no other waiting request when one more comes while RSA requests to wait', async () => {
		const { run, throttle } = await refused('5');
		let looks = 0;
		const valueOf = () => {
			looks += 1;
			return FOREVER;
		};
		const limits = { ...unlimited(), limit: { valueOf } as unknown as number };
		void throttle.acquire(run, limits);
		expect(looks).toBeGreaterThan(0);
		const looksOfOne = looks;
		for (let count = 1; count < 1000; count += 1) void throttle.acquire(run, limits);
		expect(looks).toBe(1000 * looksOfOne);
	});

	test('leaves no timer behind', async () => {
		const throttle = throttleOfTenant(address());
		const run = new RunQueue({ maxConcurrency: 1, endsAt: FOREVER });
		const permit = await throttle.acquire(run, unlimited());
		if (permit.kind !== 'permit') throw new Error('No permit');
		throttle.withdraw(run, permit);
		await jest.advanceTimersByTimeAsync(3000);
		expect(jest.getTimerCount()).toBe(0);
		expect(throttle.isIdle).toBe(true);
	});

	test('makes room for others if it was not used for longest, but not while it is in use', async () => {
		const used = throttleOfTenant(address(0));
		const run = new RunQueue({ maxConcurrency: 1, endsAt: FOREVER });
		await used.acquire(run, unlimited());
		const [unused, recent] = [throttleOfTenant(address(1)), throttleOfTenant(address(2))];
		for (let tenant = 3; tenant < 100; tenant += 1) throttleOfTenant(address(tenant));
		expect(throttleOfTenant(address(2))).toBe(recent);
		throttleOfTenant(address(100));
		expect(throttleOfTenant(address(0))).toBe(used);
		expect(throttleOfTenant(address(2))).toBe(recent);
		expect(throttleOfTenant(address(1))).not.toBe(unused);
	});
});
