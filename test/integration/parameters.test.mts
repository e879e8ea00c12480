import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { RsaSecurId } from '../../nodes/RsaSecurId/RsaSecurId.node.ts';
import type { WorkflowRun } from '../support/engine.mts';
import {
	ADA,
	ADAS,
	ADAS_SECOND,
	GRACE,
	GRACES,
	startOffboarding,
	type Offboarding,
} from '../support/offboarding.mts';

const continued = { onError: 'continueRegularOutput' } as const;

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding({
		users: [
			{ userId: ADA, emailAddress: 'ada@example.com', principalUsername: 'ada' },
			{ userId: GRACE, emailAddress: 'grace@example.com', principalUsername: '4711' },
		],
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const operationsSent = () => offboarding.tenant.journal.map(({ operation }) => operation);
const changesMade = () => offboarding.tenant.journal.filter(({ changed }) => changed);
const token = (serialNumber: string) => offboarding.tenant.hardwareToken(serialNumber);

/** Runs an operation for items of these properties, Ada's token named in the form. */
async function run(
	operation: string,
	items: readonly IDataObject[],
	options: INodeParameters,
	settings: Partial<WorkflowRun> = {},
) {
	return await offboarding.run(operation, [], {
		items,
		options,
		...continued,
		...settings,
		parameters: {
			user: { __rl: true, mode: 'id', value: ADA },
			serialNumber: { __rl: true, mode: 'serial', value: ADAS },
			...settings.parameters,
		},
	});
}

/** The node's description of the options that are switches, whatever operation has them. */
function optionNames(type: string): string[] {
	const options = new RsaSecurId().description.properties
		.filter(({ name }) => name === 'options')
		.flatMap((field) => field.options ?? [])
		.flatMap((option) => ('type' in option && option.type === type ? [option.name] : []));
	return [...new Set(options)].sort();
}

const switches = ['auditRecord', 'clearPinFirst', 'dryRun', 'verify'];
const numbers = [
	'itemDeadline',
	'maxChanges',
	'maxConcurrency',
	'maxTries',
	'runDeadline',
	'stopAfterFailures',
	'timeout',
];

test('the options of these tests are all that the node has', () => {
	expect(optionNames('boolean')).toEqual(switches);
	expect(optionNames('number')).toEqual(numbers);
	expect(optionNames('string')).toEqual(['newName', 'reference']);
});

test.each(switches)('adding the option %s is asking for it', (name) => {
	const options = new RsaSecurId().description.properties
		.filter((field) => field.name === 'options')
		.flatMap((field) => field.options ?? []);
	for (const option of options) {
		if (option.name === name) expect(option).toMatchObject({ default: true });
	}
});

describe('a switch', () => {
	/** By option, whether its effect shows; without them, Ada's token is unassigned with its PIN. */
	const isOn: Readonly<Record<string, () => boolean>> = {
		auditRecord: () => lastOutput?.audit !== undefined,
		clearPinFirst: () => !token(ADAS).pinSet,
		dryRun: () => token(ADAS).userId === ADA,
		verify: () => lastOutput?.verified === true,
	};
	let lastOutput: IDataObject | undefined;

	async function unassignWith(name: string, value: unknown, entered: unknown): Promise<void> {
		const { items } = await run('unassign', [{ d: value } as IDataObject], {
			[name]: entered as string,
		});
		lastOutput = items()[0]?.json;
	}

	const forms: ReadonlyArray<readonly [unknown, boolean]> = [
		[true, true],
		['true', true],
		['TRUE', true],
		[' True ', true],
		[false, false],
		['false', false],
		['FALSE', false],
	];
	const cases = switches.flatMap((name) => forms.map(([value, on]) => [name, value, on] as const));

	test.each(cases)('%s: %j from an item is understood', async (name, value, on) => {
		await unassignWith(name, value, '={{ $json.d }}');
		expect(lastOutput?.error).toBeUndefined();
		expect(isOn[name]?.()).toBe(on);
	});

	test.each(cases)('%s: %j in the form is understood', async (name, value, on) => {
		await unassignWith(name, '', value);
		expect(lastOutput?.error).toBeUndefined();
		expect(isOn[name]?.()).toBe(on);
	});

	const unclear = [
		1,
		0,
		'yes',
		'no',
		'on',
		'1',
		'',
		' ',
		'ja',
		'wahr',
		null,
		[],
		['true'],
		{},
		[true],
	];
	test.each(switches.flatMap((name) => unclear.map((value) => [name, value] as const)))(
		'%s: %j is neither on nor off, and nothing is sent',
		async (name, value) => {
			await unassignWith(name, value, '={{ $json.d }}');
			expect(lastOutput).toMatchObject({
				error: expect.stringMatching(/^The option '.*' must be true or false \[item 0\]$/),
				details: { cause: 'refusedBeforeRequest' },
			});
			expect(operationsSent()).toEqual([]);
		},
	);

	test('Return All that is neither on nor off reads no user', async () => {
		const { items } = await run(
			'getAll',
			[{ all: 'yes' }],
			{},
			{
				resource: 'user',
				parameters: { returnAll: '={{ $json.all }}' },
			},
		);
		expect(items()[0]?.json.error).toMatch(/^The parameter 'Return All' must be true or false/);
		expect(operationsSent()).toEqual([]);
	});

	test('Confirm Deletion as the text "false" deletes no user', async () => {
		const { items } = await run(
			'delete',
			[{ really: 'false' }, { really: 'yes' }],
			{},
			{
				resource: 'user',
				parameters: { confirmDeletion: '={{ $json.really }}' },
			},
		);
		expect(items().map(({ json }) => json.error)).toEqual([
			expect.stringContaining('not confirmed'),
			expect.stringContaining("'Confirm Deletion' must be true or false"),
		]);
		expect(operationsSent()).toEqual([]);
	});
});

describe('an option that was added and whose expression finds nothing', () => {
	test.each([...switches, ...numbers, 'reference'])('%s is refused', async (name) => {
		const { items } = await run('unassign', [{}, {}], { [name]: '={{ $json.missing }}' });
		for (const { json } of items()) {
			expect(json.error).toMatch(/^The option '.*' (must be|is empty)/);
			expect(json.details).toMatchObject({ cause: 'refusedBeforeRequest' });
		}
		expect(items()).toHaveLength(2);
		expect(operationsSent()).toEqual([]);
	});

	test('newName does not assign the token under its serial number', async () => {
		const { items } = await run('assign', [{}], { newName: '={{ $json.missing }}' });
		expect(items()[0]?.json.error).toMatch(/^The option 'Name' is empty/);
		expect(operationsSent()).toEqual([]);
	});

	test.each(['', null, ' '])('and %j is nothing too', async (value) => {
		const { items } = await run('unassign', [{ value }], { maxChanges: '={{ $json.value }}' });
		expect(items()[0]?.json.error).toMatch(/^The option 'Max Changes' must be at least 1/);
		expect(operationsSent()).toEqual([]);
	});

	test.each(['itemDeadline', 'maxTries', 'timeout'])(
		'%s fails its own item, and no other',
		async (name) => {
			const { items } = await run('unassign', [{}, { value: 5 }], {
				[name]: '={{ $json.value }}',
			});
			expect(items().map(({ json }) => json.outcome)).toEqual([undefined, 'unassigned']);
		},
	);
});

describe('a number', () => {
	test.each(['3', ' 3 ', '3.0', 3])('%j is understood', async (value) => {
		const { items } = await run('unassign', [{ value }], { maxTries: '={{ $json.value }}' });
		expect(items()[0]?.json.outcome).toBe('unassigned');
	});

	test.each(['0x3', '3e0', '3,0', '3 4', '2.5', 2.5, true, [3], 'three', 'Infinity', 1e308, '٣'])(
		'%j is no valid Max Tries, and nothing is sent',
		async (value) => {
			const { items } = await run('unassign', [{ value }], { maxTries: '={{ $json.value }}' });
			expect(items()[0]?.json.error).toMatch(/^The option 'Max Tries' must be /);
			expect(operationsSent()).toEqual([]);
		},
	);
});

describe('a choice', () => {
	const tokens = { parameters: { tokens: '={{ $json.t }}' } };

	test.each(['All', 'ALL', 'everything', 'all ', '', null, true, 1, ['all']])(
		'%j is no value of the form, and no token is changed',
		async (t) => {
			const { items } = await run('unassign', [{ t }], {}, tokens);
			expect(items()).toHaveLength(1);
			expect(items()[0]?.json.error).toMatch(/^The parameter 'Tokens' must be "one" or "all"/);
			expect(operationsSent()).toEqual([]);
		},
	);

	test('of the form is taken', async () => {
		const { items } = await run('unassign', [{ t: 'all' }], {}, tokens);
		expect(items().map(({ json }) => json.outcome)).toEqual(['unassigned', 'unassigned']);
	});

	test.each(['mail', 'ID', 'url', null])('the mode %j of the user is invalid', async (mode) => {
		const user = { __rl: true, mode: mode as string, value: ADA };
		const { items } = await run('unassign', [{}], {}, { parameters: { user } });
		expect(items()[0]?.json.error).toMatch(/^The parameter 'User' has an unknown mode/);
		expect(operationsSent()).toEqual([]);
	});

	test('the mode of a whole locator that an expression gives is taken from it', async () => {
		const locators = [
			{ __rl: true, mode: 'username', value: '4711' },
			{ __rl: true, mode: 'email', value: 'grace@example.com' },
			{ __rl: true, mode: 'email', value: GRACE },
			{ __rl: true, mode: 'phone', value: GRACE },
			{ __rl: true, value: { __rl: true, mode: 'id', value: GRACE } },
		];
		const { items } = await run(
			'unassign',
			locators.map((user) => ({ user })),
			{ dryRun: true },
			{
				parameters: {
					user: '={{ $json.user }}',
					serialNumber: { __rl: true, mode: 'serial', value: GRACES },
				},
			},
		);
		expect(items().map(({ json }) => json.outcome ?? json.error)).toEqual([
			'wouldUnassign',
			'wouldUnassign',
			expect.stringContaining('is not an email address'),
			expect.stringMatching(/^The parameter 'User' has an unknown mode/),
			expect.stringMatching(/'User' must be text/),
		]);
	});

	test('an unknown mode of the serial number is invalid too', async () => {
		const serialNumber = { __rl: true, mode: 'url', value: ADAS };
		for (const entered of [serialNumber, '={{ $json.serialNumber }}']) {
			const parameters = { serialNumber: entered };
			const { items } = await run('unassign', [{ serialNumber }], {}, { parameters });
			expect(items()[0]?.json.error).toMatch(/^The parameter 'Serial Number' has an unknown mode/);
		}
		expect(operationsSent()).toEqual([]);
	});
});

describe('a filter', () => {
	const everybody = { returnAll: true, emailContains: '={{ $json.domain }}' };

	test.each([
		{},
		{ domain: null },
		{ domain: '' },
		{ domain: '  ' },
		{ domain: {} },
		{ domain: [] },
	])('whose expression gives no text (%j) finds no user', async (item) => {
		const { items } = await run('getAll', [item], {}, { resource: 'user', parameters: everybody });
		expect(items()[0]?.json.error).toMatch(
			/^The parameter 'Email Contains' (is empty|must be text)/,
		);
		expect(operationsSent()).toEqual([]);
	});

	test.each(['=@{{ $json.domain }}', '={{ $json.first }}.{{ $json.last }}', '= @ '])(
		'of only signs that are in any address (%s) finds no user',
		async (emailContains) => {
			const parameters = { returnAll: true, emailContains };
			const { items } = await run('getAll', [{}], {}, { resource: 'user', parameters });
			expect(items()[0]?.json.error).toMatch(
				/^The expression in the parameter 'Email Contains' must give text with a letter/,
			);
			expect(operationsSent()).toEqual([]);
		},
	);

	test('that was left empty in the form finds all', async () => {
		const parameters = { returnAll: true, emailContains: '' };
		const { items } = await run('getAll', [{}], {}, { resource: 'user', parameters });
		expect(items()).toHaveLength(2);
	});
});

describe('text', () => {
	const reference = (value: unknown) =>
		run('unassign', [{ value } as IDataObject], {
			auditRecord: true,
			reference: '={{ $json.value }}',
		});

	test.each([
		[4711, '4711'],
		['INC4711', 'INC4711'],
		[-12.5, '-12.5'],
	])('%j as a reference comes out as %j', async (value, text) => {
		const { items } = await reference(value);
		expect(items()[0]?.json.audit).toMatchObject({ reference: text });
	});

	test.each([true, [4711], { number: 4711 }, 1e21, 2 ** 60])('%j is invalid', async (value) => {
		const { items } = await reference(value);
		expect(items()[0]?.json.error).toMatch(/^The option 'Reference' must be text/);
		expect(operationsSent()).toEqual([]);
	});

	test('a number is a name of a token, and the name of a user', async () => {
		const { items } = await run(
			'rename',
			[{ name: 4711 }],
			{},
			{
				parameters: {
					user: { __rl: true, mode: 'username', value: '={{ $json.name }}' },
					serialNumber: { __rl: true, mode: 'serial', value: GRACES },
					newName: '={{ $json.name }}',
				},
			},
		);
		expect(items()[0]?.json).toMatchObject({ outcome: 'renamed' });
		expect(token(GRACES)).toMatchObject({ name: '4711' });
	});
});

describe('an email address', () => {
	test.each(['id', 'list'])('in the mode %s is looked up as one', async (mode) => {
		const user = { __rl: true, mode, value: '={{ $json.email }}' };
		const { items } = await run(
			'unassign',
			[{ email: 'ada@example.com' }],
			{},
			{
				parameters: { user },
			},
		);
		expect(items()[0]?.json).toMatchObject({ outcome: 'unassigned', tokenSerialNumber: ADAS });
		expect(operationsSent()).toEqual(['lookupUser', 'unassign']);
	});
});

describe('an expression that cannot be evaluated', () => {
	const reference = "={{ $json.bad ? $('Tickets').item.json.number : 'INC1' }}";
	const itemsWithBad = (bad: number) =>
		Array.from({ length: 10 }, (_, item) => ({ bad: item === bad }));

	test.each([0, 5, 9])(
		'of item %i fails that item, and the others keep their results',
		async (bad) => {
			const tokens = offboarding.addTokens(10);
			const items = itemsWithBad(bad).map((item, index) => ({
				...item,
				serial: tokens[index]?.[1],
			}));
			const { items: output } = await run(
				'unassign',
				items,
				{ reference },
				{
					parameters: {
						serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serial }}' },
					},
				},
			);
			expect(output().map(({ json }) => json.outcome ?? json.error)).toEqual(
				items.map((item) =>
					item.bad
						? expect.stringContaining("the option 'Reference' cannot be evaluated")
						: 'unassigned',
				),
			);
			expect(changesMade()).toHaveLength(9);
		},
	);

	test.each<[string, string, INodeParameters]>([
		[
			'option',
			'Clear PIN First',
			{ options: { clearPinFirst: "={{ $('Tickets').item.json.x }}" } },
		],
		[
			'parameter',
			'Serial Number',
			{ serialNumber: { __rl: true, mode: 'serial', value: "={{ $('Tickets').item.json.x }}" } },
		],
		['parameter', 'User', { user: "={{ $('Tickets').item.json.x }}" }],
	])('is named by its label: the %s %s', async (kind, label, parameters) => {
		const { items } = await run('unassign', [{}], {}, { parameters });
		const error = `The expression in the ${kind} '${label}' cannot be evaluated: `;
		expect(items()[0]?.json).toMatchObject({ error: expect.stringContaining(error) });
		expect(changesMade()).toEqual([]);
	});

	test('goes to the error output, and the others to the first', async () => {
		const { items } = await run(
			'unassign',
			itemsWithBad(3),
			{ reference },
			{
				onError: 'continueErrorOutput',
			},
		);
		expect(items(0)).toHaveLength(9);
		expect(items(1).map(({ json }) => json.bad)).toEqual([true]);
	});

	test('of a bound of the whole run stops it before anything is sent, each item with its audit record', async () => {
		const { items } = await run('unassign', itemsWithBad(5), {
			auditRecord: true,
			maxChanges: "={{ $json.bad ? $('Settings').item.json.max : 5 }}",
			reference: 'INC1',
		});
		expect(items()).toHaveLength(10);
		for (const { json } of items()) {
			expect(json.error).toContain('(input item 5)');
			expect(json.details).toMatchObject({
				audit: { reference: 'INC1', outcome: 'failed', cause: 'refusedBeforeRequest' },
			});
		}
		expect(operationsSent()).toEqual([]);
	});
});

describe('a bound of the whole run', () => {
	test('is the lowest that an item has', async () => {
		const items = offboarding
			.addTokens(4)
			.map(([, serial], index) => ({ serial, max: 9 - 2 * index }));
		const { items: output } = await run(
			'unassign',
			items,
			{ maxChanges: '={{ $json.max }}' },
			{
				parameters: { serialNumber: { __rl: true, mode: 'serial', value: '={{ $json.serial }}' } },
			},
		);
		expect(output().map(({ json }) => json.details)).toEqual(
			items.map(() => expect.objectContaining({ cause: 'tooManyChanges', attempted: false })),
		);
		expect(changesMade()).toEqual([]);
	});
});

describe('Max Changes', () => {
	const everyToken = {
		parameters: { tokens: 'all', user: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
	};
	const users = [{ id: ADA }, { id: GRACE }];

	test.each([
		['listAuthenticators', 503],
		['listAuthenticators', 500],
		['listAuthenticators', 403],
	] as const)(
		'makes no change where %s responds with %i while counting',
		async (operation, status) => {
			offboarding.tenant.order(
				{ kind: 'unexpectedResponse', response: { status, body: {} } },
				{ operation, times: 1 },
			);
			const { items } = await run('unassign', users, { maxChanges: 2, maxTries: 1 }, everyToken);
			expect(items().map(({ json }) => json.details)).toEqual(
				users.map(() => expect.objectContaining({ cause: 'changesNotCounted', attempted: false })),
			);
			expect(changesMade()).toEqual([]);
		},
	);

	test('makes no change where a user cannot be looked up while counting', async () => {
		offboarding.tenant.order({ kind: 'internalError' }, { operation: 'lookupUser' });
		const items = [{ email: 'ada@example.com' }, { email: 'grace@example.com' }];
		const user = { __rl: true, mode: 'email', value: '={{ $json.email }}' };
		const { items: output } = await run(
			'unassign',
			items,
			{ maxChanges: 2, maxTries: 1 },
			{
				parameters: { user },
			},
		);
		expect(output()[0]?.json).toMatchObject({
			error: expect.stringContaining("could not be counted for the option 'Max Changes'"),
			details: { cause: 'changesNotCounted' },
		});
		expect(changesMade()).toEqual([]);
	});

	test('counts a user only once who is named by email in one item and by ID in another', async () => {
		const items = [{ id: ADA }, { id: 'ada@example.com' }, { id: ADA.toUpperCase() }];
		const user = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		const { items: output } = await run(
			'disable',
			items,
			{ maxChanges: 1 },
			{
				resource: 'user',
				parameters: { user },
			},
		);
		expect(output().map(({ json }) => json.outcome)).toEqual(items.map(() => 'userDisabled'));
		expect(changesMade()).toHaveLength(1);
	});

	test('counts a change again that another one came before', async () => {
		const items = [{ name: 'A' }, { name: 'B' }, { name: 'A' }];
		const parameters = { newName: '={{ $json.name }}' };
		const { items: output } = await run('rename', items, { maxChanges: 2 }, { parameters });
		expect(output()[0]?.json.details).toMatchObject({ cause: 'tooManyChanges' });
		expect(changesMade()).toEqual([]);
	});
});

describe('the same change twice', () => {
	test('with another one in between is made twice: the token is called as the last item says', async () => {
		const items = [{ name: 'A' }, { name: 'B' }, { name: 'A' }];
		const parameters = { newName: '={{ $json.name }}' };
		const { items: output } = await run('rename', items, {}, { parameters });
		expect(output().map(({ json }) => json.name)).toEqual(['A', 'B', 'A']);
		expect(token(ADAS).name).toBe('A');
	});

	test('in 10,000 items makes an output that grows with their number, not with its square', async () => {
		const items = Array.from({ length: 10_000 }, () => ({}));
		const { items: output } = await run('unassign', items, {});
		expect(output()).toHaveLength(10_000);
		expect(output()[9_999]?.json).toMatchObject({
			outcome: 'unassigned',
			sharedByItems: Array.from({ length: 50 }, (_, item) => item),
			sharedByItemCount: 10_000,
		});
		expect(JSON.stringify(output()).length).toBeLessThan(10_000 * 500);
		expect(changesMade()).toHaveLength(1);
	});
});

test('a real run takes what a dry run gave, and changes it', async () => {
	const { items } = await run('unassign', [{}], { dryRun: true });
	expect(token(ADAS).userId).toBe(ADA);
	expect(items()[0]?.json).toMatchObject({ outcome: 'wouldUnassign', userId: ADA });
	expect(token(ADAS_SECOND).userId).toBe(ADA);
});
