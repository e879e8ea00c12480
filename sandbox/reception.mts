import { setTimeout as wait } from 'node:timers/promises';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { applicationError, gatewayError, type Answer } from './answers.mts';
import type { AdministrationKeys } from './administration-keys.mts';
import { refusalOf } from './authorization.mts';
import type { Breaches } from './breaches.mts';
import type { ContractCheck, IncomingRequest, MatchedRequest } from './contract-check.mts';
import type { Directory } from './directory.mts';
import { disturbanceOf, undisturbed, type Disturbance, type OrderedFaults } from './faults.mts';
import type { Journal, JournalEntry } from './journal.mts';
import { allOperations } from './operations/all-operations.mts';
import type { OpenQuestions } from './operations/operation.mts';

/** All that a request meets in a tenant. */
export interface TenantParts {
	readonly breaches: Breaches;
	readonly contract: ContractCheck;
	readonly directory: Directory;
	readonly faults: OrderedFaults;
	readonly journal: Journal;
	readonly keys: AdministrationKeys;
	readonly now: () => Date;
	readonly openQuestions: OpenQuestions;
}

/** A request on its way through the tenant. */
interface Visit {
	readonly incoming: IncomingRequest;
	readonly matched: MatchedRequest | undefined;
	readonly entry: JournalEntry;
	readonly disturbance: Disturbance;
	/** Aborted when the answer is out, or the connection gone. */
	readonly connection: AbortSignal;
}

const connectionEndings: Readonly<Record<'closed' | 'reset', (socket: Socket) => void>> = {
	closed: (socket) => {
		socket.destroy();
	},
	reset: (socket) => {
		socket.resetAndDestroy();
	},
};

/** The first that fits a mismatch decides RSA's answer; RSA's texts for 400 are not known. */
const answersToMismatches: ReadonlyArray<{
	readonly part: RegExp;
	readonly answer: (path: string, now: Date) => Answer;
}> = [
	{
		part: /^\/headers\/content-type$/,
		answer: (path, now) => gatewayError(415, 'Content type not supported', path, now),
	},
	{ part: /^\/path\/userId/, answer: () => applicationError(400, 'Invalid user ID.') },
	{
		part: /^\/requestBody\/tokenSerialNumber/,
		answer: () => applicationError(400, 'Invalid token serial number.'),
	},
	{
		// Recorded by an existing client for another call with a body.
		part: /^/,
		answer: () => applicationError(400, 'Wrong number of properties in the request body.'),
	},
];

/** Receives requests: journal, contract, faults, authorization, operation, answer. */
export class Reception {
	readonly #tenant: TenantParts;

	constructor(tenant: TenantParts) {
		this.#tenant = tenant;
	}

	/** Fastify's handler for every request. */
	async receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const visit = this.#begin(request, reply);
		try {
			return await this.#answer(visit, request, reply);
		} finally {
			this.#endWithConnection(visit);
		}
	}

	async #answer(visit: Visit, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		this.#noteRequestBreach(visit);
		const properAnswer = await this.#carryOutAndWait(visit);
		const { connection, answer = properAnswer } = visit.disturbance;
		if (connection) {
			connectionEndings[connection](request.raw.socket);
			return reply.hijack();
		}
		if (visit.connection.aborted || !answer) return reply.hijack();
		visit.entry.status = answer.status;
		return send(reply, answer);
	}

	#begin(request: FastifyRequest, reply: FastifyReply): Visit {
		const { journal, faults, contract, now } = this.#tenant;
		const incoming = incomingOf(request);
		const matched = contract.match(incoming);
		const fault = matched && faults.take(matched.operation);
		const entry = journal.begin({
			operation: matched?.operation,
			method: incoming.method,
			path: incoming.path,
			headers: incoming.headers,
			body: readable(incoming.body),
			at: now(),
			fault: fault?.kind,
		});
		const disturbance = fault ? disturbanceOf(fault, matched.operation) : undisturbed;
		const connection = new AbortController();
		reply.raw.once('close', () => {
			entry.clientClosed = !reply.raw.writableFinished && !disturbance.connection;
			connection.abort();
		});
		return { incoming, matched, entry, disturbance, connection: connection.signal };
	}

	/** A request has ended when nothing more is done for it and its answer is out, or cut off. */
	#endWithConnection({ connection, entry }: Visit): void {
		const end = () => {
			this.#tenant.journal.end(entry);
		};
		if (connection.aborted) end();
		else connection.addEventListener('abort', end, { once: true });
	}

	#noteRequestBreach({ incoming, matched }: Visit): void {
		const mismatches = matched?.mismatches ?? [{ part: '/path', reason: 'is not in the contract' }];
		this.#tenant.breaches.note('client', nameOf(incoming), mismatches);
	}

	/** The proper answer, or undefined when the request was never carried out. */
	async #carryOutAndWait(visit: Visit): Promise<Answer | undefined> {
		const { carriedOut, waitMilliseconds } = visit.disturbance;
		const answer = carriedOut === 'beforeTheWait' ? await this.#properAnswer(visit) : undefined;
		if (waitMilliseconds > 0) await waitOn(visit.connection, waitMilliseconds);
		const isDue = carriedOut === 'afterTheWait' && !visit.connection.aborted;
		return isDue ? await this.#properAnswer(visit) : answer;
	}

	async #properAnswer(visit: Visit): Promise<Answer> {
		const { incoming, matched } = visit;
		const { breaches, contract, now } = this.#tenant;
		if (!matched) return gatewayError(404, 'No message available', incoming.path, now());
		const answer =
			(await this.#authorizationRefusal(incoming, matched)) ??
			this.#malformedRequestAnswer(incoming, matched) ??
			this.#carryOut(visit.entry, matched);
		const mismatches = contract.answerMismatches(matched.operation, answer);
		breaches.note('sandbox', nameOf(incoming), mismatches);
		return answer;
	}

	async #authorizationRefusal(
		{ path, headers }: IncomingRequest,
		{ operation }: MatchedRequest,
	): Promise<Answer | undefined> {
		const { keys, now } = this.#tenant;
		const request = { operation, path, authorization: headers.authorization };
		return await refusalOf(request, keys, now());
	}

	#malformedRequestAnswer(
		{ path }: IncomingRequest,
		{ mismatches }: MatchedRequest,
	): Answer | undefined {
		return answersToMismatches
			.find((candidate) => mismatches.some(({ part }) => candidate.part.test(part)))
			?.answer(path, this.#tenant.now());
	}

	#carryOut(entry: JournalEntry, { operation, parameters }: MatchedRequest): Answer {
		const { directory, openQuestions } = this.#tenant;
		const { revision } = directory;
		const answer = allOperations[operation](directory, parameters, openQuestions);
		entry.changed = directory.revision > revision;
		return answer;
	}
}

function incomingOf(request: FastifyRequest): IncomingRequest {
	const { method, url, headers, body } = request;
	return { method, path: url, headers, body: typeof body === 'string' ? body : undefined };
}

function nameOf({ method, path }: IncomingRequest): string {
	return `${method} ${path}`;
}

function readable(body: string | undefined): unknown {
	try {
		return JSON.parse(body ?? '');
	} catch {
		return body;
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
