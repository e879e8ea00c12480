import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { inWords } from '../user';
import { readUserState, type UserChange } from '../userChange';

type Words = Pick<UserChange, 'requestedState' | 'conflict'> & { readonly done: string };

/** RSA's "Cloud Administration Mark User Deleted API": RSA removes the user after seven days. */
export const markDeleted: UserChange = changeOfMark(
	true,
	{ outcome: 'userMarkedDeleted', noopOutcome: 'userAlreadyMarkedDeleted' },
	{
		done: 'marked as deleted',
		requestedState: 'marked as deleted',
		conflict: {
			why: 'a user has to be disabled to be marked as deleted, and not marked already',
			advice: "Put the operation 'Disable' of the user before this one.",
		},
	},
);

/** The same, the other way: within those seven days. */
export const restore: UserChange = changeOfMark(
	false,
	{ outcome: 'userRestored', noopOutcome: 'userAlreadyRestored' },
	{
		done: 'restored',
		requestedState: 'restored',
		conflict: {
			why: 'only a user who is marked as deleted can be restored',
			advice: "Look at the user in RSA's Cloud Administration Console.",
		},
	},
);

function changeOfMark(
	marked: boolean,
	outcomes: Pick<UserChange, 'outcome' | 'noopOutcome'>,
	{ done, ...words }: Words,
): UserChange {
	return {
		...outcomes,
		...words,
		notDone: ({ reference }) => `The user with ${inWords(reference)} was not ${done}`,
		unknown: ({ reference }) =>
			`It is not known whether the user with ${inWords(reference)} was ${done}`,
		subject: 'user',
		permission: permissions.markUsersDeleted,

		request: (userId) =>
			requestTo('markUserDeleted', { path: { userId }, body: { markDeleted: marked } }),

		confirmedState(answer, userId) {
			const state = readUserState(answer, userId);
			return state?.markDeleted === marked ? state : undefined;
		},

		isReached: ({ markDeleted: mark }) => (typeof mark === 'boolean' ? mark === marked : undefined),

		isRefusedFor: ({ userStatus }) => marked && userStatus === 'Enabled',
	};
}
