import { permissions } from '../../errors/permissions';
import { isDocumented } from '../../values/documentedValues';
import { requestTo } from '../../http/endpoints';
import { parseChangedUser, type UserChange } from '../userChange';

/** RSA's "Cloud Administration User Status API". */
export const disableUser: UserChange = changeOfStatus('Disabled', {
	outcome: 'userDisabled',
	noopOutcome: 'userAlreadyDisabled',
	dryRunOutcome: 'wouldDisableUser',
});

/** The same API. */
export const enableUser: UserChange = changeOfStatus('Enabled', {
	outcome: 'userEnabled',
	noopOutcome: 'userAlreadyEnabled',
	dryRunOutcome: 'wouldEnableUser',
});

function changeOfStatus(
	userStatus: 'Enabled' | 'Disabled',
	outcomes: Pick<UserChange, 'outcome' | 'noopOutcome' | 'dryRunOutcome'>,
): UserChange {
	const done = userStatus.toLowerCase();
	return {
		...outcomes,
		done,
		permission: permissions.changeUsers,
		expectedState: { userStatus },
		// Assumed: the part of RSA's page with the reasons is not public.
		conflict: {
			why: `a user who is marked as deleted, or who is already ${done}, cannot be ${done}`,
			advice: "Look at the user in RSA's Cloud Administration Console.",
		},

		request: (userId) => requestTo('setUserStatus', { path: { userId }, body: { userStatus } }),

		confirmedState(response, userId) {
			const state = parseChangedUser(response, userId);
			return state?.userStatus === userStatus ? state : undefined;
		},

		isDone: (user) =>
			isDocumented('userStatus', user.userStatus) ? user.userStatus === userStatus : undefined,

		isRefusedFor: ({ markDeleted }) => markDeleted === true,
	};
}
