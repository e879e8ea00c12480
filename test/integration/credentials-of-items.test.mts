import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { RsaCloudAdministrationApi } from '../../credentials/RsaCloudAdministrationApi.credentials.ts';
import { runWorkflow, type WorkflowRun } from '../support/engine.mts';
import {
	ADA,
	ADAS,
	GRACE,
	GRACES,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

let one: Offboarding;
let other: Offboarding;
beforeEach(async () => {
	one = await startOffboarding();
	other = await startOffboarding();
});
afterEach(async () => {
	await one.tenant.stop();
	await other.tenant.stop();
});

const operationsSent = ({ tenant }: Offboarding) =>
	tenant.journal.map(({ operation }) => operation);
const itemOf = ({ credential: { baseUrl, jwt } }: Offboarding, facts: IDataObject) => ({
	baseUrl,
	jwt,
	...facts,
});

/** Runs Unassign with a credential whose fields are expressions. */
async function run(
	credential: ICredentialDataDecryptedObject,
	items: readonly unknown[],
	settings: Partial<WorkflowRun> = {},
) {
	return await runWorkflow({
		credential,
		operation: 'unassign',
		items: items as IDataObject[],
		onError: 'continueRegularOutput',
		...settings,
	});
}

/** Each finds the item's own value in another way. */
const forms: ReadonlyArray<readonly [string, (name: string) => string]> = [
	['$json.name', (name) => `={{ $json.${name} }}`],
	['$json with a value in its place', (name) => `={{ $json.${name} ?? 'https://nobody.example' }}`],
	["$('Leavers').item", (name) => `={{ $('Leavers').item.json.${name} }}`],
	['$input.item', (name) => `={{ $input.item.json.${name} }}`],
	['$input.item with a value in its place', (name) => `={{ $input.item?.json.${name} ?? 'x' }}`],
	['$input.all()', (name) => `={{ $input.all()[$itemIndex]?.json.${name} ?? 'x' }}`],
	['text around it', (name) => `={{ $json.${name}.slice(0, 4) }}{{ $json.${name}.slice(4) }}`],
];

describe.each(forms)('a credential that reads the item by %s', (_, form) => {
	const credential = { authentication: 'jwt', baseUrl: form('baseUrl'), jwt: form('jwt') };

	test('sends each item to its own tenant', async () => {
		const items = [
			itemOf(one, { userId: ADA, serialNumber: ADAS }),
			itemOf(other, { userId: GRACE, serialNumber: GRACES }),
			itemOf(other, { userId: ADA, serialNumber: ADAS }),
		];
		const { items: output } = await run(credential, items);
		expect(output().map(({ json }) => json.outcome)).toEqual(items.map(() => 'unassigned'));
		expect(operationsSent(one)).toEqual(['unassign']);
		expect(operationsSent(other)).toEqual(['unassign', 'unassign']);
		expect(one.tenant.hardwareToken(ADAS).userId).toBeNull();
		expect(one.tenant.hardwareToken(GRACES).userId).toBe(GRACE);
		expect(other.tenant.hardwareToken(ADAS).userId).toBeNull();
	});

	test('only an item for which it finds nothing fails, and is sent nowhere', async () => {
		const items = [
			{ userId: ADA, serialNumber: ADAS },
			itemOf(other, { userId: GRACE, serialNumber: GRACES }),
		];
		const { items: output } = await run(credential, items);
		expect(output()[0]?.json).toMatchObject({ details: { cause: 'credentialRefused' } });
		expect(output()[0]?.json.error).toMatch(/ \[item 0\]$/);
		expect(output()[1]?.json.outcome).toBe('unassigned');
		expect(operationsSent(one)).toEqual([]);
		expect(operationsSent(other)).toEqual(['unassign']);
	});
});

/** Each gives the 25th of 40 items the other tenant, and would give the one to an item that does not exist. */
const formsForOneOfMany: ReadonlyArray<readonly [string, (usual: string, own: string) => string]> =
	[
		['$json', (usual, own) => `={{ $json.region === 'eu' ? '${own}' : '${usual}' }}`],
		['$json, if any', (usual, own) => `={{ $json?.region === 'eu' ? '${own}' : '${usual}' }}`],
		['$input', (usual, own) => `={{ $input.item?.json?.region === 'eu' ? '${own}' : '${usual}' }}`],
		[
			'all items',
			(usual, own) =>
				`={{ $input.all()[$itemIndex]?.json.region === 'eu' ? '${own}' : '${usual}' }}`,
		],
		['its place', (usual, own) => `={{ $itemIndex === 25 ? '${own}' : '${usual}' }}`],
		[
			'what it can',
			(usual, own) =>
				`={{ (() => { try { return $json.region === 'eu' ? '${own}' : '${usual}' } catch { return '${usual}' } })() }}`,
		],
		[
			'a node',
			(usual, own) =>
				`={{ $('Leavers').all()[$itemIndex]?.json.region === 'eu' ? '${own}' : '${usual}' }}`,
		],
	];

const ownAddressAt25 = () =>
	`={{ $itemIndex === 25 ? '${other.credential['baseUrl'] as string}' : '${one.credential['baseUrl'] as string}' }}`;

const fortyItems = () =>
	one.addTokens(40).map(([userId, serialNumber], itemIndex) => ({
		userId,
		serialNumber,
		region: itemIndex === 25 ? 'eu' : 'us',
	}));

test.each(formsForOneOfMany)(
	'a credential that reads %s sends one of 40 items to its own tenant',
	async (_, form) => {
		const formOf = (name: string) =>
			form(one.credential[name] as string, other.credential[name] as string);
		const credential = { authentication: 'jwt', baseUrl: formOf('baseUrl'), jwt: formOf('jwt') };
		await run(credential, fortyItems());
		expect(operationsSent(one)).toHaveLength(39);
		expect(new Set(operationsSent(other))).toEqual(new Set(['unassign', 'lookupHardwareToken']));
	},
);

test('a single field that reads the item is enough', async () => {
	await run({ ...one.credential, baseUrl: ownAddressAt25() }, fortyItems());
	expect(operationsSent(one)).toHaveLength(39);
	expect(operationsSent(other)).toEqual(['unassign']);
});

test('an item is sent to its own tenant, also if a variable says how to authenticate', async () => {
	const authentication = '={{ $vars.authentication }}';
	const fields = { ...one.credential, authentication, baseUrl: ownAddressAt25() };
	await run(fields, fortyItems(), { variables: { authentication: 'jwt' } });
	expect(operationsSent(one)).toHaveLength(39);
	expect(operationsSent(other)).toEqual(['unassign']);
});

/** Every field that a person can fill in, with each authentication with which it is shown. */
const fieldsOfForm = new RsaCloudAdministrationApi().properties
	.filter(({ type }) => type !== 'hidden')
	.flatMap(({ name, displayOptions }) =>
		(displayOptions?.show?.['authentication'] ?? ['jwt']).map(
			(authentication) => [name, authentication as string] as const,
		),
	);

describe.each(['as it is', 'by a variable'])(
	'with an authentication and scopes chosen %s',
	(chosen) => {
		test.each(fieldsOfForm)(
			'the field %s is read for each item if it reads the item (%s)',
			async (field, value) => {
				const variables = { authentication: value, scopeSet: 'custom' };
				const choices =
					chosen === 'as it is'
						? variables
						: { authentication: '={{ $vars.authentication }}', scopeSet: '={{ $vars.scopeSet }}' };
				const { credentialReads } = await run(
					{ ...one.credential, ...choices, [field]: '={{ $json.own }}' },
					fortyItems(),
					{ variables },
				);
				expect(credentialReads).toBeGreaterThanOrEqual(40);
			},
		);
	},
);

const ofNoReading = ['same 12345678 1 0', `same 12345678 1 0 ${Date.now()}`, 'item 0', '', true];

test.each([...ofNoReading, null])(
	'the hidden field %j says nothing: the credential is read for each item',
	async (sameForAllItems) => {
		const fields = { ...one.credential, baseUrl: ownAddressAt25(), sameForAllItems };
		await run(fields as ICredentialDataDecryptedObject, fortyItems());
		expect(operationsSent(other)).toEqual(['unassign']);
	},
);

test.each(ofNoReading)(
	'the hidden field %j of an OAuth client may hide that older n8n has stored the values of another item',
	async (sameForAllItems) => {
		const { items: output } = await run(withAnswer(one, sameForAllItems), fortyItems());
		for (const { json } of output())
			expect(json.error).toContain("n8n has replaced the credential's expressions");
		expect(operationsSent(one)).toEqual([]);
	},
);

/** What the hidden field says of an item, as older n8n store it together with the values of that item. */
function storedAnswer(executionId: string, itemIndex: number): string {
	const field = new RsaCloudAdministrationApi().properties.find(
		({ name }) => name === 'sameForAllItems',
	);
	const version = /" (\w{8}) "/.exec(field?.default as string)?.[1];
	return `own ${String(version)} ${executionId} ${itemIndex} ${Date.now() - 1}`;
}

const withAnswer = ({ credential }: Offboarding, sameForAllItems: string | boolean) => ({
	...credential,
	authentication: 'oAuthClient',
	sameForAllItems,
});

describe('an item is sent nowhere with the values that older n8n stored for another item', () => {
	test('of an earlier execution', async () => {
		const fields = withAnswer(other, storedAnswer('0', 0));
		const { items: output } = await run(fields, fortyItems());
		expect(output()).toHaveLength(40);
		for (const { json } of output())
			expect(json.error).toContain("n8n has replaced the credential's expressions");
		expect(operationsSent(other)).toEqual([]);
	});

	test('of the same execution, at its own place too, as in a loop over items', async () => {
		const fields = withAnswer(one, storedAnswer('1', 0));
		const { items: output } = await run(fields, [{ userId: ADA, serialNumber: ADAS }]);
		expect(output()[0]?.json.error).toContain("n8n has replaced the credential's expressions");
		expect(operationsSent(one)).toEqual([]);
	});
});

/** Each gives the first and the last item the one tenant, and the item between them the other. */
const formsForOneBetween: ReadonlyArray<
	readonly [string, (name: string, usual: string, between: string) => string]
> = [
	['its place', (_, usual, between) => `={{ $itemIndex === 1 ? '${between}' : '${usual}' }}`],
	['its region', (_, usual, between) => `={{ $json.eu ? '${between}' : '${usual}' }}`],
	['$json with a value in its place', (name, usual) => `={{ $json.${name} ?? '${usual}' }}`],
	['$input.item, if any', (name, usual) => `={{ $input.item?.json?.${name} ?? '${usual}' }}`],
	['$input.all()', (name, usual) => `={{ $input.all()[$itemIndex]?.json.${name} ?? '${usual}' }}`],
];

test.each(formsForOneBetween)(
	'a credential that reads %s sends one item between two others to its own tenant',
	async (_, form) => {
		const formOf = (name: string) =>
			form(name, one.credential[name] as string, other.credential[name] as string);
		const items = [
			{ userId: ADA, serialNumber: ADAS },
			itemOf(other, { userId: ADA, serialNumber: ADAS, eu: true }),
			{ userId: GRACE, serialNumber: GRACES },
		];
		const { items: output } = await run(
			{ authentication: 'jwt', baseUrl: formOf('baseUrl'), jwt: formOf('jwt') },
			items,
		);
		expect(output().map(({ json }) => json.outcome)).toEqual(items.map(() => 'unassigned'));
		expect(operationsSent(one)).toEqual(['unassign', 'unassign']);
		expect(operationsSent(other)).toEqual(['unassign']);
	},
);

describe('two tenants in one run', () => {
	const credential = {
		authentication: 'jwt',
		baseUrl: '={{ $json.baseUrl }}',
		jwt: '={{ $json.jwt }}',
	};
	test('have the same change of the same token made in each', async () => {
		const facts = { userId: ADA, serialNumber: ADAS };
		const { items } = await run(credential, [itemOf(one, facts), itemOf(other, facts)]);
		expect(items().map(({ json }) => [json.outcome, json.sharedByItems])).toEqual([
			['unassigned', undefined],
			['unassigned', undefined],
		]);
		expect(other.tenant.hardwareToken(ADAS).userId).toBeNull();
	});

	test('get a look-up of the user each, and count a change each', async () => {
		const facts = { email: one.tenant.user(ADA).emailAddress, serialNumber: ADAS };
		const parameters = { user: { __rl: true, mode: 'email', value: '={{ $json.email }}' } };
		const items = [itemOf(one, facts), itemOf(other, facts)];
		const { items: refused } = await run(credential, items, {
			parameters,
			options: { maxChanges: 1 },
		});
		expect(refused()[0]?.json.details).toMatchObject({ cause: 'tooManyChanges' });
		const { items: done } = await run(credential, items, {
			parameters,
			options: { maxChanges: 2 },
		});
		expect(done().map(({ json }) => json.outcome)).toEqual(['unassigned', 'unassigned']);
		expect(operationsSent(other).filter((operation) => operation === 'lookupUser')).toHaveLength(2);
	});

	test('delay only their own items if one of them requests to wait', async () => {
		one.tenant.order({ kind: 'tooManyRequests', retryAfter: 600 }, { times: 9 });
		const items = [
			itemOf(one, { userId: ADA, serialNumber: ADAS }),
			itemOf(other, { userId: ADA, serialNumber: ADAS }),
		];
		const { items: output } = await run(credential, items);
		expect(output()[0]?.json.details).toMatchObject({ cause: 'tooManyRequests' });
		expect(output()[1]?.json.outcome).toBe('unassigned');
	});

	test('both stop at the first failure where the node does', async () => {
		const items = [
			itemOf(one, { userId: ADA, serialNumber: GRACES }),
			...other
				.addTokens(5)
				.map(([userId, serialNumber]) => itemOf(other, { userId, serialNumber })),
		];
		const { thrown } = await run(credential, items, {
			onError: 'stopWorkflow',
			options: { maxConcurrency: 1 },
		});
		expect(thrown?.itemIndex).toBe(0);
		expect(operationsSent(other)).toEqual([]);
	});
});

describe('a credential that is the same for all items', () => {
	test('is read a few times in a long run, also where the changes are counted before', async () => {
		const items = one.addTokens(50).map(([userId, serialNumber]) => ({ userId, serialNumber }));
		const options = { maxChanges: 50 };
		const { credentialReads, items: output } = await run(one.credential, items, { options });
		expect(output()[49]?.json.outcome).toBe('unassigned');
		expect(credentialReads).toBe(2);
	});

	test('is so with external secrets and variables, which are the same for all', async () => {
		const items = one.addTokens(50).map(([userId, serialNumber]) => ({ userId, serialNumber }));
		const jwt = '={{ $vars.jwt }}';
		const { credentialReads, items: output } = await run({ ...one.credential, jwt }, items, {
			variables: { jwt: one.credential['jwt'] },
		});
		expect(output()[49]?.json.outcome).toBe('unassigned');
		expect(credentialReads).toBe(2);
	});

	test.each([
		['text', (url: string) => `=${url}`],
		['text in braces and text', (url: string) => `=${url.slice(0, 12)}{{ $vars.rest }}`],
		['a variable without its blanks', () => '={{ $vars.url.trim() }}'],
		['two variables', () => '={{ $vars.start }}{{$vars["rest"]}}'],
	])('is so with %s as an expression', async (_, form) => {
		const items = one.addTokens(20).map(([userId, serialNumber]) => ({ userId, serialNumber }));
		const url = one.credential['baseUrl'] as string;
		const { credentialReads, items: output } = await run(
			{ ...one.credential, baseUrl: form(url) },
			items,
			{ variables: { url: ` ${url} `, start: url.slice(0, 12), rest: url.slice(12) } },
		);
		expect(output()[19]?.json.outcome).toBe('unassigned');
		expect(credentialReads).toBe(2);
	});

	test('does its work for items with files only, which have no JSON', async () => {
		const items = Array.from({ length: 20 }, () => undefined) as unknown as IDataObject[];
		const { items: output } = await run(one.credential, items, {
			parameters: {
				user: { __rl: true, mode: 'id', value: ADA },
				serialNumber: { __rl: true, mode: 'serial', value: ADAS },
			},
		});
		expect(output().map(({ json }) => json.outcome)).toEqual(items.map(() => 'unassigned'));
	});

	test('changes the tokens of each user in the order of the items, also where it is read for each', async () => {
		const names = ['A', 'B', 'C', 'D', 'E'];
		const { items } = await run(
			{ authentication: 'jwt', baseUrl: '={{ $json.baseUrl }}', jwt: '={{ $json.jwt }}' },
			names.map((name) => itemOf(one, { userId: ADA, serialNumber: ADAS, name })),
			{ operation: 'rename', parameters: { newName: '={{ $json.name }}' } },
		);
		expect(items().map(({ json }) => json.name)).toEqual(names);
		expect(one.tenant.hardwareToken(ADAS).name).toBe('E');
	});
});

describe('two credentials for one tenant', () => {
	const credential = {
		authentication: 'jwt',
		baseUrl: '={{ $json.baseUrl }}',
		jwt: '={{ $json.jwt }}',
	};
	const rename = { operation: 'rename', parameters: { newName: '={{ $json.name }}' } };
	/** An item for each name, with one credential and the other in turn. */
	const renamings = async (names: readonly string[]) => {
		const key = one.tenant.issueKey();
		const jwts = [one.credential['jwt'], await one.tenant.signJwt(key, { lifetimeSeconds: 600 })];
		return names.map((name, index) => ({
			...itemOf(one, { userId: ADA, serialNumber: ADAS, name }),
			jwt: jwts[index % 2],
		}));
	};

	test('change a hardware token in the order of the items', async () => {
		const names = Array.from(
			{ length: 20 },
			(_, index) => `Name ${index % 4 < 2 ? index : index % 2}`,
		);
		one.tenant.order({ kind: 'slow', milliseconds: 100 }, { times: 1 });
		const { items: output } = await run(credential, await renamings(names), rename);
		expect(output().map(({ json }) => json.name)).toEqual(names);
		const sent = one.tenant.journal.map(({ body }) => (body as IDataObject)['updatedName']);
		expect(sent).toEqual(names);
		expect(one.tenant.hardwareToken(ADAS).name).toBe(names.at(-1));
	});

	test.each([
		['the same', ['A', 'A', 'A']],
		['different', ['A', 'B', 'A']],
	])('make no more changes than Max Changes allows, if they are %s', async (_, names) => {
		const items = await renamings(names);
		const { items: refused } = await run(credential, items, {
			...rename,
			options: { maxChanges: 2 },
		});
		expect(refused()[0]?.json.details).toMatchObject({ cause: 'tooManyChanges' });
		expect(operationsSent(one)).toEqual([]);
		await run(credential, items, { ...rename, options: { maxChanges: 3 } });
		expect(operationsSent(one)).toEqual(['rename', 'rename', 'rename']);
	});
});

test('a credential that cannot be read makes no change where Max Changes counts', async () => {
	const credential = {
		authentication: 'jwt',
		baseUrl: '={{ $json.baseUrl }}',
		jwt: "={{ $json.jwt ?? $('Keys').item.json.jwt }}",
	};
	const items = [
		itemOf(one, { userId: ADA, serialNumber: ADAS }),
		{ baseUrl: one.credential['baseUrl'], userId: GRACE, serialNumber: GRACES },
	];
	const { items: output } = await run(credential, items, { options: { maxChanges: 5 } });
	expect(output().map(({ json }) => json.details)).toEqual(
		items.map(() => expect.objectContaining({ cause: 'changesNotCounted', attempted: false })),
	);
	expect(operationsSent(one)).toEqual([]);
});

test('once a run has failed because Max Changes could not count, nothing more is sent', async () => {
	const credential = {
		authentication: 'jwt',
		baseUrl: '={{ $json.baseUrl }}',
		jwt: "={{ $json.jwt ?? $('Keys').item.json.jwt }}",
	};
	one.tenant.responseMilliseconds = 50;
	const people = Array.from({ length: 30 }, (_, index) =>
		one.tenant.addUser({ emailAddress: `person-${index}@example.com` }),
	);
	const items = people.map(({ emailAddress }, index) => {
		const item = itemOf(one, { email: emailAddress });
		return index === 3 ? { ...item, jwt: undefined } : item;
	});
	const { items: output } = await run(credential, items, {
		resource: 'user',
		operation: 'disable',
		parameters: { user: { __rl: true, mode: 'email', value: '={{ $json.email }}' } },
		options: { maxChanges: 100 },
	});
	expect(output()[0]?.json.details).toMatchObject({ cause: 'changesNotCounted' });
	const { length } = one.tenant.journal;
	expect(length).toBeGreaterThan(0);
	await one.tenant.settled();
	await expect(Promise.race([one.tenant.nextArrival(), sleep(500, 'nothing')])).resolves.toBe(
		'nothing',
	);
	expect(one.tenant.journal).toHaveLength(length);
});
