import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { generateTypes } from '../../contract/generate-types.mts';
import { contractPath, typesPath } from '../../contract/locations.mts';

type Node = Readonly<Record<string, unknown>>;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

const contract = asNode(parse(await readFile(contractPath, 'utf8')));

function asNode(value: unknown): Node {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function entriesOf(node: Node, key: string): Array<[string, Node]> {
	return Object.entries(asNode(node[key])).map(([name, value]) => [name, asNode(value)]);
}

function resolved(node: Node): Node {
	if (typeof node.$ref !== 'string') return node;
	return node.$ref
		.slice('#/'.length)
		.split('/')
		.reduce((parent, key) => asNode(parent[key]), contract);
}

function operations(): Array<[string, Node]> {
	return entriesOf(contract, 'paths').flatMap(([path, item]) =>
		methods
			.filter((method) => method in item)
			.map((method): [string, Node] => [`${method.toUpperCase()} ${path}`, asNode(item[method])]),
	);
}

function responses(): Array<[string, Node]> {
	return operations().flatMap(([name, operation]) =>
		entriesOf(operation, 'responses').map(([code, response]): [string, Node] => [
			`${name} ${code}`,
			resolved(response),
		]),
	);
}

function schemaProperties(): Array<[string, Node]> {
	return entriesOf(asNode(contract.components), 'schemas').flatMap(([name, schema]) =>
		entriesOf(schema, 'properties').map(([property, described]): [string, Node] => [
			`${name}.${property}`,
			{ ...resolved(described), ...described },
		]),
	);
}

describe('types generated from the contract', () => {
	test('are those of the contract as it is now', async () => {
		expect(await readFile(typesPath, 'utf8')).toBe(await generateTypes());
	});
});

describe('the contract', () => {
	test('describes the endpoints in use', () => {
		expect(
			operations().map(([name, { operationId }]) => `${String(operationId)}: ${name}`),
		).toEqual([
			'clearPin: PATCH /v2/users/{userId}/sidTokens/clearPin',
			'unassign: PATCH /v1/users/{userId}/sidTokens/unassign',
			'lookupHardwareToken: POST /v1/sidTokens/lookup',
		]);
	});

	test.each([...operations(), ...responses(), ...schemaProperties()])(
		'says whether RSA documents %s',
		(_name, described) => {
			expect(['documented', 'assumed']).toContain(described['x-status']);
		},
	);

	test.each(operations())('names the RSA page of %s', (_name, operation) => {
		expect(operation['x-source']).toMatch(/^https:\/\/community\.(rsa|securid)\.com\/s\/article\//);
	});
});
