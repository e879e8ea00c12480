import { createHash } from 'node:crypto';

import { clockOf } from './clock';
import { TenantThrottle } from './tenantThrottle';

/** ms. What was learnt of a tenant is forgotten after this time without a request: its limit may be another one by then. */
const FORGOTTEN_AFTER = 600_000;
/** Tenants. Those in use are kept even if there are more. */
const MOST_KEPT = 100;

/** By a hash of the tenant's address: its login names and paths are nothing for a heap dump. */
const throttles = new Map<string, TenantThrottle>();

/**
 * The throttle of a tenant, shared by all that this process sends to it. The tenant is told by its address alone: RSA
 * counts the requests of a tenant, whatever credential they come with, and so does any proxy in front of it.
 *
 * @param address of the API, as it stands before the path of each request
 */
export function throttleOfTenant(address: string): TenantThrottle {
	const key = createHash('sha256').update(address).digest('base64');
	forgetUnused();
	const throttle = throttles.get(key) ?? newTenantThrottle();
	// A Map keeps the order of insertion, so the first is the one unused longest.
	throttles.delete(key);
	throttles.set(key, throttle);
	return throttle;
}

/** A throttle for requests that go to no known tenant. */
export function newTenantThrottle(): TenantThrottle {
	return new TenantThrottle(clockOf(undefined), Math.random);
}

/** Without a timer, which would keep the process alive: when the next execution begins is soon enough. */
function forgetUnused(): void {
	const unused = [...throttles].filter(([, { isIdle }]) => isIdle);
	const isTooOld = ({ clock, usedAt }: TenantThrottle) => clock.now() - usedAt > FORGOTTEN_AFTER;
	const tooMany = throttles.size - MOST_KEPT + 1;
	unused.forEach(([key, throttle], index) => {
		if (index < tooMany || isTooOld(throttle)) throttles.delete(key);
	});
}
