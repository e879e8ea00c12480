import type { Change, Target, TokenTarget } from '../../../../rsa/change';
import { clearPin } from '../../../../rsa/changes/clearPin';
import { settleWithoutUser } from '../../../../rsa/delivery/settleWithoutUser';
import { userNotLookedUp } from '../../../../rsa/users/people';
import { enteredName, inWords, namedBy, type UserReference } from '../../../../rsa/users/user';
import { failedWith } from '../failing';
import { withNames } from '../names';
import type { ChangeKey, Ending, ItemMeans, Result, Task } from '../operation';
import type { GivenOptions } from '../options';
import type { ItemParameters } from '../parameters';
import { readUserReference } from '../userLocator';
import { carryOut, carryOutAfter, mannerOf, resultOf } from './carryOut';
import { readSerialNumber } from './serialNumber';
import { namesAllTokens } from './tokens';
import { changeTokensOfUser } from './changeTokensOfUser';

/** A change of hardware tokens of one user, as an item asks for it. */
export interface AskedChange {
	readonly change: Change;
	readonly reference: UserReference;
	/** What tells it from others, for a token of the user. */
	keyOf(target: Target): ChangeKey;
	/** Makes it for one token, once in the run, when the token's turn has come. */
	make(target: Target, means: ItemMeans): Promise<Ending>;
}

/**
 * A change of the hardware token of a user that an item names, or of all of the user's. It comes out as the
 * token's state as RSA says it, with the `outcome`, or as the reason why it was not changed.
 *
 * @param details what else tells this change from another of its kind
 * @throws {Refusal} where the item names no token or no user
 */
export function changeHardwareToken(
	change: Change,
	parameters: ItemParameters,
	options: GivenOptions,
	details: readonly string[] = [],
): Task {
	const asked = readAsked(change, parameters, options, details);
	return namesAllTokens(parameters)
		? changeTokensOfUser(asked)
		: changeOneToken(asked, readSerialNumber(parameters));
}

function readAsked(
	change: Change,
	parameters: ItemParameters,
	options: GivenOptions,
	details: readonly string[],
): AskedChange {
	const reference = readUserReference(parameters);
	const manner = mannerOf(options);
	const { clearPinFirst = false } = options;
	const keyOf = ({ userId, tokenSerialNumber }: Target) => ({
		target: tokenSerialNumber,
		// RSA's IDs compare without case.
		change: [change.outcome, manner, clearPinFirst, userId.toLowerCase(), ...details].join(),
	});

	return {
		change,
		reference,
		keyOf,
		async make(target, { once }) {
			const ending = await once(keyOf(target), async (means) => {
				const made = async (step: Change) => await carryOut(step, target, manner, means);
				return clearPinFirst
					? await carryOutAfter(
							async () => await made(clearPin),
							async () => await made(change),
						)
					: await made(change);
			});
			return withNames(ending, enteredName(reference));
		},
	};
}

function changeOneToken(asked: AskedChange, tokenSerialNumber: string): Task {
	const { change, reference, keyOf, make } = asked;
	const target = { tokenSerialNumber };
	const named = { ...namedBy(reference), tokenSerialNumber };
	const fail: Task['fail'] = (failure) =>
		failedWith({ undertaking: change, target, named }, failure);

	return {
		async changes(means) {
			const user = await means.people.idOf(reference, means);
			if (user.kind === 'unread') return user;
			return user.kind === 'found' ? [keyOf({ userId: user.thing, tokenSerialNumber })] : [];
		},
		hardwareToken: tokenSerialNumber,
		fail,

		async perform(means) {
			const user = await means.people.idOf(reference, means);
			switch (user.kind) {
				case 'found':
					return [await make({ userId: user.thing, tokenSerialNumber }, means)];
				case 'absent':
					return [means.alone(await withoutUser(change, target, reference, means))];
				case 'unread':
					return [means.alone(fail(userNotLookedUp(user)))];
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
