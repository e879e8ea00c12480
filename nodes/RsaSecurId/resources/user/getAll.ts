import type { INodeProperties } from 'n8n-workflow';

import { permissions } from '../../../../rsa/errors/permissions';
import { userFields } from '../../../../rsa/users/userFields';
import { searchUsers } from '../../../../rsa/users/userPages';
import { searchText } from '../../../../rsa/values/identifiers';
import { UserFacingError } from '../../../../rsa/values/userFacingError';
import { failedLookUpResult, type FailureContext } from '../failureResult';
import { textOf, type EnteredValue } from '../fieldValue';
import { limitFields, readLimit } from '../returnAll';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { enteredIn } from '../parameters';
import { readTask } from '../readTask';
import { outputFieldsFor, readOutput, simplifiedFieldsOf } from '../simplify';
import type { Result } from '../result';

const failureContext: FailureContext = {
	wording: {
		notDone: 'The users could not be searched',
		permission: permissions.readUsers,
		subject: 'read',
	},
	named: {},
};

const containsField = {
	displayName: 'Email Contains',
	name: 'emailContains',
	type: 'string',
	default: '',
	placeholder: 'e.g. @example.com',
	description:
		'Part of the email addresses to search for. There are no wildcards. Leave empty to get all users.',
} satisfies INodeProperties;

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many users',
	description: 'Search for users by part of their email address',
	fields: [containsField, ...limitFields, ...outputFieldsFor(userFields), readingOptionsField],
	output: { response: 'User', only: simplifiedFieldsOf(userFields), adds: [] },
	read(parameters) {
		const emailLike = searchText(readContains(enteredIn(parameters, containsField)));
		const limit = readLimit(parameters);
		const simplify = readOutput(userFields, parameters);
		return readTask(failureContext, async ({ client, takeBreak }) => {
			const found = await searchUsers(emailLike, limit, client);
			if (found.kind === 'failed') return [failedLookUpResult(failureContext, found)];
			const results: Result[] = [];
			for (const user of found.value) {
				await takeBreak();
				results.push({ kind: 'done', json: { ...simplify(user) } });
			}
			return results;
		});
	},
};

/**
 * The text to search for. An expression must give a letter or a digit: `@{{ $json.domain }}` gives only `@` for an item
 * without a domain, and that is in every address.
 *
 * @throws {UserFacingError} if an expression gives no letter and no digit
 */
function readContains(entered: EnteredValue): string {
	const text = textOf(containsField, entered);
	if (!entered.isExpression || /[\p{L}\p{N}]/u.test(text)) return text;
	throw new UserFacingError(
		`The expression in the parameter '${containsField.displayName}' must give text with a letter or a digit`,
		`Its value is "${text}", which would find every user. Check the expression and the input item that it reads.`,
	);
}
