import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { startProcess, tailOf } from './child-process.mts';
import type { N8nInstallation } from './installation.mts';
import { n8nVersions } from './versions.mts';

interface PackageManifest {
	readonly name: string;
	readonly version: string;
	readonly [key: string]: unknown;
}

/** A nodes folder of n8n in which a community package is installed. */
export interface InstalledPackage {
	readonly nodesFolder: string;
	/** Node types are `<packageName>.<node>`. */
	readonly packageName: string;
}

/**
 * Installs the tarball of a community package as n8n itself does (n8n 2.41.1,
 * community-packages.service.js, downloadPackage): unpack, drop the dependencies that only a
 * developer has, install the rest without scripts, enter the package in the nodes folder's ledger.
 * The network is needed only if the package has dependencies.
 * @returns the name of the package: node types are `<name>.<node>`.
 * @throws an Error with the end of the output if tar or npm fails.
 */
export async function installCommunityPackage(
	tarball: string,
	nodesFolder: string,
): Promise<string> {
	await mkdir(join(nodesFolder, 'node_modules'), { recursive: true });
	const unpacked = await mkdtemp(join(nodesFolder, 'unpacked-'));
	try {
		await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], nodesFolder);
		const { name, version } = await dropDevelopmentDependencies(join(unpacked, 'package.json'));
		const packageFolder = join(nodesFolder, 'node_modules', name);
		await mkdir(dirname(packageFolder), { recursive: true });
		await rename(unpacked, packageFolder);
		await run('npm', ['install', ...installParameters], packageFolder);
		await enterInLedger(join(nodesFolder, 'package.json'), name, version);
		return name;
	} finally {
		await rm(unpacked, { recursive: true, force: true });
	}
}

/**
 * Installs the tarball of a community package as a person does by hand: `npm install ./package.tgz` in the
 * nodes folder. npm then adds what the package names as its peer, a copy of n8n-workflow of its own, unless
 * this version of n8n needs something else.
 * @param installation the n8n and its Node.js; npm picks native parts for it
 * @returns the name of the package: node types are `<name>.<node>`.
 * @throws an Error with the end of the output if npm fails.
 */
export async function installByHand(
	tarball: string,
	nodesFolder: string,
	{ nodeFolder, version }: N8nInstallation,
): Promise<string> {
	const environment = {
		...process.env,
		PATH: `${nodeFolder}${delimiter}${process.env['PATH'] ?? ''}`,
		// A user's settings, not those of this checkout.
		npm_config_ignore_scripts: 'false',
	};
	const parameters = ['install', ...n8nVersions[version].installByHand, tarball];
	await run('npm', parameters, nodesFolder, environment);
	const ledger = await readFile(join(nodesFolder, 'package.json'), 'utf8');
	const { dependencies } = JSON.parse(ledger) as { dependencies: Record<string, string> };
	const [name] = Object.keys(dependencies);
	if (name === undefined) throw new Error(`npm install entered nothing in ${nodesFolder}`);
	return name;
}

const installParameters = [
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

async function dropDevelopmentDependencies(file: string): Promise<PackageManifest> {
	const manifest = JSON.parse(await readFile(file, 'utf8')) as PackageManifest;
	const dropped = ['devDependencies', 'peerDependencies', 'optionalDependencies'];
	const kept = Object.entries(manifest).filter(([key]) => !dropped.includes(key));
	await writeFile(file, JSON.stringify(Object.fromEntries(kept), null, 2));
	return manifest;
}

async function enterInLedger(file: string, name: string, version: string): Promise<void> {
	const ledger = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	await writeFile(file, JSON.stringify(ledger, null, 2));
}

async function run(
	file: string,
	parameters: string[],
	folder: string,
	environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
	const command = startProcess({ file, parameters, folder, environment });
	const exitCode = await command.ended;
	if (exitCode === 0) return;
	throw new Error(`${file} ended with ${exitCode}:\n${tailOf(command.output.all)}`);
}
