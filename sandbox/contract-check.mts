import type { IncomingHttpHeaders } from 'node:http';
import { readFile } from 'node:fs/promises';
import { OpenAPIBackend, type Document, type Request } from 'openapi-backend';
import { parse } from 'yaml';
import { administrationContract } from '../contract/locations.mts';
import type { operations } from '../contract/rsa-cloud-administration.types.ts';
import type { Answer } from './answers.mts';
import { isBearer } from './authorization.mts';
import { allOperations } from './operations/all-operations.mts';
import type { Parameters } from './operations/operation.mts';

type OperationId = keyof operations;

/** Server base path of every endpoint, as in the contract. */
export const basePath = '/AdminInterface/restapi';

/** A request as it came in. */
export interface IncomingRequest {
	readonly method: string;
	/** With the query, if there is one. */
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	/** As it was sent; undefined without a body. */
	readonly body: string | undefined;
}

/** One way in which a request or an answer is not what the contract says. */
export interface Mismatch {
	/** The part at fault: /path/userId, /requestBody/tokenSerialNumber, /headers/authorization… */
	readonly part: string;
	readonly reason: string;
}

/** A request that matches an operation of the contract. */
export interface MatchedRequest {
	readonly operation: OperationId;
	readonly parameters: Parameters;
	readonly mismatches: readonly Mismatch[];
}

/** Holds requests and answers to the contract. */
export class ContractCheck {
	readonly #api: OpenAPIBackend;

	private constructor(api: OpenAPIBackend) {
		this.#api = api;
	}

	/** @throws when the contract is not a valid OpenAPI document */
	static async load(): Promise<ContractCheck> {
		const definition = parse(
			await readFile(administrationContract.contractPath, 'utf8'),
		) as Document;
		const api = new OpenAPIBackend({
			definition,
			apiRoot: basePath,
			strict: true,
			// Without it openapi-backend holds the document to OpenAPI 3.0; this one is 3.1.
			quick: true,
			ignoreTrailingSlashes: false,
			ajvOpts: { allErrors: true },
		});
		return new ContractCheck(await api.init());
	}

	/** @returns undefined when the contract has no such method and path */
	match(incoming: IncomingRequest): MatchedRequest | undefined {
		const request = requestOf(incoming);
		const operation = this.#api.matchOperation(request);
		const operationId = operation?.operationId;
		if (!operation || !isOperationId(operationId)) return undefined;
		const parsed: Record<'params' | 'requestBody', unknown> = this.#api.router.parseRequest(
			request,
			operation,
		);
		return {
			operation: operationId,
			parameters: {
				userId: textIn(parsed.params, 'userId'),
				tokenSerialNumber: textIn(parsed.requestBody, 'tokenSerialNumber'),
			},
			mismatches: [
				...headerMismatches(incoming.headers),
				...this.#mismatches(request, operationId),
			],
		};
	}

	/** @returns what the contract does not declare of this answer */
	answerMismatches(operationId: OperationId, answer: Answer): readonly Mismatch[] {
		const declared = this.#api.getOperation(operationId)?.responses?.[String(answer.status)];
		if (!declared) return [{ part: '/status', reason: `${answer.status} is not declared` }];
		if (
			!('content' in declared) ||
			!Object.hasOwn(declared.content ?? {}, answer.contentType ?? '')
		) {
			return [
				{
					part: '/headers/content-type',
					reason: `${answer.contentType ?? 'none'} is not declared`,
				},
			];
		}
		const { errors } = this.#api.validateResponse(answer.body, operationId, answer.status);
		return (errors ?? []).map(mismatchOf);
	}

	#mismatches(request: Request, operationId: OperationId): readonly Mismatch[] {
		return (this.#api.validateRequest(request, operationId).errors ?? []).map(mismatchOf);
	}
}

interface HeaderRule {
	readonly name: 'authorization' | 'content-type';
	readonly holds: (value: string) => boolean;
}

/** What openapi-backend leaves to its user. */
const headerRules: readonly HeaderRule[] = [
	{ name: 'authorization', holds: isBearer },
	{ name: 'content-type', holds: (value) => /^application\/json\s*(;|$)/i.test(value) },
];

function headerMismatches(headers: IncomingHttpHeaders): Mismatch[] {
	return headerRules
		.filter(({ name, holds }) => !holds(headers[name] ?? ''))
		.map(({ name }) => ({ part: `/headers/${name}`, reason: 'is missing or not as declared' }));
}

function mismatchOf(error: { instancePath: string; message?: string }): Mismatch {
	return { part: error.instancePath || '/', reason: error.message ?? 'is not as declared' };
}

function requestOf({ method, path, headers, body }: IncomingRequest): Request {
	return {
		method,
		path,
		body,
		headers: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name, value ?? '']),
		),
	};
}

function isOperationId(value: string | undefined): value is OperationId {
	return value !== undefined && Object.hasOwn(allOperations, value);
}

function textIn(value: unknown, property: string): string {
	if (typeof value !== 'object' || value === null) return '';
	const text: unknown = Reflect.get(value, property);
	return typeof text === 'string' ? text : '';
}
