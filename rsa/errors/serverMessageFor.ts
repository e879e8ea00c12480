import type { HttpResponse } from '../http/response';
import { isSameUser } from '../values/sameText';
import { serverMessageOf } from './serverMessage';

/** RSA's IDs of users in a message. */
const USER_IDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * The message in a response, with the IDs of other users replaced by `…`; undefined if it has none.
 *
 * @param userId the item's user, whose ID stays
 */
export function serverMessageFor({ body }: HttpResponse, userId = ''): string | undefined {
	return serverMessageOf(body)?.replace(USER_IDS, (id) => (isSameUser(id, userId) ? id : '…'));
}
