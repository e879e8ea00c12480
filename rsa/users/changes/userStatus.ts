import { permissions } from '../../errors/permissions';
import { isDocumented } from '../../values/documentedValues';
import { requestTo } from '../../http/endpoints';
import { inWords } from '../user';
import { readUserState, type UserChange } from '../userChange';

/** RSA's "Cloud Administration User Status API". */
export const disableUser: UserChange = changeOfStatus('Disabled', {
	outcome: 'userDisabled',
	noopOutcome: 'userAlreadyDisabled',
});

/** The same, the other way. */
export const enableUser: UserChange = changeOfStatus('Enabled', {
	outcome: 'userEnabled',
	noopOutcome: 'userAlreadyEnabled',
});

function changeOfStatus(
	userStatus: 'Enabled' | 'Disabled',
	outcomes: Pick<UserChange, 'outcome' | 'noopOutcome'>,
): UserChange {
	const done = userStatus.toLowerCase();
	return {
		...outcomes,
		notDone: ({ reference }) => `The user with ${inWords(reference)} was not ${done}`,
		unknown: ({ reference }) =>
			`It is not known whether the user with ${inWords(reference)} was ${done}`,
		subject: 'user',
		permission: permissions.changeUsers,
		requestedState: done,
		// The reasons stand in a part of RSA's page that nobody has seen.
		conflict: {
			why: `a user who is pending deletion, or who is ${done} already, cannot be ${done}`,
			advice: "Look at the user in RSA's Cloud Administration Console.",
		},

		request: (userId) => requestTo('setUserStatus', { path: { userId }, body: { userStatus } }),

		confirmedState(answer, userId) {
			const state = readUserState(answer, userId);
			return state?.userStatus === userStatus ? state : undefined;
		},

		isReached: (user) =>
			isDocumented('userStatus', user.userStatus) ? user.userStatus === userStatus : undefined,

		isRefusedFor: ({ markDeleted }) => markDeleted === true,
	};
}
