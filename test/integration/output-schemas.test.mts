import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import {
	generateOutputSchemas,
	type OutputSchema,
} from '../../contract/generate-output-schemas.mts';
import { outputSchemasPath } from '../../contract/locations.mts';
import { resources } from '../../nodes/RsaSecurId/resources/index.ts';
import { startOffboarding, type Offboarding } from '../support/offboarding.mts';
import { operationCases, tenantOfCases, type OperationCase } from '../support/operation-cases.mts';

/** Where n8n 2.41.1 looks: `__schema__` in the folder of the node's file. */
const inDist = new URL('../../dist/nodes/RsaSecurId/__schema__/v1.0.0/', import.meta.url);

const operations = resources.flatMap(({ value: resource, operations: own }) =>
	own.map(({ value }) => `${resource}/${value}`),
);

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding(tenantOfCases, 'superAdmin');
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

describe('before the first run, the editor shows the fields of', () => {
	test.each(operations)('%s as they really come out', async (operation) => {
		const { properties } = await shipped(operation);
		for (const row of casesOf(operation)) {
			const items = await run(row);
			expect(items[0]).toMatchObject(row.result);
			for (const item of items) expect(undeclaredIn(item, properties)).toEqual({});
		}
	});

	test('no operation that the node does not have', async () => {
		const files = await readdir(inDist, { recursive: true, withFileTypes: true });
		const shippedOnes = files
			.filter((file) => file.isFile())
			.map(({ parentPath, name }) => `${parentPath}/${name}`.split('/').slice(-2).join('/'));
		expect(shippedOnes.sort()).toEqual(operations.map((name) => `${name}.json`).sort());
	});
});

test('the output schemas are what `npm run types` makes of the contract', async () => {
	const generated = await generateOutputSchemas();
	expect([...generated.keys()].sort()).toEqual([...operations].sort());
	for (const [name, schema] of generated) {
		const written = await readFile(`${outputSchemasPath}/${name}.json`, 'utf8');
		expect([name, JSON.parse(written)]).toEqual([name, schema]);
	}
});

async function shipped(operation: string): Promise<OutputSchema> {
	const schema: unknown = JSON.parse(await readFile(new URL(`${operation}.json`, inDist), 'utf8'));
	if (isOutputSchema(schema)) return schema;
	throw new Error(`The output schema of ${operation} is not of the form that n8n's own nodes use`);
}

function isOutputSchema(value: unknown): value is OutputSchema {
	if (typeof value !== 'object' || value === null) return false;
	if (!('type' in value && 'version' in value && 'properties' in value)) return false;
	const { type, version, properties } = value;
	if (typeof properties !== 'object' || properties === null) return false;
	return type === 'object' && version === 1 && Object.values(properties).every(hasTypes);
}

function hasTypes(value: unknown): boolean {
	if (typeof value !== 'object' || value === null || !('type' in value)) return false;
	const types = [value.type].flat();
	return types.length > 0 && types.every((type) => typeof type === 'string');
}

function casesOf(operation: string): readonly OperationCase[] {
	const rows = operationCases.filter((each) => `${each.resource}/${each.operation}` === operation);
	if (rows.length === 0) throw new Error(`There is no case of ${operation}`);
	return rows;
}

async function run({ resource, operation, items, parameters }: OperationCase) {
	const { items: itemsOf, thrown } = await offboarding.run(operation, items, {
		resource,
		...(parameters && { parameters }),
	});
	expect(thrown).toBeUndefined();
	return itemsOf().map(({ json }) => json);
}

/** The item's fields that are not declared at all, or with other types, with the type that they have. */
function undeclaredIn(
	item: IDataObject,
	declared: OutputSchema['properties'],
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(item)
			.map(([name, value]) => [name, typeOf(value)] as const)
			.filter(([name, type]) => ![declared[name]?.type].flat().includes(type)),
	);
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}
