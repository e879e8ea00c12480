import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import fastify, {
	type FastifyError,
	type FastifyInstance,
	type FastifyReply,
	type FastifyRequest,
} from 'fastify';

const loopback = '127.0.0.1';

/**
 * Connections that may wait to be accepted: thousands arrive together under load, and Node has room
 * for 511. The kernel's own bound (Linux: net.core.somaxconn, 4096 by default) stays.
 */
const backlog = 4096;

/** Private key and certificate of an HTTPS server, both PEM. */
export interface ServerCertificate {
	readonly key: string;
	readonly cert: string;
}

/** Handlers of a loopback server. */
export interface LoopbackServerParts {
	/** Responds to every request; the body is the text that was sent. */
	readonly receive: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
	/** Called with requests that Fastify rejects, and with errors that `receive` throws. */
	readonly failed: (error: FastifyError, request: FastifyRequest) => void;
	/** With it the server speaks HTTPS. */
	readonly certificate?: ServerCertificate | undefined;
}

/** An HTTP or HTTPS server on 127.0.0.1 that can be closed and opened again on the same port. */
export class LoopbackServer {
	readonly #fastify: FastifyInstance;
	readonly #protocol: 'http' | 'https';
	#port = 0;

	constructor({ receive, failed, certificate }: LoopbackServerParts) {
		this.#protocol = certificate ? 'https' : 'http';
		const fail = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
			failed(error, request);
			void reply.status(error.statusCode ?? 500).send();
		};
		this.#fastify = fastify({
			frameworkErrors: fail,
			serverFactory: (handler) =>
				certificate ? createHttpsServer(certificate, handler) : createHttpServer(handler),
		});
		this.#fastify.removeAllContentTypeParsers();
		this.#fastify.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
			done(null, body);
		});
		this.#fastify.setErrorHandler(fail);
		this.#fastify.all('*', receive);
	}

	/** `http://127.0.0.1:<port>`, or `https://…`; the port stays the same. */
	get origin(): string {
		return `${this.#protocol}://${loopback}:${this.#port}`;
	}

	/** Accepts connections: on a free port at first, later on the same one. */
	async open(): Promise<void> {
		const { server } = this.#fastify;
		if (server.listening) return;
		await this.#fastify.ready();
		server.listen({ port: this.#port, host: loopback, backlog });
		await once(server, 'listening');
		const address = server.address();
		if (typeof address === 'object' && address) this.#port = address.port;
	}

	/** Refuses connections, and cuts those there are. */
	async close(): Promise<void> {
		const { server } = this.#fastify;
		if (!server.listening) return;
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
	}

	/** Closes for good. */
	async stop(): Promise<void> {
		await this.close();
		await this.#fastify.close();
	}
}
