import { rights } from '../administration';
import type { Change, Standing } from '../change';
import { requestTo } from '../endpoints';
import { readTokenState, type Ownership } from '../hardwareToken';

/** The `tokenState` of a token that nobody has, in RSA's property table. */
const UNASSIGNED = 'Unassigned';

const standings: Readonly<Record<Ownership, Standing>> = {
	theirs: 'unchanged',
	nobodys: 'reached',
	somebodyElses: 'somebodyElses',
};

/** RSA's "Cloud Administration Unassign Hardware Token API". */
export const unassign: Change = {
	outcome: 'unassigned',
	outcomeBefore: 'alreadyUnassigned',
	outcomeOfDryRun: 'wouldUnassign',
	notDone: ({ tokenSerialNumber }) => `Hardware token ${tokenSerialNumber} was not unassigned`,
	unknown: ({ tokenSerialNumber }) =>
		`It is not known whether hardware token ${tokenSerialNumber} was unassigned`,
	right: rights.changeHardwareTokens,

	request: ({ userId, tokenSerialNumber }) =>
		requestTo('unassign', { path: { userId }, body: { tokenSerialNumber } }),

	confirmedState(body, { tokenSerialNumber }) {
		const state = readTokenState(body);
		const confirmed =
			state?.tokenSerialNumber === tokenSerialNumber && state.tokenState === UNASSIGNED;
		return confirmed ? state : undefined;
	},

	standing: ({ ownership }) => standings[ownership],

	changed: () => ({ userId: null, tokenState: UNASSIGNED }),

	// The look-up shows no tokenState: that the token is nobody's is what RSA calls "Unassigned".
	stateReadBack: ({ state }) => ({ ...state, tokenState: UNASSIGNED }),
};
