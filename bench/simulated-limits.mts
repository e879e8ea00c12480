import { limitShapes, meet, type LimitShape } from '../test/support/limit-shapes.mts';
import { spreadText } from './spread-text.mts';
import { table } from './table.mts';
import { asCount, asRatio, inPercent } from './units.mts';

const seeds = [1, 2, 3, 4, 5];
const retryAfters = [undefined, '1'];

/**
 * Runs items against limits of many shapes on the virtual clock of the tests.
 *
 * @returns the figures, as a Markdown table
 * @throws an Error if an item did not end with a response that is not a 429
 */
export async function simulatedLimits(): Promise<string> {
	const columns = retryAfters.flatMap((retryAfter) => {
		const said = retryAfter === undefined ? 'no Retry-After' : `Retry-After: ${retryAfter}`;
		return [`Time, relative to the ideal (${said})`, `Refused (${said})`];
	});
	const rows: string[][] = [];
	for (const shape of limitShapes) {
		const figures = [];
		for (const retryAfter of retryAfters) figures.push(...(await figuresOf(shape, retryAfter)));
		rows.push([shape.name, asCount(shape.items), `${asCount(shape.ideal)} s`, ...figures]);
	}
	return table(['Limit', 'Items', 'Ideal', ...columns], rows);
}

async function figuresOf(shape: LimitShape, retryAfter: string | undefined): Promise<string[]> {
	const runs = [];
	for (const seed of seeds) {
		const run = await meet(shape, retryAfter, seed);
		if (run.causes.join() !== 'response') throw new Error(`${shape.name}: ${run.causes.join()}`);
		runs.push(run);
	}
	return [
		spreadText(
			runs.map(({ time }) => time),
			asRatio,
		),
		spreadText(
			runs.map(({ refused }) => refused),
			inPercent,
		),
	];
}
