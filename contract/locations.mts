import { fileURLToPath } from 'node:url';

/** A contract and the types generated from it. */
export interface Contract {
	/** Name of both files, without their endings. */
	readonly name: string;
	/** Path of the OpenAPI document. */
	readonly contractPath: string;
	readonly typesPath: string;
}

function contractNamed(name: string): Contract {
	return {
		name,
		contractPath: fileURLToPath(new URL(`${name}.openapi.yaml`, import.meta.url)),
		typesPath: fileURLToPath(new URL(`${name}.types.ts`, import.meta.url)),
	};
}

/** Every endpoint of RSA's API that this package calls. */
export const administrationContract = contractNamed('rsa-cloud-administration');

/** The token endpoint of RSA's OAuth server. */
export const oauthTokenContract = contractNamed('oauth-token');

/** The table of endpoints that is generated from {@link administrationContract}. */
export const endpointsPath = fileURLToPath(
	new URL('../rsa/http/endpointTable.ts', import.meta.url),
);

/** Where n8n looks for the output schemas of version 1 of the node: in a folder beside the node's file. */
export const outputSchemasPath = fileURLToPath(
	new URL('../nodes/RsaSecurId/__schema__/v1.0.0', import.meta.url),
);
