import type { DeclaredRequests } from '../../contract/declared-requests';
import type { operations, paths } from '../../contract/rsa-cloud-administration.types';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What the package calls of RSA's API: the names are the contract's `operationId`s. */
export type EndpointName = keyof operations;

interface Endpoint {
	readonly method: Method;
	/** Path template of the contract, appended to {@link administrationApiUrl}. */
	readonly path: keyof paths;
}

/** RSA serves Clear PIN, the list of authenticators and the search with pages under `/v2` only. */
const endpoints: Readonly<Record<EndpointName, Endpoint>> = {
	assign: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/assign' },
	unassign: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/unassign' },
	clearPin: { method: 'PATCH', path: '/v2/users/{userId}/sidTokens/clearPin' },
	enable: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/enable' },
	disable: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/disable' },
	rename: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/updateName' },
	lookupHardwareToken: { method: 'POST', path: '/v1/sidTokens/lookup' },
	deleteHardwareToken: { method: 'DELETE', path: '/v1/sidTokens/delete' },
	listAuthenticators: { method: 'GET', path: '/v2/users/{userId}/devices' },
	lookupUser: { method: 'POST', path: '/v1/users/lookup' },
	searchUsers: { method: 'POST', path: '/v2/users/search' },
	setUserStatus: { method: 'PUT', path: '/v1/users/{userId}/userStatus' },
	markUserDeleted: { method: 'PUT', path: '/v1/users/{userId}/markDeleted' },
	deleteUser: { method: 'DELETE', path: '/v1/users/{userId}' },
	synchronizeUser: { method: 'POST', path: '/v1/users/{userId}/sync' },
};

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
