import { deliverUserChange, type UserDelivery } from '../../../../rsa/users/deliverUserChange';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import type { UserChange } from '../../../../rsa/users/userChange';
import type { UserToChange } from '../../../../rsa/users/userSight';
import { failureResult, inWordsOf, notBegunWith, refusedFor, sharedResult } from '../failureResult';
import type { ItemContext, Result, Sent, Task } from '../operation';
import type { ItemParameters } from '../parameters';
import { readUserReference } from '../userLocator';

/**
 * A change of the user whom an item names. It comes out as what RSA says of the user, with the `outcome`, or as
 * the reason why they were not changed.
 *
 * @throws {Refusal} where the item names no user
 */
export function changeUser(change: UserChange, parameters: ItemParameters): Task {
	const reference = readUserReference(parameters);
	const keyOf = (userId: string) => ({ target: userId.toLowerCase(), change: change.outcome });
	const fail: Task['fail'] = (failure) => failureResult(failedChange(change, reference), failure);

	const changeOf = async (userId: string, means: ItemContext) =>
		inWordsOf(
			reference,
			await means.once(keyOf(userId), async (ofChange) => {
				const user = { userId, reference };
				const withPeople = { ...ofChange, people: means.people };
				const delivery = await deliverUserChange(change, user, withPeople);
				const { attempts, status: httpCode } = ofChange.courier.trace;
				const tell = (other: UserReference) =>
					resultOf(change, { userId, reference: other }, delivery, { tries: attempts, httpCode });
				return sharedResult(tell, reference);
			}),
		);

	return {
		async changes(means) {
			const user = await means.people.idOf(reference, means);
			if (user.kind === 'unread') return user;
			return user.kind === 'found' ? [keyOf(user.value)] : [];
		},
		fail,

		async perform(means) {
			const user = await means.people.idOf(reference, means);
			switch (user.kind) {
				case 'found':
					return [await changeOf(user.value, means)];
				case 'absent':
					return [means.alone(withoutUser(change, reference))];
				case 'unread':
					return [
						means.alone(notBegunWith(failedChange(change, reference), 'userLookUpFailed', user)),
					];
			}
		},
	};
}

function failedChange(change: UserChange, reference: UserReference, named = namedBy(reference)) {
	return { undertaking: change, target: { reference }, named };
}

function withoutUser(change: UserChange, reference: UserReference): Result {
	return change.isReachedByAbsence === true
		? { kind: 'done', json: { ...namedBy(reference), outcome: change.noopOutcome } }
		: failureResult(failedChange(change, reference), {
				cause: 'userNotFound',
				reason: inWords(reference),
			});
}

/** What the change of a user came to: of the user's names, it holds the one that all items share that ask for it. */
function resultOf(
	change: UserChange,
	{ userId, reference }: UserToChange,
	delivery: UserDelivery,
	sent: Sent,
): Result {
	const failed = { ...failedChange(change, reference), tries: sent.tries };
	const named = { ...namedBy(reference), userId };
	switch (delivery.kind) {
		case 'done': {
			const { state, outcome, confirmedBy } = delivery;
			const json = { ...state, ...named, outcome, ...(confirmedBy && { confirmedBy }) };
			return { kind: 'done', json, about: named, sent };
		}
		case 'blocked':
			return { ...refusedFor({ ...failed, named }, delivery.error), sent };
		case 'failed':
			return { ...failureResult({ ...failed, named }, delivery.failure), sent };
	}
}
