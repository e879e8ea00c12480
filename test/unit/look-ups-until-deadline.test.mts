import { describe, expect, test } from '@jest/globals';

import { applyChange } from '../../rsa/delivery/applyChange.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { changeOf } from '../../rsa/hardwareTokens/tokenChange.ts';
import { isReadRequest } from '../../rsa/http/endpoints.ts';
import type { AuthorizedTransport, SendResult } from '../../rsa/http/response.ts';
import { UserCache } from '../../rsa/users/userCache.ts';
import { ThrottledRun } from '../support/throttled-run.mts';
import { absent, ADA, answered, GRACE, lost, SERIAL, token } from '../support/responses.mts';

const ITEM_DEADLINE = 300_000;
const change = changeOf(unassign, { userId: ADA, tokenSerialNumber: SERIAL });

describe('a change whose answer was lost, and that RSA made, is not reported as unknown while its item has time', () => {
	test.each<[string, SendResult]>([
		['an error 500', answered(500)],
		["a gateway's 404 page", answered(404, '<html>Not Found</html>')],
		["a maintenance page in RSA's place", answered(200, '<html>Maintenance</html>')],
		['a status that RSA does not document', answered(418)],
		["a redirection to a gateway's page", answered(302)],
		["a firewall's 403 page", answered(403, '<html>Blocked</html>')],
		[
			'a token whose owner is not shown',
			answered(200, { tokenSerialNumber: SERIAL, pinSet: false }),
		],
		['the word that there is no such token', absent],
		['another token', answered(200, { tokenSerialNumber: '000000000000', userId: null })],
	])('if look-ups are answered for a minute by %s', async (_, odd) => {
		const run = new ThrottledRun();
		const send: AuthorizedTransport = async (request) => {
			await run.clock.sleep(50);
			if (!isReadRequest(request)) return lost;
			return run.clock.now() < 60_000 ? odd : token(null, false);
		};
		const result = await run.clock.run(applyChange(change, run.item(ITEM_DEADLINE, send)));
		expect(result.kind === 'failed' ? result.failure.cause : result.kind).toBe('done');
	});
});

test('an item that runs alone takes no longer than its Item Deadline, however low the learned rate is', async () => {
	const run = new ThrottledRun({ perSecond: 1 / 120, burst: 1 });
	await run.clock.run(run.sendAll(6, 86_400_000));
	const from = run.clock.now();
	const send: AuthorizedTransport = async (request) => {
		const result = await run.tenant.send(request);
		const isRefused = result.kind === 'response' && result.response.status === 429;
		return isRefused ? result : answered(500);
	};
	await run.clock.run(applyChange(change, run.item(ITEM_DEADLINE, send)));
	// A request that was started in time may wait for the rate, and for its answer.
	expect(run.clock.now() - from).toBeLessThan(2 * ITEM_DEADLINE);
});

describe('items that share a look-up each keep their own Item Deadline', () => {
	test('an item with time is not reported as not attempted because another one had none', async () => {
		const run = new ThrottledRun();
		let requests = 0;
		const send: AuthorizedTransport = async () => {
			requests += 1;
			const isFirst = requests === 1;
			await run.clock.sleep(50);
			return isFirst
				? answered(429, '', { 'retry-after': '5' })
				: answered(200, { id: ADA, emailAddress: 'ada@example.com' });
		};
		const users = new UserCache();
		const ada = { by: 'email', value: 'ada@example.com' } as const;
		const [, patient] = await run.clock.run(
			Promise.all([1000, ITEM_DEADLINE].map((limit) => users.idOf(ada, run.item(limit, send)))),
		);
		expect(patient).toEqual({ kind: 'found', value: ADA });
	});

	test('an item of 10 s does not wait 300 s for the search that another one makes', async () => {
		const run = new ThrottledRun();
		const send: AuthorizedTransport = async () => {
			await run.clock.sleep(50);
			return answered(500);
		};
		const users = new UserCache();
		const endedAt: number[] = [];
		const find = async (userId: string, limit: number) => {
			const client = run.item(limit, send);
			// Its change was sent, and its answer was lost.
			await client.send(change.request);
			await users.emailAddresses.addressOf(userId, client);
			endedAt.push(run.clock.now());
		};
		const work = [find(ADA, ITEM_DEADLINE), find(GRACE, 10_000)];
		await run.clock.run(Promise.all(work));
		expect(Math.min(...endedAt)).toBeLessThan(30_000);
	});
});
