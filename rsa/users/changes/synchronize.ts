import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { parseChangedUser, type UserChange } from '../userChange';

/** RSA's "Cloud Administration Synchronize User API". */
export const synchronize: UserChange = {
	outcome: 'userSynchronized',
	noopOutcome: 'userSynchronized',
	dryRunOutcome: 'wouldSynchronizeUser',
	done: 'synchronized',
	permission: permissions.synchronizeUsers,
	expectedState: {},
	conflict: {
		why: 'RSA reports a conflict that it does not document',
		advice: "Look at the user in RSA's Cloud Administration Console.",
	},

	request: (userId) => requestTo('synchronizeUser', { path: { userId } }),

	confirmedState: parseChangedUser,

	isRefusedFor: () => false,
};
