import { deliverUserChange, type UserDelivery } from '../../../../rsa/users/deliverUserChange';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import type { UserChange } from '../../../../rsa/users/userChange';
import type { UserToChange } from '../../../../rsa/users/userSight';
import { failedWith, inWordsOf, notBegunWith, refusedFor, sharedResult } from '../failing';
import type { ItemMeans, Result, Sent, Task } from '../operation';
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
	const fail: Task['fail'] = (failure) => failedWith(failedChange(change, reference), failure);

	const changeOf = async (userId: string, means: ItemMeans) =>
		inWordsOf(
			reference,
			await means.once(keyOf(userId), async (ofChange) => {
				const user = { userId, reference };
				const withPeople = { ...ofChange, people: means.people };
				const delivery = await deliverUserChange(change, user, withPeople);
				const { tries, status: httpCode } = ofChange.courier.trace;
				const tell = (other: UserReference) =>
					resultOf(change, { userId, reference: other }, delivery, { tries, httpCode });
				return sharedResult(tell, reference);
			}),
		);

	return {
		async changes(means) {
			const user = await means.people.idOf(reference, means);
			if (user.kind === 'unread') return user;
			return user.kind === 'found' ? [keyOf(user.thing)] : [];
		},
		fail,

		async perform(means) {
			const user = await means.people.idOf(reference, means);
			switch (user.kind) {
				case 'found':
					return [await changeOf(user.thing, means)];
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
		? { kind: 'done', json: { ...namedBy(reference), outcome: change.outcomeBefore } }
		: failedWith(failedChange(change, reference), {
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
		case 'refused':
			return { ...refusedFor({ ...failed, named }, delivery.refusal), sent };
		case 'failed':
			return { ...failedWith({ ...failed, named }, delivery.failure), sent };
	}
}
