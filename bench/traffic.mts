import type { JournalEntry } from '../sandbox/tenant/tenant.mts';
import { isRefused, mostOf, timelineOf, type Timeline } from './timeline.mts';

/** A run's requests, as the tenant received them. */
export interface Traffic {
	/** Of every kind, look-ups too. */
	readonly requests: number;
	/** Requests that got a 429. */
	readonly refused: number;
	/** Tokens that were really changed. */
	readonly changed: number;
	/** Changing requests for tokens that a request before them had changed already. */
	readonly sentAfterDone: number;
	readonly mostInFlight: number;
	readonly timeline: Timeline;
}

/**
 * @param entries a run's requests, in the order of their arrival; final
 * @param startedAt ms since 1970, where the timeline begins: with the first of the requests by default
 * @returns their figures
 */
export function trafficOf(
	entries: readonly JournalEntry[],
	startedAt = entries[0]?.at.getTime() ?? 0,
): Traffic {
	return {
		requests: entries.length,
		refused: entries.filter(isRefused).length,
		changed: entries.filter(({ changed }) => changed).length,
		sentAfterDone: sentAfterDone(entries),
		mostInFlight: mostOf(entries.map(({ inProgress }) => inProgress)),
		timeline: timelineOf(entries, startedAt),
	};
}

/** The serial number that a request is about; undefined where it names none. */
export function serialNumberOf({ body }: Readonly<JournalEntry>): string | undefined {
	if (typeof body !== 'object' || body === null || !('tokenSerialNumber' in body)) return undefined;
	return String(body.tokenSerialNumber);
}

function sentAfterDone(entries: readonly JournalEntry[]): number {
	const done = new Set<string | undefined>();
	let count = 0;
	for (const entry of entries.filter(({ operation }) => operation === 'unassign')) {
		const serialNumber = serialNumberOf(entry);
		if (done.has(serialNumber)) count += 1;
		if (entry.changed) done.add(serialNumber);
	}
	return count;
}
