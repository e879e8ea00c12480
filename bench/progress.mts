import { changed, cpuMsPerItem, reportedDone, wallMs } from './figures.mts';
import type { Run } from './measurement.mts';
import { subjects } from './subjects.mts';
import { inMebibytes, inMilliseconds, inSeconds } from './units.mts';

/** The name of what a run measured: subject and variant. */
export function nameOf({ subject, variant }: Pick<Run, 'subject' | 'variant'>): string {
	return [subjects[subject].label, variant].filter((part) => part !== '').join(', ');
}

/** A run in a line, for whoever waits. */
export function printed(run: Run): string {
	return [
		`${run.round}: ${nameOf(run)}`,
		inSeconds(wallMs(run)),
		`CPU ${inMilliseconds(cpuMsPerItem(run))} an item`,
		`${changed(run)} of ${run.meter.itemsIn} changed`,
		`${reportedDone(run)} reported done`,
		`${run.traffic.requests} requests`,
		`${run.traffic.refused} refused`,
		`${run.traffic.mostInFlight} in flight`,
		`peak ${inMebibytes(run.meter.peakRssBytes)}`,
	].join(', ');
}
