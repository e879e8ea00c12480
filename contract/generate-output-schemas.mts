import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { inFieldOrder } from '../nodes/RsaSecurId/resources/fieldOrder.ts';
import { resources } from '../nodes/RsaSecurId/resources/index.ts';
import { addedTypes, type Output } from '../nodes/RsaSecurId/resources/output.ts';
import { administrationContract, outputSchemasPath } from './locations.mts';
import type { components } from './rsa-cloud-administration.types.ts';

type Node = Readonly<Record<string, unknown>>;
type Types = string | readonly string[];
type Properties = Readonly<Record<string, { readonly type: Types }>>;

/** The fields of an operation's output, as n8n's editor shows them before its first run. */
export interface OutputSchema {
	readonly type: 'object';
	readonly properties: Properties;
	/** Of the form of these files, in n8n's own nodes too. */
	readonly version: 1;
}

/**
 * The output schemas of all operations of the node, from the contract, without writing them.
 *
 * @returns each under `<resource>/<operation>`
 */
export async function generateOutputSchemas(): Promise<ReadonlyMap<string, OutputSchema>> {
	const contract = asNode(parse(await readFile(administrationContract.contractPath, 'utf8')));
	const all = resources.flatMap(({ value: resource, operations }) =>
		operations.map(
			({ value, output }) => [`${resource}/${value}`, schemaOf(output, contract)] as const,
		),
	);
	return new Map(all);
}

function schemaOf({ response, only, without, adds }: Output, contract: Node): OutputSchema {
	const schemas = response === undefined ? [] : [response].flat();
	const isInItem = (name: string) =>
		(only === undefined || only.includes(name)) && without?.includes(name) !== true;
	const shown = schemas
		.flatMap((schema) => Object.entries(propertiesOf(schema, contract)))
		.filter(([name]) => isInItem(name));
	const added = adds.map((name) => [name, { type: addedTypes[name] }] as const);
	const properties = inFieldOrder(Object.fromEntries([...shown, ...added]));
	return { type: 'object', properties, version: 1 };
}

function propertiesOf(schema: keyof components['schemas'], contract: Node): Properties {
	const { properties } = schemaAt(`#/components/schemas/${schema}`, contract);
	return Object.fromEntries(
		Object.entries(asNode(properties)).map(([name, described]) => [
			name,
			{ type: asItCarries(typesOf(asNode(described), contract)) },
		]),
	);
}

function typesOf(described: Node, contract: Node): readonly string[] {
	const { $ref, anyOf, type } = described;
	if (typeof $ref === 'string') return typesOf(schemaAt($ref, contract), contract);
	if (Array.isArray(anyOf)) return anyOf.flatMap((one) => typesOf(asNode(one), contract));
	return [type]
		.flat()
		.filter((name) => typeof name === 'string')
		.map((name) => (name === 'integer' ? 'number' : name));
}

/** The node makes a real boolean of what RSA's pages show as a boolean and as a string. */
function asItCarries(types: readonly string[]): Types {
	if (types.includes('boolean')) return 'boolean';
	const [only, ...others] = types;
	return only !== undefined && others.length === 0 ? only : types;
}

function schemaAt(reference: string, contract: Node): Node {
	return reference
		.slice('#/'.length)
		.split('/')
		.reduce((parent, key) => asNode(parent[key]), contract);
}

function asNode(value: unknown): Node {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

async function writeOutputSchemas(): Promise<void> {
	// Here only: the tests that generate the schemas do without the formatter.
	const { format, resolveConfig } = await import('prettier');
	const style = await resolveConfig(outputSchemasPath);
	for (const [name, schema] of await generateOutputSchemas()) {
		const path = join(outputSchemasPath, `${name}.json`);
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, await format(JSON.stringify(schema), { ...style, parser: 'json' }));
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeOutputSchemas();
