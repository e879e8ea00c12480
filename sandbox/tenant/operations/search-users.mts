import type { components } from '../../../contract/rsa-cloud-administration.types.ts';
import { success } from '../http-response.mts';
import { detailsOf, type User } from '../user.mts';
import { anyAdministrator, type Operation } from './operation.mts';

/** User search, version 2. Of users who are only in the identity source it knows nothing. */
export const searchUsers: Operation<'searchUsers'> = {
	roles: anyAdministrator,
	scope: 'rsa.user.read',
	isRead: true,
	execute(directory, { query, body }) {
		const { pageSize = 25, pageNumber = 0 } = query ?? {};
		const found = directory.users
			.filter((user) => !user.unsynched && isLike(user, body.emailLike))
			.sort((user, other) => user.emailAddress.localeCompare(other.emailAddress));
		const first = pageNumber * pageSize;
		return success({
			totalPages: Math.ceil(found.length / pageSize),
			totalElements: found.length,
			elements: found.slice(first, first + pageSize).map(detailsOf),
		} satisfies components['schemas']['UserPage']);
	},
};

/** No page says whether case matters. */
function isLike({ emailAddress }: User, emailLike: string): boolean {
	return emailAddress.toLowerCase().includes(emailLike.toLowerCase());
}
