import { permissions } from '../errors/permissions';
import type { Client } from '../throttle/client';
import { lookUp, type LookUpResult } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import { jsonObject } from '../values/jsonObject';
import { userStatusCauses } from '../errors/userStatusCauses';
import { parseUser, type User } from './user';

/** A page of the users whose email address contains a text, sorted by email address. */
export interface UserPage {
	readonly users: readonly User[];
	/** Undefined if RSA does not say. */
	readonly totalPages: number | undefined;
	/** Number of all users whom the search finds; undefined if RSA does not say. */
	readonly totalElements: number | undefined;
}

/** Users of a page: RSA's maximum. */
const LARGEST_PAGE = 25;

/**
 * A page of users: RSA's "Cloud Administration User Search API Version 2".
 *
 * @param emailLike text that their email addresses contain; '' for all users
 * @param pageNumber from 0
 */
export async function fetchUserPage(
	emailLike: string,
	pageNumber: number,
	client: Client,
): Promise<LookUpResult<UserPage>> {
	const query = {
		request: requestTo('searchUsers', {
			query: { pageSize: LARGEST_PAGE, pageNumber },
			// RSA's page does not show an empty text. All addresses contain this one.
			body: { emailLike: emailLike === '' ? '@' : emailLike },
		}),
		permission: permissions.readUsers,
		causes: userStatusCauses,
		unclear: "RSA's response is not a page of users that match the search",
		parse: (body: unknown) => parsePage(body, emailLike),
	};
	return await lookUp(query, client);
}

/**
 * Undefined if an entry cannot be parsed, since the list would count as complete without it, or if one was not searched
 * for: a server that ignores the search returns all users.
 */
function parsePage(body: unknown, emailLike: string): UserPage | undefined {
	const json = jsonObject(body);
	if (json === undefined || !Array.isArray(json.elements)) return undefined;
	const { totalPages, totalElements } = json;
	if (!isCount(totalPages) || !isCount(totalElements)) return undefined;
	const users = json.elements.map(parseUser);
	if (!users.every((user) => user !== undefined)) return undefined;
	if (!users.every((user) => isFoundBy(emailLike, user))) return undefined;
	return { users, totalPages: totalPages ?? undefined, totalElements: totalElements ?? undefined };
}

function isCount(value: unknown): value is number | null | undefined {
	if (value === undefined || value === null) return true;
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Compared without case: RSA does not say whether case matters. */
function isFoundBy(emailLike: string, { emailAddress }: User): boolean {
	if (emailLike === '') return true;
	return (
		typeof emailAddress === 'string' && emailAddress.toLowerCase().includes(emailLike.toLowerCase())
	);
}
