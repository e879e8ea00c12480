import { permissions } from '../errors/permissions';
import type { Client } from '../throttle/client';
import { lookUp, type LookUpResult, type LookUpFailed } from '../delivery/lookUp';
import { requestTo } from '../http/endpoints';
import { jsonObject } from '../values/jsonObject';
import { userCauses } from '../errors/userCauses';
import { parseUser, type User } from './user';
import { UserPages, type UserPage } from './userPages';

/** The most that RSA gives at once. */
const LARGEST_PAGE = 25;

/**
 * A page of users: RSA's "Cloud Administration User Search API Version 2".
 *
 * @param emailLike what their email addresses contain, literally
 * @param pageNumber from 0
 */
export async function fetchUserPage(
	emailLike: string,
	pageNumber: number,
	client: Client,
): Promise<LookUpResult<UserPage>> {
	const reading = {
		request: requestTo('searchUsers', {
			query: { pageSize: LARGEST_PAGE, pageNumber },
			// RSA's page shows no empty text; all addresses contain this one.
			body: { emailLike: emailLike === '' ? '@' : emailLike },
		}),
		permission: permissions.readUsers,
		causes: userCauses,
		unclear: "RSA's answer to the search is no page of users whose addresses were searched for",
		parse: (body: unknown) => parsePage(body, emailLike),
	};
	return await lookUp(reading, client);
}

/**
 * The users whose email address contains a text, by email address, each once.
 *
 * @param limit how many at most
 * @returns all of them, or the first ones up to the limit; never a part that passes for the whole
 */
export async function searchUsers(
	emailLike: string,
	limit: number,
	client: Client,
): Promise<{ readonly kind: 'found'; readonly value: readonly User[] } | LookUpFailed> {
	const pages = new UserPages(emailLike, fetchUserPage);
	while (pages.count < limit && pages.end === undefined) {
		const failure = await pages.readNext(client);
		if (failure !== undefined) return failure;
	}
	if (pages.count < limit && pages.end?.kind === 'failed') return pages.end;
	return { kind: 'found', value: pages.users().slice(0, limit) };
}

/**
 * An entry that cannot be parsed is not passed over: the list would pass for a whole one. One that was not
 * searched for is not passed on: a server that does not know the search gives everybody.
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

/** No page says whether case matters. */
function isFoundBy(emailLike: string, { emailAddress }: User): boolean {
	if (emailLike === '') return true;
	return (
		typeof emailAddress === 'string' && emailAddress.toLowerCase().includes(emailLike.toLowerCase())
	);
}
