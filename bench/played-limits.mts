import { setTimeout as sleep } from 'node:timers/promises';

import type { Tenant } from '../sandbox/tenant/tenant.mts';
import type { PlayedLimit } from './measurement.mts';

/** A limit, and for how long. */
export interface Stage {
	/** Requests. */
	readonly perSecond: number;
	/** Left out for the last stage. */
	readonly milliseconds?: number;
}

/**
 * Changes a tenant's limit while a run goes on, from its first request on.
 *
 * @param retryAfter seconds, sent with each 429
 * @param runEnded no further stage begins then
 * @returns the stages that began, and when
 */
export async function playLimits(
	tenant: Tenant,
	[first, ...others]: readonly [Stage, ...Stage[]],
	retryAfter: number,
	runEnded: AbortSignal,
): Promise<PlayedLimit[]> {
	tenant.rateLimit = undefined;
	tenant.rateLimit = { perSecond: first.perSecond, retryAfter };
	const played = [{ fromMs: 0, perSecond: first.perSecond }];
	const firstRequest = (await tenant.nextArrival()).at.getTime();
	let { milliseconds } = first;
	for (const { perSecond, milliseconds: nextMilliseconds } of others) {
		if (!(await passed(milliseconds ?? Infinity, runEnded))) break;
		tenant.rateLimit = { perSecond, retryAfter };
		played.push({ fromMs: Date.now() - firstRequest, perSecond });
		milliseconds = nextMilliseconds;
	}
	return played;
}

/** Whether the time passed before the run ended. */
async function passed(milliseconds: number, runEnded: AbortSignal): Promise<boolean> {
	return await sleep(milliseconds, true, { signal: runEnded }).catch(() => false);
}

/**
 * When the last of a number of requests is let in at the earliest, for a client that leaves nothing of the
 * limit unused. A tenant begins with one second's worth.
 *
 * @param limits at least one, the first from 0 ms on
 * @returns ms since the first request
 */
export function earliestEndMs(items: number, limits: readonly PlayedLimit[]): number {
	let left = items - (limits[0]?.perSecond ?? 0);
	for (const [index, { fromMs, perSecond }] of limits.entries()) {
		const neededMs = (Math.max(0, left) / perSecond) * 1000;
		const lastsMs = (limits[index + 1]?.fromMs ?? Infinity) - fromMs;
		if (neededMs <= lastsMs) return fromMs + neededMs;
		left -= (perSecond * lastsMs) / 1000;
	}
	throw new Error('There is no limit');
}
