import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { generateEndpoints } from '../../contract/generate-endpoints.mts';
import { generateTypes } from '../../contract/generate-types.mts';
import {
	administrationContract,
	endpointsPath,
	oauthTokenContract,
	type Contract,
} from '../../contract/locations.mts';

type Node = Readonly<Record<string, unknown>>;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

const documents = await Promise.all(
	[administrationContract, oauthTokenContract].map(async (contract) => ({
		contract,
		document: await documentOf(contract),
	})),
);

async function documentOf({ contractPath }: Contract): Promise<Node> {
	return asNode(parse(await readFile(contractPath, 'utf8')));
}

function asNode(value: unknown): Node {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function entriesOf(node: Node, key: string): Array<[string, Node]> {
	return Object.entries(asNode(node[key])).map(([name, value]) => [name, asNode(value)]);
}

function resolved(node: Node, document: Node): Node {
	if (typeof node.$ref !== 'string') return node;
	return node.$ref
		.slice('#/'.length)
		.split('/')
		.reduce((parent, key) => asNode(parent[key]), document);
}

function operations(document: Node): Array<[string, Node]> {
	return entriesOf(document, 'paths').flatMap(([path, item]) =>
		methods
			.filter((method) => method in item)
			.map((method): [string, Node] => [`${method.toUpperCase()} ${path}`, asNode(item[method])]),
	);
}

function responses(document: Node): Array<[string, Node]> {
	return operations(document).flatMap(([name, operation]) =>
		entriesOf(operation, 'responses').map(([code, response]): [string, Node] => [
			`${name} ${code}`,
			resolved(response, document),
		]),
	);
}

/** Of the operations and of the paths that they are under. */
function parameters(document: Node): Array<[string, Node]> {
	return entriesOf(document, 'paths').flatMap(([path, item]) =>
		[item, ...methods.map((method) => asNode(item[method]))]
			.flatMap((described) => entriesOf(described, 'parameters'))
			.map(([index, parameter]): [string, Node] => [
				`${path}, parameter ${index}`,
				resolved(parameter, document),
			]),
	);
}

function schemaProperties(document: Node): Array<[string, Node]> {
	return entriesOf(asNode(document.components), 'schemas').flatMap(([name, schema]) =>
		entriesOf(schema, 'properties').map(([property, described]): [string, Node] => [
			`${name}.${property}`,
			{ ...resolved(described, document), ...described },
		]),
	);
}

describe.each(documents)('the contract $contract.name', ({ contract, document }) => {
	test('is what its types are generated from', async () => {
		expect(await readFile(contract.typesPath, 'utf8')).toBe(await generateTypes(contract));
	});

	test.each([
		...operations(document),
		...parameters(document),
		...responses(document),
		...schemaProperties(document),
	])('says whether RSA documents %s', (_name, described) => {
		expect(['documented', 'assumed']).toContain(described['x-status']);
	});

	test.each(operations(document))('has every code that may always come: %s', (_name, operation) => {
		const codes = entriesOf(operation, 'responses').map(([code]) => code);
		const success = operation.operationId === 'generateReport' ? '201' : '200';
		const always = [success, '400', '401', '403', '429', '500', '502', '503', '504'];
		expect(codes).toEqual(expect.arrayContaining(always));
	});

	test.each(operations(document))('names the RSA page of %s', (_name, operation) => {
		expect(operation['x-source']).toMatch(/^https:\/\/community\.(rsa|securid)\.com\/s\/article\//);
	});
});

test('the table of endpoints is generated from the contract', async () => {
	expect(await readFile(endpointsPath, 'utf8')).toBe(await generateEndpoints());
});

test('the token endpoint is the one of the OAuth server', () => {
	const document = documents.find(({ contract }) => contract === oauthTokenContract)?.document;
	const described = operations(asNode(document)).map(([name, { operationId }]) => [
		name,
		operationId,
	]);
	expect(described).toEqual([['POST /token', 'requestAccessToken']]);
});

test('a body that is not announced as JSON is refused wherever there is one', () => {
	const document = documents.find(({ contract }) => contract === administrationContract)?.document;
	for (const [name, operation] of operations(asNode(document))) {
		const hasBody = 'requestBody' in operation;
		expect([name, '415' in asNode(operation.responses)]).toEqual([name, hasBody]);
	}
});
