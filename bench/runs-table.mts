import {
	changed,
	cpuMsPerItem,
	mostInFlight,
	peakRssBytes,
	reportedDone,
	wallMs,
} from './figures.mts';
import type { Run } from './measurement.mts';
import { nameOf } from './progress.mts';
import { spreadText } from './spread-text.mts';
import { table } from './table.mts';
import { asCount, inMebibytes, inMilliseconds, inSeconds } from './units.mts';

interface Column {
	readonly title: string;
	readonly figure: (run: Run) => number;
	readonly format: (value: number) => string;
}

const columns: readonly Column[] = [
	{ title: 'Time of the step', figure: wallMs, format: inSeconds },
	{ title: 'CPU per item', figure: cpuMsPerItem, format: inMilliseconds },
	{ title: 'Items', figure: ({ meter }) => meter.itemsIn, format: asCount },
	{ title: 'Reported as done', figure: reportedDone, format: asCount },
	{ title: 'Changed in the tenant', figure: changed, format: asCount },
	{ title: 'Requests', figure: ({ traffic }) => traffic.requests, format: asCount },
	{ title: 'Refused (429)', figure: ({ traffic }) => traffic.refused, format: asCount },
	{ title: 'Most in flight', figure: mostInFlight, format: asCount },
];

const memory: Column = { title: 'Peak memory', figure: peakRssBytes, format: inMebibytes };

/** @returns a Markdown table with a row for each subject and variant: medians, and the range of the rounds */
export function runsTable(runs: readonly Run[], showsMemory: boolean): string {
	const shown = showsMemory ? [...columns, memory] : columns;
	const names = [...new Set(runs.map(nameOf))];
	const rows = names.map((name) => {
		const group = runs.filter((run) => nameOf(run) === name);
		const cells = shown.map(({ figure, format }) => spreadText(group.map(figure), format));
		return [name, ...cells, failuresOf(group)];
	});
	return table(['Measured', ...shown.map(({ title }) => title), 'Failed with'], rows);
}

function failuresOf(runs: readonly Run[]): string {
	return [...new Set(runs.flatMap(({ meter }) => Object.keys(meter.failed)))].sort().join(', ');
}
