import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packPackage } from '../../sandbox/demo/packing.mts';
import { installByHand } from '../../sandbox/n8n/community-package.mts';
import { installN8n } from '../../sandbox/n8n/installation.mts';
import {
	createInstance,
	createInstanceBeside,
	type N8nInstance,
} from '../../sandbox/n8n/instance.mts';

/** The environment variables that say to the workers of Jest where the package is installed by hand. */
const variables = { nodesFolder: 'E2E_NODES_FOLDER', packageName: 'E2E_PACKAGE_NAME' } as const;

/**
 * Packs the package and installs it by `npm install` in a nodes folder, one time for all suites of a run.
 *
 * @param folder a new or empty one, which the caller deletes after the last suite
 * @throws an Error with the end of npm's output if it fails
 */
export async function installPackedByHand(folder: string): Promise<void> {
	const nodesFolder = join(folder, 'nodes');
	await mkdir(nodesFolder);
	const tarball = await packPackage(folder);
	const packageName = await installByHand(tarball, nodesFolder, await installN8n());
	process.env[variables.nodesFolder] = nodesFolder;
	process.env[variables.packageName] = packageName;
}

/**
 * An n8n of its own with the packed package, which logs all that it can. The caller removes it.
 *
 * @param installedBy by `npm install` in the nodes folder (one for all), or as n8n's own settings page does it
 */
export async function createPackedInstance(installedBy: 'n8n' | 'hand'): Promise<N8nInstance> {
	const settings = { installation: await installN8n(), logLevel: 'debug' } as const;
	if (installedBy === 'hand') return await createInstanceBeside(installedByHand(), settings);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	try {
		return await createInstance({ ...settings, packageTarball: await packPackage(folder) });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function installedByHand() {
	const nodesFolder = process.env[variables.nodesFolder];
	const packageName = process.env[variables.packageName];
	if (nodesFolder === undefined || packageName === undefined)
		throw new Error('The package is not installed by hand: see test/e2e/set-up.mjs');
	return { nodesFolder, packageName };
}
