import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

import type { PlayedLimit } from '../measurement.mts';

type Specification = Exclude<TopLevelSpec, string>;

/** A picture for the page. */
export interface Plot {
	/** Name of the SVG file. */
	readonly file: string;
	readonly title: string;
	readonly specification: Specification;
}

/** A picture's title, and the tenant's limits to draw into it. */
export interface Caption {
	readonly file: string;
	readonly title: string;
	readonly limits?: readonly PlayedLimit[];
}

/** Settings of all pictures. */
export const look = {
	$schema: 'https://vega.github.io/schema/vega-lite/v5.json',
	// Pages are dark or light: the picture brings its own paper.
	background: 'white',
	padding: 12,
	width: 640,
	height: 240,
	config: {
		font: 'sans-serif',
		title: { anchor: 'start' },
		legend: { orient: 'bottom', labelLimit: 0 },
	},
} as const;

/** The axis of time. */
export const seconds = {
	type: 'quantitative',
	title: 'seconds since the first request',
	axis: { format: 'd', tickMinStep: 1 },
} as const;

/** @returns the plot as SVG */
export async function drawn({ title, specification }: Plot): Promise<string> {
	const { spec } = compile({ ...specification, title });
	const view = new View(parse(spec), { renderer: 'none' });
	try {
		return await view.toSVG();
	} finally {
		view.finalize();
	}
}
