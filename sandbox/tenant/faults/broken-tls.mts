import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** Failures of a host that a client wants a secure connection with. */
export type TlsFailure = 'noTls' | 'handshakeRefused' | 'closedInHandshake' | 'silent';

const failures: Readonly<Record<TlsFailure, (socket: Socket) => void>> = {
	noTls: (socket) => {
		socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
	},
	/** A fatal alert, handshake_failure (RFC 8446, 6.2). */
	handshakeRefused: (socket) => {
		socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40]));
	},
	closedInHandshake: (socket) => {
		socket.destroy();
	},
	silent: () => undefined,
};

/** All ways to fail. */
export const tlsFailures = Object.keys(failures) as TlsFailure[];

/** A host on 127.0.0.1 with which no TLS handshake succeeds: each fails at the client's first bytes. */
export class BrokenTlsHost {
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	/** Number of failed handshakes so far. */
	readonly failed: Record<TlsFailure, number> = {
		noTls: 0,
		handshakeRefused: 0,
		closedInHandshake: 0,
		silent: 0,
	};

	/** @param nextFailure called for every connection */
	constructor(nextFailure: () => TlsFailure) {
		this.#server = createServer((socket) => {
			this.#sockets.add(socket);
			socket.on('error', () => undefined);
			socket.once('close', () => this.#sockets.delete(socket));
			socket.once('data', () => {
				const failure = nextFailure();
				this.failed[failure] += 1;
				failures[failure](socket);
			});
		});
	}

	/** @returns `https://127.0.0.1:<port>` */
	async open(): Promise<string> {
		this.#server.listen({ port: 0, host: '127.0.0.1' });
		await once(this.#server, 'listening');
		const address = this.#server.address();
		if (typeof address !== 'object' || !address) throw new Error('There is no port');
		return `https://127.0.0.1:${address.port}`;
	}

	async close(): Promise<void> {
		const closed = once(this.#server, 'close');
		this.#server.close();
		for (const socket of this.#sockets) socket.destroy();
		await closed;
	}
}
