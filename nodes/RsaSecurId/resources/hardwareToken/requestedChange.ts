import { clearPin } from '../../../../rsa/hardwareTokens/changes/clearPin';
import type { TokenOfUser } from '../../../../rsa/hardwareTokens/hardwareToken';
import { changeOf, type TokenChange } from '../../../../rsa/hardwareTokens/tokenChange';
import type { JsonObject } from '../../../../rsa/values/jsonObject';
import { namedBy, type UserReference } from '../../../../rsa/users/user';
import { factsOf, type Mode } from '../appliedChange';
import type { ChangeStep } from '../operation';
import { describeChanges } from './describeChanges';

/** A change of hardware tokens of one user that an item requests. */
export interface RequestedChange {
	readonly change: TokenChange;
	/** Whether the PIN is cleared before it. */
	readonly clearPinFirst: boolean;
	readonly reference: UserReference;
	readonly mode: Mode;
	/** What distinguishes this change from others with the same outcome, such as the new name. */
	readonly details: readonly string[];
}

/** Properties of a failed item: how it names its user, and whether it is a dry run. */
export function namedIn({ reference, mode }: RequestedChange): JsonObject {
	return { ...namedBy(reference), ...(mode === 'dryRun' && factsOf.dryRun) };
}

/** The changes of each token, in their order. */
export function changesIn({ change, clearPinFirst }: RequestedChange): readonly TokenChange[] {
	return clearPinFirst ? [clearPin, change] : [change];
}

/** The step that makes the changes of one token. */
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
