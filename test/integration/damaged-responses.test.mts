import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { CREDENTIAL_TYPE, transportFactoryFor } from '../../nodes/RsaSecurId/client/index.ts';
import { requestTo } from '../../rsa/http/endpoints.ts';
import {
	BrokenTlsHost,
	tlsFailures,
	type TlsFailure,
} from '../../sandbox/tenant/faults/broken-tls.mts';
import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

/** Each change gets one attempt, a response may take 2 s, and waits end soon. */
const options = { maxTries: 1, timeout: 2, itemDeadline: 1 };
const megabyte = 1_000_000;
const unassign = requestTo('unassign', {
	path: { userId: ADA },
	body: { tokenSerialNumber: ADAS },
});

let offboarding: Offboarding;
beforeEach(async () => {
	offboarding = await startOffboarding();
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** With the error text if nothing was changed. */
const faults = [
	['halfClosed', /: the connection was reset before a response arrived$/],
	['responseCutOff', /: the connection was reset before a response arrived$/],
	['hugeResponse', /: the response was too long to come from RSA$/],
	['gzipBomb', /: the response was too long to come from RSA$/],
	['invalidUtf8', /: RSA answered with HTTP 200, but did not confirm the change$/],
	['wrongContentType', /: RSA answered with HTTP 200, but did not confirm the change$/],
	['errorPage', /: a web page answered in RSA's place with HTTP 200, but did not confirm/],
] as const;
describe.each(faults)('%s', (kind, errorText) => {
	test('is a failure where nothing was changed', async () => {
		offboarding.tenant.order({ kind });
		const { thrown } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(thrown?.message).toMatch(errorText);
		expect(thrown?.description).toContain('was read back and had not changed');
		expect(offboarding.tenant.hardwareToken(ADAS)).toMatchObject({ userId: ADA });
	});

	test('is a success, sent once, where the change was made', async () => {
		offboarding.tenant.order({ kind, applied: true });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(items()).toMatchObject([{ json: { outcome: 'unassigned' } }]);
		expect(offboarding.tenant.hardwareToken(ADAS)).toMatchObject({ userId: null });
		expect(offboarding.tenant.journal.filter(({ changed }) => changed)).toHaveLength(1);
		expect(offboarding.tenant.journal.length).toBeLessThanOrEqual(2);
	});
});

/** A change of each other kind of target of Ada's: resource, operation, call, outcome, parameters. */
const others = [
	['authenticator', 'delete', 'deleteRegisteredDevice', 'authenticatorDeleted', {}],
	[
		'authenticator',
		'disable',
		'disableFidoAuthenticator',
		'authenticatorDisabled',
		{ kind: 'fido' },
	],
	['authenticator', 'disable', 'disableDs100', 'authenticatorDisabled', { kind: 'ds100' }],
	[
		'emergencyAccessCode',
		'disable',
		'disableEmergencyAccessCode',
		'emergencyAccessCodesDisabled',
		{},
	],
	['highRiskUser', 'add', 'changeHighRiskUsers', 'highRiskUserAdded', {}],
] as const;
describe.each(others)('%s: %s, by %s', (resource, operation, call, outcome, parameters) => {
	beforeEach(async () => {
		await offboarding.tenant.stop();
		const ada = {
			userId: ADA,
			emailAddress: 'ada@example.com',
			emergencyAccessStatus: 'Enabled',
			emergencyTokencodeId: 'f10d0514-7dd1-4a13-a30e-236d0e65b56a',
		};
		const authenticators = [
			{ kind: 'mobile', id: 'phone-1', userId: ADA },
			{ kind: 'fido', id: 'key-1', userId: ADA },
			{ kind: 'ds100', userId: ADA, deviceSerialNumber: '140100080' },
		] as const;
		const tenant = { users: [ada], hardwareTokens: [], authenticators };
		offboarding = await startOffboarding(tenant, 'superAdmin');
	});

	const run = async () => {
		const { items } = await offboarding.run(operation, [['ada@example.com', '']], {
			resource,
			onError: 'continueRegularOutput',
			options,
			parameters: {
				user: { __rl: true, mode: 'email', value: '={{ $json.userId }}' },
				authenticatorId: operation === 'delete' ? 'phone-1' : 'key-1',
				deviceSerialNumber: '140100080',
				confirmDeletion: true,
				...parameters,
			},
		});
		return items()[0]?.json;
	};
	const changes = () => offboarding.tenant.journal.filter(({ changed }) => changed);

	test.each(faults)('%s is a failure where nothing was changed', async (kind, errorText) => {
		offboarding.tenant.order({ kind }, { operation: call });
		const error = (await run())?.['error'];
		expect(typeof error === 'string' && error.replace(/ \[item 0\]$/, '')).toMatch(errorText);
		expect(changes()).toEqual([]);
	});

	test.each(faults.map(([kind]) => kind))(
		'%s is a success, sent once, if it was made',
		async (kind) => {
			offboarding.tenant.order({ kind, applied: true }, { operation: call });
			expect(await run()).toMatchObject({ outcome });
			expect(changes()).toHaveLength(1);
			expect(offboarding.tenant.journal.filter((entry) => entry.operation === call)).toHaveLength(
				1,
			);
		},
	);
});

describe('a report', () => {
	test.each([
		'halfClosed',
		'responseCutOff',
		'stalledResponse',
		'errorPage',
		'emptyResponse',
	] as const)('that comes damaged (%s) is a failure, never a part of the file', async (kind) => {
		offboarding.tenant.addReport({ reportType: 'hardware_tokens' });
		offboarding.tenant.order({ kind }, { operation: 'downloadReport', times: 9 });
		const { items } = await offboarding.run('download', [['', '']], {
			resource: 'report',
			onError: 'continueRegularOutput',
			options: { timeout: 2, itemDeadline: 1 },
			parameters: { reportType: 'hardware_tokens' },
		});
		expect(items()).toMatchObject([{ json: { error: expect.stringMatching(/^The report /) } }]);
		expect(items()[0]).not.toHaveProperty('binary');
	});
});

test.each(['application/json', 'text/plain', 'application/octet-stream', 'image/png'])(
	'RSA’s response as %s is read',
	async (contentType) => {
		offboarding.tenant.order({ kind: 'wrongContentType', contentType, applied: true });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(items()).toMatchObject([{ json: { outcome: 'unassigned' } }]);
		expect(offboarding.tenant.journal).toHaveLength(1);
	},
);

describe('a response that comes byte by byte', () => {
	test('is not waited for longer than the timeout', async () => {
		offboarding.tenant.order({ kind: 'trickledResponse', applied: true });
		const { items } = await offboarding.run('unassign', [[ADA, ADAS]], { options });
		expect(items()).toMatchObject([{ json: { outcome: 'unassigned', confirmedBy: 'readBack' } }]);
		await offboarding.tenant.settled();
		expect(offboarding.tenant.journal[0]).toMatchObject({ clientClosed: true, changed: true });
	});

	test('is not waited for either where only its first half comes', async () => {
		const { tenant, run } = offboarding;
		tenant.order({ kind: 'stalledResponse', applied: true });
		const { items } = await run('unassign', [[ADA, ADAS]], {
			options: { ...options, timeout: 1.5 },
		});
		expect(items()).toMatchObject([{ json: { outcome: 'unassigned', confirmedBy: 'readBack' } }]);
	});

	test('is given up as soon as the execution is cancelled', async () => {
		const { tenant, run } = offboarding;
		tenant.order({ kind: 'trickledResponse', applied: true });
		await run('unassign', [[ADA, ADAS]], {
			options: { timeout: 600 },
			running: (cancel) => void tenant.nextArrival().then(() => setTimeout(cancel, 1_500)),
		});
		await tenant.settled();
		expect(tenant.journal).toMatchObject([{ clientClosed: true }]);
	});
});

test.each(['hugeResponse', 'gzipBomb'] as const)('%s takes little memory', async (kind) => {
	offboarding.tenant.order({ kind });
	await offboarding.run('unassign', [[ADA, ADAS]], {
		async instead() {
			const send = transportFactoryFor(this, await this.getCredentials(CREDENTIAL_TYPE))(60_000);
			const before = process.memoryUsage().rss;
			expect(await peakWhile(() => send(unassign))).toBeLessThan(before + 150 * megabyte);
			return [[]];
		},
	});
});

const notDelivered =
	/the request did not reach RSA: no secure connection \(TLS\) could be made to the host$/;
const open =
	/(?:before a response arrived|no response arrived in time), and it could not be read back/;
const errorTexts: Readonly<Record<TlsFailure, RegExp>> = {
	noTls: notDelivered,
	handshakeRefused: notDelivered,
	closedInHandshake: notDelivered,
	silent: open,
};
describe('where no secure connection can be made', () => {
	test.each(tlsFailures)('%s: the item fails, and the token is unchanged', async (kind) => {
		const host = new BrokenTlsHost(() => kind);
		const baseUrl = `${await host.open()}/AdminInterface/restapi`;
		try {
			const { thrown } = await offboarding.run('unassign', [[ADA, ADAS]], {
				credential: { ...offboarding.credential, baseUrl },
				options,
			});
			expect(thrown?.message).toMatch(errorTexts[kind]);
			expect(host.failed[kind]).toBeGreaterThan(0);
		} finally {
			await host.close();
		}
	});
});

/** Bytes of memory at most while something is done. */
async function peakWhile(action: () => Promise<unknown>): Promise<number> {
	let peak = 0;
	const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
	try {
		await action();
		return peak;
	} finally {
		clearInterval(look);
	}
}
