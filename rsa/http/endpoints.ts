import type { DeclaredRequests } from '../../contract/declared-requests';
import type { operations, paths } from '../../contract/rsa-cloud-administration.types';
import { endpointTable } from './endpointTable';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The endpoints of RSA's API that the package uses: the contract's `operationId`s. */
export type EndpointName = keyof operations;

interface Endpoint {
	readonly method: Method;
	/** Path template of the contract, appended to {@link administrationApiUrl}. */
	readonly path: keyof paths;
}

const endpoints: Readonly<Record<EndpointName, Endpoint>> = endpointTable;

/** A request to the API, without host and authorization. */
export interface RsaRequest {
	readonly method: Method;
	/** Begins with `/v1` or `/v2`. */
	readonly path: string;
	readonly query?: Readonly<Record<string, boolean | number | string>>;
	/** Sent as JSON. All bodies in the contract are flat. */
	readonly body?: Readonly<Record<string, boolean | string | readonly string[]>>;
	/** Whether the body of a 200 is a file: it is returned as its bytes (`Buffer`). */
	readonly isFile?: boolean;
	/** Whether numbers in the response that a double cannot hold exactly are returned as strings. */
	readonly hasLongNumbers?: boolean;
	/** Whether RSA limits this call separately: its 429 then says nothing about the tenant's other requests. */
	readonly hasOwnLimit?: boolean;
}

/** Whether a request changes nothing: RSA's look-ups and its search are POSTs. */
export function isReadRequest({ method, path }: RsaRequest): boolean {
	return method === 'GET' || /\/(lookup|search)$/.test(path);
}

const patterns = Object.entries(endpoints).map(([name, { method, path }]) => ({
	name,
	method,
	path: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** Name of the endpoint that a request goes to; undefined if it goes to none of them. */
export function endpointOf(request: RsaRequest): string | undefined {
	return patterns.find(({ method, path }) => method === request.method && path.test(request.path))
		?.name;
}

/** Parameters of a request to any endpoint. */
interface Parts {
	/** Path parameters, not encoded. */
	readonly path?: Readonly<Record<string, string>> | undefined;
	readonly query?: RsaRequest['query'];
	readonly body?: RsaRequest['body'];
}

/** The request to an endpoint, its path parameters encoded. */
export function requestTo<Name extends EndpointName>(
	name: Name,
	parts: DeclaredRequests[Name],
): RsaRequest {
	const { method, path } = endpoints[name];
	const { path: values = {}, query, body }: Parts = parts;
	return {
		method,
		path: path.replace(/\{(\w+)\}/g, (_, key: string) => segmentOf(values[key])),
		...(query && { query }),
		...(body && { body }),
	};
}

/**
 * A part of a path, encoded. Dots cannot be: a URL with them leads to the call of the path above, such as from a user's
 * device to the user (measured: axios 1.18, also for `%2e%2e`).
 *
 * @throws if it is empty or consists of dots, which no identifier of RSA's does
 */
function segmentOf(value = ''): string {
	if (/^\.*$/.test(value)) throw new Error(`'${value}' cannot be a part of a path`);
	return encodeURIComponent(value);
}
