import { serverMessageOf } from './serverMessage';
import type { HttpResponse } from '../http/response';
import { isSameUser } from '../values/sameText';

/** RSA's IDs of users, as its responses may hold them. */
const USER_IDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * What a response says in words, without the IDs of users whom the item does not name: who has a conflict with it is
 * none of its business.
 *
 * @param userId the user whom it names, if it is known
 */
export function serverMessageFor({ body }: HttpResponse, userId = ''): string | undefined {
	return serverMessageOf(body)?.replace(USER_IDS, (id) => (isSameUser(id, userId) ? id : '…'));
}
