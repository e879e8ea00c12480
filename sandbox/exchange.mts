import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from './answers.mts';
import type { Disturbance } from './faults.mts';
import type { Outcome } from './journal.mts';

/** What an exchange needs besides the request and the reply. */
export interface ExchangeSettings {
	/** What goes wrong with it. */
	readonly disturbance: Disturbance;
	/** Told the status code, and whether the client went away. */
	readonly outcome: Outcome;
	/** Called when nothing more is done for the request and its answer is out, or cut off. */
	readonly ended: () => void;
}

const connectionEndings: Readonly<Record<'closed' | 'reset', (socket: Socket) => void>> = {
	closed: (socket) => {
		socket.destroy();
	},
	reset: (socket) => {
		socket.resetAndDestroy();
	},
};

/** One request and its answer over one connection, with what goes wrong on the way. */
export class Exchange {
	readonly #request: FastifyRequest;
	readonly #reply: FastifyReply;
	readonly #settings: ExchangeSettings;
	/** Aborted when the answer is out, or the connection gone. */
	readonly #connection: AbortSignal;

	constructor(request: FastifyRequest, reply: FastifyReply, settings: ExchangeSettings) {
		this.#request = request;
		this.#reply = reply;
		this.#settings = settings;
		const connection = new AbortController();
		this.#connection = connection.signal;
		reply.raw.once('close', () => {
			const { disturbance, outcome } = settings;
			outcome.clientClosed = !reply.raw.writableFinished && !disturbance.connection;
			connection.abort();
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
		const { connection, answer = properAnswer } = this.#settings.disturbance;
		if (connection) {
			connectionEndings[connection](this.#request.raw.socket);
			return this.#reply.hijack();
		}
		if (this.#connection.aborted || !answer) return this.#reply.hijack();
		this.#settings.outcome.status = answer.status;
		return send(this.#reply, answer);
	}

	/** The proper answer, or undefined when the request was never carried out. */
	async #carryOutAndWait(carryOut: () => Promise<Answer>): Promise<Answer | undefined> {
		const { carriedOut, waitMilliseconds } = this.#settings.disturbance;
		const answer = carriedOut === 'beforeTheWait' ? await carryOut() : undefined;
		if (waitMilliseconds > 0) await waitOn(this.#connection, waitMilliseconds);
		const isDue = carriedOut === 'afterTheWait' && !this.#connection.aborted;
		return isDue ? await carryOut() : answer;
	}

	#endWithConnection(): void {
		const { ended } = this.#settings;
		if (this.#connection.aborted) ended();
		else this.#connection.addEventListener('abort', ended, { once: true });
	}
}

async function waitOn(connection: AbortSignal, milliseconds: number): Promise<void> {
	try {
		await wait(milliseconds, undefined, { signal: connection, ref: false });
	} catch {
		// Aborted: whoever waits looks at the signal.
	}
}

function send(reply: FastifyReply, { status, headers, contentType, body }: Answer): FastifyReply {
	reply.status(status).headers({ ...headers });
	if (contentType !== undefined) reply.type(contentType);
	if (body === '') return reply.send();
	return reply.send(typeof body === 'string' ? body : JSON.stringify(body));
}
