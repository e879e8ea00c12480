import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { allCases } from './cases/all-cases.mts';
import { page, type MeasuredCase } from './page.mts';
import { drawn } from './plots/plot.mts';
import { simulatedLimits } from './simulated-limits.mts';
import { readRecords, updated, writeRecords, type CaseRecord } from './results.mts';

/** Below the folder of the page. */
const plotsFolder = 'images/bench';

/** @returns the measurements of the cases that there are, in their order */
export function measuredCases(records: readonly CaseRecord[]): MeasuredCase[] {
	return allCases.flatMap((benchmark) => {
		const record = records.find(({ name }) => name === benchmark.name);
		return record ? [{ benchmark, record }] : [];
	});
}

/**
 * Writes the page, its plots and the file that they are made of.
 *
 * @param records the new measurements; older records of other cases stay
 * @param docsFolder where all of it goes
 */
export async function publish(records: readonly CaseRecord[], docsFolder: string): Promise<void> {
	const file = join(docsFolder, 'benchmarks.json');
	const measured = measuredCases(updated(await readRecords(file), records));
	await writeRecords(
		file,
		measured.map(({ record }) => record),
	);
	await writePlots(measured, join(docsFolder, plotsFolder));
	await writeFile(
		join(docsFolder, 'benchmarks.md'),
		page(measured, plotsFolder, await simulatedLimits()),
	);
}

async function writePlots(measured: readonly MeasuredCase[], folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	for (const { benchmark, record } of measured) {
		for (const plot of benchmark.plots?.(record.runs) ?? []) {
			await writeFile(join(folder, plot.file), await drawn(plot));
		}
	}
}
