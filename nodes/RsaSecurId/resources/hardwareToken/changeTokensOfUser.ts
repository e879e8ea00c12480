import { rights } from '../../../../rsa/administration';
import type { Read } from '../../../../rsa/delivery/read';
import type { Undertaking } from '../../../../rsa/failure';
import type { ListedToken } from '../../../../rsa/users/tokensOfUser';
import {
	inWords,
	keyOf as keyOfUser,
	namedBy,
	type UserReference,
} from '../../../../rsa/users/user';
import { failedWith, notBegunWith } from '../failing';
import type { Ending, ItemMeans, Task } from '../operation';
import type { AskedChange } from './changeHardwareToken';

/** A change of all hardware tokens of a user: one result for each of them. That there are none is a success. */
export function changeTokensOfUser({ reference, named, keyOf, make }: AskedChange): Task {
	const failed = { undertaking: undertakingFor(reference), target: {}, named };

	const changeEach = async (
		userId: string,
		tokens: readonly ListedToken[],
		means: ItemMeans,
	): Promise<readonly Ending[]> => {
		if (tokens.length === 0) {
			return [
				means.alone({
					kind: 'done',
					json: { ...named, userId, outcome: 'nothingToDo' },
					about: { ...namedBy(reference), userId },
				}),
			];
		}
		const changes = tokens.map(
			async ({ tokenSerialNumber }) =>
				await means.inTurn(
					tokenSerialNumber,
					async () => await make({ userId, tokenSerialNumber }, means),
				),
		);
		return await Promise.all(changes);
	};

	return {
		owner: keyOfUser(reference),
		fail: (failure) => failedWith(failed, failure),

		async changes(means) {
			const { userId, tokens } = await tokensOf(reference, means);
			if (tokens.kind === 'unread') return tokens;
			if (tokens.kind === 'absent') return [];
			return tokens.thing.map(({ tokenSerialNumber }) => keyOf({ userId, tokenSerialNumber }));
		},

		async perform(means) {
			const { userId, tokens } = await tokensOf(reference, means);
			const lookUp = userId === '' ? 'userLookUpFailed' : 'lookUpFailed';
			const known = userId === '' ? {} : { userId };
			switch (tokens.kind) {
				case 'found':
					return await changeEach(userId, tokens.thing, means);
				case 'absent':
					return [
						means.alone(failedWith(failed, { cause: 'userNotFound', reason: inWords(reference) })),
					];
				case 'unread':
					return [
						means.alone(notBegunWith({ ...failed, named: { ...named, ...known } }, lookUp, tokens)),
					];
			}
		},
	};
}

interface TokensOfUser {
	readonly userId: string;
	readonly tokens: Read<readonly ListedToken[]>;
}

async function tokensOf(reference: UserReference, means: ItemMeans): Promise<TokensOfUser> {
	const user = await means.people.idOf(reference, means);
	if (user.kind !== 'found') return { userId: '', tokens: user };
	return { userId: user.thing, tokens: await means.people.tokensOf(user.thing, means) };
}

function undertakingFor(reference: UserReference): Undertaking<object> {
	return {
		notDone: () => `No hardware token of the user with ${inWords(reference)} was changed`,
		right: rights.listAuthenticators,
		subject: 'hardwareTokens',
	};
}
