import type { INodePropertyMode } from 'n8n-workflow';

import { permissions } from '../../../../rsa/errors/permissions';
import { userFields } from '../../../../rsa/users/userFields';
import { inWords, namedBy } from '../../../../rsa/users/user';
import { UserFacingError } from '../../../../rsa/values/userFacingError';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { lookUpTask } from '../readTask';
import { outputFieldsFor, readOutput, simplifiedFieldsOf } from '../simplify';
import { readUserReference, userField } from '../userLocator';

/** RSA's API has no look-up by ID. */
const canBeLookedUp = ({ name }: INodePropertyMode) => name === 'email' || name === 'username';

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a user',
	description: "Get a user and the user's ID in RSA by email address or username",
	fields: [
		{
			...userField,
			default: { mode: 'email', value: '' },
			modes: userField.modes?.filter(canBeLookedUp) ?? [],
			description: 'The user to get',
		},
		...outputFieldsFor(userFields),
		readingOptionsField,
	],
	output: { response: 'User', only: simplifiedFieldsOf(userFields), adds: [] },
	read(parameters) {
		const reference = readUserReference(parameters);
		if (reference.by === 'id') {
			throw new UserFacingError(
				'RSA finds a user by email address or username only',
				"Give the email address or the username of the user instead of the ID: 'By Email' or 'By Username'.",
			);
		}
		const simplify = readOutput(userFields, parameters);
		return lookUpTask({
			notDone: `The user with ${inWords(reference)} could not be read`,
			permission: permissions.readUsers,
			named: namedBy(reference),
			absent: { cause: 'userNotFound', reason: inWords(reference) },
			lookUp: async ({ client, users }) => await users.find(reference, client),
			shown: (user) => [simplify(user)],
		});
	},
};
