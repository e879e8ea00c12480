import {
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import type { Client } from '../../../rsa/throttle/client';
import type { User } from '../../../rsa/users/user';
import { fetchUserPage } from '../../../rsa/users/userPage';
import { foundOrThrow, listClientFor, listError } from './listClient';

const NOT_LISTED = 'The users could not be listed';

/** The position in a search: RSA searches email addresses for one text at a time. */
interface Position {
	/** Index of the word that is searched for. */
	readonly word: number;
	/** Number of the page, from 0. */
	readonly page: number;
}

/**
 * The users for the editor's list, page by page. RSA searches email addresses only: each word of the filter is searched
 * for in them, and the users who have all words in their name or address are listed.
 *
 * @param paginationToken position at which to continue; if left out, the search begins
 * @throws {NodeOperationError} with what is wrong and what to do
 */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const words = filter.trim().split(/\s+/);
	const client = await listClientFor(this);
	const found = new Map<string, User>();
	let position: Position | undefined = positionIn(paginationToken);
	// An empty page would be the end of the list for the editor.
	while (position !== undefined && found.size === 0) {
		const { users, next } = await searchPage(this, words, position, client);
		users.forEach((user) => found.set(user.id.toLowerCase(), user));
		position = next;
	}
	return {
		results: [...found.values()].map(listItemOf),
		...(position && { paginationToken: `${position.word}:${position.page}` }),
	};
}

async function searchPage(
	context: ILoadOptionsFunctions,
	words: readonly string[],
	{ word, page }: Position,
	client: Client,
): Promise<{ readonly users: readonly User[]; readonly next: Position | undefined }> {
	const read = await fetchUserPage(words[word] ?? '', page, client);
	const { users, totalPages } = foundOrThrow(context, read, NOT_LISTED);
	if (totalPages === undefined) {
		throw listError(
			context,
			`${NOT_LISTED}: RSA's response does not say how many pages of users there are`,
			'Check the Base URL of the credential, then open the list again.',
		);
	}
	const isListed = (user: User) => hasAll(words, user) && !wasListed(words.slice(0, word), user);
	return { users: users.filter(isListed), next: positionAfter({ word, page }, totalPages, words) };
}

function positionIn(paginationToken = '0:0'): Position {
	const [word = 0, page = 0] = paginationToken.split(':').map(Number);
	return { word, page };
}

function positionAfter(
	{ word, page }: Position,
	totalPages: number,
	words: readonly string[],
): Position | undefined {
	if (page + 1 < totalPages) return { word, page: page + 1 };
	return word + 1 < words.length ? { word: word + 1, page: 0 } : undefined;
}

function hasAll(words: readonly string[], user: User): boolean {
	const text = `${nameOf(user)} ${String(user.emailAddress)}`.toLowerCase();
	return words.every((word) => text.includes(word.toLowerCase()));
}

/**
 * Whether the search for an earlier word has found the user. RSA does not say whether case matters, so the word must be in
 * the address with the same case: a user listed twice is better than one left out.
 */
function wasListed(earlierWords: readonly string[], { emailAddress }: User): boolean {
	return earlierWords.some((word) => String(emailAddress).includes(word));
}

function nameOf({ firstName, lastName }: User): string {
	return [firstName, lastName].filter((part) => typeof part === 'string').join(' ');
}

function listItemOf(user: User): INodeListSearchItems {
	const { id, emailAddress } = user;
	const name = nameOf(user);
	const address = typeof emailAddress === 'string' ? emailAddress : id;
	return { name: name === '' ? address : `${name} (${address})`, value: id };
}
