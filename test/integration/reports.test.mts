import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../sandbox/tenant/tenant.mts';
import { ADA, ADAS, startOffboarding, type Offboarding } from '../support/offboarding.mts';

let offboarding: Offboarding;
let now: Date;
beforeEach(async () => {
	now = new Date();
	offboarding = await startOffboarding({
		hardwareTokens: [{ tokenSerialNumber: ADAS, userId: ADA }],
		now: () => now,
	});
});
afterEach(async () => {
	await offboarding.tenant.stop();
});

/** Runs an operation for reports, one item each. */
async function run(
	operation: 'generate' | 'download',
	reports: readonly string[] = ['hardware_tokens'],
	options: INodeParameters = {},
	parameters: INodeParameters = {},
) {
	const { items } = await offboarding.run(
		operation,
		reports.map((report) => [report, ''] as const),
		{
			resource: 'report',
			onError: 'continueRegularOutput',
			options,
			parameters: { reportType: '={{ $json.userId }}', ...parameters },
		},
	);
	return items();
}

const jsonOf = (items: readonly INodeExecutionData[]) => items.map(({ json }) => json);
const sent = () => offboarding.tenant.journal.map(({ operation }) => operation);
const order = (fault: Fault, operation: 'generateReport' | 'downloadReport', times = 1) => {
	offboarding.tenant.order(fault, { operation, times });
};
const file = (body: unknown): Fault => ({
	kind: 'unexpectedResponse',
	response: { status: 200, contentType: 'application/octet-stream', body },
});

/** What the engine keeps of a file in memory, as tests run it. */
function contentOf(item: INodeExecutionData | undefined, field = 'data'): Buffer {
	return Buffer.from(item?.binary?.[field]?.data ?? '', 'base64');
}

describe('a report', () => {
	test('is started, and downloaded as the CSV file that RSA gives', async () => {
		expect(jsonOf(await run('generate'))).toEqual([
			{ reportType: 'hardware_tokens', outcome: 'reportStarted' },
		]);
		const [item] = await run('download');
		const content = contentOf(item);
		expect(content.toString()).toBe(`Serial Number,User ID,Status\r\n${ADAS},${ADA},Enabled\r\n`);
		expect(item).toMatchObject({
			json: {
				reportType: 'hardware_tokens',
				fileName: 'hardware_tokens.csv',
				fileSize: content.length,
			},
			binary: {
				data: { mimeType: 'text/csv', fileName: 'hardware_tokens.csv', fileExtension: 'csv' },
			},
			pairedItem: { item: 0 },
		});
		expect(sent()).toEqual(['generateReport', 'downloadReport']);
	});

	test('comes byte for byte: bytes that are no UTF-8, a byte order mark, JSON, 5 MB', async () => {
		const contents = [
			Buffer.from([0xef, 0xbb, 0xbf, 0x41, 0xff, 0x2c]),
			Buffer.from('{"a":1}'),
			Buffer.alloc(5_000_000, 'a,b\r\n'),
		];
		for (const content of contents) {
			order(file(content), 'downloadReport');
			const [item] = await run('download');
			expect(contentOf(item).equals(content)).toBe(true);
		}
	});

	test('goes into the requested field', async () => {
		offboarding.tenant.addReport({ reportType: 'users' });
		const [item] = await run('download', ['users'], {}, { binaryPropertyName: 'report' });
		expect(contentOf(item, 'report').toString()).toContain('Email,Status');
	});

	test.each([
		['a web page', '<html>Sign in</html>'],
		['a web page after a byte order mark', '\uFEFF\n<!DOCTYPE html><p>Sign in</p>'],
		['nothing', ''],
	])('is not claimed where RSA’s answer is %s', async (_name, body) => {
		order(file(body), 'downloadReport');
		const [item] = await run('download');
		expect(item?.binary).toBeUndefined();
		expect(item?.json).toMatchObject({ details: { cause: 'unclear' } });
	});

	test('that is longer than 64 MB is not kept in memory', async () => {
		order({ kind: 'hugeResponse' }, 'downloadReport');
		const [item] = await run('download', undefined, { maxTries: 1 });
		expect(item?.json).toMatchObject({
			error: expect.stringContaining('too long to come from RSA'),
			details: { cause: 'answerLost' },
		});
	});

	test.each(['all', '', '../v1/users'])(
		'of no kind that RSA has is refused: %j',
		async (report) => {
			expect(jsonOf(await run('generate', [report]))).toMatchObject([
				{ details: { cause: 'refusedBeforeRequest' } },
			]);
			expect(sent()).toEqual([]);
		},
	);
});

describe("RSA's limits", () => {
	const later = (item: INodeExecutionData | undefined) => {
		const { retryAt } = (item?.json['details'] ?? {}) as { retryAt?: string };
		return Math.round((Date.parse(retryAt ?? '') - Date.now()) / 60_000);
	};

	test('a second generation is not attempted, with the time to come back, and sent once', async () => {
		await run('generate');
		offboarding.tenant.clearJournal();
		const [item] = await run('generate');
		expect(item?.json).toMatchObject({
			error: expect.stringContaining(
				'RSA refused the request: it generates a report only once in 8 hours, so the next one is possible in 8 hours at the latest',
			),
			details: {
				cause: 'reportLimitReached',
				attempted: false,
				reportType: 'hardware_tokens',
				retryAfterSeconds: 28_800,
			},
		});
		expect(later(item)).toBe(8 * 60);
		expect(sent()).toEqual(['generateReport']);
	});

	test('so is a second download', async () => {
		offboarding.tenant.addReport({ reportType: 'users' });
		await run('download', ['users']);
		const [item] = await run('download', ['users']);
		expect(item?.json).toMatchObject({
			details: { cause: 'reportLimitReached', attempted: false, retryAfterSeconds: 900 },
		});
		expect(sent()).toEqual(['downloadReport', 'downloadReport']);
	});

	test.each(['generate', 'download'] as const)(
		'the time that RSA says to come back to %s is shown',
		async (operation) => {
			order({ kind: 'tooManyRequests', retryAfter: 120 }, `${operation}Report`);
			const [item] = await run(operation);
			expect(item?.json).toMatchObject({
				error: expect.stringContaining(', and asks to wait 120 s'),
				details: { cause: 'reportLimitReached', retryAfterSeconds: 120 },
			});
		},
	);

	test.each(['generate', 'download'] as const)(
		'a limit of %s delays no other request of the tenant',
		async (operation) => {
			offboarding.tenant.addReport({ reportType: 'users' });
			order({ kind: 'tooManyRequests', retryAfter: 86_400 }, `${operation}Report`);
			const items = await run(operation, ['mfa_clients', 'users'], { maxConcurrency: 1 });
			expect(jsonOf(items)).toMatchObject([
				{ details: { cause: 'reportLimitReached', retryAfterSeconds: 86_400 } },
				{ reportType: 'users' },
			]);
		},
	);

	test('a start whose response was lost is sent again, and its refusal proves nothing', async () => {
		order({ kind: 'answerLost' }, 'generateReport');
		const [item] = await run('generate');
		expect(item?.json).toMatchObject({
			error: expect.stringMatching(/^It is not known whether the generation .* was started/),
			message: expect.stringContaining("Try the operation 'Download' in a few minutes"),
			details: { cause: 'stateUnknown' },
		});
		expect(sent()).toEqual(['generateReport', 'generateReport']);
	});

	test('a start that was not made is made again', async () => {
		order({ kind: 'badGateway' }, 'generateReport');
		expect(jsonOf(await run('generate'))).toMatchObject([{ outcome: 'reportStarted' }]);
	});
});

test('a report that is not ready is not attempted, and no failure of the credential', async () => {
	const [item] = await run('download');
	expect(item?.json).toMatchObject({
		message: expect.stringContaining('run this item again in a few minutes'),
		details: { cause: 'reportNotReady', attempted: false, httpCode: 404 },
	});
});

test('a 409 to the start of a report, which RSA does not document, is no conflict with a token', async () => {
	order({ kind: 'unexpectedResponse', response: { status: 409, body: {} } }, 'generateReport');
	const [item] = await run('generate', undefined, { maxTries: 1 });
	expect(item?.json).toMatchObject({
		error: expect.stringContaining('RSA answered with HTTP 409, which it does not document'),
		details: { cause: 'stateUnknown' },
	});
});

const PAGE = '<!doctype html><html><body>No</body></html>';
const SAYS_PAGE = /unless the response came from a proxy or firewall: it is a web page/;
const CHECK_PROXY = /If the response came from a proxy or firewall, check .*\.$/;

test.each([
	[409, 'generate', 'stateUnknown'],
	[409, 'download', 'unexpectedStatus'],
	[429, 'generate', 'reportLimitReached'],
	[429, 'download', 'reportLimitReached'],
] as const)(
	'a web page with HTTP %d to %s may be of a proxy, and the item says so and what to check',
	async (status, operation, cause) => {
		const response = { status, contentType: 'text/html', body: PAGE };
		order({ kind: 'unexpectedResponse', response }, `${operation}Report`);
		const [item] = await run(operation);
		expect(item?.json).toMatchObject({
			error: expect.stringMatching(SAYS_PAGE),
			message: expect.stringMatching(CHECK_PROXY),
			details: { cause },
		});
	},
);

test('a 200 to the start of a report is no confirmation: RSA documents 201', async () => {
	order({ kind: 'unexpectedResponse', response: { status: 200, body: '' } }, 'generateReport', 99);
	const [item] = await run('generate', undefined, { maxTries: 1 });
	expect(item?.json['outcome']).toBeUndefined();
});

test('a web page with 201 is no confirmation: RSA did not send it', async () => {
	const response = { status: 201, contentType: 'text/html', body: PAGE };
	order({ kind: 'unexpectedResponse', response }, 'generateReport', 99);
	const [item] = await run('generate', undefined, { maxTries: 1 });
	expect(item?.json).toMatchObject({ details: { cause: 'stateUnknown', httpCode: 201 } });
});

test('the same report is started once for all items that request it', async () => {
	const items = await run('generate', ['users', 'users']);
	expect(jsonOf(items)).toMatchObject([
		{ outcome: 'reportStarted', sharedByItems: [0, 1] },
		{ outcome: 'reportStarted' },
	]);
	expect(sent()).toEqual(['generateReport']);
});

test('a dry run starts none', async () => {
	expect(jsonOf(await run('generate', undefined, { dryRun: true }))).toMatchObject([
		{ outcome: 'wouldStartReport', dryRun: true, reportType: 'hardware_tokens' },
	]);
	expect(sent()).toEqual([]);
});
