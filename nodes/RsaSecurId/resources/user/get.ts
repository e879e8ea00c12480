import type { INodePropertyMode } from 'n8n-workflow';

import { permissions } from '../../../../rsa/errors/permissions';
import type { Wording } from '../../../../rsa/errors/failure';
import { UserFacingError } from '../../../../rsa/values/userFacingError';
import { inWords, namedBy } from '../../../../rsa/users/user';
import type { LookedUp } from '../../../../rsa/users/lookUpUser';
import { failureResult, unreadWith } from '../failureResult';
import { noChanges, type ItemContext, type Operation, type Result } from '../operation';
import { readingOptionsField } from '../options';
import { readUserReference, userField } from '../userLocator';

/** RSA's API shows no user by ID. */
const canBeLookedUp = ({ name }: INodePropertyMode) => name === 'email' || name === 'username';

export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get user',
	description: 'Read a user by email address or user name, with the ID that RSA knows them by',
	fields: [
		{
			...userField,
			default: { mode: 'email', value: '' },
			modes: userField.modes?.filter(canBeLookedUp) ?? [],
			description: 'The user to read',
		},
		readingOptionsField,
	],
	read(parameters) {
		const reference = readUserReference(parameters);
		if (reference.by === 'id') {
			throw new UserFacingError(
				"RSA's API shows users by email address or user name only",
				"Choose 'By Email' or 'By Username' for the 'User'.",
			);
		}
		return {
			changes: noChanges,
			fail: (failure) => failureResult(failedReading(reference), failure),
			perform: async (means) => [means.alone(await lookUp(reference, means))],
		};
	},
};

const reading: Wording<{ readonly reference: LookedUp }> = {
	notDone: ({ reference }) => `The user with ${inWords(reference)} could not be read`,
	permission: permissions.readUsers,
	subject: 'read',
};

function failedReading(reference: LookedUp) {
	return { undertaking: reading, target: { reference }, named: namedBy(reference) };
}

async function lookUp(reference: LookedUp, means: ItemContext): Promise<Result> {
	const read = await means.people.find(reference, means);
	switch (read.kind) {
		case 'found':
			return { kind: 'done', json: { ...read.value } };
		case 'absent':
			return failureResult(failedReading(reference), {
				cause: 'userNotFound',
				reason: inWords(reference),
			});
		case 'unread':
			return unreadWith(failedReading(reference), read);
	}
}
