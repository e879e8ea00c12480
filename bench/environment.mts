import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

import type { N8nInstallation } from '../sandbox/n8n/installation.mts';

/** The machine and the versions that a measurement was made with. */
export interface Environment {
	readonly processor: string;
	readonly cores: number;
	readonly memoryBytes: number;
	/** Processes that ran at the same time, on average over the minute before: an idle machine has next to 0. */
	readonly loadBefore: number;
	readonly n8n: string;
	/** The Node.js that n8n ran on. */
	readonly node: string;
	/** The Node.js that the simulated tenant ran on. */
	readonly tenantNode: string;
	/** Version of the package under test. */
	readonly package: string;
}

/** @throws an Error where n8n's Node.js cannot be started */
export async function environmentWith(installation: N8nInstallation): Promise<Environment> {
	const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
	const { version } = JSON.parse(manifest) as { version: string };
	const node = await execa(join(installation.nodeFolder, 'node'), ['--version']);
	const processors = cpus();
	return {
		processor: processors[0]?.model.trim() ?? 'unknown',
		cores: processors.length,
		memoryBytes: totalmem(),
		loadBefore: loadavg()[0] ?? NaN,
		n8n: installation.version,
		node: node.stdout.trim(),
		tenantNode: process.version,
		package: version,
	};
}
