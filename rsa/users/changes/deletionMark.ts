import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { parseChangedUser, type UserChange } from '../userChange';

/** RSA's "Cloud Administration Mark User Deleted API": RSA removes the user after seven days. */
export const markDeleted: UserChange = changeOfMark(true, {
	outcome: 'userMarkedDeleted',
	noopOutcome: 'userAlreadyMarkedDeleted',
	dryRunOutcome: 'wouldMarkUserDeleted',
	done: 'marked as deleted',
	conflict: {
		why: 'only a user who is disabled and not yet marked as deleted can be marked as deleted',
		advice: "Put the operation 'Disable' of the user before this one.",
	},
});

/** Removes the mark, within those seven days. The same API. */
export const restore: UserChange = changeOfMark(false, {
	outcome: 'userRestored',
	noopOutcome: 'userAlreadyRestored',
	dryRunOutcome: 'wouldRestoreUser',
	done: 'restored',
	conflict: {
		why: 'only a user who is marked as deleted can be restored',
		advice: "Look at the user in RSA's Cloud Administration Console.",
	},
});

function changeOfMark(
	marked: boolean,
	words: Pick<UserChange, 'outcome' | 'noopOutcome' | 'dryRunOutcome' | 'done' | 'conflict'>,
): UserChange {
	return {
		...words,
		permission: permissions.markUsersDeleted,
		expectedState: { markDeleted: marked },

		request: (userId) =>
			requestTo('markUserDeleted', { path: { userId }, body: { markDeleted: marked } }),

		confirmedState(response, userId) {
			const state = parseChangedUser(response, userId);
			return state?.markDeleted === marked ? state : undefined;
		},

		isDone: ({ markDeleted: mark }) => (typeof mark === 'boolean' ? mark === marked : undefined),

		isRefusedFor: ({ userStatus }) => marked && userStatus === 'Enabled',
	};
}
