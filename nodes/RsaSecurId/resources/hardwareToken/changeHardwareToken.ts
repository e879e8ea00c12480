import { wordingOf, type TokenChange } from '../../../../rsa/hardwareTokens/tokenChange';
import { settleWithoutUser } from '../../../../rsa/hardwareTokens/withoutUser';
import type { Client } from '../../../../rsa/throttle/client';
import { inWords, userKey } from '../../../../rsa/users/user';
import { modeOf, type AppliedChange } from '../appliedChange';
import { failureResult, notStartedResult } from '../failureResult';
import { readOnly, type ItemContext, type Resolution, type Task } from '../operation';
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
 * The task of an item that changes a hardware token of a user, or all of them. The result is RSA's JSON of the token with
 * the `outcome`, or the reason why it was not changed.
 *
 * @param details what distinguishes this change from others with the same outcome, such as the new name
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
	const failureContext = {
		wording: wordingOf(change, target),
		named: { ...namedIn(requested), ...target },
	};
	return {
		lane: { target: tokenSerialNumber, owner: userKey(reference) },
		fail: (failure) => failureResult(failureContext, failure),

		async resolve({ client, users }: ItemContext): Promise<Resolution> {
			const user = await users.idOf(reference, client);
			switch (user.kind) {
				case 'found': {
					const step = changeStep(requested, { userId: user.value, tokenSerialNumber });
					return { kind: 'steps', steps: [step] };
				}
				case 'absent':
					return readOnly(async (context) => [
						await withoutUser(requested, tokenSerialNumber, context.client),
					]);
				case 'failed': {
					const result = notStartedResult(failureContext, 'userLookUpFailed', user);
					return { kind: 'failed', lookUp: user, result };
				}
			}
		},
	};
}

/** The result of a change whose user RSA does not know. */
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
