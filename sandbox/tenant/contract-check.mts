import type { IncomingHttpHeaders } from 'node:http';
import { readFile } from 'node:fs/promises';
import { OpenAPIBackend, type Document } from 'openapi-backend';
import { parse } from 'yaml';
import type { DeclaredRequests } from '../../contract/declared-requests.ts';
import { administrationContract } from '../../contract/locations.mts';
import type { operations } from '../../contract/rsa-cloud-administration.types.ts';
import { isBearer } from './authorization/authorization.mts';
import { ContractOperation, type Mismatch, type RequestParts } from './contract-operation.mts';
import { allOperations } from './operations/all-operations.mts';

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

/** A request that matches an operation of the contract. */
export interface MatchedRequest {
	readonly operation: OperationId;
	/** The operation in the contract. */
	readonly contract: ContractOperation;
	/** The request's parameters and body; undefined if they are not as declared. */
	readonly request: DeclaredRequests[OperationId] | undefined;
	readonly mismatches: readonly Mismatch[];
}

/** Checks requests against the contract, and finds out which of its operations they are for. */
export class ContractCheck {
	readonly #operations: readonly ContractOperation[];

	private constructor(contractOperations: readonly ContractOperation[]) {
		this.#operations = contractOperations;
	}

	/** @throws when the contract is no valid OpenAPI document, or beyond what the sandbox can do */
	static async load(): Promise<ContractCheck> {
		const definition = parse(
			await readFile(administrationContract.contractPath, 'utf8'),
		) as Document;
		const api = new OpenAPIBackend({
			definition,
			apiRoot: basePath,
			strict: true,
			// Without it openapi-backend checks the document against OpenAPI 3.0; this one is 3.1.
			quick: true,
			ajvOpts: { allErrors: true },
		});
		await api.init();
		return new ContractCheck(operationsOf(api));
	}

	/** @returns undefined when the contract has no such method and path */
	match(incoming: IncomingRequest): MatchedRequest | undefined {
		const [path = '', query] = incoming.path.split('?');
		const segments = path.split('/');
		for (const contract of this.#operations) {
			const pathParameters = contract.pathParametersOf(incoming.method, segments);
			if (pathParameters) return matchedRequest(incoming, contract, pathParameters, query);
		}
		return undefined;
	}
}

interface HeaderRule {
	readonly name: 'authorization' | 'content-type';
	readonly holds: (value: string, contract: ContractOperation) => boolean;
}

/** Headers, which openapi-backend does not check. */
const headerRules: readonly HeaderRule[] = [
	{ name: 'authorization', holds: isBearer },
	{
		name: 'content-type',
		holds: (value, { takesBody }) => !takesBody || /^application\/json\s*(;|$)/i.test(value),
	},
];

function operationsOf(api: OpenAPIBackend): ContractOperation[] {
	return api.getOperations().map((operation) => {
		const { operationId = operation.path } = operation;
		if (isOperationId(operationId)) return new ContractOperation(operationId, operation, api);
		throw new Error(`The contract has an operation ${operationId}, and the sandbox has not`);
	});
}

function matchedRequest(
	{ headers, body }: IncomingRequest,
	contract: ContractOperation,
	path: Readonly<Record<string, string>>,
	query: string | undefined,
): MatchedRequest {
	const { value: requestBody, mismatches: bodyMismatches } = parsed(body);
	const parts: RequestParts = {
		path,
		query: Object.fromEntries(new URLSearchParams(query)),
		header: headers,
		requestBody,
	};
	const mismatches = [
		...headerMismatches(headers, contract),
		...bodyMismatches,
		...contract.requestMismatches(parts),
	];
	const request: unknown = { path, query: parts.query, body: requestBody };
	return {
		operation: contract.id,
		contract,
		request: isDeclared(request, mismatches) ? request : undefined,
		mismatches,
	};
}

/** The schemas and the types come from the same document: a request without mismatches has the declared type. */
function isDeclared(
	_request: unknown,
	mismatches: readonly Mismatch[],
): _request is DeclaredRequests[OperationId] {
	return mismatches.length === 0;
}

function headerMismatches(headers: IncomingHttpHeaders, contract: ContractOperation): Mismatch[] {
	return headerRules
		.filter(({ name, holds }) => !holds(headers[name] ?? '', contract))
		.map(({ name }) => ({ part: `/headers/${name}`, reason: 'is missing or not as declared' }));
}

/** The JSON in a body, and what is wrong with it. The schemas judge a body that is missing. */
function parsed(body: string | undefined): { value: unknown; mismatches: Mismatch[] } {
	if (body === undefined) return { value: undefined, mismatches: [] };
	try {
		return { value: JSON.parse(body), mismatches: [] };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { value: body, mismatches: [{ part: '/', reason }] };
	}
}

function isOperationId(value: string): value is OperationId {
	return Object.hasOwn(allOperations, value);
}
