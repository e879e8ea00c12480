import fc from 'fast-check';

import type { TokenChange } from '../../rsa/hardwareTokens/tokenChange.ts';
import type { TokenOfUser } from '../../rsa/hardwareTokens/hardwareToken.ts';
import { clearPin } from '../../rsa/hardwareTokens/changes/clearPin.ts';
import { unassign } from '../../rsa/hardwareTokens/changes/unassign.ts';
import { UserFacingError } from '../../rsa/values/userFacingError.ts';
import type { SendResult } from '../../rsa/http/response.ts';
import type { Fate } from './faulty-wire.mts';
import { ADA, answered, GRACE, lost, notDelivered } from './responses.mts';
import type { ChangeName, TokenRecord } from './stateful-tenant.mts';

/** A user whom the tenant does not know. */
const UNKNOWN_USER = '00000000-0000-4000-8000-000000000000';

/** The users whom items may name. */
export const people = [ADA, GRACE, UNKNOWN_USER];
/** The users whom the tenant knows. */
export const knownUsers = [ADA, GRACE];

export const changes: Readonly<Record<ChangeName, TokenChange>> = { clearPin, unassign };

/** An item of a run. */
export interface Item {
	readonly name: ChangeName;
	readonly target: TokenOfUser;
}

export const isUserOf = ({ target }: Pick<Item, 'target'>, userId: unknown) =>
	userId === target.userId.toLowerCase();

/** Whether the token is in the state that the item requests. */
export function isReached({ name, target }: Item, token: TokenRecord | undefined): boolean {
	if (token === undefined) return false;
	if (name === 'unassign') return token.owner === null;
	return !token.pinSet && (token.owner === null || isUserOf({ target }, token.owner));
}

/** A token that someone else assigns to a user meanwhile. By the clock, in ms. */
interface Reassignment {
	readonly at: number;
	readonly tokenSerialNumber: string;
	readonly owner: string;
}

/** One run or several that share a throttle: their items, their tenant, their limits, and what happens on the wire. */
export interface Scenario {
	readonly tokens: ReadonlyMap<string, TokenRecord>;
	readonly tellsPinOfNobodys: boolean;
	readonly items: readonly Item[];
	/** Number of executions that get the items in turn. */
	readonly executions: number;
	/** Of the first requests of each item. */
	readonly fates: ReadonlyArray<readonly Fate[]>;
	readonly reassignments: readonly Reassignment[];
	readonly maxTries: number;
	/** Of each execution. */
	readonly maxConcurrency: number;
	/** ms that an item may take. */
	readonly limit: number;
	/** By the clock, in ms. */
	readonly endsAt: number;
	/** When the first execution is cancelled, by the clock, in ms. */
	readonly cancelledAt: number | undefined;
	readonly seed: number;
}

const serialNumbers = ['000000000001', '000000000002', '000000000003'];
const UNKNOWN_SERIAL_NUMBER = '999999999999';
/** Of a token that no item names. */
const ANOTHER_SERIAL_NUMBER = '888888888888';

const token = fc.record<TokenRecord>({
	owner: fc.constantFrom(ADA, GRACE, null),
	pinSet: fc.boolean(),
});

const item = fc.record<Item>({
	name: fc.constantFrom('clearPin', 'unassign'),
	target: fc.record({
		// RSA's IDs compare without case.
		userId: fc.constantFrom(ADA, ADA, GRACE, UNKNOWN_USER, ADA.toUpperCase()),
		tokenSerialNumber: fc.constantFrom(...serialNumbers, UNKNOWN_SERIAL_NUMBER),
	}),
});

const times = {
	latency: fc.oneof(fc.integer({ min: 2, max: 200 }), fc.integer({ min: 2, max: 5000 })),
	laterBy: fc.integer({ min: 1, max: 20_000 }),
};

const fine = fc.record<Fate>({ ...times, applied: fc.constant('atOnce') });

const retryAfter = fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined });
const busy = (status: number) =>
	retryAfter.map((seconds): SendResult =>
		answered(status, '', seconds === undefined ? {} : { 'retry-after': `${seconds}` }),
	);

const tooMany = fc.record<Fate>({ ...times, applied: fc.constant('never'), fault: busy(429) });

/** Requests that RSA certainly has not executed. */
const settled = fc.record<Fate>({
	...times,
	applied: fc.constant('never'),
	fault: fc.constantFrom<SendResult[]>(
		notDelivered,
		notDelivered,
		answered(400),
		answered(401),
		answered(403, { description: 'User is not authorized to perform the request' }),
		answered(403, { message: 'Server failed to process provided access token' }),
		answered(404, '<html>Not Found</html>'),
		answered(302),
		answered(418),
		{
			kind: 'blocked',
			error: new UserFacingError('The JSON Web Token is expired', 'Make a new one'),
		},
	),
});

/** Requests that RSA may have executed, or may still execute. */
const open = fc.record<Fate>({
	...times,
	applied: fc.constantFrom('atOnce', 'later', 'never'),
	fault: fc.oneof(
		fc.constantFrom<SendResult[]>(
			lost,
			{ kind: 'answerLost', reason: 'the connection was reset before a response arrived' },
			answered(500, { code: '500', description: 'Unexpected error' }),
			answered(502, '<html>Bad Gateway</html>'),
			answered(504),
			answered(408),
			answered(200),
			answered(200, '<html>Welcome</html>'),
			answered(200, {
				tokenSerialNumber: ANOTHER_SERIAL_NUMBER,
				tokenState: 'Unassigned',
				pinSet: false,
			}),
			answered(202, {}),
		),
		busy(503),
	),
});

const fate = fc.oneof(
	{ weight: 2, arbitrary: fine },
	{ weight: 3, arbitrary: open },
	{ weight: 1, arbitrary: settled },
	{ weight: 1, arbitrary: tooMany },
);

const busyFate = fc.oneof(
	{ weight: 2, arbitrary: fine },
	{ weight: 3, arbitrary: tooMany },
	{ weight: 1, arbitrary: open },
);

const MOST_ITEMS = 6;

const itemsAtLeast = (minLength: number) => fc.array(item, { minLength, maxLength: MOST_ITEMS });
const fatesOf = (one: fc.Arbitrary<Fate>) =>
	fc.array(fc.array(one, { maxLength: 8 }), { maxLength: MOST_ITEMS });

const everything = {
	tokens: fc
		.tuple(token, token, token)
		.map((tokens) => new Map(tokens.map((record, index) => [serialNumbers[index] ?? '', record]))),
	tellsPinOfNobodys: fc.boolean(),
	items: itemsAtLeast(1),
	executions: fc.integer({ min: 1, max: 3 }),
	fates: fatesOf(fate),
	reassignments: fc.constant([]),
	maxTries: fc.integer({ min: 1, max: 4 }),
	maxConcurrency: fc.integer({ min: 1, max: MOST_ITEMS }),
	limit: fc.constantFrom(300_000, 300_000, 10_000, 1000),
	endsAt: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 10_000, 500),
	cancelledAt: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined, freq: 5 }),
	seed: fc.integer(),
};

/** Runs on a tenant that no one else changes. One in five is cancelled on the way. */
export const runs = fc.record<Scenario>(everything);

/** Runs that are cancelled on the way. */
export const cancelledRuns = fc.record<Scenario>({
	...everything,
	cancelledAt: fc.integer({ min: 0, max: 5000 }),
});

/** Runs that go on to their end. */
export const wholeRuns = fc.record<Scenario>({
	...everything,
	cancelledAt: fc.constant(undefined),
});

/** Runs on a tenant that gets many requests from elsewhere. */
export const busyRuns = fc.record<Scenario>({
	...everything,
	items: itemsAtLeast(3),
	fates: fatesOf(busyFate),
});

/** Runs while someone else assigns tokens to users, too. */
export const runsBesideOthers = fc.record<Scenario>({
	...everything,
	reassignments: fc.array(
		fc.record<Reassignment>({
			at: fc.integer({ min: 0, max: 10_000 }),
			tokenSerialNumber: fc.constantFrom(...serialNumbers),
			owner: fc.constantFrom(...knownUsers),
		}),
		{ minLength: 1, maxLength: 4 },
	),
});

/** The same run again, on which nothing goes wrong. */
export function withoutFaults(scenario: Scenario): Scenario {
	const never = Number.POSITIVE_INFINITY;
	return {
		...scenario,
		fates: [],
		reassignments: [],
		limit: never,
		endsAt: never,
		cancelledAt: undefined,
	};
}
