import type { LookUpResult } from '../../../../rsa/delivery/lookUp';
import { permissions } from '../../../../rsa/errors/permissions';
import type { TokenList } from '../../../../rsa/hardwareTokens/listHardwareTokens';
import { inWords, namedBy, userKey, type UserReference } from '../../../../rsa/users/user';
import { failureResult, notStartedResult } from '../failureResult';
import type { ItemContext, Resolution, Step, Task } from '../operation';
import { settled } from '../userTask';
import { hintAtPassedOver, withPassedOver } from './otherAuthenticators';
import { changeStep, namedIn, type RequestedChange } from './requestedChange';

/** The task of an item that changes all hardware tokens of a user: one result for each. To have none is a success. */
export function changeAllTokens(requested: RequestedChange): Task {
	const { reference } = requested;
	const named = namedIn(requested);
	const failureContext = { wording: wordingFor(reference), named };
	return {
		lane: { owner: userKey(reference) },
		fail: (failure) => failureResult(failureContext, failure),

		async resolve(context): Promise<Resolution> {
			const { userId, tokens } = await tokensOf(reference, context);
			switch (tokens.kind) {
				case 'found':
					hintAtPassedOver(tokens.value, reference, context);
					return stepsFor(requested, userId, tokens.value);
				case 'absent': {
					const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
					return settled(failureResult(failureContext, failure));
				}
				case 'failed': {
					const cause = userId === '' ? 'userLookUpFailed' : 'lookUpFailed';
					const about = {
						...failureContext,
						named: { ...named, ...(userId !== '' && { userId }) },
					};
					const result = notStartedResult(about, cause, tokens);
					return { kind: 'failed', lookUp: tokens, result };
				}
			}
		},
	};
}

function stepsFor(
	requested: RequestedChange,
	userId: string,
	{ tokens, passedOver }: TokenList,
): Resolution {
	if (tokens.length === 0) return nothingToDo(requested, userId, passedOver);
	const steps = tokens.map(({ tokenSerialNumber }): Step => {
		const step = changeStep(requested, { userId, tokenSerialNumber });
		const describe: typeof step.describe = (applied) =>
			withPassedOver(step.describe(applied), passedOver);
		return { ...step, describe };
	});
	return { kind: 'steps', steps };
}

function nothingToDo(
	requested: RequestedChange,
	userId: string,
	passedOver: TokenList['passedOver'],
): Resolution {
	const json = { ...namedIn(requested), userId, outcome: 'nothingToDo' };
	const about = { ...namedBy(requested.reference), userId };
	const result = withPassedOver({ kind: 'done', json, about }, passedOver);
	return settled(result);
}

interface TokensOfUser {
	/** Empty if the user could not be looked up. */
	readonly userId: string;
	readonly tokens: LookUpResult<TokenList>;
}

async function tokensOf(
	reference: UserReference,
	{ client, users }: ItemContext,
): Promise<TokensOfUser> {
	const user = await users.idOf(reference, client);
	if (user.kind !== 'found') return { userId: '', tokens: user };
	return { userId: user.value, tokens: await users.tokensOf(user.value, client) };
}

function wordingFor(reference: UserReference) {
	return {
		notDone: `No hardware token of the user with ${inWords(reference)} was changed`,
		permission: permissions.listAuthenticators,
		subject: 'hardwareTokens',
	} as const;
}
