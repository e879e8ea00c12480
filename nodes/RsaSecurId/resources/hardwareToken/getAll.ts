import { permissions } from '../../../../rsa/errors/permissions';
import { listHardwareTokens } from '../../../../rsa/hardwareTokens/listHardwareTokens';
import { inWords, namedBy } from '../../../../rsa/users/user';
import { limitFields, readLimit } from '../limit';
import type { Operation } from '../operation';
import { readingOptionsField } from '../options';
import { lookUpTask } from '../readTask';
import { readUserReference, userField } from '../userLocator';

export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many hardware tokens of user',
	description: 'Read the hardware tokens of a user, with their states',
	fields: [
		{ ...userField, description: 'The user whose hardware tokens are read' },
		...limitFields,
		readingOptionsField,
	],
	output: { answer: 'ListedHardwareToken', adds: [] },
	read(parameters) {
		const reference = readUserReference(parameters);
		const limit = readLimit(parameters);
		return lookUpTask({
			notDone: `The hardware tokens of the user with ${inWords(reference)} could not be read`,
			permission: permissions.listAuthenticators,
			named: namedBy(reference),
			absent: { cause: 'userNotFound', reason: inWords(reference) },
			async lookUp({ client, users }) {
				const user = await users.idOf(reference, client);
				return user.kind === 'found' ? await listHardwareTokens(user.value, client) : user;
			},
			shown: (tokens) => tokens.slice(0, limit),
		});
	},
};
