import {
	deliverUserChange,
	type UserDelivery,
	type UserToChange,
} from '../../../../rsa/users/deliverUserChange';
import { userNotLookedUp } from '../../../../rsa/users/people';
import { inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import type { UserChange } from '../../../../rsa/users/userChange';
import { failedWith, refusedFor } from '../failing';
import type { ItemMeans, Result, Task } from '../operation';
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
		await means.once(keyOf(userId), async (ofChange) => {
			const user = { userId, reference };
			return resultOf(change, user, await deliverUserChange(change, user, ofChange));
		});

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
					return [means.alone(fail(userNotLookedUp(user)))];
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
): Result {
	switch (delivery.kind) {
		case 'done': {
			const { state, outcome, confirmedBy } = delivery;
			const json = { ...state, outcome, ...(confirmedBy && { confirmedBy }) };
			return { kind: 'done', json, about: { userId } };
		}
		case 'refused':
			return refusedFor(failedChange(change, reference), delivery.refusal);
		case 'failed':
			return failedWith(failedChange(change, reference), delivery.failure);
	}
}
