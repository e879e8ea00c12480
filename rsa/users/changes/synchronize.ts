import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { inWords } from '../user';
import { readUserState, type UserChange } from '../userChange';

/** RSA's "Cloud Administration Synchronize User API". */
export const synchronize: UserChange = {
	outcome: 'userSynchronized',
	noopOutcome: 'userSynchronized',
	notDone: ({ reference }) => `The user with ${inWords(reference)} was not synchronized`,
	unknown: ({ reference }) =>
		`It is not known whether the user with ${inWords(reference)} was synchronized`,
	subject: 'user',
	permission: permissions.synchronizeUsers,
	requestedState: 'synchronized',
	conflict: {
		why: 'RSA sees a conflict that it does not document',
		advice: "Look at the user in RSA's Cloud Administration Console.",
	},

	request: (userId) => requestTo('synchronizeUser', { path: { userId } }),

	confirmedState: readUserState,

	isRefusedFor: () => false,
};
