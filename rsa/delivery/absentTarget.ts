import type { Cause } from '../errors/errorTexts';
import type { ChangeState, Occasion } from './change';

/**
 * The state of a target that RSA says it does not know. That is why the change was refused, unless the change may have
 * been made: then RSA knew the target, and the look-up lags behind, or the target was deleted meanwhile.
 *
 * @param cause why the change cannot be made
 * @param reason the same as part of a sentence
 */
export function stateOfAbsentTarget(
	cause: Cause,
	reason: string,
	{ mayHaveBeenApplied }: Occasion,
): ChangeState {
	return mayHaveBeenApplied ? { kind: 'unknown', reason } : { kind: 'blocked', cause };
}
