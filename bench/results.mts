import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

import type { Environment } from './environment.mts';
import type { Run } from './measurement.mts';

/** All that was measured of a case, and on what. */
export interface CaseRecord {
	readonly name: string;
	/** ISO 8601. */
	readonly measuredAt: string;
	readonly environment: Environment;
	readonly runs: readonly Run[];
}

/** @returns the records in a file; none where there is no such file */
export async function readRecords(file: string): Promise<CaseRecord[]> {
	try {
		return JSON.parse(await readFile(file, 'utf8')) as CaseRecord[];
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
		throw error;
	}
}

/** @returns the records, those of cases that were measured again replaced */
export function updated(
	records: readonly CaseRecord[],
	measured: readonly CaseRecord[],
): CaseRecord[] {
	const byName = new Map([...records, ...measured].map((record) => [record.name, record]));
	return [...byName.values()];
}

/** Writes records in the form that the repository's formatting check requires. */
export async function writeRecords(file: string, records: readonly CaseRecord[]): Promise<void> {
	const style = await resolveConfig(file);
	await writeFile(file, await format(JSON.stringify(records), { ...style, filepath: file }));
}
