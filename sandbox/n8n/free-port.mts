import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** Ports from `first` on. As many above them stand for the claims to them. */
export interface PortRange {
	readonly first: number;
	readonly count: number;
}

/**
 * Ports for servers that listen seconds after theirs was chosen, as n8n does (10 s). They lie below those that Linux
 * (from 32768), macOS and Windows (from 49152) give to clients and to servers without a wish.
 */
const ports: PortRange = { first: 20_000, count: 6_000 };

/**
 * Finds a TCP port of the loopback interface that is free, and that nobody else gets from here, in another process
 * neither: this process listens on a second one, its claim, until it ends.
 *
 * @throws an Error if each port of the range is taken
 */
export async function freePort(range: PortRange = ports): Promise<number> {
	const start = randomInt(range.count);
	for (let tried = 0; tried < range.count; tried++) {
		const port = range.first + ((start + tried) % range.count);
		if (await claim(port, port + range.count)) return port;
	}
	throw new Error(`None of the ${range.count} ports from ${range.first} on is free`);
}

/**
 * Claims a port by listening on the one that stands for its claim.
 *
 * @returns false if somebody else has claimed it, or listens on it
 */
async function claim(port: number, claimPort: number): Promise<boolean> {
	const claimServer = await listening(claimPort);
	if (!claimServer) return false;
	const server = await listening(port);
	if (!server) {
		await closed(claimServer);
		return false;
	}
	await closed(server);
	claimServer.unref();
	return true;
}

/** The errors of a port that is taken; Windows reserves some (EACCES). */
const taken = ['EADDRINUSE', 'EACCES'];

/** A server on a port; undefined if the port is taken. */
async function listening(port: number): Promise<Server | undefined> {
	// Who connects to a claim must not keep this process.
	const server = createServer((socket) => socket.destroy());
	return await new Promise((resolve, reject) => {
		server
			.once('error', (error: NodeJS.ErrnoException) => {
				if (taken.includes(error.code ?? '')) resolve(undefined);
				else reject(error);
			})
			.listen(port, '127.0.0.1', () => {
				resolve(server);
			});
	});
}

async function closed(server: Server): Promise<void> {
	await new Promise((resolve) => server.close(resolve));
}
