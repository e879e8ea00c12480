import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import {
	isNobody,
	isOwner,
	parseTokenState,
	UNASSIGNED,
	type HardwareToken,
} from '../hardwareToken';
import type { Comparison } from '../stateOfChange';
import type { TokenChange } from '../tokenChange';

/** What a look-up means, after a 409 too: RSA answers it for a token that is not assigned to the user of the path. */
const comparisons: Readonly<Record<HardwareToken['owner'], Comparison>> = {
	user: 'unchanged',
	nobody: 'done',
	someoneElse: 'assignedToSomebodyElse',
};

/** RSA's "Cloud Administration Unassign Hardware Token API". */
export const unassign: TokenChange = {
	outcome: 'unassigned',
	noopOutcome: 'alreadyUnassigned',
	dryRunOutcome: 'wouldUnassign',
	done: 'unassigned',
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

	compare: ({ owner }) => comparisons[owner],

	expectedState: () => ({ userId: null, tokenState: UNASSIGNED }),

	// The look-up has no tokenState. In RSA's table, that of a token without a user is "Unassigned".
	stateFrom: ({ state }) => ({ ...state, tokenState: UNASSIGNED }),
};
