import type { INodePropertyMode } from 'n8n-workflow';

import { permissions } from '../../../../rsa/errors/permissions';
import type { LookedUp } from '../../../../rsa/users/lookUpUser';
import { userFields } from '../../../../rsa/users/userFields';
import { inWords, namedBy } from '../../../../rsa/users/user';
import { UserFacingError } from '../../../../rsa/values/userFacingError';
import { failedLookUpResult, failureResult } from '../failureResult';
import type { ItemContext, Operation } from '../operation';
import { readingOptionsField } from '../options';
import { readTask } from '../readTask';
import { outputFieldsFor, readOutput, simplifiedFieldsOf, type Simplify } from '../simplify';
import type { Result } from '../result';
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
		...outputFieldsFor(userFields),
		readingOptionsField,
	],
	output: { answer: 'User', only: simplifiedFieldsOf(userFields), adds: [] },
	read(parameters) {
		const reference = readUserReference(parameters);
		if (reference.by === 'id') {
			throw new UserFacingError(
				"RSA's API shows users by email address or user name only",
				"Choose 'By Email' or 'By Username' for the 'User'.",
			);
		}
		const simplify = readOutput(userFields, parameters);
		return readTask(failingFor(reference), async (context) => [
			await lookUp(reference, context, simplify),
		]);
	},
};

function failingFor(reference: LookedUp) {
	const wording = {
		notDone: `The user with ${inWords(reference)} could not be read`,
		permission: permissions.readUsers,
		subject: 'read',
	} as const;
	return { wording, named: namedBy(reference) };
}

async function lookUp(
	reference: LookedUp,
	{ client, users }: ItemContext,
	simplify: Simplify,
): Promise<Result> {
	const result = await users.find(reference, client);
	switch (result.kind) {
		case 'found':
			return { kind: 'done', json: { ...simplify(result.value) } };
		case 'absent': {
			const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
			return failureResult(failingFor(reference), failure);
		}
		case 'failed':
			return failedLookUpResult(failingFor(reference), result);
	}
}
