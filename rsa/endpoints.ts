import type { operations, paths } from '../contract/rsa-cloud-administration.types';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What the package calls of RSA's API: the names are the contract's `operationId`s. */
export type EndpointName = keyof operations;

interface Endpoint {
	readonly method: Method;
	/** Path template of the contract, appended to {@link administrationApiUrl}. */
	readonly path: keyof paths;
}

/** Clear PIN is the one hardware-token call that RSA serves under `/v2` only. */
const endpoints: Readonly<Record<EndpointName, Endpoint>> = {
	clearPin: { method: 'PATCH', path: '/v2/users/{userId}/sidTokens/clearPin' },
	unassign: { method: 'PATCH', path: '/v1/users/{userId}/sidTokens/unassign' },
	lookupHardwareToken: { method: 'POST', path: '/v1/sidTokens/lookup' },
};

/** The JSON body that an endpoint takes, as the contract has it. */
type BodyOf<Name extends EndpointName> = operations[Name] extends {
	requestBody: { content: { 'application/json': infer Body } };
}
	? Body
	: never;

/** The path parameters that an endpoint takes, as the contract has them. */
type PathParametersOf<Name extends EndpointName> = operations[Name]['parameters'] extends {
	path: infer Parameters;
}
	? Parameters
	: Record<string, never>;

/** A request as the API wants it, without host and without authorization. */
export interface RsaRequest {
	readonly method: Method;
	/** Begins with `/v1` or `/v2`. */
	readonly path: string;
	readonly body: Readonly<Record<string, string>>;
}

/** The request to an endpoint, its path parameters encoded. */
export function requestTo<Name extends EndpointName>(
	name: Name,
	pathParameters: PathParametersOf<Name> & Readonly<Record<string, string>>,
	body: BodyOf<Name> & Record<string, string>,
): RsaRequest {
	const { method, path } = endpoints[name];
	const values: Readonly<Record<string, string>> = pathParameters;
	return {
		method,
		path: path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(values[key] ?? '')),
		body,
	};
}
