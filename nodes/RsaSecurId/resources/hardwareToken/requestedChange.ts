import { clearPin } from '../../../../rsa/hardwareTokens/changes/clearPin';
import type { TokenOfUser } from '../../../../rsa/hardwareTokens/hardwareToken';
import { changeOf, type TokenChange } from '../../../../rsa/hardwareTokens/tokenChange';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import { namedBy, type UserReference } from '../../../../rsa/users/user';
import { factsOf, type Mode } from '../appliedChange';
import type { ChangeStep } from '../operation';
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
	const { change, mode, clearPinFirst, details } = requested;
	// RSA's IDs compare without case.
	const parts = [change.outcome, mode, clearPinFirst, target.userId.toLowerCase(), ...details];
	return {
		kind: 'change',
		key: { target: target.tokenSerialNumber, change: parts.join() },
		changes: changesIn(requested).map((each) => changeOf(each, target)),
		mode,
		describe: (applied) => describeChanges(requested, target, applied),
	};
}
