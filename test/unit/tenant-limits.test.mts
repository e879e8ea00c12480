import { describe, expect, test } from '@jest/globals';

import type { SendResult } from '../../rsa/http/response.ts';
import { RefusalsInARow } from '../../rsa/throttle/loneRefusals.ts';
import { TenantLimits, type Finding } from '../../rsa/throttle/tenantLimits.ts';
import { answered, lost, notDelivered } from '../support/responses.mts';
import { aChange, tooMany } from '../support/scripted-transport.mts';
import { aRequest } from '../support/throttled-run.mts';

/** Maximum requests in flight. */
const LARGEST = 64;

/** The limits of a tenant, and requests to it. Times in ms. */
class Tenant {
	readonly limits = new TenantLimits(() => 0.5);

	send(at: number) {
		return this.limits.enter(new RefusalsInARow(), at, LARGEST);
	}

	exchange(result: SendResult, sentAt: number, took = 50, request = aRequest): Finding {
		return this.limits.learn(this.send(sentAt), request, result, sentAt + took, LARGEST);
	}

	/** Fills the room for requests. @returns number of them */
	fill(now: number): number {
		let count = 0;
		for (; this.limits.hasRoom(LARGEST, now, false); count += 1) this.send(now);
		return count;
	}
}

test.each<[string, SendResult, Finding]>([
	['a 429 makes all wait', tooMany(), 'wait'],
	['a 503 that says how long makes all wait', answered(503, '', { 'retry-after': '1' }), 'wait'],
	['a 503 that does not makes none wait', answered(503), 'none'],
	['a success makes none wait', answered(200), 'none'],
	['a lost response makes none wait', lost, 'none'],
])('%s', (_, result, finding) => {
	expect(new Tenant().exchange(result, 0)).toBe(finding);
});

test('a wait that RSA requests is kept, however long it has not refused more requests at the same time', () => {
	const tenant = new Tenant();
	tenant.exchange(answered(200), 0);
	for (let others = 0; others < 4; others += 1) tenant.send(0);
	for (const sentAt of [0, 10_000]) tenant.exchange(tooMany('1'), sentAt);
	const hour = 3_600_000;
	for (let now = 20_000; now < hour; now += 1000) tenant.fill(now);
	tenant.exchange(answered(503, '', { 'retry-after': '30' }), hour);
	expect(tenant.limits.waitFor(hour + 50)).toBe(30_000);
});

describe('the rate of a tenant', () => {
	/** One that refused its first request: four a second, one at a time. */
	const limited = () => {
		const tenant = new Tenant();
		tenant.exchange(tooMany(), 0);
		return tenant;
	};

	test('is not limited by a 503 that requests to wait', () => {
		const { limits } = new Tenant();
		const tenant = new Tenant();
		expect(limits.waitFor(0)).toBe(0);
		tenant.exchange(answered(503, '', { 'retry-after': '1' }), 0);
		expect(tenant.limits.waitFor(50)).toBe(1000);
		tenant.send(1050);
		expect(tenant.limits.waitFor(1050)).toBe(0);
	});

	test.each([
		['is not used by a request that did not reach RSA', notDelivered, 0],
		['is used by a request whose response was lost: RSA may have counted it', lost, 200],
	])('%s', (_, result, wait) => {
		const tenant = limited();
		tenant.exchange(result, 10_000);
		expect(tenant.limits.waitFor(10_050)).toBeCloseTo(wait, 6);
	});

	test('is kept from the time at which a late request left n8n', () => {
		const { limits } = limited();
		const enter = (at: number) => limits.enter(new RefusalsInARow(), at, LARGEST);
		// Requests leave at once otherwise.
		limits.leftN8n(enter(5000), 5000);
		const permit = enter(10_000);
		expect(limits.waitFor(10_100)).toBeCloseTo(150, 6);
		limits.leftN8n(permit, 10_100);
		expect(limits.waitFor(10_100)).toBeCloseTo(250 - 0.01, 6);
	});
});

describe('a refusal that does not say how long to wait', () => {
	/** ms between two requests. */
	const APART = 50;
	/** Share of the measured rate that is used. */
	const USED = 0.95;

	/**
	 * One that has refused a request now and then.
	 * @param refusals number of them; the last just now
	 */
	const refusing = (refusals: number) => {
		const tenant = new Tenant();
		let now = 0;
		for (let count = 0; count < refusals; count += 1) {
			for (const end = now + 40 * APART; now < end; now += APART) {
				tenant.exchange(answered(200), now);
			}
			tenant.exchange(tooMany(), now);
			now += 50;
			if (count < refusals - 1) now = tenant.limits.cooldown.until;
		}
		return { tenant, now };
	};

	/** ms until the next request may be sent after so many that are sent at the end of the wait. */
	const waitAfter = (tenant: Tenant, requests: number) => {
		const { until } = tenant.limits.cooldown;
		for (let count = 0; count < requests; count += 1) tenant.send(until);
		return tenant.limits.waitFor(until);
	};

	test('is waited for as usual if it is the first: no rate was measured', () => {
		const { tenant, now } = refusing(1);
		expect(tenant.limits.waitFor(now)).toBe(750);
	});

	test('is followed by one early request once RSA should accept three to six again, by the rate that this refusal measures', () => {
		const { tenant, now } = refusing(2);
		const [twenty = 0, thirty = 0] = [20, 30].map((count) => waitAfter(refusing(2).tenant, count));
		const wait = tenant.limits.waitFor(now);
		expect(wait).toBeCloseTo((USED * 4.5 * (thirty - twenty)) / 10, 6);
		const { until } = tenant.limits.cooldown;
		tenant.send(now + wait);
		expect(tenant.limits.waitFor(now + wait)).toBe(until - now - wait);
	});

	test.each<[string, SendResult]>([
		['refused', tooMany()],
		['not delivered', notDelivered],
	])('has the same rate after it if the early request is %s', (_, result) => {
		const [without, probed] = [refusing(2), refusing(2)];
		const sentAt = probed.now + probed.tenant.limits.waitFor(probed.now);
		probed.tenant.exchange(result, sentAt);
		const waits = [without, probed].map(({ tenant }) => waitAfter(tenant, 20));
		expect(waits[1]).toBeCloseTo(waits[0] ?? Number.NaN, 6);
	});
});

test('a wait that RSA requests by a refusal of one endpoint only is kept', () => {
	const tenant = new Tenant();
	const findings = [0, 10_000, 20_000].map((at) => {
		const finding = tenant.exchange(tooMany('5'), at, 50, aChange);
		tenant.exchange(answered(200), at + 9000);
		return finding;
	});
	expect(findings).toEqual(['wait', 'wait', 'loneRefusal']);
	expect(tenant.limits.cooldown.until).toBe(20_050 + 5000);
});

describe('the requests in flight', () => {
	/** A tenant with room for 16, and the usual response time of 50 ms. */
	const grown = () => {
		const tenant = new Tenant();
		for (const [index, size] of [2, 4, 8].entries()) {
			const permits = Array.from({ length: size }, () => tenant.send(100 * index));
			for (const permit of permits) {
				tenant.limits.learn(permit, aRequest, answered(200), 100 * index + 50, LARGEST);
			}
		}
		return tenant;
	};

	test.each<[string, SendResult, number]>([
		['half as many after a 503', answered(503), 8],
		['half as many after a request that did not reach RSA', notDelivered, 8],
		['as many after another error', answered(500), 16],
		['as many after a lost response', lost, 16],
	])('are %s', (_, result, room) => {
		const tenant = grown();
		tenant.exchange(result, 1000);
		expect(tenant.fill(2000)).toBe(room);
	});

	test('are half as many once RSA has become slow', () => {
		const tenant = grown();
		for (const at of [10_000, 20_000, 30_000]) tenant.exchange(answered(200), at, 3000);
		tenant.exchange(answered(200), 40_000, 3000);
		expect(tenant.fill(50_000)).toBe(8);
	});
});
