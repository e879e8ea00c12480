import type { Change } from '../../../../rsa/delivery/change';
import type { ChangeResult } from '../../../../rsa/delivery/changeResult';
import { changeOfUser, userWording, type UserChange } from '../../../../rsa/users/userChange';
import {
	inWords,
	namedBy,
	withoutPhoneNumbers,
	type UserReference,
} from '../../../../rsa/users/user';
import type { UserCache } from '../../../../rsa/users/userCache';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import { deletionIn, factsOf, modeOf, type AppliedChange, type Mode } from '../appliedChange';
import { failedChangeResult, failureResult, notStartedResult } from '../failureResult';
import type { ChangeStep, ItemContext, Resolution, Task } from '../operation';
import type { GivenOptions } from '../options';
import type { ItemParameters } from '../parameters';
import type { Result } from '../result';
import { readUserReference } from '../userLocator';
import { settled } from '../userTask';

/** A change of the user whom an item names. */
export interface RequestedUserChange {
	readonly change: UserChange;
	readonly reference: UserReference;
	readonly mode: Mode;
}

/**
 * The task of an item that changes a user. The result is RSA's JSON of the user with the `outcome`, or the reason why they
 * were not changed.
 *
 * @throws {UserFacingError} if the item names no user
 */
export function changeUser(
	change: UserChange,
	parameters: ItemParameters,
	options: GivenOptions,
): Task {
	const reference = readUserReference(parameters);
	const requested = { change, reference, mode: modeOf(options) };
	const failureContext = { wording: userWording(change, reference), named: namedIn(requested) };
	return {
		fail: (failure) => failureResult(failureContext, failure),

		async resolve({ client, users }: ItemContext): Promise<Resolution> {
			const user = await users.idOf(reference, client);
			switch (user.kind) {
				case 'found': {
					const step = userChangeStep(requested, user.value, users);
					return { kind: 'steps', steps: [step] };
				}
				case 'absent':
					return settled(withoutUser(requested));
				case 'failed': {
					const result = notStartedResult(failureContext, 'userLookUpFailed', user);
					return { kind: 'failed', lookUp: user, result };
				}
			}
		},
	};
}

/** Properties of a failed item: how it names its user, and whether it is a dry run. */
function namedIn({ reference, mode }: Pick<RequestedUserChange, 'reference' | 'mode'>) {
	return { ...namedBy(reference), ...(mode === 'dryRun' && factsOf.dryRun) };
}

function withoutUser({ change, reference, mode }: RequestedUserChange): Result {
	if (change.isDoneByAbsence === true) {
		const states = mode === 'plain' ? {} : { before: null, after: null };
		const outcome = change.noopOutcome;
		const facts = { outcome, ...deletionIn(change, outcome), ...states, ...factsOf[mode] };
		return { kind: 'done', json: { ...namedBy(reference), ...facts } };
	}
	const failure = { cause: 'userNotFound', reason: inWords(reference) } as const;
	const named = namedIn({ reference, mode });
	return failureResult({ wording: userWording(change, reference), named }, failure);
}

/**
 * The step that changes the user.
 *
 * @param users finds the email address of a user who is named by ID
 */
export function userChangeStep(
	requested: RequestedUserChange,
	userId: string,
	users: UserCache,
): ChangeStep {
	const { mode, reference } = requested;
	const change = changeOfUser(requested.change, { userId, reference }, users);
	return {
		kind: 'change',
		// RSA's IDs compare without case.
		key: { target: userId.toLowerCase(), change: [change.outcome, mode].join() },
		changes: [change],
		mode,
		describe: (applied) => describe(requested, change, userId, applied),
	};
}

/** The result of the change of a user, with the name by which this item names them. */
function describe(
	{ mode, reference, change: userChange }: RequestedUserChange,
	change: Change,
	userId: string,
	[applied]: readonly AppliedChange[],
): Result {
	if (applied === undefined) throw new Error('The step made no change');
	const { result, sent } = applied;
	const about = { ...namedBy(reference), userId };
	if (result.kind !== 'done') {
		const named = { ...namedIn({ reference, mode }), userId };
		return failedChangeResult({ wording: change.wording, named, sent }, result);
	}
	const { outcome, confirmedBy } = result;
	const json = {
		...withoutPhoneNumbers(result.state),
		...about,
		outcome,
		...deletionIn(userChange, outcome),
		...(confirmedBy && { confirmedBy }),
		...statesIn(result),
		...factsOf[mode],
		// No look-up can show the change, so it is not verified although the item has its states.
		...(mode === 'verify' && change.lookUp === undefined && { verified: false }),
	};
	return { kind: 'done', json, about, sent };
}

/** Without phone numbers: the item of a change may go to a language model. Only Get shows them, if they are chosen. */
function statesIn({ before, after }: ChangeResult): JsonObject {
	return {
		...(before !== undefined && { before: before && withoutPhoneNumbers(before) }),
		...(after !== undefined && { after: after && withoutPhoneNumbers(after) }),
	};
}
