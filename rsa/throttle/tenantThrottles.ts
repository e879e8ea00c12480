import { createHash } from 'node:crypto';

import { clockOf } from './clock';
import { TenantThrottle } from './tenantThrottle';

/** ms without a request after which the throttle of a tenant is forgotten: the tenant's limits may have changed. */
const FORGOTTEN_AFTER = 600_000;
/** Number of throttles. Those with a request waiting or in flight, or with a wait that is not over, are kept even if there are more. */
const MOST_KEPT = 100;

/** Throttles by a hash of the tenant's address, so that no address is in a heap dump. */
const throttles = new Map<string, TenantThrottle>();

/**
 * The throttle of a tenant, shared by all requests that this process sends to it. Only the address identifies the tenant:
 * RSA counts the requests of a tenant whatever their credential, and so does a proxy in front of it.
 *
 * @param address address of the tenant's API, without the path of a request
 */
export function throttleOfTenant(address: string): TenantThrottle {
	const key = createHash('sha256').update(address).digest('base64');
	forget(isTooOld);
	const throttle = throttles.get(key) ?? newTenantThrottle();
	// A Map keeps the order of insertion, so the first is the one unused longest.
	throttles.delete(key);
	const tooMany = throttles.size - MOST_KEPT + 1;
	forget((_, index) => index < tooMany);
	throttles.set(key, throttle);
	return throttle;
}

/** A throttle that is not shared, for a credential without a valid address. */
export function newTenantThrottle(): TenantThrottle {
	return new TenantThrottle(clockOf(undefined), Math.random);
}

/** Forgets unused throttles, the one unused longest first. Only when one is needed: a timer would keep the process alive. */
function forget(isForgotten: (throttle: TenantThrottle, index: number) => boolean): void {
	const unused = [...throttles].filter(([, throttle]) => isUnused(throttle));
	unused.forEach(([key, throttle], index) => {
		if (isForgotten(throttle, index)) throttles.delete(key);
	});
}

function isTooOld({ clock, usedAt }: TenantThrottle): boolean {
	return clock.now() - usedAt > FORGOTTEN_AFTER;
}

/** A wait that RSA requested holds for requests that come later, too. */
function isUnused({ clock, cooldown, isIdle }: TenantThrottle): boolean {
	return isIdle && cooldown.timeLeft(clock.now()) <= 0;
}
