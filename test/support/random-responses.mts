import fc from 'fast-check';

import type { EndpointName } from '../../rsa/http/endpoints.ts';
import { ADA, ADAS, ADAS_SECOND, FREE, GRACE, GRACES } from './offboarding.mts';

/** A user of the tenant, and the hardware tokens that an item of theirs may name. */
export interface Person {
	readonly userId: string;
	readonly emailAddress: string;
	readonly principalUsername: string;
	/** The user's own, of which an item names the first one. */
	readonly owned: readonly string[];
	/** An unassigned one, to be assigned to the user, or deleted. */
	readonly free: string;
}

export const ada: Person = {
	userId: ADA,
	emailAddress: 'ada@example.com',
	principalUsername: 'adalove',
	owned: [ADAS, ADAS_SECOND],
	free: FREE,
};
export const grace: Person = {
	userId: GRACE,
	emailAddress: 'grace@example.com',
	principalUsername: 'gracehop',
	owned: [GRACES],
	free: '000300000005',
};
/** A user whom no item names. */
export const stranger: Person = {
	userId: '5c1a0a5e-4444-4a4a-9b9b-000000000004',
	emailAddress: 'zoe@example.com',
	principalUsername: 'zoe.nobodys.item',
	owned: ['000700000007'],
	free: '000700000008',
};
export const users: readonly Person[] = [ada, grace, stranger];
export const NEW_NAME = 'Desk token';
/** Stands in a body for the access token of the request. */
export const ACCESS_TOKEN = 'ACCESS_TOKEN';

/** A response in place of a call's own. */
export interface Replacement {
	readonly call: EndpointName;
	readonly status: number;
	readonly body: unknown;
	readonly contentType: string | undefined;
	/** Whether the request is executed all the same. */
	readonly applied: boolean;
	readonly times: number;
}

/** The calls that only read. */
export const lookUps: readonly EndpointName[] = [
	'lookupHardwareToken',
	'lookupUser',
	'listAuthenticators',
	'searchUsers',
];

/** Documented error codes of RSA, or standard ones of a server in front of it, after which nothing was changed. */
const notAppliedStatuses: readonly number[] = [400, 401, 403, 404, 405, 407, 409, 415, 429];

const statuses = fc.oneof(
	{ weight: 14, arbitrary: fc.constant(200) },
	{
		weight: 6,
		arbitrary: fc.constantFrom(201, 202, 204, 206, 302, 408, 418, 499, 500, 502, 503, 504, 520),
	},
	{ weight: 4, arbitrary: fc.constantFrom(...notAppliedStatuses) },
	{ weight: 4, arbitrary: fc.integer({ min: 200, max: 599 }) },
);

const texts: readonly unknown[] = [
	'',
	'OK',
	'Too many connections',
	'<html><body>Sign in</body></html>',
	'<?xml version="1.0"?><error/>',
	'{"tokenSerialNumber": "0001234',
];
const ofOtherMakes: readonly unknown[] = [
	null,
	true,
	0,
	42,
	[],
	[null],
	[[{}]],
	{},
	{ data: {} },
	{ error: { message: ['x'] } },
	{ description: { text: 7 } },
	{ toString: 'x', constructor: 1 },
];
const errorBodies = (status: number): readonly unknown[] => [
	{ code: `${status} CODE`, description: 'as RSA has it' },
	{ code: `${status} CODE`, description: `In use by ${stranger.userId}.` },
	{ code: `${status} CODE`, description: `Bad header: Bearer ${ACCESS_TOKEN}` },
	{ timestamp: 1749938869908, status, error: 'Forbidden', message: 'No message', path: '/x' },
	{ status, message: `access token ${ACCESS_TOKEN} is not known` },
];

const noValues = fc.constantFrom<unknown>(null, '', 0, true, [], {}, 'maybe', '..');

/** JSON some properties of which are left out, or have values that they cannot have. */
function damaged(json: fc.Arbitrary<object>): fc.Arbitrary<object> {
	return fc
		.tuple(json, fc.nat(), fc.option(noValues, { freq: 2 }), fc.boolean())
		.map(([whole, nth, value, isWhole]) => {
			if (isWhole) return whole;
			const names = Object.keys(whole);
			const damagedName = names[nth % names.length] ?? '';
			const kept = Object.entries(whole).filter(([name]) => name !== damagedName);
			return Object.fromEntries(value === null ? kept : [...kept, [damagedName, value]]);
		});
}

const whom = fc.constantFrom(ada, ada, ada, grace, stranger);
const freeOnes: readonly EndpointName[] = ['assign', 'deleteHardwareToken'];

/** RSA's JSON of a hardware token after a change: correct, of another one, or in another state. */
const tokenStatesFor = (call: EndpointName) =>
	damaged(
		fc
			.record({
				person: whom,
				owner: fc.oneof(
					{ weight: 5, arbitrary: fc.constant('own' as const) },
					fc.constantFrom(null, GRACE, stranger.userId),
				),
				tokenState: fc.constantFrom('Unassigned', 'Activated'),
				tokenStatus: fc.constantFrom('Enabled', 'Disabled'),
				name: fc.constantFrom(NEW_NAME, 'Another name'),
				pinSet: fc.constantFrom<unknown>(false, true, 'false', 'true'),
			})
			.map(({ person, owner, ...state }) => ({
				tokenSerialNumber: freeOnes.includes(call) ? person.free : person.owned[0],
				userId: owner === 'own' ? person.userId : owner,
				...state,
			})),
	);
/** The same of a user. */
const userStates = damaged(
	fc.record({
		id: whom.map(({ userId }) => userId),
		userStatus: fc.constantFrom('Enabled', 'Disabled'),
		markDeleted: fc.boolean(),
	}),
);
const changesOfUsers: readonly EndpointName[] = [
	'deleteUser',
	'markUserDeleted',
	'setUserStatus',
	'synchronizeUser',
];
const statesFor = (call: EndpointName) =>
	changesOfUsers.includes(call) ? userStates : tokenStatesFor(call);

/*
 * A look-up's response is never a complete lie about the user or token of an item: if RSA itself says that a token is
 * unassigned, or that there is no such user, the node has to believe it. It may be about the stranger, or lack or
 * garble the properties that the node goes by.
 */
const { userId: id, emailAddress, principalUsername, owned: strangers } = stranger;
const otherUser = { id, emailAddress, principalUsername, userStatus: 'Disabled' };
const otherToken = { tokenSerialNumber: strangers[0], userId: id, pinSet: false };
const ids = [undefined, 42, null, '', '..', '../x', ['x'], {}];
const bodiesOfLookUps: Readonly<Partial<Record<EndpointName, readonly unknown[]>>> = {
	lookupHardwareToken: [
		otherToken,
		{ ...otherToken, userId: null },
		...[undefined, 42, true, [null], {}].flatMap((userId) =>
			[ADAS, GRACES, FREE].map((tokenSerialNumber) => ({
				tokenSerialNumber,
				userId,
				pinSet: false,
			})),
		),
		{ userId: null, pinSet: false, tokenState: 'Unassigned' },
		{ userId: ADA, pinSet: false, tokenStatus: 'Disabled', name: NEW_NAME },
		{ tokenSerialNumber: ADAS, userId: ADA, pinSet: 'maybe' },
		[{ tokenSerialNumber: ADAS, userId: null, pinSet: false }],
	],
	lookupUser: [
		otherUser,
		{ ...otherUser, id: ADA },
		{ id: ADA, userStatus: 'Disabled', markDeleted: true },
		...ids.map((odd) => ({ ...ada, id: odd, userStatus: 'Disabled' })),
		{ id: ADA, emailAddress: ada.emailAddress, principalUsername: ada.principalUsername },
		{ id: ADA, emailAddress: [ada.emailAddress], principalUsername: 7 },
	],
	listAuthenticators: [
		{ sidTokens: null },
		{ sidTokens: {} },
		{ sidTokens: [null] },
		{ sidTokens: [{}] },
		{ sidTokens: [otherToken] },
		{ sidTokens: [{ tokenSerialNumber: ADAS, userId: ADA }, otherToken] },
		{ sidTokens: [{ tokenSerialNumber: ADAS, userId: ADA }, { userId: ADA }] },
		{ sidTokens: [{ tokenSerialNumber: '', userId: ADA }] },
		{ mobileTokens: [] },
	],
	searchUsers: [
		{ elements: null },
		{ elements: [], totalPages: 3, totalElements: 60 },
		{ elements: [{}], totalPages: 1, totalElements: 1 },
		{ elements: [{ ...otherUser, id: '..' }], totalPages: 1, totalElements: 1 },
		{ elements: [otherUser, otherUser], totalPages: 9, totalElements: 2 },
		{ elements: [otherUser], totalPages: -1, totalElements: 'x' },
	],
};

/** Whether a 404 is RSA's own, which says that there is no such user or hardware token. */
export function isOwn404({ status, body }: Pick<Replacement, 'status' | 'body'>): boolean {
	return status === 404 && JSON.stringify(body).startsWith('{"code"');
}

function bodiesFor(call: EndpointName, status: number): fc.Arbitrary<unknown> {
	const known = bodiesOfLookUps[call];
	const junk = fc.constantFrom(...texts, ...ofOtherMakes);
	const errors = fc.constantFrom(...errorBodies(status));
	const states = known === undefined ? statesFor(call) : fc.constantFrom(...known);
	return fc.oneof(
		{ weight: 4, arbitrary: states },
		{ weight: 1, arbitrary: junk },
		{ weight: 1, arbitrary: errors },
	);
}

/** Any response to one of these calls, one time or always. */
export function replacementsOf(calls: readonly EndpointName[]): fc.Arbitrary<Replacement> {
	return fc
		.tuple(fc.constantFrom(...calls), statuses)
		.chain(([call, status]) =>
			fc.record({
				call: fc.constant(call),
				status: fc.constant(status),
				body: bodiesFor(call, status),
				contentType: fc.constantFrom(undefined, 'application/json', 'text/html', 'text/plain'),
				applied:
					notAppliedStatuses.includes(status) || (status >= 300 && status < 400)
						? fc.constant(false)
						: fc.boolean(),
				times: fc.constantFrom(1, 1, 2, 1000),
			}),
		)
		.filter((replacement) => !(lookUps.includes(replacement.call) && isOwn404(replacement)));
}
