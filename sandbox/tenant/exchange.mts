import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { success, type Answer } from './answers.mts';
import { bytesOf } from './faults/damaged-answers.mts';
import type { Disturbance } from './faults/faults.mts';
import type { Outcome } from './journal.mts';

/** What an exchange needs besides the request and the reply. */
export interface ExchangeSettings {
	/** What goes wrong with it. */
	readonly disturbance: Disturbance;
	/** Told the status code, and whether the client went away. */
	readonly outcome: Outcome;
	/** The server's clock, by which answers are dated. The machine's by default. */
	readonly now?: () => Date;
	/** Called when nothing more is done for the request and its answer is out, or cut off. */
	readonly ended: () => void;
}

type ConnectionEnding = NonNullable<Disturbance['connection']>;

const connectionEndings: Readonly<
	Record<ConnectionEnding, (socket: Socket, answer: Answer) => void>
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
	cutOff: (socket, answer) => {
		socket.end(beginningOf(answer));
	},
};

/** One request and its answer over one connection, with what goes wrong on the way. */
export class Exchange {
	readonly #request: FastifyRequest;
	readonly #reply: FastifyReply;
	readonly #settings: ExchangeSettings;
	/** Whether the answer is out, or the connection gone. */
	#isOver = false;
	/** Whether a fault has ended the connection. */
	#isCutOff = false;

	constructor(request: FastifyRequest, reply: FastifyReply, settings: ExchangeSettings) {
		this.#request = request;
		this.#reply = reply;
		this.#settings = settings;
		reply.raw.once('close', () => {
			this.#isOver = true;
			settings.outcome.clientClosed = !reply.raw.writableFinished && !this.#isCutOff;
		});
	}

	/**
	 * @param carryOut carries the request out; called once, or never when a fault prevents it
	 * @returns what a Fastify handler has to return
	 */
	async conclude(carryOut: () => Promise<Answer>): Promise<FastifyReply> {
		try {
			return await this.#answer(carryOut);
		} finally {
			this.#endWithConnection();
		}
	}

	async #answer(carryOut: () => Promise<Answer>): Promise<FastifyReply> {
		const properAnswer = await this.#carryOutAndWait(carryOut);
		if (this.#isOver) return this.#reply.hijack();
		const { connection, damage, answer = properAnswer } = this.#settings.disturbance;
		if (connection) {
			this.#isCutOff = true;
			connectionEndings[connection](this.#request.raw.socket, answer ?? success({}));
			return this.#reply.hijack();
		}
		const sent = damage ? damage(answer ?? success({})) : answer;
		if (!sent) return this.#reply.hijack();
		this.#settings.outcome.status = sent.status;
		const { now } = this.#settings;
		if (now !== undefined) void this.#reply.header('date', now().toUTCString());
		return send(this.#reply, sent);
	}

	/** The proper answer, or undefined when the request was never carried out. */
	async #carryOutAndWait(carryOut: () => Promise<Answer>): Promise<Answer | undefined> {
		const { carriedOut, waitMilliseconds } = this.#settings.disturbance;
		const answer = carriedOut === 'beforeTheWait' ? await carryOut() : undefined;
		if (waitMilliseconds > 0 && !this.#isOver) await this.#wait(waitMilliseconds);
		const isDue = carriedOut === 'afterTheWait' && !this.#isOver;
		return isDue ? await carryOut() : answer;
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

function send(reply: FastifyReply, answer: Answer): FastifyReply {
	const { status, headers, contentType, body } = answer;
	reply.status(status).headers({ ...headers });
	if (contentType !== undefined) reply.type(contentType);
	if (body === '') return reply.send();
	return reply.send(body instanceof Readable ? body : bytesOf(answer));
}

/** The head of an answer and half of its body, as they go over the line. */
function beginningOf(answer: Answer): Buffer {
	const body = bytesOf(answer);
	const head = `HTTP/1.1 ${answer.status} \r\nContent-Type: ${answer.contentType ?? 'text/plain'}\r\nContent-Length: ${body.length}\r\n\r\n`;
	return Buffer.concat([Buffer.from(head), body.subarray(0, Math.floor(body.length / 2))]);
}
