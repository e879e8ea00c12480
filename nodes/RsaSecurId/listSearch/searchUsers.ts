import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { fetchUserPage } from '../../../rsa/users/userPage';
import type { User } from '../../../rsa/users/user';
import { foundOrThrow, listClientFor } from './listClient';

const NOT_LISTED = 'The users could not be listed';

/**
 * The users whose email address contains a text, a page at a time, as the editor's list asks for them.
 *
 * @param paginationToken the number of the page to show; the first without it
 * @throws {NodeOperationError} with what is wrong and what to do
 */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken = '0',
): Promise<INodeListSearchResult> {
	const pageNumber = Number(paginationToken);
	const read = await fetchUserPage(filter, pageNumber, await listClientFor(this));
	const { users, totalPages } = foundOrThrow(this, read, NOT_LISTED);
	if (totalPages === undefined) {
		throw new NodeOperationError(
			this.getNode(),
			`${NOT_LISTED}: RSA's answer does not say how many pages of users there are`,
			{ description: 'Check the Base URL of the credential, then open the list again.' },
		);
	}
	const next = pageNumber + 1;
	const distinct = new Map(users.map((user) => [user.id.toLowerCase(), user]));
	return {
		results: [...distinct.values()].map(listItemOf),
		...(next < totalPages && { paginationToken: String(next) }),
	};
}

function listItemOf({ id, emailAddress, firstName, lastName }: User): INodeListSearchItems {
	const name = [firstName, lastName].filter((part) => typeof part === 'string').join(' ');
	const address = typeof emailAddress === 'string' ? emailAddress : id;
	return { name: name === '' ? address : `${address} (${name})`, value: id };
}
