import { DataServer } from './data-server.mts';
import { pathOf, redisServer } from './debian-program.mts';

/**
 * Starts a Redis that saves its data when it is stopped, as Debian's does.
 *
 * @throws an Error that names the Debian package where Redis is not installed
 */
export async function startRedis(): Promise<DataServer> {
	return await DataServer.create({
		file: await pathOf(redisServer),
		parameters: (port, folder) => [
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			// Debian's own points in time; with any of them Redis saves at SIGTERM too.
			...['--save', '3600 1 300 100 60 10000'],
		],
		readyText: 'Ready to accept connections',
	});
}
