import type { Cause } from '../errors/errorTexts';
import type { ChangeState, Occasion } from './change';

/**
 * The state of a target that RSA says it does not know. If the change may have been made, that is no reason why it was
 * not: the look-up may lag behind, or the target was deleted meanwhile. It is one if RSA has refused the change for it, too.
 *
 * @param cause why the change cannot be made
 * @param reason the same as part of a sentence
 */
export function stateOfAbsentTarget(
	cause: Cause,
	reason: string,
	{ mayHaveBeenApplied, cause: refusedAs }: Occasion,
): ChangeState {
	const isOpen = mayHaveBeenApplied && refusedAs !== cause;
	return isOpen ? { kind: 'unknown', reason } : { kind: 'blocked', cause };
}
