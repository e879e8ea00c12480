import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	generateOutputSchemas,
	type OutputSchema,
} from '../../contract/generate-output-schemas.mts';
import { outputSchemasPath } from '../../contract/locations.mts';
import { RsaSecurId } from '../../nodes/RsaSecurId/RsaSecurId.node.ts';
import {
	ADA,
	ADAS,
	FREE,
	GRACE,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

/** A user who is disabled and marked as deleted. */
const MARKED = '5c1a0a5e-3333-4a4a-9b9b-000000000003';

/** Where n8n 2.41.1 looks: `__schema__` in the folder of the node's file. */
const inDist = new URL('../../dist/nodes/RsaSecurId/__schema__/v1.0.0/', import.meta.url);

const operations = new RsaSecurId().description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ displayOptions, options = [] }) => {
		const resources = displayOptions?.show?.resource ?? [];
		const names = options.flatMap((option) => ('value' in option ? [option.value] : []));
		return resources.flatMap((resource) =>
			typeof resource === 'string' ? names.map((name) => `${resource}/${String(name)}`) : [],
		);
	});

type Item = readonly [userId: string, serialNumber: string];

interface Case {
	/** More than one where what comes out is not of the same types each time. */
	readonly items: readonly Item[];
	readonly parameters?: INodeParameters;
}

const byEmail = { user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' } };
const one = (userId: string, serialNumber = ''): Case => ({ items: [[userId, serialNumber]] });

/** How each operation comes to a success. */
const cases: Readonly<Record<string, Case>> = {
	'hardwareToken/assign': one(ADA, FREE),
	'hardwareToken/clearPin': one(ADA, ADAS),
	'hardwareToken/delete': one('', FREE),
	'hardwareToken/disable': one(ADA, ADAS),
	'hardwareToken/enable': one(ADA, ADAS),
	'hardwareToken/get': {
		items: [
			['', ADAS],
			['', FREE],
		],
	},
	'hardwareToken/getAll': { ...one(ADA), parameters: { returnAll: true } },
	'hardwareToken/rename': { ...one(ADA, ADAS), parameters: { newName: 'Desk token' } },
	'hardwareToken/unassign': one(ADA, ADAS),
	'user/delete': { ...one(GRACE), parameters: { confirmDeletion: true } },
	'user/disable': one(ADA),
	'user/enable': one(GRACE),
	'user/get': { ...one('ada@example.com'), parameters: byEmail },
	'user/getAll': { ...one(''), parameters: { emailContains: '', returnAll: true } },
	'user/markDeleted': one(GRACE),
	'user/restore': one(MARKED),
	'user/synchronize': one(ADA),
};

let offboarding: Offboarding;
beforeEach(async () => {
	const disabled = { userStatus: 'Disabled' } as const;
	offboarding = await startOffboarding(
		{
			users: [
				{ userId: ADA, emailAddress: 'ada@example.com' },
				{ userId: GRACE, ...disabled },
				{
					userId: MARKED,
					...disabled,
					markDeleted: true,
					markDeletedAt: '2026-01-15T08:00:00.000Z',
					markDeletedBy: 'Help Desk Administrator',
				},
			],
		},
		'superAdmin',
	);
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

describe('before the first run, the editor shows the fields of', () => {
	test.each(operations)('%s as they really come out', async (operation) => {
		const { properties } = await shipped(operation);
		const items = await run(operation);
		expect(items).not.toEqual([]);
		for (const item of items) expect(undeclaredIn(item, properties)).toEqual({});
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

async function run(operation: string): Promise<IDataObject[]> {
	const [resource = '', name = ''] = operation.split('/');
	const { items, parameters } = cases[operation] ?? { items: [] };
	const { items: itemsOf, thrown } = await offboarding.run(name, items, {
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
