import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

import { installN8n } from '../../sandbox/n8n/installation.mts';
import type { N8nVersion } from '../../sandbox/n8n/versions.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Results of the end-to-end tests on one version of n8n. */
export interface EndToEndResult {
	readonly version: N8nVersion;
	readonly passed: number;
	/** Also counts a suite that could not be loaded. */
	readonly failed: number;
	/** Tests that are left out on this version. */
	readonly leftOut: number;
	/** By the name of its file without the extension. */
	readonly suites: readonly SuiteResult[];
}

/** Results of one file of tests. */
interface SuiteResult {
	readonly name: string;
	readonly hasPassed: boolean;
}

/** Jest 30 calls a file 'focused' whose tests passed or were left out. */
const passing: readonly string[] = ['passed', 'focused'];

/** The file that Jest writes with --json, as far as it is read. */
interface JestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly numRuntimeErrorTestSuites: number;
	readonly testResults: ReadonlyArray<{ readonly name: string; readonly status: string }>;
}

/**
 * Installs a version of n8n if it is missing, and runs the end-to-end tests on it.
 * @throws an Error if n8n cannot be installed, or Jest wrote no report.
 */
export async function runEndToEnd(version: N8nVersion): Promise<EndToEndResult> {
	await installN8n({ version, onProgress: console.log });
	const folder = await mkdtemp(join(tmpdir(), 'matrix-'));
	try {
		const reportFile = join(folder, 'report.json');
		await runJest(version, reportFile);
		const report = JSON.parse(await readFile(reportFile, 'utf8')) as JestReport;
		return resultOf(version, report);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function runJest(version: N8nVersion, reportFile: string): Promise<void> {
	const parameters = ['--selectProjects', 'e2e', '--json', `--outputFile=${reportFile}`];
	await execa('npm', ['run', 'jest', '--', ...parameters], {
		cwd: root,
		env: { N8N_VERSION: version },
		// With --outputFile, Jest writes everything for people to stderr.
		stdio: ['ignore', 'ignore', 'inherit'],
		// Failed tests are in the report.
		reject: false,
	});
}

function resultOf(version: N8nVersion, report: JestReport): EndToEndResult {
	return {
		version,
		passed: report.numPassedTests,
		failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
		leftOut: report.numPendingTests,
		suites: report.testResults
			.map(({ name, status }) => ({
				name: basename(name, '.test.mts'),
				hasPassed: passing.includes(status),
			}))
			.sort((one, other) => one.name.localeCompare(other.name)),
	};
}
