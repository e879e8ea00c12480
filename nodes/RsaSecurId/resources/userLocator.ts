import type { INodeProperties } from 'n8n-workflow';

import { emailAddress, userId, userName } from '../../../rsa/values/identifiers';
import type { UserReference } from '../../../rsa/users/user';
import { UserFacingError } from '../../../rsa/values/userFacingError';
import { textOf, type EnteredValue } from './fieldValue';
import { enteredIn, type ItemParameters } from './parameters';

/** The field that names a user, in each of the ways that the node supports. */
export const userField: INodeProperties = {
	displayName: 'User',
	name: 'user',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Search by email address…',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			hint: 'The email address that RSA has for the user',
			placeholder: 'e.g. ada@example.com',
		},
		{
			displayName: 'By Username',
			name: 'username',
			type: 'string',
			hint: 'The username with which the user signs in to RSA',
			placeholder: 'e.g. ada',
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			hint: "The ID that RSA has for the user. The operation 'Get' of a user returns it as 'id'.",
			placeholder: 'e.g. eb2e12ae-1112-451b-98e1-dfe4e6afd60d',
		},
	],
};

const byEmail = (named: string): UserReference => ({ by: 'email', value: emailAddress(named) });
const byUserName = (named: string): UserReference => ({ by: 'username', value: userName(named) });
const byIdOrEmail = (named: string): UserReference =>
	named.includes('@') ? byEmail(named) : { by: 'id', value: userId(named) };

/** The user that an item names, by the mode of the field. */
const modes: ReadonlyMap<unknown, (named: string) => UserReference> = new Map([
	['list', byIdOrEmail],
	['id', byIdOrEmail],
	['email', byEmail],
	['username', byUserName],
]);

/**
 * The user that an item names.
 *
 * @throws {UserFacingError} if the value or the mode is invalid
 */
export function readUserReference(parameters: ItemParameters): UserReference {
	const entered = enteredIn(parameters, userField);
	return userReferenceOf({ mode: parameters.mode(userField.name), ...entered });
}

/**
 * The user that a resource locator names. A value with an `@` is an email address in the modes `list` and `id` too: n8n
 * switches to the mode `id` when a person selects *Expression* (2.41.1, switchFromListMode).
 *
 * @param entered with an undefined mode if there is plain text in place of a resource locator
 * @throws {UserFacingError} if the value or the mode is invalid
 */
export function userReferenceOf({
	mode = 'id',
	...entered
}: EnteredValue & { readonly mode?: unknown }): UserReference {
	const named = textOf(userField, entered).trim();
	const referenceTo = modes.get(mode);
	if (referenceTo !== undefined) return referenceTo(named);
	throw new UserFacingError(
		`The parameter '${userField.displayName}' has an unknown mode`,
		"Choose 'From List', 'By Email', 'By Username' or 'By ID' for the 'User'.",
	);
}
