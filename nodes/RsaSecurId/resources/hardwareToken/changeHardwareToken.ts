import { wordingOf, type TokenChange } from '../../../../rsa/hardwareTokens/tokenChange';
import { settleWithoutUser } from '../../../../rsa/hardwareTokens/withoutUser';
import type { Client } from '../../../../rsa/throttle/client';
import { inWords, userKey } from '../../../../rsa/users/user';
import { modeOf, type AppliedChange } from '../appliedChange';
import { failureResult, notStartedResult } from '../failureResult';
import { reading, type ItemContext, type Resolution, type Task } from '../operation';
import type { GivenOptions } from '../options';
import type { ItemParameters } from '../parameters';
import type { Result } from '../result';
import { readUserReference } from '../userLocator';
import { changeAllTokens } from './changeAllTokens';
import { describeChanges } from './describeChanges';
import { changesIn, changeStep, namedIn, type RequestedChange } from './requestedChange';
import { readSerialNumber } from './serialNumber';
import { namesAllTokens } from './tokensField';

/**
 * A change of the hardware token of a user that an item names, or of all of the user's. It comes out as the
 * token's state as RSA says it, with the `outcome`, or as the reason why it was not changed.
 *
 * @param details what else tells this change from another of its kind
 * @throws {UserFacingError} if the item names no token or no user
 */
export function changeHardwareToken(
	change: TokenChange,
	parameters: ItemParameters,
	options: GivenOptions,
	details: readonly string[] = [],
): Task {
	const { clearPinFirst = false } = options;
	const reference = readUserReference(parameters);
	const requested = { change, clearPinFirst, reference, mode: modeOf(options), details };
	return namesAllTokens(parameters)
		? changeAllTokens(requested)
		: changeOneToken(requested, readSerialNumber(parameters));
}

function changeOneToken(requested: RequestedChange, tokenSerialNumber: string): Task {
	const { change, reference } = requested;
	const target = { tokenSerialNumber };
	const failing = {
		wording: wordingOf(change, target),
		named: { ...namedIn(requested), ...target },
	};
	return {
		lane: { tokenSerialNumber, owner: userKey(reference) },
		fail: (failure) => failureResult(failing, failure),

		async resolve({ client, users }: ItemContext): Promise<Resolution> {
			const user = await users.idOf(reference, client);
			switch (user.kind) {
				case 'found': {
					const step = changeStep(requested, { userId: user.value, tokenSerialNumber });
					return { kind: 'steps', steps: [step] };
				}
				case 'absent':
					return reading(async (context) => [
						await withoutUser(requested, tokenSerialNumber, context.client),
					]);
				case 'failed': {
					const result = notStartedResult(failing, 'userLookUpFailed', user);
					return { kind: 'failed', lookUp: user, result };
				}
			}
		},
	};
}

/** What a change comes to whose user RSA does not know. */
async function withoutUser(
	requested: RequestedChange,
	tokenSerialNumber: string,
	client: Client,
): Promise<Result> {
	const { mode, reference } = requested;
	const target = { tokenSerialNumber };
	const applied: AppliedChange[] = [];
	for (const change of changesIn(requested)) {
		const settled = await settleWithoutUser(change, target, inWords(reference), client);
		const states = settled.kind === 'done' &&
			mode !== 'plain' && { before: settled.state, after: settled.state };
		applied.push({ result: { ...settled, ...states }, sent: { attempts: 0 } });
		if (settled.kind !== 'done') break;
	}
	return describeChanges(requested, target, applied);
}
