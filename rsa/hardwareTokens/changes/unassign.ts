import { permissions } from '../../errors/permissions';
import type { Change, Comparison } from '../tokenChange';
import { requestTo } from '../../http/endpoints';
import { isNobody, isOwner, parseTokenState, UNASSIGNED, type Ownership } from '../hardwareToken';

const standings: Readonly<Record<Ownership, Comparison>> = {
	theirs: 'unchanged',
	nobodys: 'reached',
	somebodyElses: 'somebodyElses',
};

/** RSA's "Cloud Administration Unassign Hardware Token API". */
export const unassign: Change = {
	outcome: 'unassigned',
	noopOutcome: 'alreadyUnassigned',
	dryRunOutcome: 'wouldUnassign',
	notDone: ({ tokenSerialNumber }) => `Hardware token ${tokenSerialNumber} was not unassigned`,
	unknown: ({ tokenSerialNumber }) =>
		`It is not known whether hardware token ${tokenSerialNumber} was unassigned`,
	permission: permissions.changeHardwareTokens,

	request: ({ userId, tokenSerialNumber }) =>
		requestTo('unassign', { path: { userId }, body: { tokenSerialNumber } }),

	confirmedState(body, { tokenSerialNumber, userId }) {
		const state = parseTokenState(body);
		if (state?.tokenSerialNumber !== tokenSerialNumber) return undefined;
		const { userId: owner, tokenState } = state;
		const isOfUser = owner === undefined || isNobody(owner) || isOwner(owner, userId);
		return isOfUser && tokenState === UNASSIGNED ? state : undefined;
	},

	compare: ({ ownership }) => standings[ownership],

	expectedState: () => ({ userId: null, tokenState: UNASSIGNED }),

	// The look-up shows no tokenState: that the token is nobody's is what RSA calls "Unassigned".
	stateReadBack: ({ state }) => ({ ...state, tokenState: UNASSIGNED }),
};
