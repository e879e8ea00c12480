import type { DeclaredRequests } from '../../contract/declared-requests';
import type { operations, paths } from '../../contract/rsa-cloud-administration.types';
import { endpointTable } from './endpointTable';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What the package calls of RSA's API: the names are the contract's `operationId`s. */
export type EndpointName = keyof operations;

interface Endpoint {
	readonly method: Method;
	/** Path template of the contract, appended to {@link administrationApiUrl}. */
	readonly path: keyof paths;
}

const endpoints: Readonly<Record<EndpointName, Endpoint>> = endpointTable;

/** A request as the API wants it, without host and without authorization. */
export interface RsaRequest {
	readonly method: Method;
	/** Begins with `/v1` or `/v2`. */
	readonly path: string;
	readonly query?: Readonly<Record<string, boolean | number>>;
	/** To be sent as JSON. The contract's are all flat. */
	readonly body?: Readonly<Record<string, boolean | string>>;
}

/** Whether a request only reads: RSA's look-ups and its search are POSTs. */
export function isReadRequest({ method, path }: RsaRequest): boolean {
	return method === 'GET' || /\/(lookup|search)$/.test(path);
}

/** What a request to any endpoint says. */
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
		path: path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(values[key] ?? '')),
		...(query && { query }),
		...(body && { body }),
	};
}
