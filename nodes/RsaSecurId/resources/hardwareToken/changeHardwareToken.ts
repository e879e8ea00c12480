import type { Change, Target, TokenTarget } from '../../../../rsa/hardwareTokens/tokenChange';
import { clearPin } from '../../../../rsa/hardwareTokens/changes/clearPin';
import { settleWithoutUser } from '../../../../rsa/delivery/settleWithoutUser';
import type { Wording } from '../../../../rsa/errors/failure';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import {
	inWords,
	userKey as keyOfUser,
	namedBy,
	type UserReference,
} from '../../../../rsa/users/user';
import { failureResult, inWordsOf, notBegunWith, sharedResult } from '../failureResult';
import type { ChangeKey, ItemResult, ItemContext, Result, Task } from '../operation';
import type { GivenOptions } from '../options';
import type { ItemParameters } from '../parameters';
import { readUserReference } from '../userLocator';
import { carryOut, mannerOf, settledWithoutUser, type Told } from './carryOut';
import { carryOutAfter, clearPinBefore } from './clearPinFirst';
import { readSerialNumber } from './serialNumber';
import { namesAllTokens } from './tokens';
import { changeTokensOfUser } from './changeTokensOfUser';

/** A change of hardware tokens of one user, as an item asks for it. */
export interface AskedChange {
	readonly change: Change;
	readonly reference: UserReference;
	/** How the item names its user, and that it only tries the change out, as its failures say it. */
	readonly named: JsonObject;
	/** What tells it from others, for a token of the user. */
	keyOf(target: Target): ChangeKey;
	/** Makes it for one token, once in the run, when the token's turn has come. */
	make(target: Target, means: ItemContext): Promise<ItemResult>;
	/** Settles it for one token where RSA does not know the user. */
	withoutUser(tokenSerialNumber: string, means: ItemContext): Promise<Result>;
}

/** Makes a change of a token, or settles it; in other words where it fails, if they are given. */
type Step = (change: Change, undertaking?: Wording<TokenTarget>) => Promise<Told>;

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

	const inSteps = async (made: Step) =>
		clearPinFirst
			? await carryOutAfter(
					async () => await made(clearPin, clearPinBefore(change)),
					async (subject) => await made(change, { ...change, subject }),
				)
			: await made(change);

	return {
		change,
		reference,
		named: { ...namedBy(reference), ...(manner === 'dryRun' && { dryRun: true }) },
		keyOf,
		async withoutUser(tokenSerialNumber, means) {
			const target = { tokenSerialNumber };
			const tell = await inSteps(async (step, undertaking) => {
				const delivery = await settleWithoutUser(step, target, inWords(reference), means);
				return settledWithoutUser(step, target, manner, delivery, undertaking);
			});
			return tell(reference);
		},
		make: async (target, { once }) =>
			inWordsOf(
				reference,
				await once(keyOf(target), async (means) => {
					const made: Step = async (step, undertaking) =>
						await carryOut(step, target, manner, means, undertaking);
					return sharedResult(await inSteps(made), reference);
				}),
			),
	};
}

function changeOneToken(asked: AskedChange, tokenSerialNumber: string): Task {
	const { change, reference, keyOf, make, withoutUser } = asked;
	const target = { tokenSerialNumber };
	const failed = { undertaking: change, target, named: { ...asked.named, tokenSerialNumber } };
	const fail: Task['fail'] = (failure) => failureResult(failed, failure);

	return {
		async changes(means) {
			const user = await means.people.idOf(reference, means);
			if (user.kind === 'unread') return user;
			return user.kind === 'found' ? [keyOf({ userId: user.value, tokenSerialNumber })] : [];
		},
		hardwareToken: tokenSerialNumber,
		owner: keyOfUser(reference),
		fail,

		async perform(means) {
			const user = await means.people.idOf(reference, means);
			switch (user.kind) {
				case 'found':
					return [await make({ userId: user.value, tokenSerialNumber }, means)];
				case 'absent':
					return [means.alone(await withoutUser(tokenSerialNumber, means))];
				case 'unread':
					return [means.alone(notBegunWith(failed, 'userLookUpFailed', user))];
			}
		},
	};
}
