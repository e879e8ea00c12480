import { rights } from '../../administration';
import { requestTo } from '../../endpoints';
import { inWords } from '../user';
import type { UserChange } from '../userChange';

/** RSA's "Cloud Administration Delete User Now API": at once, with all information and authenticators, for good. */
export const deleteUser: UserChange = {
	outcome: 'userDeleted',
	outcomeBefore: 'userAlreadyDeleted',
	notDone: ({ reference }) => `The user with ${inWords(reference)} was not deleted`,
	unknown: ({ reference }) =>
		`It is not known whether the user with ${inWords(reference)} was deleted`,
	subject: 'user',
	right: rights.deleteUsers,
	conflict: {
		why: 'a user has to be disabled and not marked as deleted to be deleted at once',
		advice:
			"Put the operation 'Disable' of the user before this one. A user who is marked as deleted goes by themselves after seven days.",
	},
	isReachedByAbsence: true,

	request: (userId) => requestTo('deleteUser', { path: { userId } }),

	// RSA's page announces JSON and shows none: that it went well is all that the answer tells.
	confirmedState: (_, userId) => ({ id: userId }),

	isReached: () => false,
};
