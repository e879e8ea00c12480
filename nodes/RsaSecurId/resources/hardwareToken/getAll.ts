import { rights } from '../../../../rsa/administration';
import type { Read } from '../../../../rsa/delivery/read';
import type { Undertaking } from '../../../../rsa/failure';
import { readTokensOfUser, type ListedToken } from '../../../../rsa/users/tokensOfUser';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { failedWith, unreadWith } from '../failing';
import { limitFields, readLimit } from '../limit';
import { noChanges, type Ending, type ItemMeans, type Operation } from '../operation';
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

		const endingsOf = (read: Read<readonly ListedToken[]>, { alone }: ItemMeans): Ending[] => {
			switch (read.kind) {
				case 'found':
					return read.thing
						.slice(0, limit)
						.map((token) => alone({ kind: 'done', json: { ...token } }));
				case 'absent':
					return [alone(failedWith(failed, { cause: 'userNotFound', reason: inWords(reference) }))];
				case 'unread':
					return [alone(unreadWith(failed, read))];
			}
		};

		return {
			changes: noChanges,
			fail: (failure) => failedWith(failed, failure),
			async perform(means) {
				const user = await means.people.idOf(reference, means);
				const tokens = user.kind === 'found' ? await readTokensOfUser(user.thing, means) : user;
				return endingsOf(tokens, means);
			},
		};
	},
};

function readingOf(reference: UserReference): Undertaking<object> {
	return {
		notDone: () => `The hardware tokens of the user with ${inWords(reference)} could not be read`,
		right: rights.listAuthenticators,
		subject: 'read',
	};
}
