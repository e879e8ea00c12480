import { execa } from 'execa';
import { startProcess, tailOf, type SystemUser } from '../n8n/child-process.mts';
import { DataServer } from './data-server.mts';
import { pathOf, postgresqlPrograms } from './debian-program.mts';

/** Connection settings; the server needs no password. */
export const postgresqlUser = 'n8n';
/** Every new server has it. */
export const postgresqlDatabase = 'postgres';

/**
 * Starts a PostgreSQL with an empty database.
 *
 * @throws an Error that names the Debian package where PostgreSQL is not installed
 */
export async function startPostgresql(): Promise<DataServer> {
	const initdb = await pathOf(postgresqlPrograms.initdb);
	const user = await unprivilegedUser();
	return await DataServer.create({
		file: await pathOf(postgresqlPrograms.postgres),
		parameters: (port, folder) => [
			...['-D', folder, '-p', String(port)],
			...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
			// The data are thrown away.
			...['-c', 'fsync=off'],
		],
		readyText: 'ready to accept connections',
		user,
		prepare: async (folder) => {
			await makeDatabase(initdb, folder, user);
		},
	});
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package made for it. */
async function unprivilegedUser(): Promise<SystemUser | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = async (option: '-u' | '-g') => {
		const { stdout } = await execa('id', [option, 'postgres']);
		return Number(stdout);
	};
	return { uid: await idOf('-u'), gid: await idOf('-g') };
}

async function makeDatabase(
	initdb: string,
	folder: string,
	user: SystemUser | undefined,
): Promise<void> {
	const command = startProcess({
		file: initdb,
		parameters: [
			...['-D', folder, '--username', postgresqlUser, '--auth', 'trust'],
			...['--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
		],
		folder,
		environment: { PATH: process.env['PATH'] },
		user,
	});
	const exitCode = await command.ended;
	if (exitCode !== 0)
		throw new Error(`initdb ended with ${exitCode}:\n${tailOf(command.output.all)}`);
}
