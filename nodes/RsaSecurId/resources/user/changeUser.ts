import {
	deliverUserChange,
	type UserDelivery,
	type UserToChange,
} from '../../../../rsa/users/deliverUserChange';
import { inWords, keyOf, namedBy, type UserReference } from '../../../../rsa/users/user';
import type { UserChange } from '../../../../rsa/users/userChange';
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
	const nameOf = (user: string) => [change.outcome, user].join();
	const fail: Task['fail'] = (failure) => failedWith(failedChange(change, reference), failure);

	const changeOf = async (userId: string, means: ItemMeans) =>
		inWordsOf(
			reference,
			await means.once(nameOf(userId.toLowerCase()), async (ofChange) => {
				const delivery = await deliverUserChange(change, { userId, reference }, ofChange);
				const { tries, status: httpCode } = ofChange.courier.trace;
				const tell = (other: UserReference) =>
					resultOf(change, { userId, reference: other }, delivery, { tries, httpCode });
				return sharedResult(tell, reference);
			}),
		);

	return {
		changes: async () => await Promise.resolve([nameOf(keyOf(reference))]),
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

function failedChange(change: UserChange, reference: UserReference) {
	return { undertaking: change, target: { reference }, named: namedBy(reference) };
}

function withoutUser(change: UserChange, reference: UserReference): Result {
	return change.isReachedByAbsence === true
		? { kind: 'done', json: { ...namedBy(reference), outcome: change.outcomeBefore } }
		: failedWith(failedChange(change, reference), {
				cause: 'userNotFound',
				reason: inWords(reference),
			});
}

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
			const json = { ...state, outcome, ...(confirmedBy && { confirmedBy }) };
			return { kind: 'done', json, about: named, sent };
		}
		case 'refused':
			return { ...refusedFor({ ...failed, named }, delivery.refusal), sent };
		case 'failed':
			return { ...failedWith({ ...failed, named }, delivery.failure), sent };
	}
}
