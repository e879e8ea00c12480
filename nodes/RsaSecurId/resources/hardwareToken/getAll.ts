import { hardwareTokenFields } from '../../../../rsa/hardwareTokens/hardwareTokenFields';
import { permissions } from '../../../../rsa/errors/permissions';
import { listHardwareTokens } from '../../../../rsa/hardwareTokens/listHardwareTokens';
import { inWords, namedBy } from '../../../../rsa/users/user';
import { limitFields, readLimit } from '../returnAll';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { lookUpTask } from '../readTask';
import { outputFieldsFor, readOutput, simplifiedFieldsOf } from '../simplify';
import { readUserReference, userField } from '../userLocator';
import { hintAtPassedOver } from './otherAuthenticators';

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many hardware tokens',
	description: 'Get the hardware tokens of a user and their states',
	fields: [
		{ ...userField, description: 'The user whose hardware tokens to get' },
		...limitFields,
		...outputFieldsFor(hardwareTokenFields),
		readingOptionsField,
	],
	output: {
		response: 'ListedHardwareToken',
		only: simplifiedFieldsOf(hardwareTokenFields),
		adds: [],
	},
	read(parameters) {
		const reference = readUserReference(parameters);
		const limit = readLimit(parameters);
		const simplify = readOutput(hardwareTokenFields, parameters);
		return lookUpTask({
			notDone: `The hardware tokens of the user with ${inWords(reference)} could not be read`,
			permission: permissions.listAuthenticators,
			named: namedBy(reference),
			absent: { cause: 'userNotFound', reason: inWords(reference) },
			async lookUp(context) {
				const { client, users } = context;
				const user = await users.idOf(reference, client);
				if (user.kind !== 'found') return user;
				const list = await listHardwareTokens(user.value, client);
				if (list.kind === 'found') hintAtPassedOver(list.value, reference, context);
				return list;
			},
			shown: ({ tokens }) => tokens.map(simplify).slice(0, limit),
		});
	},
};
