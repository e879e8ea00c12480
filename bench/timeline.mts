import type { JournalEntry } from '../sandbox/tenant/tenant.mts';

/** ms. Fine enough for a curve of a run of seconds, and a divisor of the second. */
const binMs = 100;

/** Requests over time, a number a bin. */
export interface Timeline {
	readonly binMs: number;
	/** The most requests in progress at the arrival of one. */
	readonly inFlight: readonly number[];
	/** Requests that changed a token. */
	readonly accepted: readonly number[];
	/** Requests that got a 429. */
	readonly refused: readonly number[];
}

/**
 * @param entries a run's requests; final
 * @param startedAt ms since 1970, where the first bin begins; no request came before
 */
export function timelineOf(entries: readonly JournalEntry[], startedAt: number): Timeline {
	const bins: JournalEntry[][] = [];
	for (const entry of entries) {
		(bins[Math.floor((entry.at.getTime() - startedAt) / binMs)] ??= []).push(entry);
	}
	const perBin = (figure: (bin: readonly JournalEntry[]) => number) =>
		Array.from(bins, (bin: JournalEntry[] | undefined) => figure(bin ?? []));
	return {
		binMs,
		inFlight: perBin((bin) => mostOf(bin.map(({ inProgress }) => inProgress))),
		accepted: perBin((bin) => bin.filter(({ changed }) => changed).length),
		refused: perBin((bin) => bin.filter(isRefused).length),
	};
}

/**
 * @param counts one of the timeline's
 * @param coarserMs a multiple of the timeline's bins
 * @returns the counts in coarser bins
 */
export function inBins(
	{ binMs }: Timeline,
	counts: readonly number[],
	coarserMs: number,
	combine: (counts: readonly number[]) => number,
): number[] {
	const size = coarserMs / binMs;
	return Array.from({ length: Math.ceil(counts.length / size) }, (_, bin) =>
		combine(counts.slice(bin * size, (bin + 1) * size)),
	);
}

/** Whether a request was above the tenant's limit. */
export function isRefused({ status }: JournalEntry): boolean {
	return status === 429;
}

/** The greatest value; 0 without one. */
export function mostOf(values: readonly number[]): number {
	return values.reduce((most, value) => Math.max(most, value), 0);
}
