import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A program that is not installed by npm. */
interface DebianProgram {
	readonly name: string;
	/** The Debian package that contains it. */
	readonly debianPackage: string;
	/** Folders of Debian's that are not in PATH. */
	readonly folders?: () => Promise<readonly string[]>;
}

/** Redis' server. */
export const redisServer: DebianProgram = { name: 'redis-server', debianPackage: 'redis-server' };

const postgresqlFolder = '/usr/lib/postgresql';
const postgresql = {
	debianPackage: 'postgresql',
	// Debian keeps one folder a version, so that several can be installed.
	folders: async () => {
		const versions = await readdir(postgresqlFolder).catch(() => []);
		return versions.map((version) => join(postgresqlFolder, version, 'bin'));
	},
};

/** PostgreSQL's server, and what makes its data folder. */
export const postgresqlPrograms = {
	initdb: { name: 'initdb', ...postgresql },
	postgres: { name: 'postgres', ...postgresql },
} as const satisfies Readonly<Record<string, DebianProgram>>;

/**
 * @returns the program's path
 * @throws an Error that names the Debian package where it is not installed
 */
export async function pathOf(program: DebianProgram): Promise<string> {
	const inPath = (process.env['PATH'] ?? '').split(delimiter);
	const folders = [...inPath, ...((await program.folders?.()) ?? [])];
	for (const folder of folders) {
		const file = join(folder, program.name);
		if (await isExecutable(file)) return file;
	}
	throw new Error(
		`${program.name} is missing: install Debian's package with "apt-get install ${program.debianPackage}".`,
	);
}

/** @returns for each program that is not installed what `pathOf` says of it */
export async function missing(programs: readonly DebianProgram[]): Promise<string[]> {
	const searches = await Promise.allSettled(programs.map(pathOf));
	return searches
		.filter((search) => search.status === 'rejected')
		.map(({ reason }) => (reason as Error).message);
}

async function isExecutable(file: string): Promise<boolean> {
	return access(file, constants.X_OK).then(
		() => true,
		() => false,
	);
}
