import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/RsaSecurId/resources/index.ts';
import type { JournalEntry } from '../../sandbox/tenant/tenant.mts';
import { seed } from '../support/property-seed.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	FREE,
	GRACE,
	GRACES,
	MISSING,
	UNKNOWN_USER,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

/** Cases; `npm test` runs some, BAD_INPUT_CASES says how many else. */
const cases = Number(process.env['BAD_INPUT_CASES'] ?? 2_000);
const itemsOfARun = 20;

const operations = resources.flatMap(({ value: resource, operations: own }) =>
	own.map(({ value: operation }) => [resource, operation] as const),
);

/** What Ada has beside her hardware tokens. */
const PHONE = 'phone-1';
const KEY = 'key-1';
const DS100 = '140100080';
const authenticators = [
	{ kind: 'mobile', id: PHONE, userId: ADA },
	{ kind: 'fido', id: KEY, userId: ADA },
	{ kind: 'ds100', userId: ADA, deviceSerialNumber: DS100 },
] as const;

/** Values that break paths, headers, expressions or spreadsheets, and valid ones. */
const telling = fc.constantFrom<unknown>(
	ADA,
	UNKNOWN_USER,
	ADAS,
	FREE,
	GRACES,
	MISSING,
	'ada@example.com',
	'',
	' ',
	'../../v1/users',
	'..',
	'.',
	'%2e%2e',
	'%2e%2e%2fusers',
	`${ADA}/../${UNKNOWN_USER}`,
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

/** An item now and then that names a user and token of the tenant: only these may be changed. */
const user = fc.oneof({ weight: 3, arbitrary: value }, fc.constantFrom<unknown>(ADA, GRACE));
const serial = fc.oneof(
	{ weight: 3, arbitrary: value },
	fc.constantFrom<unknown>(ADAS, GRACES, FREE, PHONE, KEY, DS100),
);
const items = fc.array(
	fc.record({ userId: user, serialNumber: serial, newName: value, option: value }),
	{ minLength: itemsOfARun, maxLength: itemsOfARun },
);
const settings = fc.record({
	chosen: fc.constantFrom(...operations),
	userMode: fc.constantFrom('list', 'id', 'email', 'username', 'unknown'),
	tokens: fc.constantFrom('one', 'all', 'some'),
	kind: fc.constantFrom('fido', 'ds100', 'phone'),
	reportType: fc.constantFrom('users', 'hardware_tokens', 'all'),
	option: fc.constantFrom('', 'newName', 'dryRun', 'verify', 'clearPinFirst', 'auditRecord'),
});
type Settings = typeof settings extends fc.Arbitrary<infer Value> ? Value : never;

const read = (name: string) => `={{ $json.${name} }}`;

function parametersFor({
	chosen: [resource],
	userMode,
	tokens,
	kind,
	reportType,
	option,
}: Settings): INodeParameters {
	return {
		user: { __rl: true, mode: userMode, value: read('userId') },
		serialNumber: { __rl: true, mode: 'serial', value: read('serialNumber') },
		newName: read('newName'),
		emailContains: read('userId'),
		returnAll: false,
		limit: read('serialNumber'),
		confirmDeletion: resource !== 'hardwareToken',
		kind,
		authenticatorId: read('serialNumber'),
		deviceSerialNumber: read('serialNumber'),
		reportType,
		tokens,
		options: { maxTries: 1, itemDeadline: 5, ...(option !== '' && { [option]: read('option') }) },
	};
}

describe('whatever is in an item', () => {
	test(
		`it comes out as a result, or as a failure that names it, and nothing else is changed: ${cases} items`,
		async () => {
			let changed = 0;
			await fc.assert(
				fc.asyncProperty(items, settings, async (given, chosen) => {
					const offboarding = await startOffboarding({ authenticators }, 'superAdmin');
					try {
						changed += await changesOfSoundRun(offboarding, given as IDataObject[], chosen);
					} finally {
						await offboarding.tenant.stop();
					}
				}),
				{ numRuns: Math.ceil(cases / itemsOfARun), seed },
			);
			expect(changed).toBeGreaterThan(0);
		},
		60_000 + cases * 100,
	);
});

/** @returns how many changes the run made */
async function changesOfSoundRun(
	{ tenant, credential, run }: Offboarding,
	given: IDataObject[],
	chosen: Settings,
): Promise<number> {
	const [resource, operation] = chosen.chosen;
	const { items: output, thrown } = await run(operation, [], {
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
	expect(JSON.stringify(out)).not.toContain(asText(credential['jwt']).slice(0, 40));
	for (const { path } of tenant.journal) expect(path).toMatch(/^[\w/.?=&-]+$/);
	const changed = tenant.journal.filter((entry) => entry.changed);
	for (const entry of changed) expectRequested(entry, given, chosen, out);
	return changed.length;
}

/** A change is of a user and an authenticator that one item names, and that item says that it was made. */
function expectRequested(
	entry: JournalEntry,
	given: readonly IDataObject[],
	chosen: Settings,
	out: readonly INodeExecutionData[],
): void {
	const { userId, authenticator } = changedBy(entry);
	const [resource, operation] = chosen.chosen;
	const isOfAllTokens =
		resource === 'hardwareToken' &&
		chosen.tokens === 'all' &&
		/^(clearPin|disable|enable|unassign)$/.test(operation);
	const isOfAll = isOfAllTokens || operation === 'offboard';
	const requesting = given.flatMap((item, index) => {
		const isUser = userId === undefined || isText(item['userId'], userId);
		const isAuthenticator =
			authenticator === undefined ||
			(isOfAll
				? authenticatorsOf[userId ?? '']?.includes(authenticator)
				: isText(item['serialNumber'], authenticator));
		const isDry = chosen.option === 'dryRun' && !/^\s*false\s*$/i.test(asText(item['option']));
		return isUser && isAuthenticator && !isDry ? [index] : [];
	});
	expect(requesting).not.toEqual([]);
	const succeeded = out.filter(
		({ json, pairedItem }) =>
			json.error === undefined &&
			requesting.some((index) => JSON.stringify(pairedItem) === `{"item":${index}}`),
	);
	expect(succeeded).not.toEqual([]);
}

/** The user and the authenticator that a request has changed, as its path or its body names them. */
function changedBy({ path, body }: JournalEntry): { userId?: string; authenticator?: string } {
	const fields = (body ?? {}) as IDataObject;
	const [, inPath] = /\/(?:users|fido)\/([^/]+-[^/]+)/.exec(path.toLowerCase()) ?? [];
	const [, id] = /\/(?:devices|authenticators)\/([^/]+)/.exec(path) ?? [];
	const userId = inPath ?? fields['userId'];
	const authenticator = id ?? fields['deviceSerialNumber'] ?? fields['tokenSerialNumber'];
	return {
		...(userId !== undefined && { userId: asText(userId) }),
		...(authenticator !== undefined && { authenticator: asText(authenticator) }),
	};
}

const authenticatorsOf: Readonly<Record<string, readonly string[]>> = {
	[ADA]: [ADAS, ADAS_SECOND, PHONE, KEY, DS100],
	[GRACE]: [GRACES],
};

const asText = (value: unknown): string =>
	typeof value === 'string' ? value : JSON.stringify(value);

const isText = (given: unknown, text: string) =>
	typeof given === 'string' && given.trim().toLowerCase() === text;

function expectSound(out: readonly INodeExecutionData[], index: number, operation: string): void {
	const mine = out.filter(({ pairedItem }) => JSON.stringify(pairedItem) === `{"item":${index}}`);
	// Those that read many may find none.
	if (operation !== 'getAll') expect(mine).not.toHaveLength(0);
	for (const { json } of mine) {
		if (json.error === undefined) {
			if (!/^get/.test(operation)) expect(json.outcome).toMatch(/^[a-z]+[A-Za-z]*$/);
			continue;
		}
		expect(json.error).toMatch(new RegExp(` \\[item ${index}\\]$`));
		expect(json.error).not.toMatch(/TypeError|undefined|is not a function|Cannot read|\[object/);
		expect(json.details).not.toMatchObject({ cause: 'unexpected' });
	}
}
