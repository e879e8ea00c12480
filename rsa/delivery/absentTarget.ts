import type { Cause } from '../errors/errorTexts';
import type { ChangeState, Occasion } from './change';

/** Causes of RSA's own 404 to a change: it does not know the target or its user. That of a hardware token is for either, and its look-up shows only one. */
const refusedAsAbsent: ReadonlyArray<Cause | undefined> = [
	'authenticatorUnknown',
	'emergencyAccessCodeUnknown',
	'userNotFound',
];

/**
 * The state of a target that RSA says it does not know. If the change may have been made, that is no reason why it was
 * not: the look-up may lag behind, or the target was deleted meanwhile. It is one if RSA has refused the change because of it, too.
 *
 * @param cause why the change cannot be made
 * @param reason the same as part of a sentence
 */
export function stateOfAbsentTarget(
	cause: Cause,
	reason: string,
	{ mayHaveBeenApplied, cause: refusedAs }: Occasion,
): ChangeState {
	const isOpen = mayHaveBeenApplied && !refusedAsAbsent.includes(refusedAs);
	return isOpen ? { kind: 'unknown', reason } : { kind: 'blocked', cause };
}
