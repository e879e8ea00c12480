import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { Fault } from '../../sandbox/tenant/tenant.mts';
import { ADA, ADAS, GRACE, startOffboarding, type Offboarding } from '../support/offboarding.mts';

const EMAIL = 'ada@example.com';
/** Each change gets one attempt, and waits end soon. */
const options = { maxTries: 1, itemDeadline: 1 };

let offboarding: Offboarding;
beforeEach(async () => {
	const users = [{ userId: ADA, emailAddress: EMAIL }, { userId: GRACE }];
	offboarding = await startOffboarding({ users }, 'superAdmin');
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

const respondsWith = (status: number, body: unknown, applied = false): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, contentType: 'application/json', body },
	applied,
});

async function tokenItem(settings: Parameters<Offboarding['run']>[2] = {}, operation = 'unassign') {
	const result = await offboarding.run(operation, [[ADA, ADAS]], {
		onError: 'continueRegularOutput',
		...settings,
		options: { ...options, ...settings.options },
	});
	return result.items()[0]?.json;
}

async function userItem(operation: string, mode: 'id' | 'email') {
	const value = mode === 'id' ? ADA : EMAIL;
	const result = await offboarding.run(operation, [[ADA, '']], {
		resource: 'user',
		onError: 'continueRegularOutput',
		options,
		parameters: { user: { __rl: true, mode, value }, confirmDeletion: true },
	});
	return result.items()[0]?.json;
}

describe('JSON that is nested thousands of levels deep does not break the node', () => {
	const nested = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;

	test('in the response to a change that was made', async () => {
		offboarding.tenant.order(respondsWith(200, nested, true), { operation: 'unassign' });
		expect(await tokenItem()).toMatchObject({ outcome: 'unassigned', confirmedBy: 'readBack' });
	});

	test('in the response to a look-up', async () => {
		offboarding.tenant.order(respondsWith(200, nested), { operation: 'lookupHardwareToken' });
		expect(await tokenItem({}, 'get')).toMatchObject({ details: { cause: 'unclear' } });
	});
});

describe('a load balancer that gave up a request does not prove that nothing was changed', () => {
	test.each([460, 499])('%d', async (status) => {
		offboarding.tenant.order(respondsWith(status, '', true), { operation: 'unassign' });
		expect(await tokenItem()).toMatchObject({ outcome: 'unassigned', confirmedBy: 'readBack' });
	});
});

describe('a response without a valid status', () => {
	test.each([
		[
			'switches to another protocol',
			'101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade',
		],
		['has the status 0', '000 Nothing\r\nContent-Length: 0'],
	])(
		'%s: the item fails, and says that the state is not known',
		async (_, head) => {
			const sockets: Socket[] = [];
			const server = createServer((socket) => {
				sockets.push(socket);
				socket.once('data', () => socket.end(`HTTP/1.1 ${head}\r\n\r\n`));
			});
			await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
			const address = server.address();
			if (typeof address !== 'object' || address === null) throw new Error('no port');
			const baseUrl = `http://127.0.0.1:${address.port}/AdminInterface/restapi`;
			const item = await tokenItem({
				credential: { ...offboarding.credential, baseUrl },
				options: { timeout: 1 },
			});
			expect(item).toMatchObject({ details: { cause: 'stateUnknown' } });
			sockets.forEach((socket) => socket.destroy());
			server.close();
		},
		20_000,
	);
});

test('a tenant that always asks to come back immediately does not delay an item past its deadline', async () => {
	const response = { status: 429, body: '', headers: { 'retry-after': '0' } };
	const fault: Fault = { kind: 'unexpectedResponse', response };
	offboarding.tenant.order(fault, { operation: 'unassign', times: 10_000 });
	expect(await tokenItem({ options: { itemDeadline: 2 } })).toMatchObject({
		details: { cause: 'tooManyRequests', attempted: false, tokenSerialNumber: ADAS },
	});
}, 20_000);

test.each([
	['503', respondsWith(503, ''), "RSA's service answered with HTTP 503", "ask RSA's support"],
	['401', respondsWith(401, ''), 'access token', 'make a new one'],
	[
		'429',
		{ kind: 'tooManyRequests', retryAfter: 60 },
		'asks to wait 60 s',
		'Run this item again after',
	],
] as const)(
	'of a deleted user, whose hardware token cannot be looked up (%s): the item says both',
	async (_, fault, why, advice) => {
		offboarding.tenant.order(fault, { operation: 'lookupHardwareToken', times: 9 });
		const user = { __rl: true, mode: 'email', value: 'gone@example.com' };
		expect(await tokenItem({ parameters: { user } })).toMatchObject({
			error: expect.stringMatching(
				`gone@example.com, and the hardware token could not be looked up: .*${why}`,
			),
			message: expect.stringMatching(`Check the spelling .*${advice}`),
			details: { cause: 'userNotFound' },
		});
	},
);

describe('a look-up that contradicts itself', () => {
	test.each([
		['an activated hardware token is unassigned', { userId: null, tokenState: 'Activated' }],
		['a user has an unassigned one', { userId: ADA, tokenState: 'Unassigned' }],
	])('%s: that is no success', async (_, state) => {
		const { tenant } = offboarding;
		tenant.order(respondsWith(409, { code: '409 CONFLICT', description: 'No' }), {
			operation: 'unassign',
		});
		tenant.order(respondsWith(200, { tokenSerialNumber: ADAS, pinSet: false, ...state }), {
			operation: 'lookupHardwareToken',
			times: 9,
		});
		expect(await tokenItem()).toMatchObject({ details: { cause: 'conflictUnexplained' } });
	});
});

describe('Delete of a user: a 200 with anything but the ID is no confirmation', () => {
	test.each([
		{ status: 'failed' },
		{ success: false },
		{ code: '409 CONFLICT' },
		{ errors: [{ message: 'No' }] },
		{ error: { message: 'No' } },
		{ id: ADA, deleted: false },
		{ id: ADA, userStatus: 'Enabled' },
	])('%j', async (body) => {
		for (const mode of ['id', 'email'] as const) {
			offboarding.tenant.order(respondsWith(200, body), { operation: 'deleteUser' });
			expect(await userItem('delete', mode)).toMatchObject({
				details: { cause: 'notConfirmed', userId: ADA },
			});
		}
	});
});

describe('the texts about a change of a user', () => {
	test('say who responded without confirming it', async () => {
		offboarding.tenant.order(respondsWith(202, {}), { operation: 'setUserStatus' });
		expect(await userItem('disable', 'email')).toMatchObject({
			error: `The user with the email address ${EMAIL} was not disabled: RSA answered with HTTP 202, but did not confirm the change [item 0]`,
		});
		offboarding.tenant.order(respondsWith(200, '<html></html>'), { operation: 'setUserStatus' });
		expect(await userItem('disable', 'email')).toMatchObject({
			error: expect.stringContaining(": a web page answered in RSA's place with HTTP 200, but"),
		});
	});

	test('name no other user', async () => {
		const body = { code: '409 CONFLICT', description: `${ADA} is like ${GRACE}` };
		offboarding.tenant.order(respondsWith(409, body), { operation: 'setUserStatus' });
		const item = await userItem('disable', 'email');
		expect(item).toMatchObject({ details: { rsaMessage: `${ADA} is like …` } });
		expect(JSON.stringify(item)).not.toContain(GRACE);
	});
});
