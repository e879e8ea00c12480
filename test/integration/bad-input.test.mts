import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	ADA,
	ADAS,
	FREE,
	GRACES,
	MISSING,
	NOBODY,
	startOffboarding,
	type Offboarding,
} from './offboarding.mts';

/** Cases; `npm test` runs some, BAD_INPUT_CASES says how many else. */
const cases = Number(process.env['BAD_INPUT_CASES'] ?? 2_000);
const itemsOfARun = 20;

const operations: ReadonlyArray<readonly [resource: string, operation: string]> = [
	...[
		'assign',
		'clearPin',
		'delete',
		'disable',
		'enable',
		'get',
		'getAll',
		'rename',
		'unassign',
	].map((operation) => ['hardwareToken', operation] as const),
	...['delete', 'disable', 'enable', 'get', 'getAll', 'markDeleted', 'restore', 'synchronize'].map(
		(operation) => ['user', operation] as const,
	),
];

let offboarding: Offboarding;
beforeAll(async () => {
	offboarding = await startOffboarding({}, 'superAdmin');
});
afterAll(async () => {
	await offboarding.tenant.stop();
});

/** What breaks paths, headers, expressions or spreadsheets, and what is right. */
const telling = fc.constantFrom<unknown>(
	ADA,
	NOBODY,
	ADAS,
	FREE,
	GRACES,
	MISSING,
	'ada@example.com',
	'',
	' ',
	'../../v1/users',
	'%2e%2e%2fusers',
	`${ADA}/../${NOBODY}`,
	`${ADA}?x=1#y`,
	'a\r\nHost: example.org',
	'000123456789\u0000',
	'{{ $json }}',
	'={{ 1 + 1 }}',
	'1.23E+11',
	'٠٠٠١٢٣',
	'__proto__',
	123456789,
	-0,
	Number.MAX_SAFE_INTEGER,
	null,
	true,
	[],
	{},
	{ toString: 'no function' },
	{ __rl: true, mode: 'id', value: {} },
);
const value = fc.oneof(telling, fc.string({ unit: 'binary' }), fc.jsonValue(), fc.double());

const items = fc.array(
	fc.record({ userId: value, serialNumber: value, newName: value, option: value }),
	{ minLength: itemsOfARun, maxLength: itemsOfARun },
);
const settings = fc.record({
	chosen: fc.constantFrom(...operations),
	userMode: fc.constantFrom('list', 'id', 'email', 'username', 'unknown'),
	tokens: fc.constantFrom('one', 'all', 'some'),
	option: fc.constantFrom('', 'newName', 'dryRun', 'verify', 'clearPinFirst', 'auditRecord'),
});
type Settings = typeof settings extends fc.Arbitrary<infer Value> ? Value : never;

const read = (name: string) => `={{ $json.${name} }}`;

function parametersFor({
	chosen: [resource],
	userMode,
	tokens,
	option,
}: Settings): INodeParameters {
	return {
		user: { __rl: true, mode: userMode, value: read('userId') },
		serialNumber: { __rl: true, mode: 'serial', value: read('serialNumber') },
		newName: read('newName'),
		emailContains: read('userId'),
		returnAll: false,
		limit: read('serialNumber'),
		confirmDeletion: resource === 'user',
		tokens,
		options: { maxTries: 1, itemDeadline: 5, ...(option !== '' && { [option]: read('option') }) },
	};
}

describe('whatever an item holds', () => {
	test(
		`it comes out as a result, or as a failure that names it: ${cases} items`,
		async () => {
			await fc.assert(
				fc.asyncProperty(items, settings, async (given, chosen) => {
					await expectSoundOutput(given as IDataObject[], chosen);
				}),
				{ numRuns: Math.ceil(cases / itemsOfARun) },
			);
		},
		60_000 + cases * 100,
	);
});

async function expectSoundOutput(given: IDataObject[], chosen: Settings): Promise<void> {
	offboarding.tenant.clearJournal();
	const [resource, operation] = chosen.chosen;
	const { items: output, thrown } = await offboarding.run(operation, [], {
		resource,
		items: given,
		parameters: parametersFor(chosen),
		onError: 'continueRegularOutput',
	});
	expect(thrown).toBeUndefined();
	const out = output();
	given.forEach((_, index) => {
		expectSound(out, index, operation);
	});
	expect(JSON.stringify(out)).not.toContain(secret());
	for (const { path } of offboarding.tenant.journal) expect(path).toMatch(/^[\w/.?=&-]+$/);
}

function expectSound(out: readonly INodeExecutionData[], index: number, operation: string): void {
	const mine = out.filter(({ pairedItem }) => JSON.stringify(pairedItem) === `{"item":${index}}`);
	// Those that read many may find none.
	if (operation !== 'getAll') expect(mine).not.toHaveLength(0);
	for (const { json } of mine) {
		if (json.error === undefined) continue;
		expect(json.error).toMatch(new RegExp(` \\[item ${index}\\]$`));
		expect(json.error).not.toMatch(/TypeError|undefined|is not a function|Cannot read|\[object/);
		expect(json.details).not.toMatchObject({ cause: 'unexpected' });
	}
}

function secret(): string {
	const { jwt } = offboarding.credential;
	if (typeof jwt !== 'string') throw new Error('The credential has no JSON Web Token');
	return jwt.slice(0, 40);
}
