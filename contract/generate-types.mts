import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { administrationContract, oauthTokenContract, type Contract } from './locations.mts';

/**
 * Generates the types from a contract, without writing them.
 *
 * @param contract which one
 * @returns the text that its `.types.ts` is to hold
 * @throws when the contract is not a valid OpenAPI document
 */
export async function generateTypes({ name, contractPath }: Contract): Promise<string> {
	const syntaxTree = await openapiTypeScript(await readFile(contractPath, 'utf8'));
	const banner = `// Generated from ${name}.openapi.yaml by \`npm run types\`.\n\n`;
	return banner + astToString(syntaxTree);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const contract of [administrationContract, oauthTokenContract]) {
		await writeFile(contract.typesPath, await generateTypes(contract));
	}
}
