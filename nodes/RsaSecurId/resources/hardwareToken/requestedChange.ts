import { clearPin } from '../../../../rsa/hardwareTokens/changes/clearPin';
import type { TokenOfUser } from '../../../../rsa/hardwareTokens/hardwareToken';
import { changeOf, type TokenChange } from '../../../../rsa/hardwareTokens/tokenChange';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import { namedBy, type UserReference } from '../../../../rsa/users/user';
import { factsOf, modeOf, type Mode } from '../appliedChange';
import type { ChangeKey, ChangeStep } from '../operation';
import type { GivenOptions } from '../options';
import type { ItemParameters } from '../parameters';
import { readUserReference } from '../userLocator';
import { describeChanges } from './describeChanges';

/** A change of hardware tokens of one user, as an item asks for it. */
export interface RequestedChange {
	readonly change: TokenChange;
	/** Whether the PIN is cleared before it. */
	readonly clearPinFirst: boolean;
	readonly reference: UserReference;
	readonly mode: Mode;
	/** What else tells this change from another of its kind. */
	readonly details: readonly string[];
}

/** @throws {UserFacingError} if the item names no user */
export function readRequestedChange(
	change: TokenChange,
	parameters: ItemParameters,
	options: GivenOptions,
	details: readonly string[],
): RequestedChange {
	const { clearPinFirst = false } = options;
	const reference = readUserReference(parameters);
	return { change, clearPinFirst, reference, mode: modeOf(options), details };
}

/** How the item names its user, and that it only tries the change out, as its failures say it. */
export function namedIn({ reference, mode }: RequestedChange): JsonObject {
	return { ...namedBy(reference), ...(mode === 'dryRun' && factsOf.dryRun) };
}

/** The changes that are made for each token, in their order. */
export function changesIn({ change, clearPinFirst }: RequestedChange): readonly TokenChange[] {
	return clearPinFirst ? [clearPin, change] : [change];
}

/** The step that makes it for one token. */
export function changeStep(requested: RequestedChange, target: TokenOfUser): ChangeStep {
	const changes = changesIn(requested).map((change) => changeOf(change, target));
	return {
		kind: 'change',
		key: keyOf(requested, target),
		changes,
		mode: requested.mode,
		describe: (applied) => describeChanges(requested, target, applied),
	};
}

/** RSA's IDs compare without case. */
function keyOf(
	{ change, mode, clearPinFirst, details }: RequestedChange,
	{ tokenSerialNumber, userId }: TokenOfUser,
): ChangeKey {
	const parts = [change.outcome, mode, clearPinFirst, userId.toLowerCase(), ...details];
	return { target: tokenSerialNumber, change: parts.join() };
}
