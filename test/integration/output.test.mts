import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject, INode, INodeType } from 'n8n-workflow';

import { RsaSecurId } from '../../nodes/RsaSecurId/RsaSecurId.node.ts';
import { resources } from '../../nodes/RsaSecurId/resources/index.ts';
import { RsaSecurIdTrigger } from '../../nodes/RsaSecurIdTrigger/RsaSecurIdTrigger.node.ts';
import type { WorkflowRun } from '../support/engine.mts';
import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

const { Workflow } = createRequire(import.meta.url)(
	'n8n-workflow',
) as typeof import('n8n-workflow');

const email = 'ada@example.com';
const byEmail = { user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' } };

/** What an item of each resource has beside RSA's fields, so that it can be fed into the changes. */
const alwaysThere = {
	hardwareToken: {},
	authenticator: { kind: 'hardwareToken', userId: ADA },
	user: {},
} as const;

/** Each operation that reads, an item of it, and RSA's JSON behind the item. */
const readings = [
	['hardwareToken', 'get', ['', ADAS], {}, 'lookupHardwareToken', tokenOf],
	['hardwareToken', 'getAll', [ADA, ''], { returnAll: true }, 'listAuthenticators', listOf],
	['authenticator', 'getAll', [ADA, ''], { returnAll: true }, 'listAuthenticators', allOf],
	['user', 'get', [email, ''], byEmail, 'lookupUser', userOf],
	['user', 'getAll', ['', ''], { returnAll: true }, 'searchUsers', pageOf],
] as const;
const phoneNumbers = { smsNumber: '+49301234567', voiceNumber: '+49307654321' };
const later = { addedByRsaLater: 'yes' };

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding({
		users: [{ userId: ADA, emailAddress: email }],
		hardwareTokens: [{ tokenSerialNumber: ADAS, userId: ADA }],
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

function tokenOf(): object {
	return { ...offboarding.tenant.hardwareToken(ADAS), ...later };
}
function listOf(): object {
	return { sidTokens: [tokenOf()] };
}
function allOf(): object {
	return { devices: [], fidoTokens: [], ...listOf() };
}
function userOf(): object {
	const { userId: id, scimManaged, unsynched, ...user } = offboarding.tenant.user(ADA);
	return { id, ...user, ...phoneNumbers, ...later };
}
function pageOf(): object {
	return { elements: [userOf()], totalPages: 1, totalElements: 1 };
}

describe.each(readings)('%s: %s', (resource, operation, item, parameters, call, responseOf) => {
	/** What comes out for RSA's response. */
	async function outputWith(chosen: NonNullable<WorkflowRun['parameters']>): Promise<IDataObject> {
		const body = responseOf();
		offboarding.tenant.order(
			{ kind: 'unexpectedResponse', response: { status: 200, body } },
			{ operation: call },
		);
		const { items } = await offboarding.run(operation, [item], {
			resource,
			onError: 'continueRegularOutput',
			parameters: { ...parameters, ...chosen },
		});
		offboarding.tenant.forgetOrders();
		return items()[0]?.json ?? {};
	}

	test('gives at most ten fields by default, and no phone numbers', async () => {
		const item = await outputWith({});
		const names = Object.keys(item);
		expect(names).toContain(resource === 'user' ? 'emailAddress' : 'tokenSerialNumber');
		expect(names.length).toBeLessThanOrEqual(10);
		expect(names.filter((name) => /number$/i.test(name))).toEqual(
			resource === 'user' ? [] : ['tokenSerialNumber'],
		);
		expect(await outputWith({ output: 'simple' })).toEqual(item);
	});

	test('has all that RSA returns, if that is requested', async () => {
		const body = resource === 'user' ? userOf() : tokenOf();
		expect(await outputWith({ output: 'raw' })).toEqual({ ...alwaysThere[resource], ...body });
	});

	test('gives the selected fields', async () => {
		const fields = resource === 'user' ? ['smsNumber', 'id'] : ['assignedBy', 'tokenSerialNumber'];
		const item = await outputWith({ output: 'fields', fields });
		const names = [...fields, ...Object.keys(alwaysThere[resource])];
		expect(Object.keys(item).sort()).toEqual(names.sort());
		const first = String(fields[0]);
		expect(item[first]).toBe({ ...phoneNumbers, assignedBy: 'Help Desk Administrator' }[first]);
	});

	test.each<[string, NonNullable<WorkflowRun['parameters']>, RegExp]>([
		['an output that there is not', { output: 'Raw' }, /'Output' must be "simple" or "raw"/],
		['no selected field', { output: 'fields', fields: [] }, /'Fields' is empty/],
		['selected fields that are no list', { output: 'fields', fields: 'id' }, /must be a list/],
		['a field that there is not', { output: 'fields', fields: ['phone'] }, /'Fields' must be "/],
	])('refuses %s', async (_, chosen, error) => {
		expect(await outputWith(chosen)).toMatchObject({
			error: expect.stringMatching(error),
			details: { cause: 'refusedBeforeRequest' },
		});
		expect(offboarding.tenant.journal).toEqual([]);
	});
});

test.each([
	['hardwareToken', 'get', 'PIN Set'],
	['authenticator', 'getAll', 'Device Serial Number'],
	['user', 'getAll', 'SMS Number'],
	['user', 'get', 'ID'],
])('%s: %s offers the fields by names that people read, such as %s', (value, operation, name) => {
	const { operations = [] } = resources.find((resource) => resource.value === value) ?? {};
	const { fields = [] } = operations.find((each) => each.value === operation) ?? {};
	const options = fields.find((field) => field.name === 'fields')?.options ?? [];
	const names = options.map((option) => option.name);
	expect(names).toContain(name);
	expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
});

/** What n8n's editor makes of an expression of the node's description, with these parameters. */
function shownBy(
	expression: string,
	parameters: INode['parameters'],
	node: INodeType = new RsaSecurId(),
): unknown {
	const placed: INode = {
		id: '1',
		name: 'RSA SecurID',
		type: 'rsaSecurId',
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const getByNameAndVersion = () => node;
	const workflow = new Workflow({
		nodes: [placed],
		connections: {},
		active: false,
		nodeTypes: { getByName: getByNameAndVersion, getByNameAndVersion, getKnownTypes: () => ({}) },
	});
	return workflow.expression.getSimpleParameterValue(placed, expression, 'internal', {});
}

describe('below the node, the canvas shows the operation and the resource by name', () => {
	test.each(
		resources.flatMap(({ name: resourceName, value: resource, operations }) =>
			operations.map(({ name, value }) => [`${name}: ${resourceName}`, resource, value] as const),
		),
	)('%s', (label, resource, operation) => {
		const { subtitle = '' } = new RsaSecurId().description;
		expect(shownBy(subtitle, { resource, operation })).toBe(label);
	});
});

test('below the trigger, the canvas shows the event by name, if only one is chosen', () => {
	const trigger = new RsaSecurIdTrigger();
	const { subtitle = '' } = trigger.description;
	const [first, second] = ['userDisabledInDirectory', 'userEvent'];
	expect(shownBy(subtitle, { events: [first] }, trigger)).toBe('User Disabled in Directory');
	expect(shownBy(subtitle, { events: [first, second] }, trigger)).toBe('');
});

describe('hints before the first run', () => {
	const shown = (resource: string, operation: string, options = {}) =>
		(new RsaSecurId().description.hints ?? [])
			.filter(({ displayCondition = '' }) =>
				shownBy(displayCondition, { resource, operation, options }),
			)
			.map(({ message }) => message);

	test('Unassign speaks of Clear PIN First and Max Changes, until they are added', () => {
		expect(shown('hardwareToken', 'unassign')).toEqual([
			expect.stringContaining("'Clear PIN First'"),
			expect.stringContaining("'Max Changes'"),
		]);
		expect(shown('hardwareToken', 'unassign', { clearPinFirst: true, maxChanges: 5 })).toEqual([]);
	});

	test.each(['hardwareToken', 'user', 'authenticator'])('Delete is permanent: %s', (resource) => {
		expect(shown(resource, 'delete')).toEqual(['Deleting is permanent.']);
	});

	test('an operation that only reads has none', () => {
		expect(shown('hardwareToken', 'get')).toEqual([]);
	});

	test('each names operations that the node has', () => {
		const all = resources.flatMap(({ value, operations }) =>
			operations.map((operation) => `${value}.${operation.value}`),
		);
		const named = (new RsaSecurId().description.hints ?? []).flatMap(
			({ displayCondition = '' }) => displayCondition.match(/\w+\.(?!includes)\w+(?=")/g) ?? [],
		);
		expect(named.length).toBeGreaterThan(5);
		expect(all).toEqual(expect.arrayContaining(named));
	});
});
