import type { Run } from '../measurement.mts';
import { medianRun } from '../median-run.mts';
import { nameOf } from '../progress.mts';
import { inBins } from '../timeline.mts';
import { look, seconds, type Caption, type Plot } from './plot.mts';

const header = { labelOrient: 'top', labelAnchor: 'start', labelPadding: 4 } as const;

/** ms. A wave of requests and the pause after it, while n8n computes, are one point of the curve. */
const inFlightBinMs = 500;

/** Requests in flight over time, a row for each of the subjects. */
export function inFlightPlot(runs: readonly Run[], { file, title }: Caption): Plot {
	const names = namesIn(runs);
	const values = names.flatMap((name) => {
		const { timeline } = medianRun(runs, name).traffic;
		const most = inBins(timeline, timeline.inFlight, inFlightBinMs, (counts) =>
			Math.max(...counts),
		);
		const end = { second: (most.length * inFlightBinMs) / 1000, count: most.at(-1) ?? 0 };
		const steps = most.map((count, bin) => ({ second: (bin * inFlightBinMs) / 1000, count }));
		return [...steps, end].map((point) => ({ ...point, subject: nameOf(name) }));
	});
	return {
		file,
		title,
		specification: {
			...look,
			height: 70,
			data: { values },
			mark: { type: 'area', interpolate: 'step-after', color: '#2f6db5' },
			encoding: {
				x: { field: 'second', ...seconds },
				y: { field: 'count', type: 'quantitative', title: null },
				row: { field: 'subject', type: 'nominal', title: null, sort: names.map(nameOf), header },
			},
		},
	};
}

function namesIn(runs: readonly Run[]): Array<Pick<Run, 'subject' | 'variant'>> {
	return [...new Map(runs.map((run) => [nameOf(run), run])).values()];
}
