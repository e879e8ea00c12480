import { fileURLToPath } from 'node:url';

/** The contract: every endpoint of RSA's that this package calls. */
export const contractPath = fileURLToPath(
	new URL('rsa-cloud-administration.openapi.yaml', import.meta.url),
);

/** The types generated from the contract. */
export const typesPath = fileURLToPath(
	new URL('rsa-cloud-administration.types.ts', import.meta.url),
);
