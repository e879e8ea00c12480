import type { DeclaredRequests } from '../../../contract/declared-requests.ts';
import { success } from '../http-response.mts';
import { detailsOf, type User } from '../user.mts';
import { anyAdministrator, type Operation } from './operation.mts';
import { userNotFound } from './preconditions.mts';
import { synchronized } from './synchronize-user.mts';

/** User details. */
export const lookupUser: Operation<'lookupUser'> = {
	roles: anyAdministrator,
	scope: 'rsa.user.read',
	isRead: true,
	execute(directory, { body }) {
		const { searchUnsynched = false } = body;
		const user = directory.users.find((candidate) => isNamed(candidate, body));
		if (!user || (user.unsynched && !searchUnsynched)) {
			return userNotFound('email' in body ? body.email : body.username);
		}
		return success(detailsOf(user.unsynched ? synchronized(directory, user) : user));
	},
};

/** No page says whether case matters. */
function isNamed(
	{ emailAddress, principalUsername }: User,
	body: DeclaredRequests['lookupUser']['body'],
): boolean {
	return 'email' in body
		? emailAddress.toLowerCase() === body.email.toLowerCase()
		: principalUsername.toLowerCase() === body.username.toLowerCase();
}
