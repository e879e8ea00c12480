import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { success, type HttpResponse } from './http-response.mts';
import { bytesOf } from './faults/damaged-responses.mts';
import type { Disturbance } from './faults/faults.mts';
import type { Outcome } from './journal.mts';

/** Settings of an exchange, besides Fastify's request and reply. */
export interface HttpExchangeSettings {
	/** The fault that hits it, if any. */
	readonly disturbance: Disturbance;
	/** Gets the status code, and whether the client went away. */
	readonly outcome: Outcome;
	/** The server's clock, for the Date header of responses. The machine's by default. */
	readonly now?: () => Date;
	/** Called when nothing more is done for the request and its response is sent, or cut off. */
	readonly ended: () => void;
}

type ConnectionFault = NonNullable<Disturbance['connection']>;

const connectionFaults: Readonly<
	Record<ConnectionFault, (socket: Socket, response: HttpResponse) => void>
> = {
	closed: (socket) => {
		socket.destroy();
	},
	reset: (socket) => {
		socket.resetAndDestroy();
	},
	halfClosed: (socket) => {
		socket.end();
	},
	cutOff: (socket, response) => {
		socket.end(beginningOf(response));
	},
};

/** One request and its response over one connection, with the fault that hits it. */
export class HttpExchange {
	readonly #request: FastifyRequest;
	readonly #reply: FastifyReply;
	readonly #settings: HttpExchangeSettings;
	/** Whether the response is sent, or the connection gone. */
	#isOver = false;
	/** Whether a fault has ended the connection. */
	#isCutOff = false;

	constructor(request: FastifyRequest, reply: FastifyReply, settings: HttpExchangeSettings) {
		this.#request = request;
		this.#reply = reply;
		this.#settings = settings;
		reply.raw.once('close', () => {
			this.#isOver = true;
			settings.outcome.clientClosed = !reply.raw.writableFinished && !this.#isCutOff;
		});
	}

	/**
	 * @param execute executes the request; called once, or never when a fault prevents it
	 * @returns the return value of a Fastify handler
	 */
	async conclude(execute: () => Promise<HttpResponse>): Promise<FastifyReply> {
		try {
			return await this.#respond(execute);
		} finally {
			this.#endWithConnection();
		}
	}

	async #respond(execute: () => Promise<HttpResponse>): Promise<FastifyReply> {
		const properResponse = await this.#executeAndWait(execute);
		if (this.#isOver) return this.#reply.hijack();
		const { connection, damage, response = properResponse } = this.#settings.disturbance;
		if (connection) {
			this.#isCutOff = true;
			connectionFaults[connection](this.#request.raw.socket, response ?? success({}));
			return this.#reply.hijack();
		}
		const sent = damage ? damage(response ?? success({})) : response;
		if (!sent) return this.#reply.hijack();
		this.#settings.outcome.status = sent.status;
		const { now } = this.#settings;
		if (now !== undefined) void this.#reply.header('date', now().toUTCString());
		return send(this.#reply, sent);
	}

	/** The proper response, or undefined when the request was never executed. */
	async #executeAndWait(execute: () => Promise<HttpResponse>): Promise<HttpResponse | undefined> {
		const { applied, waitMilliseconds } = this.#settings.disturbance;
		const response = applied === 'beforeTheWait' ? await execute() : undefined;
		if (waitMilliseconds > 0 && !this.#isOver) await this.#wait(waitMilliseconds);
		const isDue = applied === 'afterTheWait' && !this.#isOver;
		return isDue ? await execute() : response;
	}

	/** Resolves after the time, or with the end of the connection. */
	async #wait(milliseconds: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, milliseconds).unref();
			this.#reply.raw.once('close', () => {
				clearTimeout(timer);
				resolve();
			});
		});
	}

	#endWithConnection(): void {
		const { ended } = this.#settings;
		if (this.#isOver) ended();
		else this.#reply.raw.once('close', ended);
	}
}

function send(reply: FastifyReply, response: HttpResponse): FastifyReply {
	const { status, headers, contentType, body } = response;
	reply.status(status).headers({ ...headers });
	if (contentType !== undefined) reply.type(contentType);
	if (body === '') return reply.send();
	return reply.send(body instanceof Readable ? body : bytesOf(response));
}

/** The head of a response and half of its body, as they are sent. */
function beginningOf(response: HttpResponse): Buffer {
	const body = bytesOf(response);
	const head = `HTTP/1.1 ${response.status} \r\nContent-Type: ${response.contentType ?? 'text/plain'}\r\nContent-Length: ${body.length}\r\n\r\n`;
	return Buffer.concat([Buffer.from(head), body.subarray(0, Math.floor(body.length / 2))]);
}
