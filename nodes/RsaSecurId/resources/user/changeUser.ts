import type { Change } from '../../../../rsa/delivery/change';
import { changeOfUser, userWording, type UserChange } from '../../../../rsa/users/userChange';
import type { UserTarget } from '../../../../rsa/users/lookUpChangedUser';
import { inWords, namedBy } from '../../../../rsa/users/user';
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
	const named = namedBy(reference);
	const failing = { wording: userWording(change, reference), named };
	return {
		fail: (failure) => failureResult(failing, failure),

		async resolve({ client, users }: ItemContext): Promise<Resolution> {
			const user = await users.idOf(reference, client);
			switch (user.kind) {
				case 'found': {
					const target = { userId: user.value, reference };
					return {
						kind: 'steps',
						steps: [changeStep(changeOfUser(change, target, users), target)],
					};
				}
				case 'absent': {
					const { isDoneByAbsence = false, noopOutcome: outcome } = change;
					const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
					const result: Result = isDoneByAbsence
						? { kind: 'done', json: { ...named, outcome } }
						: failureResult(failing, failure);
					return reading(async () => await Promise.resolve([result]));
				}
				case 'failed': {
					const result = notStartedResult(failing, 'userLookUpFailed', user);
					return { kind: 'failed', lookUp: user, result };
				}
			}
		},
	};
}

/** What the change comes to holds, of the user's names, the one that all items share that ask for it. */
function changeStep(change: Change, { userId, reference }: UserTarget): ChangeStep {
	const named = { ...namedBy(reference), userId };
	return {
		kind: 'change',
		key: { target: userId.toLowerCase(), change: change.outcome },
		changes: [change],
		mode: 'plain',
		describe([applied]) {
			if (applied === undefined) throw new Error('no change was made, which no step asks for');
			const { result, sent } = applied;
			const { wording } = change;
			if (result.kind !== 'done') return failedChangeResult({ wording, named, sent }, result);
			const { state, outcome, confirmedBy } = result;
			const json = { ...state, ...named, outcome, ...(confirmedBy && { confirmedBy }) };
			return { kind: 'done', json, about: named, sent };
		},
	};
}
