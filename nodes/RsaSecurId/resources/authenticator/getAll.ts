import type { ListedAuthenticator } from '../../../../rsa/authenticators/authenticator';
import { listAuthenticators } from '../../../../rsa/authenticators/listAuthenticators';
import type { LookUpResult } from '../../../../rsa/delivery/lookUp';
import { permissions } from '../../../../rsa/errors/permissions';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { failedLookUpResult, failureResult } from '../failureResult';
import { limitFields, readLimit } from '../limit';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { readTask } from '../readTask';
import type { Result } from '../result';
import { readUserReference, userField } from '../userLocator';

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many authenticators',
	description:
		'Get all authenticators of a user: phones, browsers, FIDO authenticators, hardware tokens and DS100s',
	fields: [
		{ ...userField, description: 'The user whose authenticators to get' },
		...limitFields,
		readingOptionsField,
	],
	output: { answer: 'ListedAuthenticator', adds: ['kind', 'userId'] },
	read(parameters) {
		const reference = readUserReference(parameters);
		const limit = readLimit(parameters);
		return readTask(failingFor(reference), async ({ client, users }) => {
			const user = await users.idOf(reference, client);
			if (user.kind !== 'found') return resultsOf(reference, '', user);
			const authenticators = await listAuthenticators(user.value, client);
			return resultsOf(reference, user.value, authenticators).slice(0, limit);
		});
	},
};

/** Each with the user's ID, so that the items can be fed into the changes as they are. */
function resultsOf(
	reference: UserReference,
	userId: string,
	authenticators: LookUpResult<readonly ListedAuthenticator[]> | LookUpResult<never>,
): readonly Result[] {
	switch (authenticators.kind) {
		case 'found':
			return authenticators.value.map(({ kind, ...shown }) => ({
				kind: 'done',
				json: { kind, ...shown, userId },
			}));
		case 'absent': {
			const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
			return [failureResult(failingFor(reference), failure)];
		}
		case 'failed':
			return [failedLookUpResult(failingFor(reference), authenticators)];
	}
}

function failingFor(reference: UserReference) {
	const wording = {
		notDone: `The authenticators of the user with ${inWords(reference)} could not be read`,
		permission: permissions.listAuthenticators,
		subject: 'read',
	} as const;
	return { wording, named: namedBy(reference) };
}
