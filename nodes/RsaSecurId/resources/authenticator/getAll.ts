import type { ListedAuthenticator } from '../../../../rsa/authenticators/authenticator';
import { authenticatorFields } from '../../../../rsa/authenticators/authenticatorFields';
import { listAuthenticators } from '../../../../rsa/authenticators/listAuthenticators';
import type { LookUpResult } from '../../../../rsa/delivery/lookUp';
import { permissions } from '../../../../rsa/errors/permissions';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { failedLookUpResult, failureResult } from '../failureResult';
import { limitFields, readLimit } from '../returnAll';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { readTask } from '../readTask';
import type { Result } from '../result';
import { outputFieldsFor, readOutput, simplifiedFieldsOf, type Simplify } from '../simplify';
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
		...outputFieldsFor(authenticatorFields),
		readingOptionsField,
	],
	output: {
		response: 'ListedAuthenticator',
		only: simplifiedFieldsOf(authenticatorFields),
		adds: ['kind', 'userId'],
	},
	read(parameters) {
		const reference = readUserReference(parameters);
		const limit = readLimit(parameters);
		const simplify = readOutput(authenticatorFields, parameters);
		return readTask(failureContextFor(reference), async ({ client, users }) => {
			const user = await users.idOf(reference, client);
			if (user.kind !== 'found') return [notListed(reference, user)];
			const list = await listAuthenticators(user.value, client);
			if (list.kind !== 'found') return [notListed(reference, list)];
			return list.value.map(itemOf(user.value, simplify)).slice(0, limit);
		});
	},
};

/** Each item has the kind and the user's ID, whatever output is chosen: the operations that change it need them. */
function itemOf(userId: string, simplify: Simplify) {
	return ({ kind, ...shown }: ListedAuthenticator): Result => ({
		kind: 'done',
		json: { kind, ...simplify(shown), userId },
	});
}

function notListed(
	reference: UserReference,
	result: Exclude<LookUpResult<unknown>, { kind: 'found' }>,
): Result {
	const failureContext = failureContextFor(reference);
	if (result.kind === 'failed') return failedLookUpResult(failureContext, result);
	return failureResult(failureContext, { cause: 'userNotFound', reason: inWords(reference) });
}

function failureContextFor(reference: UserReference) {
	const wording = {
		notDone: `The authenticators of the user with ${inWords(reference)} could not be read`,
		permission: permissions.listAuthenticators,
		subject: 'read',
	} as const;
	return { wording, named: namedBy(reference) };
}
