import type { operations } from '../../contract/rsa-cloud-administration.types.ts';

/** The reports that RSA has. */
export type ReportType = operations['generateReport']['parameters']['path']['reportType'];

/** A report of the tenant. Times are in ms since 1970. */
export interface Report {
	readonly reportType: ReportType;
	/** When its generation was started last. */
	readonly generatedAt: number;
	/** When it was downloaded last; undefined if it was not. */
	readonly downloadedAt?: number | undefined;
}

export type ReportSeed = Pick<Report, 'reportType'> & Partial<Report>;

/** @returns a report, generated long ago by default */
export function makeReport(seed: ReportSeed): Report {
	return { generatedAt: 0, ...seed };
}

/** @returns whether less than the time between two requests is over, which RSA's page gives for each of its two calls */
export function isTooEarly(last: number | undefined, interval: number, now: Date): boolean {
	return last !== undefined && now.getTime() - last < interval;
}

/** @returns CSV with a heading. The names of RSA's columns are not known: these are made up. */
export function csvOf(rows: ReadonlyArray<readonly string[]>): string {
	return rows.map((row) => `${row.join(',')}\r\n`).join('');
}
