import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { administrationContract, endpointsPath } from './locations.mts';

/** An operation of a contract. Both of its texts are the document's own. */
interface DeclaredEndpoint {
	readonly operationId: string;
	/** In upper case. */
	readonly method: string;
	/** Its parameters in braces. */
	readonly path: string;
}

/** The methods of HTTP that an OpenAPI document can describe. */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * The operations of RSA's administration API, in the contract's order.
 *
 * @throws when one has no `operationId`
 */
export async function declaredEndpoints(): Promise<readonly DeclaredEndpoint[]> {
	const { paths } = parse(await readFile(administrationContract.contractPath, 'utf8')) as {
		readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId?: string }>>>>;
	};
	return Object.entries(paths).flatMap(([path, item]) =>
		methods.flatMap((name) => {
			const operation = item[name];
			if (operation === undefined) return [];
			const { operationId } = operation;
			const method = name.toUpperCase();
			if (operationId === undefined) throw new Error(`${method} ${path} has no operationId`);
			return [{ operationId, method, path }];
		}),
	);
}

/**
 * Generates the table of methods and paths, without writing it.
 *
 * @returns the text that the file at {@link endpointsPath} is to hold
 */
export async function generateEndpoints(): Promise<string> {
	const rows = (await declaredEndpoints()).map(
		({ operationId, method, path }) =>
			`\t${operationId}: { method: '${method}', path: '${path}' },\n`,
	);
	return [
		`// Generated from ${administrationContract.name}.openapi.yaml by \`npm run types\`.\n\n`,
		"/** Method and path of each operation of RSA's API, by the contract's `operationId`. */\n",
		`export const endpointTable = {\n${rows.join('')}} as const;\n`,
	].join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await writeFile(endpointsPath, await generateEndpoints());
}
