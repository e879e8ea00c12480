import type { Change } from '../../../../rsa/delivery/change';
import { changeOfUser, userWording, type UserChange } from '../../../../rsa/users/userChange';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import type { AppliedChange } from '../appliedChange';
import { failedChangeResult, failureResult, notStartedResult } from '../failureResult';
import {
	reading,
	type ChangeStep,
	type ItemContext,
	type Resolution,
	type Task,
} from '../operation';
import type { ItemParameters } from '../parameters';
import type { Result } from '../result';
import { readUserReference } from '../userLocator';

/**
 * A change of the user whom an item names. It comes out as what RSA says of the user, with the `outcome`, or as
 * the reason why they were not changed.
 *
 * @throws {UserFacingError} if the item names no user
 */
export function changeUser(change: UserChange, parameters: ItemParameters): Task {
	const reference = readUserReference(parameters);
	const failing = { wording: userWording(change, reference), named: namedBy(reference) };
	return {
		fail: (failure) => failureResult(failing, failure),

		async resolve({ client, users }: ItemContext): Promise<Resolution> {
			const user = await users.idOf(reference, client);
			switch (user.kind) {
				case 'found': {
					const target = { userId: user.value, reference };
					const step = changeStep(changeOfUser(change, target, users), target.userId, reference);
					return { kind: 'steps', steps: [step] };
				}
				case 'absent':
					return reading(async () => await Promise.resolve([withoutUser(change, reference)]));
				case 'failed': {
					const result = notStartedResult(failing, 'userLookUpFailed', user);
					return { kind: 'failed', lookUp: user, result };
				}
			}
		},
	};
}

function withoutUser(change: UserChange, reference: UserReference): Result {
	const named = namedBy(reference);
	if (change.isDoneByAbsence === true) {
		return { kind: 'done', json: { ...named, outcome: change.noopOutcome } };
	}
	const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
	return failureResult({ wording: userWording(change, reference), named }, failure);
}

function changeStep(change: Change, userId: string, reference: UserReference): ChangeStep {
	return {
		kind: 'change',
		key: { target: userId.toLowerCase(), change: change.outcome },
		changes: [change],
		mode: 'plain',
		describe: (applied) => describe(change, { ...namedBy(reference), userId }, applied),
	};
}

/** What the change of a user came to: of the user's names, it holds the one that all items share that ask for it. */
function describe(
	{ wording }: Change,
	named: Readonly<Record<string, string>>,
	[applied]: readonly AppliedChange[],
): Result {
	if (applied === undefined) throw new Error('no change was made, which no step asks for');
	const { result, sent } = applied;
	if (result.kind !== 'done') return failedChangeResult({ wording, named, sent }, result);
	const { state, outcome, confirmedBy } = result;
	const json = { ...state, ...named, outcome, ...(confirmedBy && { confirmedBy }) };
	return { kind: 'done', json, about: named, sent };
}
