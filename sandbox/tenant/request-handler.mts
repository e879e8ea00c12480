import type { FastifyReply, FastifyRequest } from 'fastify';
import { applicationError, gatewayError, type HttpResponse } from './http-response.mts';
import type { Authorization } from './authorization/authorization.mts';
import type { ContractViolations } from './contract-violations.mts';
import type { ContractCheck, IncomingRequest, MatchedRequest } from './contract-check.mts';
import type { Mismatch } from './contract-operation.mts';
import type { Directory } from './directory.mts';
import { HttpExchange } from './http-exchange.mts';
import {
	disturbanceOf,
	undisturbed,
	type Disturbance,
	type Fault,
	type OrderedFaults,
} from './faults/faults.mts';
import type { Journal, JournalEntry } from './journal.mts';
import { allOperations, execute } from './operations/all-operations.mts';
import type { OpenQuestions } from './operations/operation.mts';
import type { RandomFaults } from './faults/random-faults.mts';
import type { RateLimiter } from './rate-limiter.mts';

/** The parts of a tenant that take part in a request. */
export interface TenantParts {
	/** ms. Called for every request that arrives. */
	readonly responseMilliseconds: (entry: Readonly<JournalEntry>) => number;
	readonly authorization: Authorization;
	readonly violations: ContractViolations;
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
interface TenantRequest {
	readonly incoming: IncomingRequest;
	readonly matched: MatchedRequest | undefined;
	/** The response to a request above the rate limit. */
	readonly overLimit: HttpResponse | undefined;
	readonly entry: JournalEntry;
	readonly disturbance: Disturbance;
}

/** The first that fits a mismatch decides RSA's response; RSA's texts for 400 are not known. */
const responsesToMismatches: ReadonlyArray<{
	readonly part: RegExp;
	readonly response: (path: string, now: Date) => HttpResponse;
}> = [
	{
		part: /^\/headers\/content-type$/,
		response: (path, now) => gatewayError(415, 'Content type not supported', path, now),
	},
	{ part: /^\/path\/userId/, response: () => applicationError(400, 'Invalid user ID.') },
	{
		part: /^\/requestBody\/tokenSerialNumber/,
		response: () => applicationError(400, 'Invalid token serial number.'),
	},
	{ part: /^\/path/, response: () => applicationError(400, 'Bad request.') },
	{ part: /^\/query/, response: () => applicationError(400, 'Invalid parameter.') },
];

/** Recorded by an existing client for User status. */
const wrongBody = applicationError(400, 'Wrong number of properties in the request body.');

/** Handles requests: contract, rate limit, faults, journal, authorization, operation, response. */
export class RequestHandler {
	readonly #tenant: TenantParts;

	constructor(tenant: TenantParts) {
		this.#tenant = tenant;
	}

	/** Fastify's handler for every request. */
	async handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const { contract, journal, rateLimiter } = this.#tenant;
		const incoming = incomingOf(request);
		const matched = contract.match(incoming);
		const overLimit = rateLimiter.admit();
		const fault = overLimit ? undefined : this.#takeFault(matched);
		const entry = this.#enter(incoming, matched, fault);
		const disturbance = this.#disturbanceOf(fault, matched, entry);
		const tenantRequest = { incoming, matched, overLimit, entry, disturbance };
		const exchange = new HttpExchange(request, reply, {
			disturbance,
			now: this.#tenant.now,
			outcome: entry,
			ended: () => {
				journal.end(entry);
				if (overLimit === undefined) rateLimiter.release();
			},
		});
		this.#recordViolations(tenantRequest);
		return await exchange.conclude(() => this.#properResponse(tenantRequest));
	}

	#takeFault(matched: MatchedRequest | undefined): Fault | undefined {
		const { faults, randomFaults } = this.#tenant;
		return matched && (faults.take(matched.operation) ?? randomFaults.take(matched.operation));
	}

	#disturbanceOf(
		fault: Fault | undefined,
		matched: MatchedRequest | undefined,
		entry: JournalEntry,
	): Disturbance {
		const disturbance = fault ? disturbanceOf(fault, matched?.operation) : undisturbed;
		const waitMilliseconds =
			disturbance.waitMilliseconds + this.#tenant.responseMilliseconds(entry);
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

	#recordViolations({ incoming, matched }: TenantRequest): void {
		const mismatches = matched?.mismatches ?? [{ part: '/path', reason: 'is not in the contract' }];
		this.#tenant.violations.record('client', nameOf(incoming), mismatches);
	}

	async #properResponse(tenantRequest: TenantRequest): Promise<HttpResponse> {
		const { incoming, matched, overLimit } = tenantRequest;
		const { violations, now } = this.#tenant;
		if (!matched) {
			return overLimit ?? gatewayError(404, 'No message available', incoming.path, now());
		}
		// A page comes from in front of RSA's service, whose contract is silent on it.
		if (overLimit?.contentType === 'text/html') return overLimit;
		const response =
			overLimit ??
			(await this.#authorizationError(incoming, matched)) ??
			this.#execute(tenantRequest, matched) ??
			this.#malformedRequestError(incoming, matched.mismatches);
		violations.record('sandbox', nameOf(incoming), matched.contract.responseMismatches(response));
		return response;
	}

	async #authorizationError(
		{ path, headers }: IncomingRequest,
		{ operation }: MatchedRequest,
	): Promise<HttpResponse | undefined> {
		const { authorization, now } = this.#tenant;
		const request = { operation, path, authorization: headers.authorization };
		return await authorization.errorResponseTo(request, now());
	}

	/** RSA's response to a request that is as the contract declares it. */
	#execute(
		{ entry, disturbance }: TenantRequest,
		{ operation, request }: MatchedRequest,
	): HttpResponse | undefined {
		if (!request) return undefined;
		const { directory, openQuestions } = this.#tenant;
		const { revision } = directory;
		const { staleMilliseconds } = disturbance;
		const shown =
			staleMilliseconds !== undefined && allOperations[operation].isRead
				? directory.before(staleMilliseconds)
				: directory;
		const response = execute(operation, request, shown, openQuestions);
		entry.changed = directory.revision > revision;
		if (entry.changed) logChange(operation, directory);
		return response;
	}

	#malformedRequestError({ path }: IncomingRequest, mismatches: readonly Mismatch[]): HttpResponse {
		const row = responsesToMismatches.find((candidate) =>
			mismatches.some(({ part }) => candidate.part.test(part)),
		);
		return row?.response(path, this.#tenant.now()) ?? wrongBody;
	}
}

/** Each change by an administrator is in the log. RSA's keys and codes of such events are not known: these are made up. */
function logChange(operation: MatchedRequest['operation'], directory: Directory): void {
	const entry = {
		eventType: 'ADMIN',
		adminUserName: 'administrator@example.com',
		activityKey: `SANDBOX_${operation}`,
		result: 'SUCCESS',
		message: `The sandbox has executed ${operation}`,
	};
	directory.administrationEvents.add(entry, directory.now.getTime());
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
