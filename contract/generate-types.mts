import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { contractPath, typesPath } from './locations.mts';

const banner = '// Generated from rsa-cloud-administration.openapi.yaml by `npm run types`.\n\n';

/**
 * Generates the types from the contract, without writing them.
 *
 * @returns the text that `rsa-cloud-administration.types.ts` is to hold
 * @throws when the contract is not a valid OpenAPI document
 */
export async function generateTypes(): Promise<string> {
	const contract = await readFile(contractPath, 'utf8');
	const syntaxTree = await openapiTypeScript(contract);
	return banner + astToString(syntaxTree);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await writeFile(typesPath, await generateTypes());
}
