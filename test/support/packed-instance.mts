import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packPackage } from '../../sandbox/demo/packing.mts';
import { installN8n } from '../../sandbox/n8n/installation.mts';
import { createInstance, type N8nInstance } from '../../sandbox/n8n/instance.mts';

/**
 * An n8n of its own with the packed package, which logs all that it can. The caller removes it.
 *
 * @param installedBy by `npm install` in the nodes folder, or as n8n's own settings page does it
 * @param environment further environment variables for n8n
 */
export async function createPackedInstance(
	installedBy: 'n8n' | 'hand',
	environment: Readonly<Record<string, string>> = {},
): Promise<N8nInstance> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	try {
		const packageTarball = await packPackage(folder);
		const installation = await installN8n();
		return await createInstance({
			installation,
			packageTarball,
			installedBy,
			logLevel: 'debug',
			environment,
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
