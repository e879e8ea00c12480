import fc from 'fast-check';

import type { Fault, HardwareToken, User } from '../../sandbox/tenant/tenant.mts';
import { ada, grace, users, stranger, type Person } from './random-responses.mts';
import { changes, lookUps, type ChangeName, type Naming } from './policy-cases.mts';
import { rsaError } from './provocations.mts';

/** An item: whom it names, and which hardware token. */
export interface Item {
	readonly person: Person;
	readonly tokenSerialNumber: string;
}

/** A fault that hits the next request of a kind. */
export interface Trouble {
	readonly on: 'change' | 'lookUp';
	readonly fault: Fault;
}

const respondsWith = (status: number, body: unknown, applied: boolean): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, body },
	applied,
});
const page = (status: number, applied: boolean): Fault => ({
	kind: 'unexpectedResponse',
	response: { status, contentType: 'text/html', body: '<html><body>No</body></html>' },
	applied,
});

/** The request may have been executed, whatever the response. None of them is RSA's own confirmation. */
const openFaults = fc
	.record({
		applied: fc.boolean(),
		make: fc.constantFrom<Array<(applied: boolean) => Fault>>(
			(applied) => ({ kind: 'badGateway', applied }),
			(applied) => ({ kind: 'halfClosed', applied }),
			(applied) => ({ kind: 'responseCutOff', applied }),
			(applied) => ({ kind: 'errorPage', applied }),
			(applied) => respondsWith(200, { ok: true }, applied),
			(applied) => respondsWith(200, { id: stranger.userId, userStatus: 'Disabled' }, applied),
			(applied) => respondsWith(202, '', applied),
			(applied) => respondsWith(418, '', applied),
			(applied) => respondsWith(500, { code: '500', description: 'Failed' }, applied),
			(applied) => page(408, applied),
		),
	})
	.map(({ applied, make }) => make(applied));
const seconds = fc.constantFrom(undefined, 0, 1, 4, 40);
const busyFaults = fc
	.tuple(fc.constantFrom('tooManyRequests' as const, 'serviceUnavailable' as const), seconds)
	.map(([kind, retryAfter]): Fault => ({ kind, ...(retryAfter !== undefined && { retryAfter }) }));
const lost = fc.constantFrom<Fault[]>({ kind: 'answerLost' }, { kind: 'connectionReset' });
const notApplied = fc.constantFrom<Fault[]>(
	rsaError(400, 'Invalid'),
	rsaError(403, 'not authorized'),
	rsaError(409, `In use by ${stranger.userId}`),
	page(401, false),
	page(404, false),
);
const stale = fc
	.constantFrom(500, 2000, 6000)
	.map((milliseconds): Fault => ({ kind: 'staleResponse', milliseconds }));

const troubles = fc.oneof(
	{ weight: 4, arbitrary: on('change', openFaults) },
	{ weight: 3, arbitrary: on('change', lost) },
	{ weight: 2, arbitrary: on('change', busyFaults) },
	{ weight: 1, arbitrary: on('change', notApplied) },
	{ weight: 2, arbitrary: on('lookUp', stale) },
	{ weight: 1, arbitrary: on('lookUp', busyFaults) },
	{ weight: 1, arbitrary: on('lookUp', lost) },
);

function on(request: Trouble['on'], faults: fc.Arbitrary<Fault>): fc.Arbitrary<Trouble> {
	return faults.map((fault) => ({ on: request, fault }));
}

const states = fc.record({
	userStatus: fc.constantFrom('Enabled' as const, 'Disabled' as const),
	markDeleted: fc.boolean(),
	tokenStatus: fc.constantFrom('Enabled' as const, 'Disabled' as const),
	pinSet: fc.boolean(),
});

const items = fc.record<Item>({
	person: fc.constantFrom(ada, grace),
	tokenSerialNumber: fc.constantFrom(
		...[ada, ada, grace, stranger].flatMap(({ owned, free }) => [...owned, free]),
	),
});

/** Runs of the node with faults. */
export const faultyRuns = fc.record({
	change: fc.constantFrom(...(Object.keys(changes) as ChangeName[])),
	naming: fc.constantFrom<Naming[]>('id', 'email'),
	items: fc.array(items, { minLength: 1, maxLength: 5 }),
	states: fc.tuple(states, states),
	troubles: fc.array(troubles, { minLength: 1, maxLength: 10 }),
	maxTries: fc.integer({ min: 1, max: 4 }),
	maxConcurrency: fc.constantFrom<number[]>(1, 2, 64),
	itemDeadline: fc.constantFrom<number[]>(300, 300, 10, 1),
});

export type FaultyRun = typeof faultyRuns extends fc.Arbitrary<infer Value> ? Value : never;

/** Users and hardware tokens as a run finds them; the stranger's are always alike. */
export function tenantFor({ states: [ofAda, ofGrace] }: Pick<FaultyRun, 'states'>): {
	readonly users: ReadonlyArray<Partial<User>>;
	readonly hardwareTokens: ReadonlyArray<
		Pick<HardwareToken, 'tokenSerialNumber'> & Partial<HardwareToken>
	>;
} {
	const plain = { userStatus: 'Enabled', markDeleted: false } as const;
	const statesOf = [ofAda, ofGrace, { ...plain, tokenStatus: 'Enabled', pinSet: true }] as const;
	const known = users.map((person, index) => ({ person, ...(statesOf[index] ?? statesOf[2]) }));
	return {
		users: known.map(({ person, userStatus, markDeleted }) => ({
			userId: person.userId,
			emailAddress: person.emailAddress,
			principalUsername: person.principalUsername,
			userStatus,
			markDeleted,
		})),
		hardwareTokens: known.flatMap(({ person, tokenStatus, pinSet }) => [
			...person.owned.map((tokenSerialNumber) => ({
				tokenSerialNumber,
				userId: person.userId,
				tokenStatus,
				pinSet,
			})),
			{ tokenSerialNumber: person.free, pinSet },
		]),
	};
}

/** The endpoints that a trouble may meet. */
export function endpointsOf({ on }: Trouble, change: ChangeName) {
	return on === 'change' ? [changes[change].endpoint] : lookUps;
}
