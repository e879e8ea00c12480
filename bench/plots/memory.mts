import { peakRssBytes } from '../figures.mts';
import type { Run } from '../measurement.mts';
import { subjects } from '../subjects.mts';
import { look, type Caption, type Plot } from './plot.mts';

/** Peak memory: a bar for the median, a point for each run. */
export function memoryPlot(runs: readonly Run[], { file, title }: Caption): Plot {
	const values = runs.map((run) => ({
		subject: subjects[run.subject].label,
		mebibytes: peakRssBytes(run) / 2 ** 20,
	}));
	const subject = { field: 'subject', type: 'nominal', title: null, sort: null } as const;
	const mebibytes = { field: 'mebibytes', type: 'quantitative', title: 'MiB' } as const;
	return {
		file,
		title,
		specification: {
			...look,
			height: 120,
			data: { values },
			layer: [
				{
					mark: { type: 'bar', color: '#2f6db5' },
					encoding: { y: subject, x: { ...mebibytes, aggregate: 'median' } },
				},
				{
					mark: { type: 'point', color: 'black', filled: true, opacity: 1 },
					encoding: { y: subject, x: mebibytes },
				},
			],
		},
	};
}
