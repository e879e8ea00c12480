import type { PlayedLimit, Run } from '../measurement.mts';
import { sumOf } from '../statistics.mts';
import { inBins, type Timeline } from '../timeline.mts';
import { look, seconds, type Caption, type Plot } from './plot.mts';

/** Accepted and refused requests a second, and the limit. */
export function acceptedAndRefusedPlot({ traffic }: Run, caption: Caption): Plot {
	const { accepted, refused } = traffic.timeline;
	return ratesPlot(caption, [
		{ name: 'accepted', color: '#2a9d5c', counts: perSecond(traffic.timeline, accepted) },
		{ name: 'refused (429)', color: '#d1495b', counts: perSecond(traffic.timeline, refused) },
	]);
}

/** Changed tokens a second, of several runs at the same time on top of each other, and the limit. */
export function changedPlot(runs: readonly Run[], caption: Caption): Plot {
	const colors = ['#2f6db5', '#e39b3b'];
	const series = runs.map((run, index) => ({
		name: run.variant,
		color: colors[index] ?? 'grey',
		counts: perSecond(run.traffic.timeline, run.traffic.timeline.accepted),
	}));
	return ratesPlot(caption, series);
}

interface Series {
	readonly name: string;
	readonly color: string;
	/** A number a second. */
	readonly counts: readonly number[];
}

function ratesPlot({ file, title, limits = [] }: Caption, series: readonly Series[]): Plot {
	const bars = series.flatMap(({ name, counts }) =>
		counts.map((count, second) => ({ name, count, from: second, to: second + 1 })),
	);
	const end = Math.max(...bars.map(({ to }) => to));
	return {
		file,
		title,
		specification: {
			...look,
			encoding: {
				color: {
					type: 'nominal',
					title: null,
					scale: {
						domain: [...series.map(({ name }) => name), 'limit'],
						range: [...series.map(({ color }) => color), 'black'],
					},
				},
			},
			layer: [
				{
					data: { values: bars },
					mark: { type: 'bar', binSpacing: 1 },
					encoding: {
						x: { field: 'from', bin: 'binned', ...seconds },
						x2: { field: 'to' },
						y: { field: 'count', type: 'quantitative', stack: 'zero', title: 'a second' },
						color: { field: 'name' },
					},
				},
				{
					data: { values: limitLine(limits, end) },
					mark: { type: 'line', interpolate: 'step-after', strokeDash: [5, 3] },
					encoding: {
						x: { field: 'second', ...seconds },
						y: { field: 'limit', type: 'quantitative' },
						color: { datum: 'limit' },
					},
				},
			],
		},
	};
}

function limitLine(limits: readonly PlayedLimit[], end: number) {
	const corners = limits.map(({ fromMs, perSecond: limit }) => ({ second: fromMs / 1000, limit }));
	const last = corners.at(-1);
	return last ? [...corners, { ...last, second: end }] : [];
}

function perSecond(timeline: Timeline, counts: readonly number[]): number[] {
	return inBins(timeline, counts, 1000, sumOf);
}
