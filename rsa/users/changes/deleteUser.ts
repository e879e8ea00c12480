import { permissions } from '../../errors/permissions';
import { requestTo } from '../../http/endpoints';
import { isSameUser } from '../../values/sameText';
import { jsonObject, type JsonObject } from '../../values/jsonObject';
import type { HttpResponse } from '../../http/response';
import { statusCodes } from '../../http/statusCodes';
import type { UserChange } from '../userChange';

/** Properties that name a user in RSA's responses, beside the ID. */
const namingProperties: readonly string[] = [
	'email',
	'emailAddress',
	'username',
	'principalUsername',
	'alternateUsername',
];

/** RSA's "Cloud Administration Delete User Now API": permanently, with all information and authenticators. */
export const deleteUser: UserChange = {
	outcome: 'userDeleted',
	noopOutcome: 'userAlreadyDeleted',
	dryRunOutcome: 'wouldDeleteUser',
	done: 'deleted',
	permission: permissions.deleteUsers,
	expectedState: undefined,
	conflict: {
		why: 'only a user who is disabled and not marked as deleted can be deleted permanently',
		advice:
			"Put the operation 'Disable' of the user before this one. RSA removes a user who is marked as deleted after seven days.",
	},
	isDoneByAbsence: true,

	request: (userId) => requestTo('deleteUser', { path: { userId } }),

	// RSA's page promises JSON and shows none: the response may say no more than that it succeeded.
	confirmedState: (response, userId) => (isDeletion(response, userId) ? { id: userId } : undefined),

	isDone: () => false,

	isRefusedFor: ({ userStatus, markDeleted }) => userStatus === 'Enabled' || markDeleted === true,
};

/** A 202 only promises it, a web page is a proxy's, and JSON may be about another user: none of them confirms it. */
function isDeletion({ status, body }: HttpResponse, userId: string): boolean {
	if (status !== statusCodes.ok && status !== statusCodes.noContent) return false;
	if (body === undefined || body === null || body === '') return true;
	const json = jsonObject(body);
	return json !== undefined && namesOnly(json, userId);
}

/**
 * Whether JSON has nothing but names of this user. Any other property may say that the deletion failed, so a look-up has
 * to decide. An email address or username without the ID does not show which user it is.
 */
function namesOnly({ id, userId: otherId, ...rest }: JsonObject, userId: string): boolean {
	const ids = [id, otherId].filter((value) => value !== undefined && value !== null);
	const others = Object.keys(rest);
	if (ids.length === 0) return others.length === 0;
	return (
		ids.every((value) => typeof value === 'string' && isSameUser(value, userId)) &&
		others.every((name) => namingProperties.includes(name))
	);
}
