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
		if (await isClaimed(port, port + range.count)) return port;
	}
	throw new Error(`None of the ${range.count} ports from ${range.first} on is free`);
}

/** Claims a port, if nobody else has and if nobody listens on it. */
async function isClaimed(port: number, claimPort: number): Promise<boolean> {
	const claim = await listening(claimPort);
	if (!claim) return false;
	const server = await listening(port);
	if (!server) {
		await closed(claim);
		return false;
	}
	await closed(server);
	claim.unref();
	return true;
}

/** A server on a port, undefined if that is taken. */
async function listening(port: number): Promise<Server | undefined> {
	const server = createServer();
	return await new Promise((resolve, reject) => {
		server
			.once('error', (error: NodeJS.ErrnoException) => {
				if (error.code === 'EADDRINUSE') resolve(undefined);
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
