import type { LookUpResult } from '../../../../rsa/delivery/lookUp';
import { hardwareTokenFields } from '../../../../rsa/hardwareTokens/hardwareTokenFields';
import { permissions } from '../../../../rsa/errors/permissions';
import {
	listHardwareTokens,
	type TokenList,
} from '../../../../rsa/hardwareTokens/listHardwareTokens';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { failedLookUpResult, failureResult } from '../failureResult';
import { limitFields, readLimit } from '../limit';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { readTask } from '../readTask';
import { outputFieldsFor, readOutput, simplifiedFieldsOf, type Simplify } from '../simplify';
import type { Result } from '../result';
import { readUserReference, userField } from '../userLocator';
import { hintAtPassedOver } from './passedOver';

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many hardware tokens of user',
	description: 'Read the hardware tokens of a user, with their states',
	fields: [
		{ ...userField, description: 'The user whose hardware tokens are read' },
		...limitFields,
		...outputFieldsFor(hardwareTokenFields),
		readingOptionsField,
	],
	output: {
		answer: 'ListedHardwareToken',
		only: simplifiedFieldsOf(hardwareTokenFields),
		adds: [],
	},
	read(parameters) {
		const reference = readUserReference(parameters);
		const limit = readLimit(parameters);
		const simplify = readOutput(hardwareTokenFields, parameters);
		return readTask(failingFor(reference), async (context) => {
			const { client, users } = context;
			const user = await users.idOf(reference, client);
			const tokens = user.kind === 'found' ? await listHardwareTokens(user.value, client) : user;
			if (tokens.kind === 'found') hintAtPassedOver(tokens.value, reference, context);
			return resultsOf(reference, tokens, simplify).slice(0, limit);
		});
	},
};

function resultsOf(
	reference: UserReference,
	tokens: LookUpResult<TokenList>,
	simplify: Simplify,
): readonly Result[] {
	switch (tokens.kind) {
		case 'found':
			return tokens.value.tokens.map((token) => ({ kind: 'done', json: { ...simplify(token) } }));
		case 'absent': {
			const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
			return [failureResult(failingFor(reference), failure)];
		}
		case 'failed':
			return [failedLookUpResult(failingFor(reference), tokens)];
	}
}

function failingFor(reference: UserReference) {
	const wording = {
		notDone: `The hardware tokens of the user with ${inWords(reference)} could not be read`,
		permission: permissions.listAuthenticators,
		subject: 'read',
	} as const;
	return { wording, named: namedBy(reference) };
}
