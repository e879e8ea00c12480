import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { RsaRequest } from '../../rsa/http/endpoints.ts';
import { errorText } from '../../rsa/errors/failure.ts';
import { createClient } from '../../rsa/throttle/client.ts';
import type { SendResult, Transport } from '../../rsa/http/response.ts';
import { deleteUser } from '../../rsa/users/changes/deleteUser.ts';
import { markDeleted, restore } from '../../rsa/users/changes/deletionMark.ts';
import { disableUser, enableUser } from '../../rsa/users/changes/userStatus.ts';
import { applyChange } from '../../rsa/delivery/applyChange.ts';
import type { ChangeResult } from '../../rsa/delivery/changeResult.ts';
import { changeOfUser, userWording } from '../../rsa/users/userChange.ts';
import { UserCache } from '../../rsa/users/userCache.ts';
import type { UserReference } from '../../rsa/users/user.ts';
import type { UserChange } from '../../rsa/users/userChange.ts';
import { ThrottledRun } from '../support/throttled-run.mts';
import { ADA, answered, GRACE, lost, notDelivered } from '../support/responses.mts';
import { emailOf, UserTenant, type KnownUser, type UserRecord } from '../support/user-tenant.mts';
import { saysUnchanged } from '../support/reported-state.mts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 300);

/** The changes, and whether a user is in the requested state. */
const changes: ReadonlyArray<{ change: UserChange; isReached: (user: KnownUser) => boolean }> = [
	{ change: disableUser, isReached: (user) => user?.userStatus === 'Disabled' },
	{ change: enableUser, isReached: (user) => user?.userStatus === 'Enabled' },
	{ change: markDeleted, isReached: (user) => user?.markDeleted === true },
	{ change: restore, isReached: (user) => user?.markDeleted === false },
	{ change: deleteUser, isReached: (user) => user === undefined },
];

/** What becomes of a request on its way: what the tenant does, and what the node gets instead of the response. */
interface Fate {
	readonly isApplied: boolean;
	readonly fault?: SendResult;
}

const fate = fc.oneof(
	fc.constant<Fate>({ isApplied: true }),
	fc.record<Fate>({
		isApplied: fc.boolean(),
		fault: fc.constantFrom<SendResult[]>(
			lost,
			answered(500),
			answered(502, '<html>Bad Gateway</html>'),
			answered(408),
			answered(200),
			answered(200, '<html>Sign in</html>'),
			answered(200, { id: GRACE, userStatus: 'Disabled', markDeleted: true }),
			answered(200, { id: ADA }),
			answered(202, { id: ADA, userStatus: 'Disabled', markDeleted: 'true' }),
			answered(200, { sidTokens: [], elements: [], totalPages: 1, totalElements: 2 }),
		),
	}),
	fc.record<Fate>({
		isApplied: fc.constant(false),
		fault: fc.constantFrom<SendResult[]>(
			notDelivered,
			answered(400),
			answered(401),
			answered(403, { description: 'not authorized' }),
			answered(404, '<html>Not Found</html>'),
			answered(409, '<html>Conflict</html>'),
			answered(429),
		),
	}),
);

const record: fc.Arbitrary<KnownUser> = fc.record<UserRecord>({
	userStatus: fc.constantFrom('Enabled', 'Disabled'),
	markDeleted: fc.boolean(),
});

const scenarios = fc.record({
	requested: fc.constantFrom(...changes),
	user: record,
	isByEmail: fc.boolean(),
	fates: fc.array(fate, { maxLength: 8 }),
	lag: fc.constantFrom(0, 0, 1000, 3000),
	refusesRepeatedStatus: fc.boolean(),
	maxTries: fc.integer({ min: 1, max: 4 }),
	limit: fc.constantFrom<number[]>(300_000, 300_000, 10_000, 1000),
});

type Scenario = typeof scenarios extends fc.Arbitrary<infer Value> ? Value : never;

interface Delivered {
	readonly delivery: ChangeResult;
	readonly tenant: UserTenant;
	readonly requests: readonly RsaRequest[];
	/** Whether a request that changed the user went out. */
	readonly hasChanged: boolean;
}

const referenceOf = ({ isByEmail }: Scenario): UserReference =>
	isByEmail ? { by: 'email', value: emailOf(ADA) } : { by: 'id', value: ADA };

/** A response that cannot be distinguished from RSA's own to a deletion is no lie in these runs. */
function believable(request: RsaRequest, fate: Fate): Fate {
	const { fault } = fate;
	if (request.method !== 'DELETE' || fault?.kind !== 'response') return fate;
	const isBelieved = deleteUser.confirmedState(fault.response, ADA) !== undefined;
	return isBelieved ? { isApplied: true } : fate;
}

async function delivered(scenario: Scenario): Promise<Delivered> {
	const { requested, fates, lag, limit, maxTries, refusesRepeatedStatus } = scenario;
	const other: UserRecord = { userStatus: 'Enabled', markDeleted: false };
	const users = new Map<string, KnownUser>([
		[GRACE, other],
		[ADA, scenario.user],
	]);
	const tenant = new UserTenant(users, lag, refusesRepeatedStatus);
	const run = new ThrottledRun();
	const left = [...fates];
	const requests: RsaRequest[] = [];
	const send: Transport = async (request) => {
		requests.push(request);
		const { isApplied, fault } = believable(request, left.shift() ?? { isApplied: true });
		await run.clock.sleep(50);
		const response = isApplied ? tenant.answer(request, run.clock.now()) : undefined;
		await run.clock.sleep(50);
		return fault ?? (response === undefined ? lost : { kind: 'response', response });
	};
	const client = createClient(run.throttle, send, limit, maxTries);
	const item = { userId: ADA, reference: referenceOf(scenario) };
	const delivery = await run.clock.run(
		applyChange(changeOfUser(requested.change, item, new UserCache()), client),
	);
	expect(tenant.history(GRACE)).toEqual([other]);
	return { delivery, tenant, requests, hasChanged: tenant.history(ADA).length > 1 };
}

async function always(promise: (scenario: Scenario, run: Delivered) => void | Promise<void>) {
	const property = fc.asyncProperty(scenarios, async (scenario) => {
		await promise(scenario, await delivered(scenario));
	});
	await fc.assert(property, { numRuns });
}

const isChange = ({ method, path }: RsaRequest) =>
	method !== 'GET' && !/\/(lookup|search)$/.test(path);

describe('a change of a user, whatever happens on the wire', () => {
	test('is a success only where the user is in the requested state, and names them', async () => {
		await always(({ requested }, { delivery, tenant }) => {
			if (delivery.kind !== 'done') return;
			expect(requested.isReached(tenant.user(ADA))).toBe(true);
			expect(delivery.state.id).toBe(ADA);
		});
	});

	test('never says that nothing was changed where something was', async () => {
		await always(({ requested, ...scenario }, { delivery, hasChanged }) => {
			if (delivery.kind !== 'failed') return;
			const wording = userWording(requested.change, referenceOf({ requested, ...scenario }));
			const { nextStep } = errorText(wording, delivery.failure);
			if (saysUnchanged('user', nextStep)) {
				expect(hasChanged).toBe(false);
			}
		});
	});

	test('is reported as done before only if it did not change the user', async () => {
		await always(({ requested }, { delivery, hasChanged }) => {
			if (delivery.kind !== 'done' || delivery.outcome === requested.change.outcome) return;
			expect(hasChanged).toBe(false);
		});
	});

	test('is a success again when run again', async () => {
		await always(async (scenario, { delivery, tenant }) => {
			if (delivery.kind !== 'done') return;
			const user = tenant.user(ADA);
			const second = await delivered({ ...scenario, user, fates: [], limit: 300_000 });
			expect(second.delivery).toMatchObject({ kind: 'done' });
			expect(second.hasChanged).toBe(false);
		});
	});

	test('is sent as often as Max Tries allows, and names its user only', async () => {
		await always(({ maxTries }, { requests }) => {
			const sent = requests.filter(isChange);
			// Beside those that RSA refused with a 429.
			expect(sent.length).toBeLessThanOrEqual(maxTries + 8);
			for (const { path } of sent) expect(path).toContain(`/users/${ADA}`);
		});
	});

	test('names no one else in the output', async () => {
		await always((_, { delivery }) => {
			expect(JSON.stringify(delivery)).not.toContain(GRACE);
			expect(JSON.stringify(delivery)).not.toContain(emailOf(GRACE));
		});
	});

	test('costs one request where nothing goes wrong', async () => {
		await always(async (scenario) => {
			const { delivery, requests } = await delivered({ ...scenario, fates: [] });
			if (delivery.kind !== 'done' || delivery.confirmedBy !== undefined) return;
			expect(requests).toHaveLength(1);
		});
	});
});
