import type { Run } from './measurement.mts';
import { sumOf } from './statistics.mts';

/** Figures of a single run, in the units that their names carry. */
export const wallMs = ({ meter }: Run): number => meter.wallMs;
export const wallMsPerItem = ({ meter }: Run): number => meter.wallMs / meter.itemsIn;
export const wallMsPerRequest = ({ meter, traffic }: Run): number =>
	meter.wallMs / traffic.requests;
export const cpuMsPerItem = ({ meter }: Run): number => meter.cpuMs / meter.itemsIn;
export const peakRssBytes = ({ meter }: Run): number => meter.peakRssBytes;
export const longestPauseMs = ({ meter }: Run): number => present(meter.longestPauseMs);
export const longestCollectionMs = ({ meter }: Run): number => present(meter.longestCollectionMs);
export const changed = ({ traffic }: Run): number => traffic.changed;
export const refusedShare = ({ traffic }: Run): number => traffic.refused / traffic.requests;
export const sentAfterDone = ({ traffic }: Run): number => traffic.sentAfterDone;
export const mostInFlight = ({ traffic }: Run): number => traffic.mostInFlight;
/** Items that came out as a success, whatever is true of their tokens. */
export const reportedDone = ({ meter }: Run): number => sumOf(Object.values(meter.done));

/**
 * @returns a figure that only this run's case measures
 * @throws an Error where the run has none of this name
 */
export function figureOf({ figures = {} }: Run, name: string): number {
	const figure = figures[name];
	if (figure === undefined) throw new Error(`A run has no figure ${name}`);
	return figure;
}

/** @throws an Error for a reading that is older than this figure */
function present(figure: number | undefined): number {
	if (figure === undefined) throw new Error('This run is older than the figure');
	return figure;
}
