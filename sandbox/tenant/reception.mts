import type { FastifyReply, FastifyRequest } from 'fastify';
import { applicationError, gatewayError, type Answer } from './answers.mts';
import type { Authorization } from './authorization/authorization.mts';
import type { Breaches } from './breaches.mts';
import type { ContractCheck, IncomingRequest, MatchedRequest } from './contract-check.mts';
import type { Mismatch } from './contract-operation.mts';
import type { Directory } from './directory.mts';
import { Exchange } from './exchange.mts';
import {
	disturbanceOf,
	undisturbed,
	type Disturbance,
	type Fault,
	type OrderedFaults,
} from './faults/faults.mts';
import type { Journal, JournalEntry } from './journal.mts';
import { allOperations, carryOut } from './operations/all-operations.mts';
import type { OpenQuestions } from './operations/operation.mts';
import type { RandomFaults } from './faults/random-faults.mts';
import type { RateLimiter } from './rate-limiter.mts';

/** All that a request meets in a tenant. */
export interface TenantParts {
	/** ms. Asked for every request that arrives. */
	readonly answerMilliseconds: () => number;
	readonly authorization: Authorization;
	readonly breaches: Breaches;
	readonly contract: ContractCheck;
	readonly directory: Directory;
	readonly faults: OrderedFaults;
	readonly journal: Journal;
	readonly now: () => Date;
	readonly openQuestions: OpenQuestions;
	readonly randomFaults: RandomFaults;
	readonly rateLimiter: RateLimiter;
}

/** A request on its way through the tenant. */
interface Visit {
	readonly incoming: IncomingRequest;
	readonly matched: MatchedRequest | undefined;
	/** The refusal of a request that is too many. */
	readonly overLimit: Answer | undefined;
	readonly entry: JournalEntry;
	readonly disturbance: Disturbance;
}

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
	{ part: /^\/path/, answer: () => applicationError(400, 'Bad request.') },
	{ part: /^\/query/, answer: () => applicationError(400, 'Invalid parameter.') },
];

/** Recorded by an existing client for User status. */
const wrongBody = applicationError(400, 'Wrong number of properties in the request body.');

/** Receives requests: contract, rate limit, faults, journal, authorization, operation, answer. */
export class Reception {
	readonly #tenant: TenantParts;

	constructor(tenant: TenantParts) {
		this.#tenant = tenant;
	}

	/** Fastify's handler for every request. */
	async receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const { contract, journal, rateLimiter } = this.#tenant;
		const incoming = incomingOf(request);
		const matched = contract.match(incoming);
		const overLimit = rateLimiter.admit();
		const fault = overLimit ? undefined : this.#takeFault(matched);
		const entry = this.#enter(incoming, matched, fault);
		const disturbance = this.#disturbanceOf(fault, matched);
		const visit = { incoming, matched, overLimit, entry, disturbance };
		const exchange = new Exchange(request, reply, {
			disturbance,
			now: this.#tenant.now,
			outcome: entry,
			ended: () => {
				journal.end(entry);
				if (overLimit === undefined) rateLimiter.release();
			},
		});
		this.#noteRequestBreach(visit);
		return await exchange.conclude(() => this.#properAnswer(visit));
	}

	#takeFault(matched: MatchedRequest | undefined): Fault | undefined {
		const { faults, randomFaults } = this.#tenant;
		return matched && (faults.take(matched.operation) ?? randomFaults.take(matched.operation));
	}

	#disturbanceOf(fault: Fault | undefined, matched: MatchedRequest | undefined): Disturbance {
		const disturbance = fault ? disturbanceOf(fault, matched?.operation) : undisturbed;
		const waitMilliseconds = disturbance.waitMilliseconds + this.#tenant.answerMilliseconds();
		return { ...disturbance, waitMilliseconds };
	}

	#enter(
		{ method, path, headers, body }: IncomingRequest,
		matched: MatchedRequest | undefined,
		fault: Fault | undefined,
	): JournalEntry {
		return this.#tenant.journal.begin({
			operation: matched?.operation,
			method,
			path,
			headers,
			body: readable(body),
			at: this.#tenant.now(),
			fault: fault?.kind,
			changed: false,
		});
	}

	#noteRequestBreach({ incoming, matched }: Visit): void {
		const mismatches = matched?.mismatches ?? [{ part: '/path', reason: 'is not in the contract' }];
		this.#tenant.breaches.note('client', nameOf(incoming), mismatches);
	}

	async #properAnswer(visit: Visit): Promise<Answer> {
		const { incoming, matched, overLimit } = visit;
		const { breaches, now } = this.#tenant;
		if (!matched) {
			return overLimit ?? gatewayError(404, 'No message available', incoming.path, now());
		}
		// A page comes from in front of RSA's service, whose contract is silent on it.
		if (overLimit?.contentType === 'text/html') return overLimit;
		const answer =
			overLimit ??
			(await this.#authorizationRefusal(incoming, matched)) ??
			this.#carryOut(visit, matched) ??
			this.#malformedRequestAnswer(incoming, matched.mismatches);
		breaches.note('sandbox', nameOf(incoming), matched.contract.answerMismatches(answer));
		return answer;
	}

	async #authorizationRefusal(
		{ path, headers }: IncomingRequest,
		{ operation }: MatchedRequest,
	): Promise<Answer | undefined> {
		const { authorization, now } = this.#tenant;
		const request = { operation, path, authorization: headers.authorization };
		return await authorization.refusalOf(request, now());
	}

	/** RSA's answer to a request that is as the contract declares it. */
	#carryOut(
		{ entry, disturbance }: Visit,
		{ operation, request }: MatchedRequest,
	): Answer | undefined {
		if (!request) return undefined;
		const { directory, openQuestions } = this.#tenant;
		const { revision } = directory;
		const { staleMilliseconds } = disturbance;
		const shown =
			staleMilliseconds !== undefined && allOperations[operation].isRead
				? directory.before(staleMilliseconds)
				: directory;
		const answer = carryOut(operation, request, shown, openQuestions);
		entry.changed = directory.revision > revision;
		return answer;
	}

	#malformedRequestAnswer({ path }: IncomingRequest, mismatches: readonly Mismatch[]): Answer {
		const row = answersToMismatches.find((candidate) =>
			mismatches.some(({ part }) => candidate.part.test(part)),
		);
		return row?.answer(path, this.#tenant.now()) ?? wrongBody;
	}
}

function incomingOf(request: FastifyRequest): IncomingRequest {
	const { method, url, headers, body } = request;
	return {
		method,
		path: url,
		headers,
		body: typeof body === 'string' && body !== '' ? body : undefined,
	};
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
