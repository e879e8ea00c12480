import type { Change, Target, TokenTarget } from '../../../../rsa/change';
import { deliver } from '../../../../rsa/delivery/deliver';
import type { Delivery } from '../../../../rsa/delivery/delivery';
import { settleWithoutUser } from '../../../../rsa/delivery/settleWithoutUser';
import { userNotLookedUp } from '../../../../rsa/users/people';
import { inWords, keyOf, namedBy, type UserReference } from '../../../../rsa/users/user';
import { failedWith, refusedFor } from '../failing';
import type { ItemMeans, Result, Task } from '../operation';
import type { ItemParameters } from '../parameters';
import { readUserReference } from '../userLocator';
import { readSerialNumber } from './serialNumber';

/**
 * A change of the hardware token of a user that an item names. It comes out as the token's state as RSA says
 * it, with the `outcome`, or as the reason why it was not changed.
 *
 * @param details what else tells this change from another of its kind
 * @throws {Refusal} where the item names no token or no user
 */
export function changeHardwareToken(
	change: Change,
	parameters: ItemParameters,
	details: readonly string[] = [],
): Task {
	const reference = readUserReference(parameters);
	const tokenSerialNumber = readSerialNumber(parameters);
	const named = {
		undertaking: change,
		target: { tokenSerialNumber },
		named: { ...namedBy(reference), tokenSerialNumber },
	};
	const nameOf = (user: string) => [change.outcome, tokenSerialNumber, user, ...details].join();

	const changeOf = async (userId: string, means: ItemMeans) =>
		await means.once(nameOf(userId.toLowerCase()), async () => {
			const target: Target = { userId, tokenSerialNumber };
			return resultOf(change, target, await deliver(change, target, means));
		});

	return {
		changes: [nameOf(keyOf(reference))],
		hardwareToken: tokenSerialNumber,
		fail: (failure) => failedWith(named, failure),

		async perform(means) {
			const user = await means.people.idOf(reference, means);
			switch (user.kind) {
				case 'found':
					return [await changeOf(user.thing, means)];
				case 'absent':
					return [means.alone(await withoutUser(change, { tokenSerialNumber }, reference, means))];
				case 'unread':
					return [means.alone(failedWith(named, userNotLookedUp(user)))];
			}
		},
	};
}

async function withoutUser(
	change: Change,
	target: TokenTarget,
	reference: UserReference,
	means: ItemMeans,
): Promise<Result> {
	const delivery = await settleWithoutUser(change, target, inWords(reference), means);
	return resultOf(change, target, delivery, namedBy(reference));
}

/** What a change of a hardware token came to, as an item carries it. */
export function resultOf<T extends TokenTarget>(
	change: Change<T>,
	target: TokenTarget,
	delivery: Delivery,
	named = {},
): Result {
	const failed = { undertaking: change, target, named: { ...named, ...target } };
	switch (delivery.kind) {
		case 'done': {
			const { state, outcome, confirmedBy } = delivery;
			return { kind: 'done', json: { ...state, outcome, ...(confirmedBy && { confirmedBy }) } };
		}
		case 'refused':
			return refusedFor(failed, delivery.refusal, delivery.isInDoubt);
		case 'failed':
			return failedWith(failed, delivery.failure);
	}
}
