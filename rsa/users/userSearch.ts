import { rights } from '../administration';
import type { Means } from '../delivery/delivery';
import { read, type Read, type Unread } from '../delivery/read';
import { requestTo } from '../endpoints';
import { jsonObject } from '../jsonObject';
import { causesOfUsers } from './causesOfUsers';
import { readUser, type User } from './user';

/** The most that RSA gives at once. */
const LARGEST_PAGE = 25;

/** Some of the users whose email address contains a text, by email address. */
export interface UserPage {
	readonly users: readonly User[];
	readonly totalPages: number;
}

/**
 * A page of users: RSA's "Cloud Administration User Search API Version 2".
 *
 * @param emailLike what their email addresses contain, literally
 * @param pageNumber from 0
 */
export async function readUserPage(
	emailLike: string,
	pageNumber: number,
	means: Means,
): Promise<Read<UserPage>> {
	const reading = {
		request: requestTo('searchUsers', {
			query: { pageSize: LARGEST_PAGE, pageNumber },
			// RSA's page shows no empty text; all addresses contain this one.
			body: { emailLike: emailLike === '' ? '@' : emailLike },
		}),
		right: rights.readUsers,
		causes: causesOfUsers,
		unclear: "RSA's answer to the search holds no users",
		thingOf: readPage,
	};
	return await read(reading, means);
}

/**
 * The users whose email address contains a text, by email address.
 *
 * @param limit how many at most
 */
export async function searchUsers(
	emailLike: string,
	limit: number,
	means: Means,
): Promise<{ readonly kind: 'found'; readonly thing: readonly User[] } | Unread> {
	const users: User[] = [];
	for (let pageNumber = 0; users.length < limit; pageNumber += 1) {
		const page = await readUserPage(emailLike, pageNumber, means);
		if (page.kind === 'unread') return page;
		if (page.kind === 'absent') break;
		users.push(...page.thing.users);
		if (pageNumber + 1 >= page.thing.totalPages) break;
	}
	return { kind: 'found', thing: users.slice(0, limit) };
}

function readPage(body: unknown): UserPage | undefined {
	const json = jsonObject(body);
	if (json === undefined || !Array.isArray(json.elements)) return undefined;
	const users = json.elements.map(readUser).filter((user) => user !== undefined);
	return { users, totalPages: Number(json.totalPages) || 0 };
}
