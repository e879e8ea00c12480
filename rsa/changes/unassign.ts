import { rights } from '../administration';
import type { Change, Standing } from '../change';
import { requestTo } from '../endpoints';
import { isNobody, isOwner, readTokenState, UNASSIGNED, type Ownership } from '../hardwareToken';

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

	confirmedState(body, { tokenSerialNumber, userId }) {
		const state = readTokenState(body);
		if (state?.tokenSerialNumber !== tokenSerialNumber) return undefined;
		const { userId: owner, tokenState } = state;
		const isOfUser = owner === undefined || isNobody(owner) || isOwner(owner, userId);
		return isOfUser && tokenState === UNASSIGNED ? state : undefined;
	},

	standing: ({ ownership }) => standings[ownership],

	changed: () => ({ userId: null, tokenState: UNASSIGNED }),

	// The look-up shows no tokenState: that the token is nobody's is what RSA calls "Unassigned".
	stateReadBack: ({ state }) => ({ ...state, tokenState: UNASSIGNED }),
};
