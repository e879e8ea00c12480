import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

import { packPackage } from '../sandbox/demo/packing.mts';
import { installN8n } from '../sandbox/n8n/installation.mts';
import type { BenchmarkCase } from './benchmark-case.mts';
import { allCases } from './cases/all-cases.mts';
import { CleanUp, cleanUpOnSignals } from './clean-up.mts';
import { orderOf } from './command-line.mts';
import { environmentWith } from './environment.mts';
import { measuredCases, publish } from './publication.mts';
import { requirementsTable } from './page.mts';
import type { CaseRecord } from './results.mts';
import { Workbench, type WorkbenchSettings } from './workbench.mts';

const root = fileURLToPath(new URL('..', import.meta.url));

if (process.platform !== 'linux') {
	throw new Error('The benchmark reads memory from /proc, which only Linux has');
}
const { cases, rounds, onlyPrints } = orderOf(process.argv.slice(2), allCases);
const folder = await mkdtemp(join(tmpdir(), 'rsa-securid-bench-'));
// PostgreSQL has its data below it, and does not run as root.
await chmod(folder, 0o711);
// Temporary files of everything below go there too, and with it.
process.env['TMPDIR'] = folder;

const cleanUp = new CleanUp(sayFailed);
cleanUp.add(async () => {
	await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});
const stopListening = cleanUpOnSignals(cleanUp);
try {
	say(`\n${requirementsTable(measuredCases(await measureAll()))}`);
} finally {
	await cleanUp.run();
	stopListening();
}

async function measureAll(): Promise<CaseRecord[]> {
	const installation = await installN8n({ onProgress: say });
	say('Building and packing the node');
	await execa('npm', ['run', '--silent', 'build'], { cwd: root });
	const packageTarball = await packPackage(folder);
	const records: CaseRecord[] = [];
	for (const benchmark of cases) {
		const measuredAt = new Date().toISOString();
		const environment = await environmentWith(installation);
		const runs = await runCase(benchmark, { installation, packageTarball, folder, rounds, say });
		records.push({ name: benchmark.name, measuredAt, environment, runs });
		// After every case: a failure or Ctrl+C takes no more than the case that it hits.
		if (!onlyPrints) await publish(records, join(root, 'docs'));
	}
	return records;
}

async function runCase(benchmark: BenchmarkCase, settings: Omit<WorkbenchSettings, 'cleanUp'>) {
	say(benchmark.name);
	const cleanUpOfCase = new CleanUp(sayFailed);
	cleanUp.add(async () => {
		await cleanUpOfCase.run();
	});
	try {
		return await benchmark.measure(new Workbench({ ...settings, cleanUp: cleanUpOfCase }));
	} finally {
		await cleanUpOfCase.run();
	}
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function sayFailed(error: unknown): void {
	console.error(error);
	process.exitCode = 1;
}
