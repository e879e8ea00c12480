import { permissions } from '../../../../rsa/errors/permissions';
import type { LookUpResult } from '../../../../rsa/delivery/lookUp';
import type { Wording } from '../../../../rsa/errors/failure';
import {
	listHardwareTokens,
	type ListedToken,
} from '../../../../rsa/hardwareTokens/listHardwareTokens';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { failureResult, unreadWith } from '../failureResult';
import { limitFields, readLimit } from '../limit';
import { noChanges, type ItemResult, type ItemContext, type Operation } from '../operation';
import { readingOptionsField } from '../options';
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
	read(parameters) {
		const reference = readUserReference(parameters);
		const limit = readLimit(parameters);
		const failed = { undertaking: readingOf(reference), target: {}, named: namedBy(reference) };

		const endingsOf = (
			read: LookUpResult<readonly ListedToken[]>,
			{ alone }: ItemContext,
		): ItemResult[] => {
			switch (read.kind) {
				case 'found':
					return read.value
						.slice(0, limit)
						.map((token) => alone({ kind: 'done', json: { ...token } }));
				case 'absent':
					return [
						alone(failureResult(failed, { cause: 'userNotFound', reason: inWords(reference) })),
					];
				case 'unread':
					return [alone(unreadWith(failed, read))];
			}
		};

		return {
			changes: noChanges,
			fail: (failure) => failureResult(failed, failure),
			async perform(means) {
				const user = await means.people.idOf(reference, means);
				const tokens = user.kind === 'found' ? await listHardwareTokens(user.value, means) : user;
				return endingsOf(tokens, means);
			},
		};
	},
};

function readingOf(reference: UserReference): Wording<object> {
	return {
		notDone: () => `The hardware tokens of the user with ${inWords(reference)} could not be read`,
		permission: permissions.listAuthenticators,
		subject: 'read',
	};
}
