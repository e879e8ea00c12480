import { permissions } from '../../../../rsa/errors/permissions';
import type { LookUpResult } from '../../../../rsa/delivery/lookUp';
import type { Wording } from '../../../../rsa/errors/failure';
import type { ListedToken } from '../../../../rsa/hardwareTokens/listHardwareTokens';
import {
	inWords,
	userKey as keyOfUser,
	namedBy,
	type UserReference,
} from '../../../../rsa/users/user';
import { failureResult, notBegunWith } from '../failureResult';
import type { ItemResult, ItemContext, Task } from '../operation';
import type { AskedChange } from './changeHardwareToken';

/** A change of all hardware tokens of a user: one result for each of them. That there are none is a success. */
export function changeTokensOfUser({ reference, named, keyOf, make }: AskedChange): Task {
	const failed = { undertaking: undertakingFor(reference), target: {}, named };

	const changeEach = async (
		userId: string,
		tokens: readonly ListedToken[],
		means: ItemContext,
	): Promise<readonly ItemResult[]> => {
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
		fail: (failure) => failureResult(failed, failure),

		async changes(means) {
			const { userId, tokens } = await tokensOf(reference, means);
			if (tokens.kind === 'unread') return tokens;
			if (tokens.kind === 'absent') return [];
			return tokens.value.map(({ tokenSerialNumber }) => keyOf({ userId, tokenSerialNumber }));
		},

		async perform(means) {
			const { userId, tokens } = await tokensOf(reference, means);
			const lookUp = userId === '' ? 'userLookUpFailed' : 'lookUpFailed';
			const known = userId === '' ? {} : { userId };
			switch (tokens.kind) {
				case 'found':
					return await changeEach(userId, tokens.value, means);
				case 'absent':
					return [
						means.alone(
							failureResult(failed, { cause: 'userNotFound', reason: inWords(reference) }),
						),
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
	readonly tokens: LookUpResult<readonly ListedToken[]>;
}

async function tokensOf(reference: UserReference, means: ItemContext): Promise<TokensOfUser> {
	const user = await means.people.idOf(reference, means);
	if (user.kind !== 'found') return { userId: '', tokens: user };
	return { userId: user.value, tokens: await means.people.tokensOf(user.value, means) };
}

function undertakingFor(reference: UserReference): Wording<object> {
	return {
		notDone: () => `No hardware token of the user with ${inWords(reference)} was changed`,
		permission: permissions.listAuthenticators,
		subject: 'hardwareTokens',
	};
}
