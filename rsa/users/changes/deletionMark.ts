import { rights } from '../../administration';
import { requestTo } from '../../endpoints';
import { inWords } from '../user';
import { readUserState, type UserChange } from '../userChange';

interface Words {
	readonly done: string;
	readonly conflict: UserChange['conflict'];
}

/** RSA's "Cloud Administration Mark User Deleted API": RSA removes the user after seven days. */
export const markDeleted: UserChange = changeOfMark(
	true,
	{ outcome: 'userMarkedDeleted', outcomeBefore: 'userAlreadyMarkedDeleted' },
	{
		done: 'marked as deleted',
		conflict: {
			why: 'a user has to be disabled to be marked as deleted, and not marked already',
			advice: "Put the operation 'Disable' of the user before this one.",
		},
	},
);

/** The same, the other way: within those seven days. */
export const restore: UserChange = changeOfMark(
	false,
	{ outcome: 'userRestored', outcomeBefore: 'userAlreadyRestored' },
	{
		done: 'restored',
		conflict: {
			why: 'only a user who is marked as deleted can be restored',
			advice: "Look at the user in RSA's Cloud Administration Console.",
		},
	},
);

function changeOfMark(
	marked: boolean,
	outcomes: Pick<UserChange, 'outcome' | 'outcomeBefore'>,
	{ done, conflict }: Words,
): UserChange {
	return {
		...outcomes,
		notDone: ({ reference }) => `The user with ${inWords(reference)} was not ${done}`,
		unknown: ({ reference }) =>
			`It is not known whether the user with ${inWords(reference)} was ${done}`,
		subject: 'user',
		right: rights.markUsersDeleted,
		conflict,

		request: (userId) =>
			requestTo('markUserDeleted', { path: { userId }, body: { markDeleted: marked } }),

		confirmedState(body, userId) {
			const state = readUserState(body, userId);
			if (state === undefined || !isMark(state.markDeleted, marked)) return undefined;
			return { ...state, markDeleted: marked };
		},

		isReached: (user) => isMark(user.markDeleted, marked),
	};
}

/** RSA's example shows the string "true", its table a boolean. */
function isMark(said: unknown, marked: boolean): boolean {
	return String(said).toLowerCase() === String(marked);
}
