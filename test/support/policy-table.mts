import { changes, type ChangeName, type Naming, type ResponseName } from './policy-cases.mts';

/** Cells for one change, for a kind of changes or for all of them: the narrowest one applies. */
export type Cells = Readonly<Partial<Record<Scope, string>>>;
type Scope =
	| 'all'
	| 'tokens'
	| 'users'
	| 'users by ID'
	| 'users by email'
	| ChangeName
	| `${ChangeName} by ID`;

/** A response, and what follows it. */
export interface Row {
	readonly cells: Cells;
	/** Where hardware tokens and users differ, and how. */
	readonly differs?: string;
}

/** The cell for a change. */
export function cellFor(cells: Cells, change: ChangeName, naming: Naming): string | undefined {
	const scopes: Readonly<Record<Naming, readonly Scope[]>> = {
		id: [`${change} by ID`, change, 'users by ID', 'users', 'all'],
		email: [change, 'users by email', 'users', 'all'],
	};
	const ofToken: readonly Scope[] = [change, 'tokens', 'all'];
	const scope = (changes[change].of === 'token' ? ofToken : scopes[naming]).find(
		(each) => cells[each] !== undefined,
	);
	return scope && cells[scope];
}

/*
 * Before the arrow: what arrived at RSA, without the look-up that names a user or comes before a deletion. After it:
 * `made` (the change's own outcome), `was so` (its outcome if nothing had to be done), or the cause of the failure.
 */
const SENT_AGAIN = 'change ×2 → made, tries 2';
const LOOKED_UP_AND_SENT_AGAIN = 'change, look-up ×2, change → made, tries 2';
const SEEN = 'change, look-up → made, by read-back';
const SEEN_BY_SEARCH = 'change, search, look-up → made, by read-back';
/** RSA rejects the mark for a user who is marked already. */
const SENT_TWICE_AND_SEARCHED = 'change ×2, search, look-up → made, by read-back, tries 2';
/** RSA's response to the deletion of a hardware token does not confirm it: each is looked up. */
const DELETED_AT_LAST = 'change, look-up ×2, change, look-up → made, by read-back, tries 2';
const NEVER_SEEN = 'change → userStateUnknown';

const unconfirmedNotMade: Row = {
	cells: {
		all: 'change, look-up ×6, change → made, tries 2',
		Delete: 'change, look-up ×6, change, look-up → made, by read-back, tries 2',
		'users by ID': 'change, search, look-up ×6, change → made, tries 2',
		'Delete user': 'change, look-up ×6, change → made, tries 2',
		'Synchronize user': NEVER_SEEN,
	},
};
const unconfirmedMade: Row = {
	cells: {
		all: SEEN,
		'users by ID': SEEN_BY_SEARCH,
		'Delete user': SEEN,
		'Synchronize user': NEVER_SEEN,
	},
};
const mayHaveBeenMadeButWasNot: Row = {
	cells: {
		all: LOOKED_UP_AND_SENT_AGAIN,
		Delete: DELETED_AT_LAST,
		'users by ID': SENT_AGAIN,
		'Delete user': LOOKED_UP_AND_SENT_AGAIN,
		'Synchronize user': SENT_AGAIN,
	},
	differs: 'a user named by ID is not looked up before the change is sent again',
};
const wasMade: Row = {
	cells: {
		all: SEEN,
		'users by ID': SENT_AGAIN,
		'Mark user deleted by ID': SENT_TWICE_AND_SEARCHED,
		'Restore user by ID': SENT_TWICE_AND_SEARCHED,
		'Delete user': SEEN,
		'Synchronize user': SENT_AGAIN,
	},
	differs: 'a user named by ID is not looked up: the change is made twice',
};

/** The policy: what follows each response. */
export const policy: Readonly<Record<ResponseName, Row>> = {
	'200 without the state, not made': unconfirmedNotMade,
	'200 without the state, made': unconfirmedMade,
	'200 with a web page, not made': unconfirmedNotMade,
	'200 without the state, not made, look-up fails': {
		cells: {
			tokens: 'change, look-up until the deadline → stateUnknown',
			users: 'change, look-up until the deadline → userStateUnknown',
			'users by ID': 'change, search until the deadline → userStateUnknown',
			'Delete user': 'change, look-up until the deadline → userStateUnknown',
			'Synchronize user': NEVER_SEEN,
		},
	},
	'202, not made': unconfirmedNotMade,
	'202, made': unconfirmedMade,
	// That RSA deletes a user with a 204 is likely enough: its page shows no body.
	'204, not made': {
		cells: { ...unconfirmedNotMade.cells, 'Delete user': 'change → made' },
	},
	'204, made': { cells: { ...unconfirmedMade.cells, 'Delete user': 'change → made' } },
	'500, not made': mayHaveBeenMadeButWasNot,
	'500, made': wasMade,
	'500, not made, look-up fails': {
		cells: {
			tokens: 'change, look-up until the deadline → stateUnknown',
			users: LOOKED_UP_AND_SENT_AGAIN,
			'users by ID': SENT_AGAIN,
			'Delete user': LOOKED_UP_AND_SENT_AGAIN,
			'Synchronize user': SENT_AGAIN,
		},
		differs: 'a change of a user is sent again though the look-up failed, one of a token is not',
	},
	'502 page, not made': mayHaveBeenMadeButWasNot,
	'502 page, made': wasMade,
	'503, not made': mayHaveBeenMadeButWasNot,
	'503 each time': {
		cells: {
			all: 'change, look-up ×2, change, look-up ×6 → serviceFailed, tries 2',
			'users by ID': 'change ×2, search, look-up ×6 → serviceFailed, tries 2',
			'Delete user': 'change, look-up ×2, change, look-up ×6 → serviceFailed, tries 2',
			'Synchronize user': 'change ×2 → userStateUnknown, tries 2',
		},
		differs: 'a user named by ID is not looked up before the change is sent again',
	},
	'503, then 403': {
		cells: {
			all: 'change, look-up ×2, change, look-up ×6 → notAllowed, tries 2',
			'users by ID': 'change ×2, search, look-up ×6 → notAllowed, tries 2',
			'Delete user': 'change, look-up ×2, change, look-up ×6 → notAllowed, tries 2',
			'Synchronize user': 'change ×2 → userStateUnknown, tries 2',
		},
		differs: 'a user named by ID is not looked up before the change is sent again',
	},
	'408, not made': mayHaveBeenMadeButWasNot,
	'408, made': wasMade,
	'connection reset before the change': mayHaveBeenMadeButWasNot,
	'connection closed after the change': wasMade,
	'not delivered': {
		cells: {
			all: 'nothing → notDelivered, tries 2',
			Delete: 'nothing → notDelivered',
			'users by email': 'nothing → notDelivered',
		},
	},
	'400': { cells: { tokens: 'change → invalidParameters', users: 'change → invalidUserRequest' } },
	'401': { cells: { all: 'change → accessTokenRefused' } },
	'403': { cells: { all: 'change → notAllowed' } },
	"404 in RSA's words": {
		cells: {
			tokens: 'change, look-up ×6 → ownerUnknown',
			Assign: 'change, look-up ×6 → userUnknown',
			Delete: 'change, look-up ×6 → userOrHardwareTokenUnknown',
			users: 'change → userNotFound',
			'Delete user': 'change → was so',
		},
		differs: 'a 404 may be for the user or for the token, so that the token is looked up',
	},
	'404 page': { cells: { all: 'change → notTheApi' } },
	'409, state is the requested one': {
		cells: {
			all: 'change, look-up → was so, by read-back',
			'users by ID': 'change, search, look-up → was so, by read-back',
		},
	},
	'409, state is the reason': {
		cells: {
			tokens: 'change, look-up → assignedToSomebodyElse',
			users: 'change, look-up → userConflict',
			'users by ID': 'change, search, look-up → userConflict',
			// RSA refuses to delete only whom it knows.
			'Delete user': 'change → userConflict',
		},
	},
	'409, look-up shows no reason': {
		cells: {
			tokens: 'change, look-up ×6 → conflict',
			users: 'change, look-up ×6 → userConflict',
			'users by ID': 'change, search, look-up ×6 → userConflict',
			'Delete user': 'change → userConflict',
			'Synchronize user': 'change → userConflict',
		},
	},
	'409, look-up fails': {
		cells: {
			tokens: 'change, look-up ×2 → conflictUnexplained',
			users: 'change, look-up ×2 → userConflict',
			'users by ID': 'change, search ×2 → userConflict',
			'Delete user': 'change → userConflict',
			'Synchronize user': 'change → userConflict',
		},
	},
	'418, not made': {
		cells: {
			all: 'change, look-up ×6 → unexpectedStatus',
			'users by ID': 'change, search, look-up ×6 → unexpectedStatus',
			'Delete user': 'change, look-up ×6 → unexpectedStatus',
			'Synchronize user': NEVER_SEEN,
		},
	},
	'418, made': unconfirmedMade,
	'429, come back now': {
		cells: { all: SENT_AGAIN, Delete: 'change ×2, look-up → made, by read-back, tries 2' },
	},
	'429, come back too late': {
		cells: { all: 'change → tooManyRequests, not attempted' },
	},
};
