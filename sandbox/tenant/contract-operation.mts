import type { IncomingHttpHeaders } from 'node:http';
import type { OpenAPIBackend, Operation } from 'openapi-backend';
import type { operations } from '../../contract/rsa-cloud-administration.types.ts';
import type { HttpResponse } from './http-response.mts';

type OperationId = keyof operations;

/** One way in which a request or a response is not what the contract says. */
export interface Mismatch {
	/** The part at fault: /path/userId, /requestBody/tokenSerialNumber, /headers/authorization… */
	readonly part: string;
	readonly reason: string;
}

/** The parts of a request that the contract has schemas for, named as openapi-backend names them. */
export interface RequestParts {
	readonly path: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, unknown>>;
	readonly header: IncomingHttpHeaders;
	readonly requestBody: unknown;
}

/**
 * An operation of the contract. openapi-backend compiles its schemas; what it would work out again for
 * every request, which takes longer than all the rest of a request, is worked out here once.
 */
export class ContractOperation {
	readonly id: OperationId;
	readonly #api: OpenAPIBackend;
	readonly #method: string;
	readonly #operation: Operation;
	/** The path's segments, with parameters in braces. */
	readonly #template: readonly string[];

	constructor(id: OperationId, operation: Operation, api: OpenAPIBackend) {
		this.id = id;
		this.#api = api;
		this.#method = operation.method.toUpperCase();
		this.#operation = operation;
		this.#template = `${api.apiRoot}${operation.path}`.split('/');
	}

	/**
	 * @param method in upper case
	 * @param segments of the path, between its slashes
	 * @returns the parameters in the path; undefined when method and path are not this operation's
	 */
	pathParametersOf(
		method: string,
		segments: readonly string[],
	): Record<string, string> | undefined {
		if (method !== this.#method || segments.length !== this.#template.length) return undefined;
		const parameters: Record<string, string> = {};
		for (const [index, expected] of this.#template.entries()) {
			const segment = segments[index] ?? '';
			const name = parameterIn(expected);
			if (name !== undefined && segment !== '') parameters[name] = decodeURIComponent(segment);
			else if (segment !== expected) return undefined;
		}
		return parameters;
	}

	get takesBody(): boolean {
		return this.#operation.requestBody !== undefined;
	}

	/**
	 * @param parts the query's values become what their schemas say, such as numbers
	 * @returns how the parts are not as the contract has them
	 */
	requestMismatches(parts: RequestParts): Mismatch[] {
		// openapi-backend compiles them the first time, which takes too long for operations not in use.
		const validators = this.#api.validator.getRequestValidatorsForOperation(this.id);
		const mismatches = validators.flatMap((validate) => {
			validate(parts);
			return (validate.errors ?? []).map(mismatchOf);
		});
		if (this.takesBody || parts.requestBody === undefined) return mismatches;
		return [...mismatches, { part: '/requestBody', reason: 'is not declared' }];
	}

	/** @returns how the response is not as the contract declares it */
	responseMismatches({ status, contentType, body }: HttpResponse): Mismatch[] {
		const declared = this.#operation.responses?.[String(status)];
		if (!declared) return [{ part: '/status', reason: `${status} is not declared` }];
		if (!('content' in declared) || !Object.hasOwn(declared.content ?? {}, contentType ?? '')) {
			const reason = `${contentType ?? 'none'} is not declared`;
			return [{ part: '/headers/content-type', reason }];
		}
		const { errors } = this.#api.validateResponse(body, this.#operation, status);
		return (errors ?? []).map(mismatchOf);
	}
}

/** The parameter's name in `{name}`. */
function parameterIn(segment: string): string | undefined {
	return segment.startsWith('{') ? segment.slice(1, -1) : undefined;
}

function mismatchOf(error: { instancePath: string; message?: string }): Mismatch {
	return { part: error.instancePath || '/', reason: error.message ?? 'is not as declared' };
}
