import type { INodeProperties } from 'n8n-workflow';

import { emailAddress, userId, userName } from '../../../rsa/identifiers';
import type { UserReference } from '../../../rsa/users/user';
import type { ItemParameters } from './parameters';

/** Names a user in any of the ways that RSA's API knows. */
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
			placeholder: 'Select a user…',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			hint: "RSA's own ID of the user, as its user lookup returns it",
			placeholder: 'e.g. eb2e12ae-1112-451b-98e1-dfe4e6afd60d',
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			hint: 'Looked up once per user and run',
			placeholder: 'e.g. ada@example.com',
		},
		{
			displayName: 'Name',
			name: 'username',
			type: 'string',
			hint: "RSA's user name, with which the user signs in. Looked up once per user and run",
			placeholder: 'e.g. ada',
		},
	],
};

/**
 * The user that an item names.
 *
 * @throws {Refusal} where it cannot be what it should be
 */
export function readUserReference(parameters: ItemParameters): UserReference {
	return userReferenceOf({ mode: parameters.mode('user'), value: parameters.value('user') });
}

/**
 * The user that a resource locator names.
 *
 * @throws {Refusal} where it cannot be what it should be
 */
export function userReferenceOf({ mode, value }: { mode: unknown; value: unknown }): UserReference {
	switch (mode) {
		case 'email':
			return { by: 'email', email: emailAddress(value) };
		case 'username':
			return { by: 'username', username: userName(value) };
		default:
			return { by: 'id', userId: userId(value) };
	}
}
