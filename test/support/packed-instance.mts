import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { packPackage } from '../../sandbox/demo/packing.mts';
import { installByHand, type InstalledPackage } from '../../sandbox/n8n/community-package.mts';
import { installN8n } from '../../sandbox/n8n/installation.mts';
import {
	createInstance,
	createInstanceBeside,
	type N8nInstance,
} from '../../sandbox/n8n/instance.mts';

/** The environment variable that says to the workers of Jest where the package is, or will soon be, installed by hand. */
const FOLDER = 'E2E_PACKAGE_FOLDER';

/** How it ended, for the suites that wait for it. */
type Installation = InstalledPackage | { readonly error: string };

/**
 * Packs the package and installs it by `npm install` in a nodes folder, one time for all suites of a run. Takes npm some
 * 30 s, in which other suites can run already: the suites that need it wait for it.
 *
 * @param folder a new or empty one, which the caller deletes after the last suite
 * @returns resolves when it has ended, also if it failed: the suites that need it fail then, with the end of npm's output
 */
export async function installPackedByHand(folder: string): Promise<void> {
	process.env[FOLDER] = folder;
	const installation: Installation = await installIn(folder).catch((error: unknown) => ({
		error: String(error),
	}));
	// Renamed, so that nobody reads a part of it.
	await writeFile(`${resultIn(folder)}.part`, JSON.stringify(installation));
	await rename(`${resultIn(folder)}.part`, resultIn(folder));
}

async function installIn(folder: string): Promise<InstalledPackage> {
	const nodesFolder = join(folder, 'nodes');
	await mkdir(nodesFolder);
	const tarball = await packPackage(folder);
	return {
		nodesFolder,
		packageName: await installByHand(tarball, nodesFolder, await installN8n()),
	};
}

function resultIn(folder: string): string {
	return join(folder, 'installation.json');
}

/** What an instance is made for. */
interface PackedInstanceSettings {
	/** Whether it serves the pages of the editor, and not only its API: they take 6 s of processor time at each start. */
	readonly withEditor?: boolean;
}

/**
 * An n8n of its own with the packed package, which logs all that it can. The caller removes it.
 *
 * @param installedBy by `npm install` in the nodes folder (one for all), or as n8n's own settings page does it
 * @throws an Error with the end of npm's output if the package cannot be installed
 */
export async function createPackedInstance(
	installedBy: 'n8n' | 'hand',
	{ withEditor = false }: PackedInstanceSettings = {},
): Promise<N8nInstance> {
	const settings = {
		installation: await installN8n(),
		logLevel: 'debug',
		environment: { N8N_DISABLE_UI: String(!withEditor) },
	} as const;
	if (installedBy === 'hand') return await createInstanceBeside(await installedByHand(), settings);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	try {
		return await createInstance({ ...settings, packageTarball: await packPackage(folder) });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function installedByHand(): Promise<InstalledPackage> {
	const folder = process.env[FOLDER];
	if (folder === undefined)
		throw new Error('The package is not installed by hand: see test/e2e/set-up.mjs');
	while (!existsSync(resultIn(folder))) await sleep(200);
	const installation = JSON.parse(await readFile(resultIn(folder), 'utf8')) as Installation;
	if ('error' in installation) throw new Error(installation.error);
	return installation;
}
